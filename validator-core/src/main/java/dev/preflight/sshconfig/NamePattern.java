package dev.preflight.sshconfig;

import dev.preflight.node.Ascii;

/** Patterns of ssh_config(5), "PATTERNS": {@code *}, {@code ?}, and in lists {@code !}. */
final class NamePattern {
    private NamePattern() {}

    /** Whether the whole text fits the pattern; in time of the product of both lengths, whatever the pattern. */
    static boolean matches(String text, String pattern) {
        int t = 0;
        int p = 0;
        int star = -1;
        int from = 0;
        while (t < text.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (wanted == '*') {
                star = p++;
                from = t;
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                // The last star takes one character more.
                p = star + 1;
                t = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether the text fits one pattern of a list with commas, and none that begins with {@code !}. */
    static boolean inList(String text, String list) {
        boolean found = false;
        for (String pattern : list.split(",")) {
            boolean negated = pattern.startsWith("!");
            if (matches(text, negated ? pattern.substring(1) : pattern)) {
                if (negated) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /** The same for names of hosts, where case does not count. */
    static boolean hostInList(String host, String list) {
        return inList(Ascii.lower(host), Ascii.lower(list));
    }

    /** Whether a host fits one of the patterns of a {@code Host} line, and none that begins with {@code !}. */
    static boolean onHostLine(String host, Iterable<String> patterns) {
        boolean found = false;
        for (String pattern : patterns) {
            boolean negated = pattern.startsWith("!");
            if (matches(host, negated ? pattern.substring(1) : pattern)) {
                if (negated) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }
}
