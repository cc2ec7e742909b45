package dev.preflight.testing;

import dev.preflight.fact.Fact;
import dev.preflight.fact.Lane;

/** A fact whose probe waits for other times or things than on hosts, and is the same for the rest. */
public final class ChangedProbe {
    private ChangedProbe() {}

    /**
     * The fact with these parts of its probe replaced.
     *
     * @param changes in turns, what stands in the probe and what is to stand there
     * @throws AssertionError if the probe no longer says that
     */
    public static <T> Fact<T> of(Fact<T> fact, String... changes) {
        String script = fact.script();
        for (int i = 0; i < changes.length; i += 2) {
            if (!script.contains(changes[i])) {
                throw new AssertionError(fact + " no longer says '" + changes[i] + "'");
            }
            script = script.replace(changes[i], changes[i + 1]);
        }
        Fact.Builder changed = Fact.scripted(fact.id(), script)
                .format(fact.format())
                .limit(fact.limit())
                .cap(fact.capBytes());
        if (fact.lane() != Lane.USER) {
            changed.lane(fact.lane());
        }
        return changed.parsedBy(fact.parser());
    }
}
