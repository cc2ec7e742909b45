package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.fact.Reason;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What findings come to, apart from texts and values. */
final class Signature {
    private Signature() {}

    /** One line for each finding. */
    static Set<String> of(Collection<Finding> findings) {
        Set<String> all = new TreeSet<>();
        findings.forEach(f -> all.add(String.join(
                "\0",
                f.instance(),
                f.scope().toString(),
                f.subject().toString(),
                f.code(),
                f.outcome().code())));
        return all;
    }

    /** How bad the worst of them is; an error of the check itself is worst. */
    static int badness(Collection<Finding> findings) {
        return findings.stream().mapToInt(Signature::badness).max().orElse(0);
    }

    private static int badness(Finding finding) {
        if (finding.reason().filter(Reason.CHECK_ERROR::equals).isPresent()) {
            return Outcome.values().length;
        }
        return switch (finding.outcome()) {
            case PASS, NOT_APPLICABLE, SKIPPED -> 0;
            case WARNING -> 1;
            case UNKNOWN -> 2;
            case FAIL -> 3;
        };
    }
}
