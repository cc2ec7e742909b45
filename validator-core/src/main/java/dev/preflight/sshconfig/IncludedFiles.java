package dev.preflight.sshconfig;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The files that a path of {@code Include} names: glob(7) without braces, sorted. */
final class IncludedFiles {
    private static final String WILD = "*?[";

    private IncludedFiles() {}

    /**
     * Lists the files.
     *
     * @param path an absolute path, perhaps with wildcards
     * @throws IOException if a directory on the way cannot be listed
     */
    static List<Path> of(String path) throws IOException {
        List<Path> found = List.of(Path.of("/"));
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                found = step(found, segment);
            }
        }
        return found;
    }

    private static List<Path> step(List<Path> folders, String segment) throws IOException {
        boolean wild = segment.chars().anyMatch(c -> WILD.indexOf(c) >= 0);
        List<Path> next = new ArrayList<>();
        for (Path folder : folders) {
            if (wild) {
                next.addAll(listed(folder, pattern(segment)));
            } else {
                Path path = folder.resolve(segment.replaceAll("\\\\(.)", "$1"));
                if (Files.exists(path)) {
                    next.add(path);
                }
            }
        }
        return next;
    }

    private static List<Path> listed(Path folder, Pattern pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(path -> {
                if (pattern.matcher(String.valueOf(path.getFileName())).matches()) {
                    found.add(path);
                }
            });
        } catch (NotDirectoryException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    /** A name that begins with a dot is meant only where the pattern does. */
    private static Pattern pattern(String segment) {
        StringBuilder regex = new StringBuilder(segment.startsWith(".") ? "" : "(?!\\.)");
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            // The first character of a set may be the bracket that closes others.
            int first = i + (i + 1 < segment.length() && "!^".indexOf(segment.charAt(i + 1)) >= 0 ? 3 : 2);
            int close = c == '[' ? segment.indexOf(']', first) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                regex.append(set(segment.substring(i + 1, close)));
                i = close;
            } else {
                c = c == '\\' && i + 1 < segment.length() ? segment.charAt(++i) : c;
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            // Such as the set z-a, which holds nothing.
            return Pattern.compile("(?!)");
        }
    }

    private static String set(String inside) {
        boolean negated = inside.startsWith("!") || inside.startsWith("^");
        String members = (negated ? inside.substring(1) : inside)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace("&", "\\&")
                .replace("^", "\\^");
        return (negated ? "[^" : "[") + members + "]";
    }
}
