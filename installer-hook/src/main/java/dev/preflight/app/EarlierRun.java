package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.evidence.EvidenceLock;
import dev.preflight.evidence.EvidenceReader;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.RunManifest.Form;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.evidence.SavedRun;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ResolvedProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The evidence of an earlier run that a run goes on with: opened, locked where it is written to, and found fit for that. */
final class EarlierRun implements AutoCloseable {
    /** What hosts answered longer ago may have changed: an installer would proceed on what was true yesterday. */
    static final Duration FRESH = Duration.ofHours(24);

    private static final String NEW_RUN = "begin a new run; 'preflight judge' still judges what there is";

    private final Continuation how;
    private final Place place;
    private final SavedRun saved;
    private final Optional<EvidenceLock> lock;

    private EarlierRun(Continuation how, SavedRun saved, Optional<EvidenceLock> lock) {
        this.how = how;
        this.place = Place.of(how.how().option());
        this.saved = saved;
        this.lock = lock;
    }

    /**
     * Opens the evidence.
     *
     * @throws ProblemsException if it is none that a run can go on with, or another run writes to it
     */
    static EarlierRun open(Continuation how, Instant now) throws ProblemsException {
        Path directory = how.evidence();
        String option = how.how().option();
        if (Files.isDirectory(directory.resolve("hosts")) && !Files.exists(directory.resolve("manifest.json"))) {
            throw new ProblemsException(
                    Place.of(option),
                    "the run in " + directory + " ended before it asked any host: it has no manifest.json",
                    "begin it again with --save-evidence and another directory");
        }
        SavedRun saved = EvidenceReader.open(directory, false);
        if (saved.manifest().form() != Form.SEALED) {
            throw new ProblemsException(
                    Place.of(option), "the evidence in " + directory + " was made by hand", "name that of a run");
        }
        if (how.how() == Continuation.How.ONLY_FAILED) {
            return new EarlierRun(how, saved, Optional.empty());
        }
        EvidenceLock lock = lock(directory, option);
        boolean fit = false;
        try {
            // Once more: what was read before the lock may be of a run that has ended in between.
            EarlierRun run = new EarlierRun(how, EvidenceReader.open(directory, false), Optional.of(lock));
            run.checkFit(now);
            fit = true;
            return run;
        } finally {
            if (!fit) {
                close(lock);
            }
        }
    }

    private static EvidenceLock lock(Path directory, String option) throws ProblemsException {
        try {
            return EvidenceLock.take(directory, option);
        } catch (IOException e) {
            throw unwritable(directory, option, e);
        }
    }

    /** A run is resumed in its own directory, so it must be possible to write there. */
    static ProblemsException unwritable(Path directory, String option, IOException why) {
        return new ProblemsException(
                Place.of(option),
                "cannot write to " + directory + ": " + why.getClass().getSimpleName() + ": " + why.getMessage(),
                "make room, or make it writable for you; or copy the directory and resume the copy");
    }

    private void checkFit(Instant now) throws ProblemsException {
        RunManifest run = manifest();
        Problems problems = new Problems();
        if (!run.toolVersion().equals(Version.text())) {
            problems.add(
                    place,
                    "the run was begun with Preflight " + run.toolVersion() + ", this is " + Version.text(),
                    "resume it with that version, or " + NEW_RUN);
        }
        if (Duration.between(run.startedAt(), now).abs().compareTo(FRESH) > 0) {
            problems.add(
                    place,
                    "the run was begun at " + run.startedAt() + ", more than " + FRESH.toHours()
                            + " hours from now: what its hosts answered may no longer be true",
                    NEW_RUN);
        }
        problems.throwIfAny();
    }

    SavedRun saved() {
        return saved;
    }

    RunManifest manifest() {
        return saved.manifest();
    }

    Optional<EvidenceLock> lock() {
        return lock;
    }

    boolean resumes() {
        return how.how() == Continuation.How.RESUME;
    }

    Continuation how() {
        return how;
    }

    Place place() {
        return place;
    }

    /**
     * The hosts of the earlier run as they can be reached now.
     *
     * @param now those that the request names, or else those of the earlier run
     */
    List<Host> hosts(List<Host> now) throws ProblemsException {
        Problems problems = new Problems();
        List<Host> then = manifest().hosts();
        SameHosts same = new SameHosts(how.how().option(), now);
        List<Host> hosts = resumes() ? same.allOf(then, problems) : now;
        problems.throwIfAny();
        return hosts;
    }

