package dev.preflight.define;

import dev.preflight.define.match.Bound;
import dev.preflight.define.match.Matcher;
import dev.preflight.define.rule.Rule;
import dev.preflight.define.value.ValueType;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** How an expectation is judged. */
sealed interface Condition {
    /** The reads that it is about. */
    Set<String> reads();

    /** The same with other numbers in its matchers; which rows are looked at, and what a rule says, stay. */
    default Condition replacing(Function<Bound, String> change) {
        return this;
    }

    /** How many rows of a read it is about. */
    enum How {
        /** The value itself. */
        IS,
        /** Every row. */
        EACH,
        /** At least one row. */
        SOME,
        /** The number of rows. */
        COUNT
    }

    /** A read, or the status of its command. */
    record Of(String read, boolean exit, ValueType type) {
        /** How a definition writes it. */
        String shown() {
            return exit ? read + ".exit" : read;
        }
    }

    /**
     * About one read.
     *
     * @param where which rows; all if it is empty
     * @param noneHolds whether it holds of no rows at all
     * @param subject the field whose value names a row
     */
    record OfRead(Of of, Optional<Matcher> where, How how, Matcher matcher, boolean noneHolds, Optional<String> subject)
            implements Condition {
        @Override
        public Set<String> reads() {
            return Set.of(of.read());
        }

        @Override
        public Condition replacing(Function<Bound, String> change) {
            return new OfRead(of, where, how, matcher.replacing(change), noneHolds, subject);
        }
    }

    /** An expression about several reads. */
    record OfRule(Rule rule, String text, Set<String> reads) implements Condition {
        public OfRule {
            // Set.copyOf has another order in each process.
            reads = Collections.unmodifiableSet(new LinkedHashSet<>(reads));
        }
    }

    /** What is required of the values of all hosts together. */
    enum Across {
        SAME,
        UNIQUE,
        SUM
    }

    /**
     * About one value of every host.
     *
     * @param path of the field; none: the value itself
     * @param sum what is required of the sum
     */
    record OfHosts(Of of, List<String> path, ValueType type, Across across, Optional<Matcher> sum)
            implements Condition {
        public OfHosts {
            path = List.copyOf(path);
        }

        @Override
        public Set<String> reads() {
            return Set.of(of.read());
        }

        @Override
        public Condition replacing(Function<Bound, String> change) {
            return new OfHosts(of, path, type, across, sum.map(one -> one.replacing(change)));
        }
    }
}
