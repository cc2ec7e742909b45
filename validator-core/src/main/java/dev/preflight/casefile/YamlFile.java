package dev.preflight.casefile;

import dev.preflight.node.NearestFile;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.param.Values;
import dev.preflight.yaml.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file of YAML that is one mapping; what is wrong with it is noted. */
final class YamlFile {
    /** Above what the YAML reader takes, so that it is the one that complains of a text too long. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private YamlFile() {}

    /**
     * The text of a file.
     *
     * @param at where the file is named
     */
    static Optional<String> text(Path path, Place at, Problems problems) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.add(at, path + " is larger than 16 MiB");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            problems.add(new Place(path.toString(), 1, 1), "not text: it is not UTF-8", "save the file as UTF-8");
        } catch (NoSuchFileException e) {
            problems.add(at, "there is no file " + path, NearestFile.hint(path));
        } catch (AccessDeniedException e) {
            problems.add(at, path + " may not be read by this user");
        } catch (IOException e) {
            String why = Files.isDirectory(path) ? "it is a directory" : String.valueOf(e.getMessage());
            problems.add(at, path + " cannot be read: " + why);
        }
        return Optional.empty();
    }

    /** The mapping that a text is. */
    static Optional<Node.Mapping> mapping(Path path, String text, Problems problems) {
        Problems own = new Problems();
        Optional<Node> node = YamlText.parse(path.toString(), text, own);
        own.all().forEach(p -> problems.add(p.place(), p.message(), p.hint()));
        if (node.isEmpty()) {
            if (own.none()) {
                problems.add(new Place(path.toString(), 1, 1), "the file is empty");
            }
            return Optional.empty();
        }
        return Values.mapping("the file", node.get(), problems);
    }
}
