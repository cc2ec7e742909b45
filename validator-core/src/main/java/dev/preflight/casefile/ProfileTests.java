package dev.preflight.casefile;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.RunPlan;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.yaml.YamlOut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Test files, read and held against their profiles: nothing of one is run while a name in one of them is wrong. */
public final class ProfileTests {
    private static final Place ASKED = Place.of("--profile");

    /** What places are called that a value of {@code --set} has. */
    private static final String SET = "--set";

    private final Catalogue catalogue;
    private final ProfileLoader profiles;
    private final Problems problems = new Problems();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<PreparedFile> files = new ArrayList<>();

    private ProfileTests(Catalogue catalogue, ProfileLoader profiles) {
        this.catalogue = catalogue;
        this.profiles = profiles;
    }

    /** Whether a file with this name is a test file. */
    public static boolean isTestFile(String name) {
        return name.endsWith(CaseFiles.SUFFIX);
    }

    /**
     * Reads test files.
     *
     * @param paths files, and folders in which all files whose names end in {@code .test.yaml} are meant
     * @throws ProblemsException with everything that is wrong with the files and their profiles
     */
    public static ProfileTests prepare(Catalogue catalogue, ProfileLoader profiles, List<Path> paths)
            throws ProblemsException {
        ProfileTests tests = new ProfileTests(catalogue, profiles);
        for (Path path : CaseFiles.of(paths, tests.problems)) {
            CaseFileReader.read(path, tests.problems).ifPresent(tests::prepare);
        }
        tests.problems.throwIfAny();
        return tests;
    }

    /** What works and should be written in another way. */
    public List<Problem> warnings() {
        return warnings.stream().distinct().toList();
    }

    private void prepare(CaseFile file) {
        Map<String, Optional<ResolvedProfile>> bySettings = new HashMap<>();
        Optional<ResolvedProfile> plain = profile(file, Optional.empty(), bySettings);
        if (plain.isEmpty()) {
            return;
        }
        List<PreparedCase> cases = new ArrayList<>();
        NamesOfCase names = new NamesOfCase(problems);
        for (Case test : file.cases()) {
            profile(file, Optional.of(test), bySettings).ifPresent(profile -> {
                PreparedCase prepared = prepared(test, profile);
                names.check(prepared);
                cases.add(prepared);
            });
        }
        names.check(file.mutations(), plain.get().profile());
        files.add(new PreparedFile(file, plain.get(), cases));
    }

    /** The settings of a case over those of its file. */
    static Optional<Node.Mapping> over(Optional<Node.Mapping> ofFile, Optional<Node.Mapping> ofCase) {
        if (ofFile.isEmpty() || ofCase.isEmpty()) {
            return ofFile.or(() -> ofCase);
        }
        List<Node.Entry> entries = new ArrayList<>(ofFile.get().entries());
        entries.removeIf(entry -> ofCase.get().get(entry.key()).isPresent());
        entries.addAll(ofCase.get().entries());
        return Optional.of(new Node.Mapping(entries, ofCase.get().place()));
    }

    /** A profile is loaded once for all cases with the same settings. */
    private Optional<ResolvedProfile> profile(
            CaseFile file, Optional<Case> test, Map<String, Optional<ResolvedProfile>> bySettings) {
        Optional<Node.Mapping> settings = over(file.settings(), test.flatMap(Case::settings));
        List<String> sets = test.map(Case::sets).orElse(List.of());
        String key = settings.map(YamlOut::text).orElse("") + String.join("\0", sets);
        return bySettings.computeIfAbsent(key, any -> {
            try {
                ResolvedProfile loaded = profiles.resolve(file.profile(), settings.map(node -> node), sets);
                warnings.addAll(loaded.warnings());
                return Optional.of(loaded);
            } catch (ProblemsException e) {
                e.problems().forEach(problem -> {
                    boolean set = problem.place().source().equals(SET);
                    Place place = problem.place().equals(ASKED) ? file.profilePlace() : problem.place();
                    problems.add(
                            set ? test.map(Case::setPlace).orElse(place) : place, problem.message(), problem.hint());
                });
                return Optional.empty();
            }
        });
    }

    private PreparedCase prepared(Case test, ResolvedProfile profile) {
        OpenEvidence evidence;
        try {
            evidence = OpenEvidence.of(test.evidence(), test.evidencePlace());
        } catch (ProblemsException e) {
            String code = OpenEvidence.tooNew(test.evidence()) ? PreparedCase.FORMAT_MISMATCH : "evidence";
            return new PreparedCase(
                    test, profile, Optional.empty(), Optional.of(new PreparedCase.Failure(code, e.problems())));
        }
        try {
            RunPlan plan =
                    RunPlan.of(profile.profile(), evidence.members(), evidence.hosts(), only(test, profile), List.of());
            return new PreparedCase(
                    test, profile, Optional.of(new PreparedCase.Opened(evidence, plan)), Optional.empty());
        } catch (ProblemsException e) {
            e.problems().forEach(p -> problems.add(p.place(), p.message(), p.hint()));
            return new PreparedCase(test, profile, Optional.empty(), Optional.empty());
        }
    }

    /** The checks that a case names; a name that is none's has a place in the file, and is noted with it elsewhere. */
    private static List<String> only(Case test, ResolvedProfile profile) {
        return profile.profile().checks().stream()
                .map(CheckInstance::name)
                .filter(test.only()::contains)
                .toList();
    }

    /** Judges every case. */
    public TestResult run(TestOptions options) {
        return new TestResult(
                files.stream()
                        .map(file -> new FileRun(file, catalogue, options).run())
                        .toList(),
                options.strict());
    }

    /**
     * Rewrites the expectations of these cases to what they come to, and nothing else of the files.
     *
     * @throws ProblemsException if no file has such a case, or one cannot be judged
     * @throws IOException if a file cannot be written
     */
    public List<Updated> update(List<String> names) throws ProblemsException, IOException {
        List<Updated> all = new ArrayList<>();
        Problems missing = new Problems();
        for (String name : names) {
            List<Updated> ofName = new ArrayList<>();
            for (PreparedFile file : files) {
                for (PreparedCase prepared : file.cases()) {
                    if (prepared.test().name().equals(name)) {
                        ofName.add(new Updating(file.file(), prepared, catalogue).write());
                    }
                }
            }
            if (ofName.isEmpty()) {
                List<String> known = files.stream()
                        .flatMap(file -> file.cases().stream())
                        .map(one -> one.test().name())
                        .toList();
                missing.add(Place.of("--update"), "there is no case '" + name + "'", Suggestion.hint(name, known));
            }
            all.addAll(ofName);
        }
        missing.throwIfAny();
        return all;
    }

    /**
     * A test file with what judges it.
     *
     * @param file what was written
     * @param profile with the settings of the file
     * @param cases with the evidence of each
     */
    record PreparedFile(CaseFile file, ResolvedProfile profile, List<PreparedCase> cases) {
        PreparedFile {
            cases = List.copyOf(cases);
        }
    }
}
