package dev.preflight.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a check is, apart from its judge.
 *
 * @param id kebab-case, unique, never reused: profiles, waivers and reports name it
 * @param params type of its parameters, each component annotated with {@link Param}
 * @param severity what a finding means whose code has no severity of its own, {@code unknown} ones among them
 * @param codes every code that its judge gives besides {@link Judgement#OK} and the reasons, with its default severity
 * @param explainedBy ids of the checks whose failure explains a failure of this one on the same host
 * @param judgesContainers with which parameters its judge is asked about a container
 * @param oldIds ids that it had before; profiles may still use them, and lint names the id that replaced them
 * @param oldCodes the present code by each name that it had before; profiles may still use these
 * @param <P> type of its parameters
 */
public record CheckSpec<P extends Record>(
        String id,
        Class<P> params,
        Severity severity,
        SortedMap<String, Severity> codes,
        List<String> explainedBy,
        Predicate<P> judgesContainers,
        List<String> oldIds,
        SortedMap<String, String> oldCodes) {

    /** The code for a container of which a check's judge is not asked. */
    public static final String IN_CONTAINER = "in-container";

    /**
     * Collections are copied.
     *
     * @throws IllegalArgumentException if an old code is still in use, or its replacement is no code of the check
     */
    public CheckSpec {
        codes = Collections.unmodifiableSortedMap(new TreeMap<>(codes));
        explainedBy = List.copyOf(explainedBy);
        oldIds = List.copyOf(oldIds);
        oldCodes = Collections.unmodifiableSortedMap(new TreeMap<>(oldCodes));
        if (!codes.keySet().containsAll(oldCodes.values())
                || !Collections.disjoint(oldCodes.keySet(), codes.keySet())) {
            throw new IllegalArgumentException(id + ": codes " + codes.keySet() + ", old codes " + oldCodes);
        }
    }

    /** A check without codes, whose findings have this severity. */
    public static <P extends Record> CheckSpec<P> of(String id, Class<P> params, Severity severity) {
        return new CheckSpec<>(
                id, params, severity, new TreeMap<>(), List.of(), any -> true, List.of(), new TreeMap<>());
    }

    /** The same, with one more code of the check's own severity. */
    public CheckSpec<P> code(String code) {
        return code(code, severity);
    }

    /** The same, with one more code of this severity. */
    public CheckSpec<P> code(String code, Severity itsSeverity) {
        SortedMap<String, Severity> more = new TreeMap<>(codes);
        more.put(code, itsSeverity);
        return new CheckSpec<>(id, params, severity, more, explainedBy, judgesContainers, oldIds, oldCodes);
    }

    /** The same, explained by one more check. */
    public CheckSpec<P> explainedBy(String checkId) {
        List<String> more = new ArrayList<>(explainedBy);
        more.add(checkId);
        return new CheckSpec<>(id, params, severity, codes, more, judgesContainers, oldIds, oldCodes);
    }

    /**
     * The same, for what a container shares with its host or does not have: of a container it says
     * {@link #IN_CONTAINER}, and its judge is not asked, unless its parameters say so. For a {@link HostCheck} whose
     * identity of the host is among its required facts.
     */
    public CheckSpec<P> notInContainer(Predicate<P> unless) {
        SortedMap<String, Severity> more = new TreeMap<>(codes);
        more.put(IN_CONTAINER, Severity.INFO);
        return new CheckSpec<>(id, params, severity, more, explainedBy, unless, oldIds, oldCodes);
    }

    /** The same, with one more id that it had before. */
    public CheckSpec<P> oldId(String old) {
        List<String> more = new ArrayList<>(oldIds);
        more.add(old);
        return new CheckSpec<>(id, params, severity, codes, explainedBy, judgesContainers, more, oldCodes);
    }

    /** The same, with a name that one of its codes had before. */
    public CheckSpec<P> oldCode(String old, String code) {
        SortedMap<String, String> more = new TreeMap<>(oldCodes);
        more.put(old, code);
        return new CheckSpec<>(id, params, severity, codes, explainedBy, judgesContainers, oldIds, more);
    }

    /** The default severity of a finding with this code. */
    public Severity severityOf(String code) {
        return codes.getOrDefault(code, severity);
    }
}
