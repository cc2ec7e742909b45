package dev.preflight.app;

import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A run as the user asks for it. Nothing in it is read or checked before {@link Preflight#prepare(RunRequest)}.
 *
 * @param targets which hosts
 * @param profile which profile, and which of its checks
 * @param limits how many hosts at once, and for how long
 * @param login how to log in where a host names nothing of its own
 * @param saveEvidence a new or empty directory for the evidence
 * @param language the language of the texts
 * @param places places in the text that the request was read from, by the command-line option of the same meaning;
 *     problems name the place instead of the option
 * @param continues the earlier run that it goes on with; empty: none
 * @param collects whether hosts are asked; otherwise it is only planned, and no secret is read or asked for
 */
public record RunRequest(
        Targets targets,
        ProfileChoice profile,
        RunLimits limits,
        Login login,
        Optional<Path> saveEvidence,
        Locale language,
        Map<String, Place> places,
        Optional<Continuation> continues,
        boolean collects) {

    /** An unmodifiable map. */
    public RunRequest {
        places = Map.copyOf(places);
    }

    /** A run of its own that asks hosts. */
    public RunRequest(
            Targets targets,
            ProfileChoice profile,
            RunLimits limits,
            Login login,
            Optional<Path> saveEvidence,
            Locale language,
            Map<String, Place> places) {
        this(targets, profile, limits, login, saveEvidence, language, places, Optional.empty(), true);
    }

    /** The same, going on with an earlier run. */
    public RunRequest after(Optional<Continuation> earlier) {
        return new RunRequest(targets, profile, limits, login, saveEvidence, language, places, earlier, collects);
    }

    /** The same, or only the plan of it. */
    public RunRequest collecting(boolean asked) {
        return new RunRequest(targets, profile, limits, login, saveEvidence, language, places, continues, asked);
    }

    /** Checks the values that need neither profile nor inventory. */
    void check() throws ProblemsException {
        limits.check();
        login.check();
        if (saveEvidence.isPresent()
                && continues.filter(one -> one.how() == Continuation.How.RESUME).isPresent()) {
            throw new ProblemsException(
                    Place.of("--save-evidence"),
                    "a run that is resumed goes on in its own directory",
                    "leave out --save-evidence");
        }
    }
}
