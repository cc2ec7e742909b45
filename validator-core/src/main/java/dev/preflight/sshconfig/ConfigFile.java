package dev.preflight.sshconfig;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The lines of one configuration file.
 *
 * @param directives in order
 * @param problems what is wrong with its text
 */
record ConfigFile(List<Directive> directives, List<Problem> problems) {
    /** A thousand times what a site of a thousand hosts has. */
    private static final int LARGEST = 64 * 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    ConfigFile {
        directives = List.copyOf(directives);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a file.
     *
     * @param checked whether others must not be able to write to it, as ssh asks of the user's own files
     */
    static ConfigFile read(Path path, boolean checked) throws IOException {
        if (checked && othersMayWrite(path)) {
            return new ConfigFile(
                    List.of(),
                    List.of(new Problem(
                            Place.of(path.toString()),
                            "others may write to this file, so ssh does not use it",
                            "take their permission away: chmod go-w " + path)));
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new IOException("it is larger than 64 MiB");
        }
        return parse(path.toString(), new String(bytes, StandardCharsets.UTF_8));
    }

    /** Reads the text of a file with this name. */
    static ConfigFile parse(String name, String text) {
        List<Directive> directives = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            problems.add(new Problem(
                    new Place(name, 1, 1),
                    "the file begins with a byte order mark, which ssh takes for a part of the first keyword",
                    "save it as UTF-8 without one"));
            return new ConfigFile(directives, problems);
        }
        if (text.indexOf(0) >= 0) {
            problems.add(new Problem(Place.of(name), "the file holds a NUL, at which ssh ends a line", ""));
        }
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            Directive.Line read = Directive.parse(line, new Place(name, number, 1));
            read.directive().ifPresent(directives::add);
            read.problem().ifPresent(problems::add);
        }
        return new ConfigFile(directives, problems);
    }

    private static boolean othersMayWrite(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        Set<PosixFilePermission> mode = view.readAttributes().permissions();
        return mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE);
    }
}
