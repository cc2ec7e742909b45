package dev.preflight.profile;

import dev.preflight.api.Check;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.OwnCommands;
import dev.preflight.api.OwnExpectations;
import dev.preflight.api.OwnExpectations.OwnLimit;
import dev.preflight.api.Severity;
import dev.preflight.fact.Reason;
import dev.preflight.node.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A check as a profile uses it.
 *
 * @param name what the profile calls it; the check's id unless there are several of one check
 * @param check the rule
 * @param params its parameters, complete
 * @param severity what all its findings mean, where the profile says so
 * @param severities what findings of single codes mean, where the profile says so; these win
 * @param groups only hosts in one of these inventory groups are looked at; empty: every host
 * @param when only hosts of which this is true are judged
 * @param place where the profile names it
 * @param rowPlaces where the profile has the rows of its tables, by key
 * @param <P> type of its parameters
 */
public record CheckInstance<P extends Record>(
        String name,
        Check<P> check,
        P params,
        Optional<Severity> severity,
        Map<String, Severity> severities,
        List<String> groups,
        HostSelector when,
        Place place,
        Map<String, Place> rowPlaces) {

    public CheckInstance {
        severities = Map.copyOf(severities);
        groups = List.copyOf(groups);
        rowPlaces = Map.copyOf(rowPlaces);
    }

    /** A check whose rows are in no file. */
    public CheckInstance(
            String name,
            Check<P> check,
            P params,
            Optional<Severity> severity,
            Map<String, Severity> severities,
            List<String> groups,
            HostSelector when,
            Place place) {
        this(name, check, params, severity, severities, groups, when, place, Map.of());
    }

    /** Where the profile has a row. */
    public Place placeOf(String row) {
        return rowPlaces.getOrDefault(row, place);
    }

    /** What a judgement means: by code in the profile, by check in the profile, by itself, by its code in the check. */
    public Severity severityOf(Judgement judgement) {
        Severity byCode = severities.get(judgement.code());
        if (byCode == null && judgement.reason().filter(Reason::refusal).isPresent()) {
            byCode = severities.get(Reason.NO_PERMISSION.code());
        }
        if (byCode != null) {
            return byCode;
        }
        return severity.or(judgement::severity).orElseGet(() -> check.spec().severityOf(judgement.code()));
    }

    /**
     * A judgement as the profile takes it: what the check only warns of is a failure where the profile makes a blocker of
     * its code, such as {@code wrong-after-boot} for an installer that reboots. Two kinds of warnings stay: those of a code
     * that blocks by itself, whose judge decides between warnings and failures, and those that a judge takes for
     * information.
     */
    public Judgement taken(Judgement judgement) {
        boolean raised = severities.get(judgement.code()) == Severity.BLOCKER
                && check.spec().severityOf(judgement.code()) != Severity.BLOCKER
                && !judgement.severity().equals(Optional.of(Severity.INFO));
        return raised ? judgement.asFailure() : judgement;
    }

    /** The same, of this severity where one is given; the severities of single codes stay. */
    public CheckInstance<P> weighing(Optional<Severity> given) {
        return given.isEmpty()
                ? this
                : new CheckInstance<>(name, check, params, given, severities, groups, when, place, rowPlaces);
    }

    /** The same, without the commands that its check takes from the profile. */
    CheckInstance<P> withoutCommands() {
        return check instanceof OwnCommands own ? judgedBy(own.withoutCommands()) : this;
    }

    /** The codes of what a profile expects; none of a check that no profile defines. */
    public List<String> expectations() {
        return check instanceof OwnExpectations own ? own.expectations() : List.of();
    }

    /** The same, which does not judge one of {@link #expectations}. */
    public CheckInstance<P> withoutExpectation(String code) {
        return check instanceof OwnExpectations own ? judgedBy(own.withoutExpectation(code)) : this;
    }

    /** The numbers in what a profile expects; none of a check that no profile defines. */
    public List<OwnLimit> limits() {
        return check instanceof OwnExpectations own ? own.limits() : List.of();
    }

    /** The same with another number; empty if the profile could not write it. */
    public Optional<CheckInstance<P>> withLimit(OwnLimit limit, String text) {
        return check instanceof OwnExpectations own ? own.withLimit(limit, text).map(this::judgedBy) : Optional.empty();
    }

    /** The same, by the same check with something else in its definition. */
    private CheckInstance<P> judgedBy(Check<?> changed) {
        @SuppressWarnings("unchecked") // the same check, so the same parameters
        Check<P> other = (Check<P>) changed;
        return new CheckInstance<>(name, other, params, severity, severities, groups, when, place, rowPlaces);
    }

    /** The same with other parameters. */
    public CheckInstance<P> with(P others) {
        return new CheckInstance<>(name, check, others, severity, severities, groups, when, place, rowPlaces);
    }

    /** Whether hosts with these groups are looked at. */
    public boolean selects(List<String> hostGroups) {
        return groups.isEmpty() || groups.stream().anyMatch(hostGroups::contains);
    }
}
