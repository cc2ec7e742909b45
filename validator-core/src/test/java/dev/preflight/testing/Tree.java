package dev.preflight.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of a host below the root that a probe reads them from, {@code PROBE_ROOT}. */
public final class Tree {
    private Tree() {}

    /**
     * Writes a file, and makes the directories that it lies in.
     *
     * @param path below the root, without a slash in front
     */
    public static Path put(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
