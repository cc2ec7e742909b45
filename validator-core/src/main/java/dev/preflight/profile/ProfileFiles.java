package dev.preflight.profile;

import dev.preflight.node.NearestFile;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Finds profiles in files, and those that ship on the class path under {@code dev/preflight/profiles}. */
public final class ProfileFiles implements ProfileSource {
    private static final String SHIPPED = "dev/preflight/profiles/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*+");
    private static final Pattern PATH = Pattern.compile(".*/.*|.*\\.ya?ml");
    /** Above what the YAML reader takes, so that it is the one that complains of a text too long: 4 bytes a character. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final ClassLoader shipped;

    /** Finds shipped profiles through this class loader. */
    public ProfileFiles(ClassLoader shipped) {
        this.shipped = shipped;
    }

    /** Whether a reference names a file; another is the name of a shipped profile. */
    public static boolean isFile(String reference) {
        return PATH.matcher(reference).matches();
    }

    /** The names of the shipped profiles, sorted; listed in the resource {@code index} beside them. */
    public List<String> names() {
        return resource("index").stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .sorted()
                .toList();
    }

    /** The sentence that describes a shipped profile in another language; empty if it is not there. */
    public Optional<String> description(String name, Locale language) {
        Properties texts = new Properties();
        resource("descriptions_" + language.getLanguage() + ".properties").ifPresent(text -> {
            try {
                texts.load(new StringReader(text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Optional.ofNullable(texts.getProperty(name));
    }

    @Override
    public Optional<Text> find(String reference, Place at, Optional<Text> from, Problems problems) {
        if (!isFile(reference)) {
            return shippedOne(reference, at, problems);
        }
        if (from.isPresent() && from.get().file().isEmpty()) {
            problems.add(at, "a shipped profile can only extend a shipped one, found '" + reference + "'");
            return Optional.empty();
        }
        try {
            Path beside = from.flatMap(Text::file).map(Path::getParent).orElse(null);
            return beside == null
                    ? file(Path.of(reference), path -> path, at, problems)
                    : file(beside.resolve(reference), ProfileFiles::shown, at, problems);
        } catch (InvalidPathException e) {
            problems.add(at, "'" + reference + "' is not a path");
            return Optional.empty();
        }
    }

    private Optional<Text> shippedOne(String name, Place at, Problems problems) {
        Optional<String> text = NAME.matcher(name).matches() ? resource(name + ".yaml") : Optional.empty();
        if (text.isEmpty()) {
            problems.add(at, "there is no shipped profile '" + name + "'", hint(name));
        }
        return text.map(t -> new Text("shipped/" + name + ".yaml", name, Optional.empty(), t));
    }

    private String hint(String name) {
        String near = Suggestion.hint(name, names());
        return near + (near.endsWith("?") ? " A" : "; a") + " file is named with a '/' or by its ending .yaml";
    }

    private Optional<String> resource(String name) {
        try (InputStream in = shipped.getResourceAsStream(SHIPPED + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the user may call a file that a profile extends: below the working directory the path from there. It is the same
     * however a profile refers to the file.
     */
    private static Path shown(Path path) {
        try {
            Path real = path.toRealPath();
            Path here = Path.of("").toRealPath();
            return real.startsWith(here) ? here.relativize(real) : real;
        } catch (IOException e) {
            return path.normalize();
        }
    }

    private static Optional<Text> file(Path path, UnaryOperator<Path> shown, Place at, Problems problems) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.add(at, "the profile " + path + " is larger than 16 MiB");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(new Text(
                    shown.apply(path).toString(),
                    path.toRealPath().toString(),
                    Optional.of(path.toAbsolutePath()),
                    text));
        } catch (CharacterCodingException e) {
            Place place = new Place(shown.apply(path).toString(), 1, 1);
            problems.add(place, "not text: it is not UTF-8", "save the file as UTF-8");
        } catch (NoSuchFileException e) {
            problems.add(at, "there is no file " + path, NearestFile.hint(path));
        } catch (AccessDeniedException e) {
            problems.add(at, "the file " + path + " may not be read by this user");
        } catch (IOException e) {
            String why = Files.isDirectory(path) ? "it is a directory" : String.valueOf(e.getMessage());
            problems.add(at, "the file " + path + " cannot be read: " + why);
        }
        return Optional.empty();
    }
}
