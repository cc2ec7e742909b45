package dev.preflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Seeds of a {@link Fuzz}: mostly the fixtures that other tests read, where they lie. */
public final class Corpus {
    private Corpus() {}

    /** All files below this folder, in the order of their paths. */
    public static List<byte[]> files(Path folder) {
        return files(folder, path -> true);
    }

    /** Those files below this folder that are wanted, in the order of their paths. */
    public static List<byte[]> files(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(wanted)
                    .sorted()
                    .map(Corpus::bytes)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These texts. */
    public static List<byte[]> texts(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
