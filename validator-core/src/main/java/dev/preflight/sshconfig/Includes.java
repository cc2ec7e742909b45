package dev.preflight.sshconfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the files of a path of {@code Include}. */
final class Includes {
    /** As deep as ssh follows {@code Include} (readconf.c, READCONF_MAX_DEPTH). */
    static final int MOST_DEPTH = 16;

    private static final String SYSTEM_FOLDER = "/etc/ssh";

    private final Surroundings here;

    /** For thousands of hosts, the same folders need not be listed as often. */
    private final Map<String, List<Path>> listed = new HashMap<>();

    Includes(Surroundings here) {
        this.here = here;
    }

    /** Whether versions of ssh, or systems, differ in what the path means: tokens, variables, classes of characters. */
    static boolean ambiguous(String path) {
        return path.indexOf('%') >= 0 || path.indexOf('$') >= 0 || path.contains("[:");
    }

    /**
     * The files that are there, sorted.
     *
     * @param ofUser whether the line is in a file of the user
     */
    List<Path> files(String path, boolean ofUser) throws IOException, Tokens.Unknown {
        if (path.startsWith("~") && !ofUser) {
            throw new Tokens.Unknown("begins with '~', which ssh refuses in the machine's own files");
        }
        String expanded = new Tokens(here, Map.of()).home(path);
        String folder = ofUser ? here.home() + "/.ssh" : SYSTEM_FOLDER;
        String anchored = expanded.startsWith("/") ? expanded : folder + "/" + expanded;
        List<Path> known = listed.get(anchored);
        if (known == null) {
            known = IncludedFiles.of(anchored);
            listed.put(anchored, known);
        }
        return known;
    }
}
