package dev.preflight.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition on a dotted version number, such as {@code >= 22.04}. Compares number by number, never as text. */
public record VersionCondition(Relation relation, String version) {
    private static final Pattern TEXT = Pattern.compile("(>=|<=|==|=|>|<)? {0,8}(\\d[\\d.]{0,63})");

    /** How two versions are related. */
    public enum Relation {
        /** The same number in every place. */
        EQUAL,
        /** Lower. */
        LESS,
        /** Lower or the same. */
        AT_MOST,
        /** Higher. */
        MORE,
        /** Higher or the same. */
        AT_LEAST
    }

    /**
     * Reads a relation and a version; without a relation the version must be the same.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static VersionCondition parse(String text) {
        Matcher m = TEXT.matcher(text.strip());
        if (!m.matches() || m.group(2).endsWith(".") || m.group(2).contains("..")) {
            throw new IllegalArgumentException("expected a version condition such as '>= 22.04'");
        }
        String sign = m.group(1) == null ? "=" : m.group(1);
        Relation relation = switch (sign) {
            case ">=" -> Relation.AT_LEAST;
            case "<=" -> Relation.AT_MOST;
            case ">" -> Relation.MORE;
            case "<" -> Relation.LESS;
            default -> Relation.EQUAL;
        };
        return new VersionCondition(relation, m.group(2));
    }

    /** Whether it holds for this version; places that one of the two lacks count as 0. */
    public boolean holdsFor(String actual) {
        int order = compare(actual, version);
        return switch (relation) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
        };
    }

    private static int compare(String a, String b) {
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = Long.compare(number(left, i), number(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static long number(String[] parts, int i) {
        if (i >= parts.length) {
            return 0;
        }
        int end = 0;
        while (end < parts[i].length() && Character.isDigit(parts[i].charAt(end))) {
            end++;
        }
        return end == 0 || end > 18 ? 0 : Long.parseLong(parts[i].substring(0, end));
    }
}
