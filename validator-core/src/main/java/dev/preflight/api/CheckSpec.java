package dev.preflight.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The description of a check: all but its judge and its needs.
 *
 * @param id kebab-case, unique, never reused: profiles, waivers and reports name it
 * @param params type of its parameters, each component annotated with {@link Param}
 * @param severity the default severity of findings whose code declares none, also of {@code unknown}
 * @param codes every code that its judge returns besides {@link Judgement#OK} and the reasons, with its default
 *     severity
 * @param explainedBy ids of the checks whose failure explains a failure of this one on the same host
 * @param explainedCodes which of its codes a check explains, by the id of that check; all, where it is not named
 * @param judgesContainers whether, with these parameters, its judge is called for a container; if not, the finding is
 *     {@link #IN_CONTAINER}
 * @param oldIds ids that it had before; profiles may still use them, and lint names the id that replaced them
 * @param oldCodes the present code by old code; profiles and waivers may still use the old ones
 * @param requires parameters of which a profile must give at least one: without them the check requires nothing, and
 *     that is an error of the profile; empty if it has something to say without any
 * @param named the parameters, where their type is {@link NamedParams}; otherwise none
 * @param <P> type of its parameters
 */
public record CheckSpec<P extends Record>(
        String id,
        Class<P> params,
        Severity severity,
        SortedMap<String, Severity> codes,
        List<String> explainedBy,
        SortedMap<String, List<String>> explainedCodes,
        Predicate<P> judgesContainers,
        List<String> oldIds,
        SortedMap<String, String> oldCodes,
        List<String> requires,
        List<NamedParam> named) {

    /** The code of a check's finding for a container for which its judge is not called. */
    public static final String IN_CONTAINER = "in-container";

    /**
     * Collections are copied.
     *
     * @throws IllegalArgumentException if an old code is still in use, or its replacement is no code of the check
     */
    public CheckSpec {
        codes = Collections.unmodifiableSortedMap(new TreeMap<>(codes));
        explainedBy = List.copyOf(explainedBy);
        explainedCodes = Collections.unmodifiableSortedMap(new TreeMap<>(explainedCodes));
        oldIds = List.copyOf(oldIds);
        requires = List.copyOf(requires);
        named = List.copyOf(named);
        oldCodes = Collections.unmodifiableSortedMap(new TreeMap<>(oldCodes));
        if (!codes.keySet().containsAll(oldCodes.values())
                || !Collections.disjoint(oldCodes.keySet(), codes.keySet())) {
            throw new IllegalArgumentException(id + ": codes " + codes.keySet() + ", old codes " + oldCodes);
        }
    }

    /** A check without codes, whose findings have this severity. */
    public static <P extends Record> CheckSpec<P> of(String id, Class<P> params, Severity severity) {
        return new CheckSpec<>(
                id,
                params,
                severity,
                new TreeMap<>(),
                List.of(),
                new TreeMap<>(),
                any -> true,
                List.of(),
                new TreeMap<>(),
                List.of(),
                List.of());
    }

    /** A check without codes and with parameters that no record declares. */
    public static CheckSpec<NamedParams> of(String id, List<NamedParam> params, Severity severity) {
        CheckSpec<NamedParams> spec = of(id, NamedParams.class, severity);
        return new CheckSpec<>(
                id,
                NamedParams.class,
                severity,
                spec.codes,
                List.of(),
                spec.explainedCodes,
                spec.judgesContainers,
                List.of(),
                spec.oldCodes,
                List.of(),
                params);
    }

    /** The same, with one more code of the check's own severity. */
    public CheckSpec<P> code(String code) {
        return code(code, severity);
    }

    /** The same, with one more code of this severity. */
    public CheckSpec<P> code(String code, Severity itsSeverity) {
        SortedMap<String, Severity> more = new TreeMap<>(codes);
        more.put(code, itsSeverity);
        return new CheckSpec<>(
                id,
                params,
                severity,
                more,
                explainedBy,
                explainedCodes,
                judgesContainers,
                oldIds,
                oldCodes,
                requires,
                named);
    }

    /** The same, explained by one more check. */
    public CheckSpec<P> explainedBy(String checkId) {
        List<String> more = new ArrayList<>(explainedBy);
        more.add(checkId);
        return new CheckSpec<>(
                id, params, severity, codes, more, explainedCodes, judgesContainers, oldIds, oldCodes, requires, named);
    }

    /** The same, with these codes explained by one more check, which says nothing of the others. */
    public CheckSpec<P> explainedBy(String checkId, String... ofCodes) {
        SortedMap<String, List<String>> more = new TreeMap<>(explainedCodes);
        more.put(checkId, List.of(ofCodes));
        CheckSpec<P> with = explainedBy(checkId);
        return new CheckSpec<>(
                id,
                params,
                severity,
                codes,
                with.explainedBy,
                more,
                judgesContainers,
                oldIds,
                oldCodes,
                requires,
                named);
    }

    /** Whether a failure of that check explains one of this check with this code. */
    public boolean isExplainedBy(String checkId, String code) {
        List<String> only = explainedCodes.get(checkId);
        return explainedBy.contains(checkId) && (only == null || only.contains(code));
    }

    /**
     * The same, for a check of something that a container shares with its host or does not have. For a container the
     * finding is {@link #IN_CONTAINER} and the judge is not called, unless the predicate accepts the parameters. Only
     * for a {@link HostCheck} that requires the fact of the host's identity.
     */
    public CheckSpec<P> notInContainer(Predicate<P> unless) {
        SortedMap<String, Severity> more = new TreeMap<>(codes);
        more.put(IN_CONTAINER, Severity.INFO);
        return new CheckSpec<>(
                id, params, severity, more, explainedBy, explainedCodes, unless, oldIds, oldCodes, requires, named);
    }

    /** The same, with one more id that it had before. */
    public CheckSpec<P> oldId(String old) {
        List<String> more = new ArrayList<>(oldIds);
        more.add(old);
        return new CheckSpec<>(
                id,
                params,
                severity,
                codes,
                explainedBy,
                explainedCodes,
                judgesContainers,
                more,
                oldCodes,
                requires,
                named);
    }

    /** The same, with a name that one of its codes had before. */
    public CheckSpec<P> oldCode(String old, String code) {
        SortedMap<String, String> more = new TreeMap<>(oldCodes);
        more.put(old, code);
        return new CheckSpec<>(
                id,
                params,
                severity,
                codes,
                explainedBy,
                explainedCodes,
                judgesContainers,
                oldIds,
                more,
                requires,
                named);
    }

    /** The same, for a check that requires nothing unless a profile gives one of these parameters, by their names in YAML. */
    public CheckSpec<P> requires(String... parameters) {
        return new CheckSpec<>(
                id,
                params,
                severity,
                codes,
                explainedBy,
                explainedCodes,
                judgesContainers,
                oldIds,
                oldCodes,
                List.of(parameters),
                named);
    }

    /** The default severity of a finding with this code. */
    public Severity severityOf(String code) {
        return codes.getOrDefault(code, severity);
    }
}
