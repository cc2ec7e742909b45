package dev.preflight.node;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of this machine that are called by name. */
public final class SearchPath {
    private SearchPath() {}

    /**
     * Where a program is, as {@code PATH} finds it. Only absolute folders count: the working folder may be a
     * customer's.
     *
     * @param folders as {@code PATH} has them
     * @param names what the program may be called, the likeliest first
     * @return empty if no folder has it
     */
    public static Optional<Path> find(String folders, String... names) {
        return Stream.of(folders.split(File.pathSeparator))
                .flatMap(SearchPath::folder)
                .flatMap(folder -> Stream.of(names).map(folder::resolve))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static Stream<Path> folder(String text) {
        try {
            return Stream.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            // No such folder, then.
            return Stream.empty();
        }
    }
}
