package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A host's name and perhaps a port, as in {@code name}, {@code name:22}, {@code [::1]:22} or {@code ::1}. The name may
 * still hold ranges. No problem quotes the text: a password may be where a name is expected.
 */
record HostAddress(String name, OptionalInt port) {
    static final int MAX_PORT = 65_535;

    /** Longest name of the DNS in text (RFC 1035 section 2.3.4). */
    static final int MAX_NAME = 253;

    private static final Pattern BAD_START = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_].*", Pattern.DOTALL);
    private static final Pattern BAD_CHARACTER = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_.:-]");
    private static final String PORTS = "a port is a whole number from 1 to " + MAX_PORT;

    /** Tells name and port apart; empty if a problem was noted. */
    static Optional<HostAddress> parse(String text, Place place, Problems problems) {
        if (text.startsWith("[")) {
            int close = closing(text);
            String rest = close < 0 ? "" : text.substring(close + 1);
            String inside = close < 0 ? "" : text.substring(1, close);
            boolean address = Ipv6.matches(withoutBrackets(inside, "0"));
            if (address && rest.isEmpty()) {
                return Optional.of(new HostAddress(inside, OptionalInt.empty()));
            }
            if (address && rest.startsWith(":")) {
                return withPort(inside, rest.substring(1), place, problems);
            }
        }
        if (text.lastIndexOf('[') > text.lastIndexOf(']')) {
            // The colon is that of a range without its end, of which its reader complains.
            return Optional.of(new HostAddress(text, OptionalInt.empty()));
        }
        String outside = withoutBrackets(text, "");
        long colons = outside.chars().filter(c -> c == ':').count();
        if (colons == 1 && text.lastIndexOf(':') > text.lastIndexOf(']')) {
            int colon = text.lastIndexOf(':');
            return withPort(text.substring(0, colon), text.substring(colon + 1), place, problems);
        }
        return Optional.of(new HostAddress(text, OptionalInt.empty()));
    }

    /** A port's number; empty if the text is none. */
    static OptionalInt port(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= MAX_PORT ? OptionalInt.of(port) : OptionalInt.empty();
    }

    /** What is wrong with a host's name, a sentence without its subject; empty if nothing is. */
    static Optional<String> wrongWith(String name) {
        if (name.isEmpty()) {
            return Optional.of("is empty");
        }
        if (name.length() > MAX_NAME) {
            return Optional.of("is longer than " + MAX_NAME + " characters");
        }
        if (Ipv6.matches(name)) {
            return Optional.empty();
        }
        var bad = BAD_CHARACTER.matcher(name);
        if (bad.find()) {
            return Optional.of("cannot contain " + Shown.quoted(bad.group()));
        }
        if (name.indexOf(':') >= 0) {
            return Optional.of("with several ':' is not an IPv6 address");
        }
        return BAD_START.matcher(name).matches()
                ? Optional.of("cannot begin with '" + name.charAt(0) + "'")
                : Optional.empty();
    }

    private static Optional<HostAddress> withPort(String name, String port, Place place, Problems problems) {
        OptionalInt number = port(port);
        if (number.isEmpty()) {
            String found = port.matches("[0-9]{1,9}") ? ", found " + port : "";
            problems.add(place, (port.isEmpty() ? "no port after ':'" : "not a port after ':'") + found, PORTS);
            return Optional.empty();
        }
        return Optional.of(new HostAddress(name, number));
    }

    /** The text with each pair of brackets, and what is between them, replaced; a pattern would look for each end anew. */
    private static String withoutBrackets(String text, String by) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (true) {
            int open = text.indexOf('[', at);
            int close = open < 0 ? -1 : text.indexOf(']', open);
            if (close < 0) {
                return out.append(text, at, text.length()).toString();
            }
            out.append(text, at, open).append(by);
            at = close + 1;
        }
    }

    /** Where the bracket closes that opens the text, ranges inside it skipped; -1 if nowhere. */
    private static int closing(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '[' ? 1 : text.charAt(i) == ']' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
