package dev.preflight.engine;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Subject;
import dev.preflight.fact.Excerpt;
import dev.preflight.fact.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judgements as they are kept and shown: a host that fills a fact with one endless name must not fill the report, and the
 * memory until it is written. Outcome, code and severity stay what they are.
 */
final class Shown {
    /** The most members of a list that are kept; texts name far fewer. */
    private static final int MEMBERS = 50;

    /** A remedy heavier than this was made of what a host inflated. */
    private static final long REMEDY = 32 * 1024;

    private Shown() {}

    /** The judgement with excerpts of what is too long in it. */
    static Judgement of(Judgement judgement) {
        SortedMap<String, Arg> args = new TreeMap<>(judgement.args());
        args.replaceAll((name, arg) -> of(arg));
        // A command that lost its end is another command.
        List<Remedy> remedies = judgement.remedies().stream()
                .filter(remedy -> Weight.of(remedy, REMEDY) <= REMEDY)
                .toList();
        return new Judgement(
                judgement.code(),
                of(judgement.subject()),
                judgement.outcome(),
                judgement.reason(),
                args,
                remedies,
                judgement.readFrom(),
                judgement.severity());
    }

    /** Two subjects that begin alike stay two: a waiver of one is none of the other. */
    private static Subject of(Subject subject) {
        String name = Excerpt.of(subject.name());
        return name.equals(subject.name())
                ? subject
                : Subject.of(subject.kind(), name + " " + Sha256.hex(subject.name(), 8));
    }

    private static Arg of(Arg arg) {
        if (arg instanceof Arg.Text text) {
            return Arg.text(Excerpt.of(text.value()));
        }
        if (arg instanceof Arg.Items items && items.values().size() > MEMBERS) {
            List<Arg> first = new ArrayList<>();
            items.values().stream().limit(MEMBERS).map(Shown::of).forEach(first::add);
            first.add(Arg.text(Excerpt.MARK.strip()));
            return new Arg.Items(first);
        }
        return arg instanceof Arg.Items items
                ? new Arg.Items(items.values().stream().map(Shown::of).toList())
                : arg;
    }
}
