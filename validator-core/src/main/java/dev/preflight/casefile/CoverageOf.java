package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a profile was reached by the findings of all its cases. Codes are counted by instance: what one row can find,
 * another one can as well. Findings of changed profiles do not count.
 */
final class CoverageOf {
    private static final String UNKNOWN = Outcome.UNKNOWN.code();

    private final boolean allCodes;
    private final List<Coverage.Line> lines = new ArrayList<>();
    private int codes;
    private int codesReached;

    private CoverageOf(boolean allCodes) {
        this.allCodes = allCodes;
    }

    /**
     * What was reached.
     *
     * @param allCodes whether codes of severity info count
     */
    static Coverage of(Profile profile, Collection<Finding> findings, boolean allCodes, CoverageGoal goal) {
        CoverageOf of = new CoverageOf(allCodes);
        Map<String, List<Finding>> byInstance = new HashMap<>();
        findings.forEach(finding -> byInstance
                .computeIfAbsent(finding.instance(), any -> new ArrayList<>())
                .add(finding));
        profile.checks()
                .forEach(instance -> of.instance(instance, byInstance.getOrDefault(instance.name(), List.of())));
        return new Coverage(of.lines, of.codesReached, of.codes, goal);
    }

    private void instance(CheckInstance<?> instance, List<Finding> found) {
        Set<String> can = codes(instance);
        codes += can.size();
        codesReached += (int) can.stream()
                .filter(code -> found.stream().anyMatch(f -> f.code().equals(code)))
                .count();
        List<String> rows = Params.schema(instance).rowKeys(instance.params());
        if (rows.isEmpty()) {
            lines.add(line(instance, "", found, can));
        }
        for (String row : rows) {
            List<Finding> ofRow = found.stream().filter(f -> isOf(f, row, rows)).toList();
            lines.add(line(instance, row, ofRow, can));
        }
    }

    /** A finding of no row, such as that a fact is missing, is one of each. */
    private static boolean isOf(Finding finding, String row, List<String> rows) {
        String name = finding.subject().name();
        return name.equals(row)
                || (!rows.contains(name) && finding.outcome() != Outcome.PASS && name.isEmpty())
                || (!rows.contains(name) && isMissing(finding));
    }

    private static boolean isMissing(Finding finding) {
        return finding.outcome() == Outcome.UNKNOWN || finding.outcome() == Outcome.NOT_APPLICABLE;
    }

    private static Coverage.Line line(CheckInstance<?> instance, String row, List<Finding> found, Set<String> can) {
        Set<String> seen = new LinkedHashSet<>();
        boolean judged = false;
        for (Outcome outcome : Outcome.values()) {
            for (Finding finding : found) {
                if (finding.outcome() == outcome && outcome != Outcome.SKIPPED) {
                    seen.add(said(finding));
                    judged |= outcome == Outcome.PASS || outcome == Outcome.WARNING || outcome == Outcome.FAIL;
                }
            }
        }
        List<String> never = new ArrayList<>();
        can.stream().filter(code -> !seen.contains(code)).forEach(never::add);
        if (!seen.contains(UNKNOWN)) {
            never.add(UNKNOWN);
        }
        return new Coverage.Line(instance.name(), row, new ArrayList<>(seen), never, judged);
    }

    /** A pass and an unknown by their outcome, whatever the reason; all else by its code. */
    private static String said(Finding finding) {
        return switch (finding.outcome()) {
            case PASS -> finding.code().equals(Judgement.OK) ? Outcome.PASS.code() : finding.code();
            case UNKNOWN, NOT_APPLICABLE, SKIPPED -> finding.outcome().code();
            case WARNING, FAIL -> finding.code();
        };
    }

    /** The codes that an instance can find and that mean something to an installer. */
    private Set<String> codes(CheckInstance<?> instance) {
        Set<String> counted = new TreeSet<>();
        instance.check().spec().codes().forEach((code, severity) -> {
            Severity means = Optional.ofNullable(instance.severities().get(code))
                    .or(instance::severity)
                    .orElse(severity);
            if (allCodes || means != Severity.INFO) {
                counted.add(code);
            }
        });
        return counted;
    }
}
