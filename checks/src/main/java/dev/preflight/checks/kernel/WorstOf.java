package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import java.util.Comparator;
import java.util.List;

/** Of what is to be said of several things that one row names, the worst. */
final class WorstOf {
    /** In an order of codes, what could not be found out. */
    static final String UNKNOWN = "?";

    private WorstOf() {}

    /**
     * The worst of these, with {@code others} as the number of those that are as bad.
     *
     * @param order codes and {@link #UNKNOWN}, worst first; a pass comes behind all of them
     */
    static Judgement of(List<Judgement> all, List<String> order) {
        Judgement worst = all.stream()
                .min(Comparator.comparingInt(one -> rank(one, order)))
                .orElseThrow();
        long more = all.stream()
                .filter(one -> one.outcome() == worst.outcome() && one.code().equals(worst.code()))
                .count();
        boolean several = more > 1 && worst.outcome() != Outcome.PASS;
        return several ? worst.with("others", Arg.count(more - 1)) : worst;
    }

    private static int rank(Judgement judgement, List<String> order) {
        int at = order.indexOf(judgement.outcome() == Outcome.UNKNOWN ? UNKNOWN : judgement.code());
        return at < 0 ? order.size() : at;
    }
}