    /** The hosts that the earlier run recorded, where that is enough to log in to them. */
    List<Host> recordedHosts() throws ProblemsException {
        if (manifest().course().inventoryNeeded()) {
            throw new ProblemsException(
                    place,
                    "logging in to its hosts takes more than is kept of them, such as passwords, variables of an inventory and"
                            + " names of ssh_config",
                    "name the hosts again, as with -i and --limit, or with --host");
        }
        return manifest().hosts();
    }

    /** The profile that the earlier run recorded, and how it chose of its checks. */
    ResolvedProfile recordedProfile(Catalogue catalogue) throws ProblemsException {
        RecordedProfile recorded = manifest().profile().orElseThrow();
        return ProfileLoader.loadRecorded(
                catalogue, how.evidence().resolve("manifest.json") + ", profile", recorded.text(), List.of());
    }

    /** The choices of the earlier run. */
    ProfileChoice recordedChoice() {
        RunManifest run = manifest();
        return new ProfileChoice(
                run.profileName(),
                Optional.empty(),
                List.of(),
                run.choices().only(),
                run.choices().skip(),
                run.choices().failOnWarning(),
                run.course().commandsDenied());
    }

    /** Checks that a profile and the choices of its checks, which were named, are those of the earlier run. */
    void checkSame(ResolvedProfile named, ProfileChoice choice) throws ProblemsException {
        ProfileChoice then = recordedChoice();
        RecordedProfile now = RecordedProfile.of(named.profile().name(), named.text());
        List<String> others = new ArrayList<>();
        if (!now.sha256().equals(manifest().profile().orElseThrow().sha256())) {
            others.add("the profile (-p, --set)");
        }
        if (!same(choice.only(), then.only())) {
            others.add("--only");
        }
        if (!same(choice.skip(), then.skip())) {
            others.add("--skip");
        }
        if (choice.failOnWarning() != then.failOnWarning()) {
            others.add("--fail-on");
        }
        if (choice.commandsDenied() != then.commandsDenied()) {
            others.add("--defined-commands");
        }
        if (!others.isEmpty()) {
            throw new ProblemsException(
                    place,
                    "the run was begun with another value of " + String.join(", ", others),
                    "to go on as it was begun, leave out -p, --set, --only, --skip, --fail-on and --defined-commands;"
                            + " with others, begin a new run");
        }
    }

    private static boolean same(Collection<String> one, Collection<String> other) {
        return new HashSet<>(one).equals(new HashSet<>(other));
    }

    /** How long a host may take: as in the earlier run, so that all of its hosts have the same time. */
    Duration hostDeadline(Duration now) throws ProblemsException {
        Duration then = manifest().course().hostDeadline().orElse(now);
        if (resumes() && how.hostDeadlineNamed() && !then.equals(now)) {
            throw new ProblemsException(
                    Place.of("--host-deadline"),
                    "the run was begun with " + then.toSeconds() + "s, now it is " + now.toSeconds() + "s",
                    "leave it out, or begin a new run");
        }
        return how.hostDeadlineNamed() ? now : then;
    }

    /** Checks that what logging in took is given again: its values are not kept. */
    void checkLogin(List<String> now) throws ProblemsException {
        Problems problems = new Problems();
        for (String one : manifest().course().login()) {
            if (resumes() && !now.contains(one)) {
                problems.add(place, "the run was begun with " + one + ", which is not kept", "give it again");
            }
        }
        problems.throwIfAny();
    }

    /** Checks that its hosts are reached through the same as then: behind another jump host another machine may answer. */
    void checkThrough(Map<String, String> now) throws ProblemsException {
        Problems problems = new Problems();
        if (resumes()) {
            SameHosts.checkThrough(place, manifest(), now, problems);
        }
        problems.throwIfAny();
    }

    /** Of hosts that are asked again, though elsewhere than then: an address may be what was mended, so it is no mistake. */
    List<Problem> elsewhere(List<Host> now, Map<String, String> through) {
        Problems warnings = new Problems();
        if (!resumes()) {
            new SameHosts(how.how().option(), now).noteElsewhere(manifest(), through, warnings);
        }
        return warnings.all();
    }

    /** Lets others write to the evidence. */
    @Override
    public void close() {
        lock.ifPresent(EarlierRun::close);
    }

    private static void close(EvidenceLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            // The kernel takes it back when this process ends.
            return;
        }
    }
}
