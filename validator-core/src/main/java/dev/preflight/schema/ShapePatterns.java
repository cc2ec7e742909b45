package dev.preflight.schema;

import dev.preflight.api.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a text of each {@link Shape} looks like, as far as a regular expression of ECMA-262 can say it. None refuses what the
 * shape accepts; some accept more.
 */
final class ShapePatterns {
    /** Letters that end no regular expression: words of a list are escaped. */
    private static final String SPECIAL = "[\\\\^$.|?*+()\\[\\]{}]";

    private static final String PROGRAM = "[A-Za-z0-9_.\\[][A-Za-z0-9_.+:\\[-]*";

    private static final String USER = "[A-Za-z0-9_.][A-Za-z0-9_.@\\\\-]*\\$?";

    private ShapePatterns() {}

    /** The pattern, without anchors; empty if the shape is one of numbers, or any text will do. */
    static Optional<String> of(Shape shape) {
        return switch (shape) {
            case ANY, PERCENT, MTU, VLAN, PORT, COUNT, POSITIVE -> Optional.empty();
            case ADDRESS -> Optional.of("[0-9A-Fa-f:.]+(%[^/\\s]+)?");
            case PATH, FILE -> Optional.of("/.*");
            case DEVICE -> Optional.of("/dev/((disk/by-(id|path)|mapper|cciss)/)?[^/\\s]+");
            case SYSFS -> Optional.of("/sys/[^\\s]*[^/\\s]");
            case COMMAND -> Optional.of("/.*|" + PROGRAM);
            case PROGRAM -> Optional.of(PROGRAM);
            case USER -> Optional.of(USER);
            case ACCOUNT -> Optional.of("(group:)?" + USER);
            case INTERFACE -> Optional.of("[^-/:\\s][^/:\\s]{0,14}");
            case VERSION -> Optional.of("v?\\d{1,6}([-+~.][A-Za-z0-9.+~-]*)?");
            case HOST -> Optional.of("[^\\s/]+");
            case PORTS -> Optional.of("[1-9]\\d{0,4}(-[1-9]\\d{0,4})?/(tcp|udp)(/v[46])?");
            case URL -> Optional.of("https?://[^\\s/?#]+([/?#]\\S*)?");
            case ENDPOINT -> Optional.of("(https?|tcp)://\\S+");
            case UNIT -> Optional.of("[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]{0,254}");
            case PACKAGE -> Optional.of("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}");
            case LIMIT, WORD, DISTRIBUTION, SCRIPT_CONTEXT -> Optional.of("[^-\\s]\\S*");
            case NETWORK_MODE -> Optional.of("[A-Za-z0-9]+");
        };
    }

    /** A pattern of a whole text: one of these, or a text with a variable of the profile. */
    static String whole(String... alternatives) {
        return Arrays.stream(alternatives).map(one -> "^(?:" + one + ")$").collect(Collectors.joining("|")) + "|"
                + Part.VARIABLE;
    }

    /** A pattern for each of these words as it is. */
    static String words(List<String> words) {
        return words.stream().map(ShapePatterns::literal).collect(Collectors.joining("|"));
    }

    /** A pattern of this text. */
    static String literal(String text) {
        return text.replaceAll(SPECIAL, "\\\\$0");
    }
}
