package dev.preflight.casefile;

import dev.preflight.node.NearestFile;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds test files. */
final class CaseFiles {
    /** The end of the name of a test file. */
    static final String SUFFIX = ".test.yaml";

    /** Deeper folders hold no profiles. */
    private static final int DEEPEST = 16;

    private CaseFiles() {}

    /** The files of these paths, each once: files as they are named, of folders all below them, sorted. */
    static List<Path> of(List<Path> paths, Problems problems) {
        Set<Path> files = new LinkedHashSet<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                List<Path> found = below(path, problems);
                if (found.isEmpty()) {
                    problems.add(
                            Place.of(path.toString()),
                            "no test file is there",
                            "the name of a test file ends in " + SUFFIX);
                }
                files.addAll(found);
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                problems.add(Place.of(path.toString()), "there is no such file or folder", NearestFile.hint(path));
            }
        }
        return new ArrayList<>(files);
    }

    private static List<Path> below(Path folder, Problems problems) {
        try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
            return all.filter(path -> path.toString().endsWith(SUFFIX) && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            problems.add(Place.of(folder.toString()), "the folder cannot be read: " + e.getMessage());
            return List.of();
        }
    }
}
