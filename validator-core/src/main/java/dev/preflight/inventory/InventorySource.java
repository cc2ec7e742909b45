package dev.preflight.inventory;

import dev.preflight.node.NearestFile;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One value of {@code -i}: a file, a directory, or hosts with a comma behind each.
 *
 * @param name as the user gave it
 * @param path the file or directory; empty for a list of hosts
 * @param text what the file holds; empty for a directory, a list, a program, or what is no text
 */
record InventorySource(String name, Optional<Path> path, Optional<String> text) {
    /** The longest text that the YAML reader takes, in characters; an inventory of 10 000 hosts is a tenth of it. */
    static final int MAX_LENGTH = 3 * 1024 * 1024;

    /** Looks at what a value of {@code -i} names. As in Ansible, what exists is a path, with commas too. */
    static InventorySource of(String name) throws ProblemsException {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw problem(name, "not a path", "name a file");
        }
        if (name.indexOf(',') >= 0 && !Files.exists(path)) {
            return new InventorySource(name, Optional.empty(), Optional.empty());
        }
        if (Files.isDirectory(path)) {
            return new InventorySource(name, Optional.of(path), Optional.empty());
        }
        byte[] bytes = bytes(name, path);
        boolean program = bytes.length > 1 && bytes[0] == '#' && bytes[1] == '!';
        if (program || isBinaryProgram(path, bytes)) {
            return new InventorySource(name, Optional.of(path), Optional.empty());
        }
        return new InventorySource(name, Optional.of(path), Optional.of(text(name, bytes)));
    }

    /** Whether it is a list of hosts. */
    boolean isHosts() {
        return path.isEmpty();
    }

    /** The directory whose {@code group_vars} and {@code host_vars} Ansible reads with it. */
    Optional<Path> folder() {
        return path.map(at -> Files.isDirectory(at)
                ? at
                : Optional.ofNullable(at.toAbsolutePath().getParent()).orElse(at));
    }

    private static byte[] bytes(String name, Path path) throws ProblemsException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
            if (bytes.length > MAX_LENGTH) {
                throw problem(name, "longer than " + MAX_LENGTH + " bytes", "split the inventory");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw problem(name, "no such file", NearestFile.hint(path));
        } catch (IOException e) {
            throw problem(name, "cannot be read", "check who may read it");
        }
    }

    /** A program of the machine's own begins with a byte that no text has; an executable text is not run. */
    private static boolean isBinaryProgram(Path path, byte[] bytes) {
        return Files.isExecutable(path) && bytes.length > 0 && bytes[0] == 0x7f;
    }

    private static String text(String name, byte[] bytes) throws ProblemsException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemsException(firstBad(name, bytes), "not text in UTF-8", "save the file as UTF-8");
        }
    }

    /** Where the bytes stop being UTF-8. */
    private static Place firstBad(String source, byte[] bytes) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        String good = lenient.substring(0, Math.max(0, lenient.indexOf('\ufffd')));
        int line = (int) good.chars().filter(c -> c == '\n').count() + 1;
        return new Place(source, line, good.length() - good.lastIndexOf('\n'));
    }

    private static ProblemsException problem(String source, String message, String hint) {
        return new ProblemsException(Place.of(source), message, hint);
    }
}
