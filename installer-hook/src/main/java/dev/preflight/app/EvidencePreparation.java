package dev.preflight.app;

import dev.preflight.app.PreparedRun.Before;
import dev.preflight.engine.Earlier;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.OwnClock;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.evidence.RunManifest.Course;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.result.EarlierPart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Prepares the evidence of a run: begins its directory, or goes on with that of an earlier run.
 *
 * @param login what logging in takes and is not kept
 * @param through the text of the path to each host that is not dialled itself, by the host's name
 */
record EvidencePreparation(
        RunPlan plan,
        List<Host> hosts,
        ResolvedProfile profile,
        ProfileChoice choice,
        Duration hostDeadline,
        List<String> login,
        Map<String, String> through,
        Clock clock) {
    /** Hosts' clocks drift: at 50 ppm, which is much, two of them by a third of a second in this time. */
    private static final Duration CLOCKS_AGREE = Duration.ofHours(1);

    /**
     * What the run goes on with.
     *
     * @param proceeded how many hosts of the earlier run are left out as they proceeded
     */
    Before before(EarlierRun run, int proceeded) {
        Instant startedAt = run.manifest().startedAt();
        if (!run.resumes()) {
            return new Before(
                    Earlier.NONE,
                    Optional.of(new EarlierPart(EarlierPart.How.ONLY_FAILED, startedAt, proceeded, Optional.empty())));
        }
        Earlier done = Earlier.of(plan, run.saved(), comparable(run.manifest()));
        EarlierPart part =
                new EarlierPart(EarlierPart.How.RESUMED, startedAt, done.hosts().size(), done.since());
        return new Before(done, Optional.of(part));
    }

    /** Clocks that were read long ago, or by another clock of this machine, are no measure for one that is read now. */
    private Predicate<HostEvidence> comparable(RunManifest run) {
        boolean sameClock = run.course()
                .clock()
                .flatMap(then -> OwnClock.of(clock).filter(then::same))
                .isPresent();
        Instant now = clock.instant();
        return host ->
                sameClock && Duration.between(host.collectedAt(), now).abs().compareTo(CLOCKS_AGREE) <= 0;
    }

    /**
     * Begins a directory.
     *
     * @param ofBefore what the run was given beside its profile, where that is from an earlier run
     */
    EvidenceWriter begin(Path directory, Optional<Choices> ofBefore) throws ProblemsException {
        Choices choices = ofBefore.orElseGet(() -> new Choices(
                choice.only(), choice.skip(), choice.failOnWarning(), choice.settingsText(), choice.sets()));
        RecordedProfile recorded = RecordedProfile.of(profile.profile().name(), profile.text());
        RunManifest manifest = RunManifest.of(Version.text(), clock.instant(), recorded, choices, hosts)
                .outOf(plan.members())
                .by(course());
        try {
            return EvidenceWriter.create(directory, manifest);
        } catch (IOException e) {
            throw new ProblemsException(
                    Place.of("--save-evidence"),
                    "cannot write to " + directory + ": " + e.getMessage(),
                    "name a directory that can be made");
        }
    }

    private Course course() {
        return new Course(
                choice.commandsDenied(),
                Optional.of(hostDeadline),
                hosts.stream().anyMatch(SameHosts::needsInventory),
                login,
                through,
                OwnClock.of(clock),
                List.of());
    }

    /** Goes on with the directory of the run that is resumed. */
    EvidenceWriter goOn(EarlierRun run, Before before) throws ProblemsException {
        List<Host> again = run.manifest().hosts().stream()
                .filter(host -> !before.hosts().hosts().contains(host.name()))
                .toList();
        Path directory = run.how().evidence();
        try {
            return EvidenceWriter.resume(
                    directory,
                    run.lock().orElseThrow(),
                    run.manifest().resumed(clock.instant(), OwnClock.of(clock)),
                    again);
        } catch (IOException e) {
            throw EarlierRun.unwritable(directory, run.how().how().option(), e);
        }
    }
}
