package dev.preflight.checks.accounts;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is required of one limit of processes. */
record ResourceLimits(
        @Param(
                value = "The least soft limit, which a process has: a number, a size with its unit, or unlimited",
                example = "65535",
                kind = Kind.THRESHOLD)
        Optional<LimitValue> soft,

        @Param(
                value = "The least hard limit, up to which a process may raise it",
                example = "65535",
                kind = Kind.THRESHOLD)
        Optional<LimitValue> hard)
        implements Rows.Needed {

    /** A hard limit is never below the soft one: setrlimit(2). */
    ResourceLimits {
        if (soft.isPresent()
                && hard.isPresent()
                && hard.get().number() < soft.get().number()) {
            throw new IllegalArgumentException(
                    "hard: it is below soft, and a hard limit never is; give hard at least the value of soft");
        }
    }

    @Override
    public boolean requiresNothing() {
        return soft.isEmpty() && hard.isEmpty();
    }

    /** Whether limits are as required. */
    boolean hold(LimitPair pair) {
        return soft.filter(least -> pair.soft() < least.number()).isEmpty()
                && hard.filter(least -> pair.hard() < least.number()).isEmpty();
    }

    /** What to set where these limits are too low: both as they must be at least, and no lower than they are. */
    LimitPair target(LimitPair now) {
        long least = Math.max(now.soft(), soft.map(LimitValue::number).orElse(0L));
        long most = Math.max(now.hard(), hard.map(LimitValue::number).orElse(0L));
        return new LimitPair(least, Math.max(least, most));
    }

    /** What is required, in signs. */
    String signs(Limit limit) {
        List<String> all = new ArrayList<>();
        soft.ifPresent(least -> all.add("soft >= " + LimitValue.shown(least.number(), limit)));
        hard.ifPresent(least -> all.add("hard >= " + LimitValue.shown(least.number(), limit)));
        return String.join(", ", all);
    }
}
