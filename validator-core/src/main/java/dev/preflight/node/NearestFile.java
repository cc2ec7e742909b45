package dev.preflight.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the file that a user most likely meant, where there is none of the name given. */
public final class NearestFile {
    /** So many names of a directory are compared at most. */
    private static final int MAX_NAMES = 1000;

    private NearestFile() {}

    /** A hint such as {@code did you mean 'hosts.ini'?}, of the files beside it; empty if none is near. */
    public static String hint(Path file) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(path -> String.valueOf(path.getFileName()))
                    .limit(MAX_NAMES)
                    .toList();
            return Suggestion.nearest(String.valueOf(file.getFileName()), names)
                    .map(name -> "did you mean '" + name + "'?")
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
