package dev.preflight.inventory;

import java.util.List;
import java.util.regex.Pattern;

/** What Ansible's programs say on standard error, made fit for a message: short, and without lines of files. */
final class AnsibleWords {
    private static final int MAX_LINES = 12;
    private static final int MAX_WIDTH = 400;

    /** Where Ansible begins to quote a file, in which a password may be near; up to its next message. */
    private static final Pattern QUOTED = Pattern.compile(
            "(The\\s+offending\\s+line\\s+appears|<<<\\s+caused\\s+by|Origin:).*?(?=\\n\\s*\\[?(WARNING|ERROR|DEPRECATION)|\\z)",
            Pattern.DOTALL);

    private static final Pattern NEXT = Pattern.compile("\\n(?=\\s*\\[?(?:WARNING|ERROR|DEPRECATION))");
    private static final Pattern SECRET = Pattern.compile("(?i).*(pass|secret|token).*[=:].*");

    private AnsibleWords() {}

    /** The messages, one each; what may quote a secret is left out. */
    static List<String> shown(String errors) {
        String quoteless = QUOTED.matcher(errors).replaceAll("");
        return NEXT.splitAsStream(quoteless)
                .map(message -> message.replaceAll("\\s+", " ").strip())
                .filter(message -> !message.isEmpty())
                .map(message -> SECRET.matcher(message).matches() ? withoutTail(message) : message)
                .map(AnsibleWords::plain)
                .limit(MAX_LINES)
                .toList();
    }

    /** The message up to where it might tell a value. */
    private static String withoutTail(String message) {
        return message.replaceAll("(?i)(pass|secret|token).*", "$1...");
    }

    private static String plain(String message) {
        StringBuilder out = new StringBuilder();
        message.codePoints().filter(c -> !Shown.acts(c)).limit(MAX_WIDTH).forEach(out::appendCodePoint);
        return out.toString();
    }
}
