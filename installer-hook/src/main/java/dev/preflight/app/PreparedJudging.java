package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.JudgeOptions;
import dev.preflight.engine.OtherProfile;
import dev.preflight.engine.RunJudging;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.EvidenceReader;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.SavedRun;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.report.Texts;
import dev.preflight.result.EvidenceNote;
import dev.preflight.result.RunReport;
import dev.preflight.transport.TransportFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Saved evidence, opened, with the plan by which it will be judged. */
public final class PreparedJudging {
    private final JudgeRequest request;
    private final Catalogue catalogue;
    private final SavedRun saved;
    private final RunPlan plan;
    private final OtherProfile resolved;

    /** Hosts of the run that have evidence; counted while they are judged, so that each host is read once. */
    private int collected;

    private PreparedJudging(
            JudgeRequest request, Catalogue catalogue, SavedRun saved, RunPlan plan, OtherProfile resolved) {
        this.request = request;
        this.catalogue = catalogue;
        this.saved = saved;
        this.plan = plan;
        this.resolved = resolved;
    }

    static PreparedJudging of(JudgeRequest request, Catalogue catalogue, ProfileLoader profiles)
            throws ProblemsException {
        SavedRun saved = EvidenceReader.open(request.evidence(), request.incomplete());
        OtherProfile resolved = profile(request, saved.manifest(), catalogue, profiles);
        RunPlan plan = plan(request, saved.manifest(), resolved.profile().profile());
        return new PreparedJudging(request, catalogue, saved, plan, resolved);
    }

    private static OtherProfile profile(
            JudgeRequest request, RunManifest run, Catalogue catalogue, ProfileLoader profiles)
            throws ProblemsException {
        if (request.profile().isPresent()) {
            return OtherProfile.resolve(profiles, request.profile().get(), request.sets(), run.choices());
        }
        Path directory = request.evidence();
        if (run.profile().isEmpty()) {
            String was = run.profileName().isEmpty() ? "" : "; the run was made with " + run.profileName();
            throw new ProblemsException(
                    Place.of(directory.toString()),
                    "the evidence does not hold the profile of its run",
                    "name one with --profile" + was);
        }
        ResolvedProfile recorded = ProfileLoader.loadRecorded(
                catalogue,
                directory.resolve("manifest.json") + ", profile",
                run.profile().get().text(),
                request.sets());
        return new OtherProfile(recorded, List.of(), List.of());
    }

    /** The checks that the run skipped are skipped again, unless the request names a profile or checks. */
    private static RunPlan plan(JudgeRequest request, RunManifest run, Profile profile) throws ProblemsException {
        boolean asTheRun = request.profile().isEmpty()
                && request.only().isEmpty()
                && request.skip().isEmpty();
        return RunPlan.of(
                profile,
                run.members(),
                run.hosts(),
                asTheRun ? run.choices().only() : request.only(),
                asTheRun ? run.choices().skip() : request.skip());
    }

    /** The evidence. */
    SavedRun saved() {
        return saved;
    }

    /** Problems of the profile that do not prevent the judging: names that were renamed. */
    public List<Problem> warnings() {
        return resolved.profile().warnings();
    }

    /** The checks, those of the profile among them. */
    private Catalogue catalogue() {
        return catalogue.with(plan.profile().own());
    }

    /** The texts of the checks in this language. */
    public Texts texts(Locale language) {
        return Texts.of(catalogue(), language);
    }

    /** Judges. The exit code of the report is that of an internal error if memory ran out while a host was judged. */
    public RunReport judge() {
        collected = 0;
        RunReport report = RunJudging.replay(
                plan,
                this::read,
                catalogue(),
                options(),
                request.at().orElse(saved.manifest().lastBegun()));
        return report.judgedOf(note());
    }

    private HostEvidence read(Host host) {
        HostEvidence evidence = saved.read(host);
        boolean missing = evidence.failure()
                .filter(why -> why.failure() == TransportFailure.NOT_COLLECTED)
                .isPresent();
        collected += missing ? 0 : 1;
        return evidence;
    }

    private JudgeOptions options() {
        return new JudgeOptions(
                request.failOnWarning().orElse(saved.manifest().choices().failOnWarning()), Version.text());
    }

    private EvidenceNote note() {
        RunManifest run = saved.manifest();
        EvidenceNote.Form form = switch (run.form()) {
            case SEALED -> EvidenceNote.Form.SEALED;
            case HAND_MADE -> EvidenceNote.Form.HAND_MADE;
            case OLD -> EvidenceNote.Form.INCOMPLETE;
        };
        return new EvidenceNote(
                form,
                run.profileName(),
                request.profile().isPresent(),
                saved.end().map(end -> end.how().code()),
                run.hosts().size(),
                collected,
                saved.strangers(),
                resolved.ofRun());
    }
}
