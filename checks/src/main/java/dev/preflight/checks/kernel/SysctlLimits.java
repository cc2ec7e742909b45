package dev.preflight.checks.kernel;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.checks.fact.At;
import dev.preflight.node.Ascii;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is required of one setting of the kernel, or of all that a pattern names. */
record SysctlLimits(
        @Param(value = "What it is to be", example = "1", kind = Kind.THRESHOLD)
        Optional<String> value,

        @Param(value = "The least; of several numbers, each in its place", example = "262144", kind = Kind.THRESHOLD)
        Optional<NumberList> min,

        @Param(value = "The greatest; of several numbers, each in its place", example = "60", kind = Kind.THRESHOLD)
        Optional<NumberList> max,

        @Param(value = "What it may be", example = "['0', '2']", kind = Kind.THRESHOLD)
        List<String> oneOf,

        @Param(value = "What it may not be", example = "['1']", kind = Kind.THRESHOLD)
        List<String> noneOf,

        @Param(
                value = "Whether what holds for an interface is judged: of rp_filter, arp_ignore and arp_announce the"
                        + " greater value of the interface and of all",
                defaultValue = "true",
                example = "false",
                kind = Kind.THRESHOLD)
        boolean effective,

        @Param(
                value = "What it means that the kernel has no such setting",
                defaultValue = "fails",
                example = "passes",
                kind = Kind.THRESHOLD)
        Absent absent,

        @Param(
                value = "When it is required",
                defaultValue = "[now, boot]",
                example = "[now]",
                filled = true,
                kind = Kind.THRESHOLD)
        List<At> at)
        implements Rows.Needed, Rows.OfSubject {

    /** Where the kernel has its settings as files: proc(5). */
    private static final String TREE = "/proc/sys/";

    /** The one setting whose values are such words: kernel.printk_devkmsg of the kernel's sysctl documentation. */
    private static final String TAKES_WORDS = "kernel/printk_devkmsg";

    /** What people write for a switch, and what the kernel has for it. */
    private static final Map<String, Integer> SWITCHES =
            Map.of("on", 1, "yes", 1, "true", 1, "off", 0, "no", 0, "false", 0);

    /** What a setting means that is not there. */
    enum Absent {
        /** What is required is missing. */
        FAILS,
        /** What must not be set is not. */
        PASSES
    }

    /** The lists are copied. */
    SysctlLimits {
        oneOf = List.copyOf(oneOf);
        noneOf = List.copyOf(noneOf);
        at = List.copyOf(at);
        new ValueBounds(value, min, max, oneOf, noneOf).refuseWhatNothingHolds();
    }

    @Override
    public boolean requiresNothing() {
        return bounds().none();
    }

    @Override
    public Optional<String> refusal(String key) {
        if (key.startsWith(TREE)) {
            return Optional.of("a setting is named without " + TREE + "; write "
                    + SysctlValues.name(key.substring(TREE.length())));
        }
        if (key.contains("=")) {
            return Optional.of("the value belongs behind a colon; write " + withColon(key));
        }
        return SysctlValues.path(key).equals(TAKES_WORDS) ? Optional.empty() : number();
    }

    private static String withColon(String key) {
        String[] sides = key.split("=", 2);
        return sides[0].strip() + ": " + sides[1].strip();
    }

    /** Words for a switch where the kernel has a number. */
    private Optional<String> number() {
        return Stream.of(value.stream(), oneOf.stream(), noneOf.stream())
                .flatMap(texts -> texts)
                .filter(text -> SWITCHES.containsKey(Ascii.lower(text)))
                .findFirst()
                .map(text -> "the kernel has a number here, and never '" + text + "'; write the number, such as "
                        + SWITCHES.get(Ascii.lower(text)));
    }

    /** What a value has to be. */
    ValueBounds bounds() {
        return new ValueBounds(value, min, max, oneOf, noneOf);
    }

    /** Whether a value is as required. */
    boolean hold(String text) {
        return bounds().hold(text);
    }

    /** What is required, in signs. */
    String signs() {
        return bounds().signs();
    }

    /** What to set it to, nearest to what it is; empty if that is for a person to choose. */
    Optional<String> target(String now) {
        return bounds().target(now);
    }
}
