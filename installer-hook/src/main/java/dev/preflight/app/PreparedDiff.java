package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.compare.Comparison;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.SavedRun;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.report.DiffTexts;
import dev.preflight.result.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Two saved runs, opened and found fit to be compared. */
public final class PreparedDiff {
    private final PreparedJudging before;
    private final PreparedJudging after;

    private PreparedDiff(PreparedJudging before, PreparedJudging after) {
        this.before = before;
        this.after = after;
    }

    /** Opens both; the problems of both are reported together. */
    static PreparedDiff of(JudgeRequest before, JudgeRequest after, Catalogue catalogue, ProfileLoader profiles)
            throws ProblemsException {
        ProblemCollector problems = new ProblemCollector();
        Optional<PreparedJudging> first = problems.of(() -> ended(before, catalogue, profiles));
        Optional<PreparedJudging> second = problems.of(() -> ended(after, catalogue, profiles));
        problems.throwIfAny();
        return new PreparedDiff(first.orElseThrow(), second.orElseThrow());
    }

    private static PreparedJudging ended(JudgeRequest request, Catalogue catalogue, ProfileLoader profiles)
            throws ProblemsException {
        PreparedJudging judging = PreparedJudging.of(request, catalogue, profiles);
        checkEnded(request.evidence(), judging.saved());
        return judging;
    }

    /** Whether nothing says that the run did not look at all of its hosts; evidence made by hand has no end. */
    static boolean ended(SavedRun saved) {
        return saved.manifest().form() != RunManifest.Form.SEALED
                || saved.end().filter(end -> end.how() == RunEnd.How.COMPLETE).isPresent();
    }

    /** A host that a run did not come to would look as if something had changed. */
    private static void checkEnded(Path directory, SavedRun saved) throws ProblemsException {
        if (!ended(saved)) {
            throw new ProblemsException(
                    Place.of(directory.toString()),
                    "the run did not end: not all of its hosts were looked at",
                    "end it with 'preflight run --resume " + directory + "', or name another run");
        }
    }

    /** What does not prevent the comparing: names of a profile that were renamed, and that the runs are of two versions. */
    public List<Problem> warnings() {
        List<Problem> ofProfiles = Stream.concat(before.warnings().stream(), after.warnings().stream())
                .distinct()
                .toList();
        String old = before.saved().manifest().toolVersion();
        String now = after.saved().manifest().toolVersion();
        if (old.equals(now)) {
            return ofProfiles;
        }
        Problem versions = new Problem(
                Place.of("OLD"),
                "was collected by Preflight " + old + ", and NEW by " + now + ": a difference may come of that",
                "");
        return Stream.concat(ofProfiles.stream(), Stream.of(versions)).toList();
    }

    /** The texts of the checks of both runs in this language. */
    public DiffTexts texts(Locale language) {
        return new DiffTexts(before.texts(language), after.texts(language));
    }

    /** Judges both, one after the other, and compares them. */
    public Comparison compare() {
        RunReport old = before.judge();
        return Comparison.of(old, after.judge());
    }
}
