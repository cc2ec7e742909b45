package dev.preflight.casefile;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.OtherProfile;
import dev.preflight.evidence.RunManifest;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ResolvedProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * By what a recorded case is judged: the profile of the test file, with the values that the run was given beside its own. They
 * are written into the case, which is judged by them again.
 *
 * @param profile with all of them
 * @param settings of the run
 * @param sets values of {@code --set} of the run that the profile takes
 * @param only names of the checks; empty: all
 */
record CaseBasis(ResolvedProfile profile, Optional<Node.Mapping> settings, List<String> sets, List<String> only) {
    private static final Place PROFILE = Place.of("--profile");

    CaseBasis {
        sets = List.copyOf(sets);
        only = List.copyOf(only);
    }

    /** Loads the profile that the test file names, or the options, or else the one that the run recorded. */
    static CaseBasis of(Recording wanted, OpenEvidence from, Catalogue catalogue, ProfileLoader profiles)
            throws ProblemsException {
        RunManifest.Choices run = from.choices();
        Optional<Node.Mapping> settings = OtherProfile.settings(run)
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast);
        Optional<CaseFile> file =
                wanted.into().isPresent() ? begun(wanted.into().get()) : Optional.empty();
        if (file.isPresent()) {
            refuseOther(wanted, file.get());
        }
        Optional<String> named = file.map(CaseFile::profile).or(wanted::profile);
        if (named.isEmpty()) {
            ResolvedProfile profile = recorded(from, catalogue);
            return new CaseBasis(profile, settings, run.sets(), only(wanted, run, profile));
        }
        List<String> ofRun = run.sets();
        Optional<Node> given =
                ProfileTests.over(file.flatMap(CaseFile::settings), settings).map(node -> node);
        OtherProfile other = OtherProfile.resolve(profiles, named.get(), given, List.of(), ofRun);
        return new CaseBasis(other.profile(), settings, other.taken(), only(wanted, run, other.profile()));
    }

    /** The test file; empty if there is none yet, or nothing in it. */
    private static Optional<CaseFile> begun(Path into) throws ProblemsException {
        Problems problems = new Problems();
        Optional<String> text = CaseTarget.text(into, problems);
        Optional<CaseFile> file = text.flatMap(found -> CaseFileReader.begun(into, found, problems));
        problems.throwIfAny();
        return file;
    }

    /** Another profile than that of the file would judge the case once, and never again. */
    private static void refuseOther(Recording wanted, CaseFile file) throws ProblemsException {
        if (wanted.profile().isPresent() && !isSame(wanted.profile().get(), file.profile())) {
            throw new ProblemsException(
                    PROFILE,
                    file.path() + " tests the profile " + file.profile() + ", and not "
                            + wanted.profile().get(),
                    "leave --profile out, or name another test file with --into");
        }
    }

    private static boolean isSame(String one, String other) {
        try {
            return one.equals(other)
                    || (Files.exists(Path.of(one))
                            && Files.exists(Path.of(other))
                            && Files.isSameFile(Path.of(one), Path.of(other)));
        } catch (IOException e) {
            return false;
        }
    }

    private static ResolvedProfile recorded(OpenEvidence from, Catalogue catalogue) throws ProblemsException {
        if (from.profile().isEmpty()) {
            throw new ProblemsException(
                    Place.of("--record"), "no profile is named", "name one with --profile, or a test file with --into");
        }
        return ProfileLoader.loadRecorded(
                catalogue, "profile of the run", from.profile().get().text(), List.of());
    }

    /** The checks that the run was restricted to, as far as the profile has them, unless others are asked for. */
    private static List<String> only(Recording wanted, RunManifest.Choices run, ResolvedProfile profile) {
        if (!wanted.only().isEmpty()) {
            return wanted.only();
        }
        boolean all = run.only().isEmpty() && run.skip().isEmpty();
        return all
                ? List.of()
                : profile.profile().checks().stream()
                        .map(CheckInstance::name)
                        .filter(name -> run.only().isEmpty() || run.only().contains(name))
                        .filter(name -> !run.skip().contains(name))
                        .toList();
    }
}
