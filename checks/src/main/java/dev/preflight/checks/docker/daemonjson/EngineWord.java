package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.checks.fact.DockerVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code dockerd --validate} says of a daemon.json, beside what we found. */
final class EngineWord {
    /** {@code dockerd --validate} came with 23.0: moby release notes. */
    private static final DockerVersion VALIDATES = new DockerVersion(23, 0);

    /** Faults at which reading the file ends, so that {@code --validate} fails for the same cause. */
    private static final Set<String> ENDS_READING = Set.of(
            "byte-order-mark",
            "encoding",
            "trailing-comma",
            "comment",
            "single-quotes",
            "syntax",
            "unfinished",
            "trailing-text",
            "utf-16",
            "too-deep",
            "not-an-object");

    /** Faults that {@code --validate} sees, and then names the key. */
    private static final Set<String> NAMED_BY_ENGINE =
            Set.of("unknown-key", "type", "removed-key", "flag-conflict", "value", "unknown-name", "excluded");

    private EngineWord() {}

    /** What the engine says of this file; empty if it was not asked. */
    static Optional<DockerDaemonJsonValidation> of(
            HostFacts facts, Optional<DockerVersion> version, DockerDaemon daemon, DockerDaemonJson file) {
        boolean asks = daemon.installed()
                && version.filter(v -> v.compareTo(VALIDATES) < 0).isEmpty();
        return asks
                ? facts.reading(DockerDaemonJsonCheck.VALIDATION)
                        .fold(Optional::of, missing -> Optional.<DockerDaemonJsonValidation>empty())
                        .filter(one -> one.tried(file.path()))
                : Optional.empty();
    }

    /** Whether the engine refuses the file for something that we did not find. */
    static boolean addsTo(DockerDaemonJsonValidation said, List<Judgement> found) {
        return said.refused() && found.stream().noneMatch(fault -> explains(fault, said.message()));
    }

    static Judgement refused(DockerDaemonJsonValidation said, Subject subject, DaemonJsonRemedies remedies) {
        return Judgement.fail("validate-failed", subject)
                .with("message", said.message())
                .with("status", Arg.count(said.status().orElse(0)))
                .withRemedy(remedies.edit())
                .basedOn(DockerDaemonJsonCheck.VALIDATION);
    }

    /** Whether a fault that we found is what dockerd stopped at, so that it need not be said twice. */
    private static boolean explains(Judgement fault, String message) {
        if (fault.outcome() != Outcome.FAIL) {
            return false;
        }
        if (ENDS_READING.contains(fault.code())) {
            return true;
        }
        String path = fault.subject().name();
        String last = path.substring(path.lastIndexOf('.') + 1);
        String first = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        if (!NAMED_BY_ENGINE.contains(fault.code())) {
            return false;
        }
        String value = fault.args().get("found") instanceof Arg.Text text
                ? text.value().replace("\"", "")
                : "";
        return names(message, last) || names(message, first) || (!value.isEmpty() && names(message, value));
    }

    private static boolean names(String message, String word) {
        return Pattern.compile("(?i)(?<![A-Za-z0-9-])" + Pattern.quote(word) + "(?![A-Za-z0-9-])")
                .matcher(message)
                .find();
    }
}
