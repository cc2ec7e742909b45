package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.FactFormatException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What OpenRC gives a service: the limits of init, changed by {@code rc_ulimit}. It is given to {@code ulimit} of the shell,
 * before the service's script runs. Sources: openrc-run(8), openrc-run.sh, bash(1) and busybox ash on ulimit.
 *
 * @param init the limits of process 1
 * @param nrOpen the most open files that the kernel allows; a higher number is refused. 0 if it is not known
 * @param everywhere lines of rc.conf and rc.conf.d
 */
record RcUlimit(Map<Limit, LimitPair> init, long nrOpen, List<String> everywhere) {
    /** A line that the shell takes for nothing else; which of two counts is not the same in all versions of OpenRC. */
    private static final String PLAIN =
            "[^ ]+:\\d+:(?:rc_ulimit|RC_ULIMIT)=(?:\"([^\"$`\\\\]*)\"|'([^']*)'|([A-Za-z0-9-]*)) *";

    /** These have one unit in every shell; those of core and file do not, and processes have another letter in each. */
    private static final Map<Character, Limit> LETTERS =
            Map.of('n', Limit.NOFILE, 'l', Limit.MEMLOCK, 's', Limit.STACK, 'v', Limit.AS);

    private static final Map<Character, Limit> OTHERS =
            Map.of('c', Limit.CORE, 'f', Limit.FSIZE, 'u', Limit.NPROC, 'p', Limit.NPROC);

    private static final String UNREADABLE = "unreadable ";

    RcUlimit {
        init = Map.copyOf(init);
        everywhere = List.copyOf(everywhere);
    }

    static RcUlimit of(HeadedText.Part part) throws FactFormatException {
        return new RcUlimit(
                ProcessLimits.limits(part.lines()),
                part.argument().matches("\\d{1,18}") ? Long.parseLong(part.argument()) : 0,
                lines(part));
    }

    private static List<String> lines(HeadedText.Part part) {
        return Stream.concat(
                        part.lines().stream().filter(line -> line.startsWith(UNREADABLE)), part.values("set").stream())
                .toList();
    }

    /** The limits of a service; one that cannot be determined is left out. */
    UnitLimits.Unit unit(HeadedText.Part part) {
        List<String> set =
                Stream.concat(everywhere.stream(), lines(part).stream()).toList();
        return new UnitLimits.Unit(part.lines().contains("script"), set.isEmpty() ? init : changed(set));
    }

    private Map<Limit, LimitPair> changed(List<String> set) {
        String line = set.get(0);
        if (set.size() > 1 || !line.matches(PLAIN)) {
            return Map.of();
        }
        String value = line.replaceFirst(PLAIN, "$1$2$3").strip();
        Map<Limit, LimitPair> limits = new EnumMap<>(Limit.class);
        limits.putAll(init);
        if (value.isEmpty()) {
            return init;
        }
        String[] words = value.split(" +");
        for (int i = 0; i < words.length; i += 2) {
            String number = i + 1 < words.length ? words[i + 1] : "";
            if (!words[i].matches("-[SH]{0,2}[a-zA-Z]") || !number.matches("\\d{1,15}|unlimited")) {
                return Map.of();
            }
            change(limits, words[i], number);
        }
        return Map.copyOf(limits);
    }

    private void change(Map<Limit, LimitPair> limits, String option, String number) {
        char letter = option.charAt(option.length() - 1);
        Optional.ofNullable(OTHERS.get(letter)).ifPresent(limits::remove);
        Limit limit = LETTERS.get(letter);
        if (limit == null) {
            return;
        }
        LimitPair old = limits.get(limit);
        if (old == null) {
            return;
        }
        long least = number.equals("unlimited") ? LimitValue.UNLIMITED : Long.parseLong(number) * limit.unit();
        LimitPair pair = new LimitPair(
                option.startsWith("-H") && !option.contains("S") ? old.soft() : least,
                option.startsWith("-S") && !option.contains("H") ? old.hard() : least);
        boolean refused = pair.soft() > pair.hard() || (limit == Limit.NOFILE && pair.hard() > nrOpen);
        if (refused) {
            limits.remove(limit);
        } else {
            limits.put(limit, pair);
        }
    }
}
