package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.node.Node;
import java.util.List;
import java.util.stream.Stream;

/** What the value of a key, or each value in it, has to be; nested in {@link DaemonKey}. */
record DaemonValue(
        @Param(value = "Its form", defaultValue = "any", example = "address", kind = Kind.THRESHOLD)
        ValueFormat format,

        @Param(value = "Accepted as well, whatever the form", example = "[builtin]", kind = Kind.THRESHOLD)
        List<String> words,

        @Param(value = "Refused, whatever the form", example = "[runc]", kind = Kind.THRESHOLD)
        List<String> never,

        @Param(value = "Smallest number", defaultValue = "-9223372036854775808", example = "0", kind = Kind.THRESHOLD)
        long least,

        @Param(value = "Largest number", defaultValue = "9223372036854775807", example = "65535", kind = Kind.THRESHOLD)
        long most,

        @Param(value = "The key whose network it lies in", example = "bip", kind = Kind.THRESHOLD)
        String inside,

        @Param(
                value = "The names that it has to be one of",
                defaultValue = "none",
                example = "runtimes",
                kind = Kind.THRESHOLD)
        Names names,

        @Param(
                value = "What holds for a list as a whole",
                defaultValue = "any",
                example = "names",
                kind = Kind.THRESHOLD)
        ListRule list,

        @Param(value = "Only if all these hold", example = "[ipv6=true]", kind = Kind.THRESHOLD)
        List<String> when,

        @Param(value = "What is required, in signs", example = "name=value", kind = Kind.THRESHOLD)
        String form,

        @Param(value = "The first release that looks", example = "'20.10'", kind = Kind.THRESHOLD)
        String since,

        @Param(value = "The first release that looks no more", example = "'25.0'", kind = Kind.THRESHOLD)
        String until,

        @Param(value = "What dockerd does", defaultValue = "refuses", example = "warns", kind = Kind.THRESHOLD)
        Effect effect,

        @Param(value = "The first release whose --validate sees it", example = "'28.0'", kind = Kind.THRESHOLD)
        String validated,

        @Param(value = "Where this can be read", example = "moby opts/opts.go", kind = Kind.THRESHOLD)
        String source) {

    /** Names that have to exist. */
    enum Names {
        /** None. */
        NONE,
        /** Runtimes, by the key runtimes alone. */
        RUNTIMES_OF_FILE,
        /** Runtimes, by the key runtimes and the flag --add-runtime. */
        RUNTIMES,
        /** Groups of the host. */
        GROUPS,
        /** Users of the host, with ranges in subuid and subgid. */
        USERS,
        /** Plugins of the engine. */
        PLUGINS
    }

    /** What holds for a list as a whole. */
    enum ListRule {
        /** Nothing. */
        ANY,
        /** A name is given once, or always with the same value. */
        NAMES,
        /** A name whose value is a number is given once; other values make a set. */
        NUMBERS,
        /** At most one address of each family. */
        FAMILIES,
        /** A pool of IPv4 addresses is among them. */
        SOME_V4
    }

    /** What dockerd does with what a row does not allow. */
    enum Effect {
        /** It does not start. */
        REFUSES,
        /** It does not start, since it no longer has what the value names. */
        GONE,
        /** It starts, and no container does. */
        CONTAINERS,
        /** It starts, says so in its log, and takes another value. */
        WARNS
    }

    /** A value without any rule is refused. */
    DaemonValue {
        words = List.copyOf(words);
        never = List.copyOf(never);
        when = List.copyOf(when);
        Releases.of(since, until);
        Releases.since(validated);
        if (format == ValueFormat.ANY
                && words.isEmpty()
                && never.isEmpty()
                && least == Long.MIN_VALUE
                && most == Long.MAX_VALUE
                && inside.isEmpty()
                && names == Names.NONE
                && list == ListRule.ANY) {
            throw new IllegalArgumentException("format: say what the value has to be");
        }
    }

    Stream<String> releasesNamed() {
        return Stream.of(since, until);
    }

    /** Whether a value that is not one of the words is allowed, as far as the value itself shows. */
    boolean allows(Node value, String text) {
        if (never.contains(text)) {
            return false;
        }
        if (bounded()) {
            return text.matches("-?\\d{1,18}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most;
        }
        boolean wordsAlone = format == ValueFormat.ANY && inside.isEmpty() && never.isEmpty() && list == ListRule.ANY;
        return wordsAlone ? words.isEmpty() : format.takes(value);
    }

    private boolean bounded() {
        return least != Long.MIN_VALUE || most != Long.MAX_VALUE;
    }

    /** What is required, in signs that are the same in every language; empty if that is shown by an example. */
    String exact() {
        if (!form.isEmpty()) {
            return form;
        }
        List<String> shown = words.stream().filter(word -> !word.isEmpty()).toList();
        if (!shown.isEmpty() && format == ValueFormat.ANY) {
            return String.join(" | ", shown);
        }
        if (least != Long.MIN_VALUE) {
            return most == Long.MAX_VALUE ? ">= " + least : least + " ... " + most;
        }
        return format.byExample() ? "" : format.form();
    }

    /** One value that would do; empty if all of them can be shown. */
    String example() {
        return exact().isEmpty() ? format.form() : "";
    }
}
