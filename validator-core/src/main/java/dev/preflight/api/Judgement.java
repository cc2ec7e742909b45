package dev.preflight.api;

import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a judge says of one subject. The engine makes a {@link Finding} of it by adding who was judged and how grave it
 * is. Its texts are {@code <code>.observed}, {@code .required}, {@code .why} and {@code .action} of the check.
 *
 * @param code which of the check's codes; for {@link Outcome#UNKNOWN} the code of the reason
 * @param subject what it is about
 * @param outcome what was found
 * @param reason why it could not be told; present exactly for {@link Outcome#UNKNOWN}
 * @param args what the texts name
 * @param remedies how it is mended, best first
 * @param readFrom keys of the requests whose facts decided it; where a judge names none, the engine names all that
 *     decide for its check
 * @param severity what it means where the code alone does not say; empty for what the check declares for the code
 */
public record Judgement(
        String code,
        Subject subject,
        Outcome outcome,
        Optional<Reason> reason,
        SortedMap<String, Arg> args,
        List<Remedy> remedies,
        List<String> readFrom,
        Optional<Severity> severity) {

    /** The code of every plain pass. */
    public static final String OK = "ok";

    /** An unknown has a reason, and nothing else has. */
    public Judgement {
        if ((outcome == Outcome.UNKNOWN) != reason.isPresent()) {
            throw new IllegalArgumentException("a reason belongs to unknown and to nothing else: " + code);
        }
        args = Collections.unmodifiableSortedMap(new TreeMap<>(args));
        remedies = List.copyOf(remedies);
        readFrom = List.copyOf(readFrom);
    }

    private static Judgement of(String code, Subject subject, Outcome outcome, Optional<Reason> reason) {
        return new Judgement(code, subject, outcome, reason, new TreeMap<>(), List.of(), List.of(), Optional.empty());
    }

    /** Measured and good. */
    public static Judgement pass(Subject subject) {
        return of(OK, subject, Outcome.PASS, Optional.empty());
    }

    /** Measured and good in a way worth a code of its own. */
    public static Judgement pass(String code, Subject subject) {
        return of(code, subject, Outcome.PASS, Optional.empty());
    }

    /** Measured; a person should look. */
    public static Judgement warning(String code, Subject subject) {
        return of(code, subject, Outcome.WARNING, Optional.empty());
    }

    /** Measured and wrong. */
    public static Judgement fail(String code, Subject subject) {
        return of(code, subject, Outcome.FAIL, Optional.empty());
    }

    /** Does not concern this host; the code says why. */
    public static Judgement notApplicable(String code, Subject subject) {
        return of(code, subject, Outcome.NOT_APPLICABLE, Optional.empty());
    }

    /** Could not be told. */
    public static Judgement unknown(Reason reason, Subject subject) {
        return of(reason.code(), subject, Outcome.UNKNOWN, Optional.of(reason));
    }

    /** Could not be told because this reading is missing; what the host said is kept as {@code detail}. */
    public static Judgement unknown(Reading.Missing<?> missing, Subject subject) {
        return unknown(missing.reason(), subject).with("detail", Arg.text(missing.detail()));
    }

    /** Not run, because the user said so. For the engine; a judge does not skip. */
    public static Judgement skipped() {
        return of(Outcome.SKIPPED.code(), Subject.HOST, Outcome.SKIPPED, Optional.empty());
    }

    /** The same, as something to look at where it was a failure. */
    public Judgement asWarning() {
        return outcome == Outcome.FAIL
                ? new Judgement(code, subject, Outcome.WARNING, reason, args, remedies, readFrom, severity)
                : this;
    }

    /** The same with one argument more. */
    public Judgement with(String name, Arg value) {
        SortedMap<String, Arg> more = new TreeMap<>(args);
        more.put(name, value);
        return new Judgement(code, subject, outcome, reason, more, remedies, readFrom, severity);
    }

    /** The same with a text argument more. */
    public Judgement with(String name, String text) {
        return with(name, Arg.text(text));
    }

    /** How many of a group are named: a fleet of a thousand twins has a thousand findings, and each may not name all. */
    public static final int NAMED = 5;

    /**
     * The same with the first {@link #NAMED} of these texts as {@code name}, and, if there are more, how many more as
     * {@code <name>More}. All of them are found by the findings of one subject.
     */
    public Judgement withSome(String name, Collection<String> texts) {
        Judgement named = with(name, Arg.texts(texts.stream().limit(NAMED).toList()));
        return texts.size() > NAMED ? named.with(name + "More", Arg.count(texts.size() - NAMED)) : named;
    }

    /** The same with one remedy more. */
    public Judgement withRemedy(Remedy remedy) {
        List<Remedy> more = new ArrayList<>(remedies);
        more.add(remedy);
        return new Judgement(code, subject, outcome, reason, args, more, readFrom, severity);
    }

    /** The same with this remedy and no other. */
    public Judgement mendedOnlyBy(Remedy remedy) {
        return new Judgement(code, subject, outcome, reason, args, List.of(remedy), readFrom, severity);
    }

    /**
     * The same, meaning this: for a check one of whose codes weighs differently by subject or parameter, such as the
     * reasons of {@code unknown}. What the profile says counts more.
     */
    public Judgement withSeverity(Severity itsSeverity) {
        return new Judgement(code, subject, outcome, reason, args, remedies, readFrom, Optional.of(itsSeverity));
    }

    /** The same, decided by this request's fact too. */
    public Judgement basedOn(FactRequest<?> request) {
        List<String> more = new ArrayList<>(readFrom);
        more.add(request.key());
        return new Judgement(code, subject, outcome, reason, args, remedies, more, severity);
    }

    /** The same, decided by these requests' facts if it does not say by which. */
    public Judgement orFrom(Collection<? extends FactRequest<?>> requests) {
        List<String> keys = requests.stream().map(FactRequest::key).toList();
        return readFrom.isEmpty()
                ? new Judgement(code, subject, outcome, reason, args, remedies, keys, severity)
                : this;
    }
}
