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
 * The result of a judge for one subject. The engine makes a {@link Finding} of it by adding the check, the scope and
 * the severity. Its texts are those of the check with the keys {@code <code>.observed}, {@code .required}, {@code .why}
 * and {@code .action}.
 *
 * @param code which of the check's codes; for {@link Outcome#UNKNOWN} the code of the reason
 * @param subject what it is about
 * @param outcome what was found
 * @param reason why it could not be determined; present exactly for {@link Outcome#UNKNOWN}
 * @param args the values of the placeholders in the texts
 * @param remedies how it is mended, best first
 * @param readFrom keys of the requests whose facts decided it; if the judge names none, the engine names all that
 *     decide for its check
 * @param severity its severity, if that depends on more than the code; empty: the one that the check declares for the
 *     code
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

    /** A reason must be given for {@link Outcome#UNKNOWN}, and for nothing else. */
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

    /** Could not be determined. */
    public static Judgement unknown(Reason reason, Subject subject) {
        return of(reason.code(), subject, Outcome.UNKNOWN, Optional.of(reason));
    }

    /** Could not be determined because this reading is missing; what the host said is kept as {@code detail}. */
    public static Judgement unknown(Reading.Missing<?> missing, Subject subject) {
        return unknown(missing.reason(), subject).with("detail", Arg.text(missing.detail()));
    }

    /** Not run, because the user said so. For the engine; a judge does not skip. */
    public static Judgement skipped() {
        return of(Outcome.SKIPPED.code(), Subject.HOST, Outcome.SKIPPED, Optional.empty());
    }

    /** The same as a warning, if it is a failure; otherwise unchanged. */
    public Judgement asWarning() {
        return outcome == Outcome.FAIL
                ? new Judgement(code, subject, Outcome.WARNING, reason, args, remedies, readFrom, severity)
                : this;
    }

    /** The same as a failure, if it is a warning; otherwise unchanged. */
    public Judgement asFailure() {
        return outcome == Outcome.WARNING
                ? new Judgement(code, subject, Outcome.FAIL, reason, args, remedies, readFrom, severity)
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

    /**
     * How many members of a group a finding names. In a fleet of a thousand twins each has a finding, which must not
     * name all.
     */
    public static final int NAMED = 5;

    /**
     * The same with the first {@link #NAMED} of these texts as {@code name}, and, if there are more, how many more as
     * {@code <name>More}. The findings of the same subject have all of them together.
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
     * The same with this severity. For a code whose severity depends on the subject or a parameter, such as the reasons
     * of {@code unknown}. A severity that the profile gives takes precedence.
     */
    public Judgement withSeverity(Severity itsSeverity) {
        return new Judgement(code, subject, outcome, reason, args, remedies, readFrom, Optional.of(itsSeverity));
    }

    /** The same, with this request among those whose facts decided it. */
    public Judgement basedOn(FactRequest<?> request) {
        List<String> more = new ArrayList<>(readFrom);
        more.add(request.key());
        return new Judgement(code, subject, outcome, reason, args, remedies, more, severity);
    }

    /** The same, with these requests as those whose facts decided it, if it names none. */
    public Judgement orFrom(Collection<? extends FactRequest<?>> requests) {
        List<String> keys = requests.stream().map(FactRequest::key).toList();
        return readFrom.isEmpty()
                ? new Judgement(code, subject, outcome, reason, args, remedies, keys, severity)
                : this;
    }
}
