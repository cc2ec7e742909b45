package dev.preflight.checks.link;

import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Outcome;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Subject;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.SendReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Judges every ordered pair by itself. */
final class Pairs {
    /** What is said of one host alone. */
    static final List<Scoped> ONE_HOST =
            List.of(new Scoped(Scope.fleet(), Judgement.notApplicable("one-host", Subject.HOST)));

    private Pairs() {}

    /** What is said of each pair; of one host alone, that there is none. */
    static List<Scoped> each(LinkFacts facts, Function<Pair, List<Judgement>> judge) {
        if (facts.hosts().size() < 2) {
            return ONE_HOST;
        }
        List<Scoped> judged = new ArrayList<>();
        for (Pair pair : facts.pairs()) {
            for (Judgement said : judge.apply(pair)) {
                Judgement told =
                        said.outcome() == Outcome.UNKNOWN && !said.args().containsKey("where")
                                ? said.with("where", blind(facts, pair))
                                : said;
                judged.add(new Scoped(
                        Scope.pair(pair),
                        told.basedOn(ListenReport.REQUEST)
                                .basedOn(SendReport.REQUEST)
                                .basedOn(ReceiveReport.REQUEST)));
            }
        }
        return judged;
    }

    /** The host of the two that something is not known of. */
    private static String blind(LinkFacts facts, Pair pair) {
        return facts.reading(pair.from(), SendReport.REQUEST).isMissing() ? pair.from() : pair.to();
    }
}
