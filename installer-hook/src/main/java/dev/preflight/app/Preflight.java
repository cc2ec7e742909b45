package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.casefile.ProfileTests;
import dev.preflight.casefile.Recorder;
import dev.preflight.engine.RunListener;
import dev.preflight.engine.RunPlan;
import dev.preflight.inventory.Inventory;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Linted;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ProfileSource;
import dev.preflight.profile.ProfileSummary;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.report.Texts;
import dev.preflight.result.RunReport;
import dev.preflight.schema.InventorySchema;
import dev.preflight.schema.ProfileSchema;
import dev.preflight.schema.TestSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The application service: the checks and profiles of the class path, and what can be done with them. This is the only
 * place that loads the catalogue and makes a {@link ProfileLoader}.
 *
 * <p>{@link #run} and {@link #judge} do all of it at once. {@link #prepare(RunRequest)} and {@link
 * #prepare(JudgeRequest)} stop after the request was checked, for callers that report its problems together with their
 * own.
 */
public final class Preflight {
    private final Catalogue catalogue;
    private final ProfileFiles files;
    private final ProfileLoader profiles;

    private Preflight(Catalogue catalogue, ProfileFiles files) {
        this.catalogue = catalogue;
        this.files = files;
        this.profiles = new ProfileLoader(catalogue, files);
    }

    /** Loads the checks and profiles of the class path. */
    public static Preflight load() {
        return new Preflight(Catalogue.load(), new ProfileFiles(Preflight.class.getClassLoader()));
    }

    /** All checks. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** The texts of all checks in this language. */
    public Texts texts(Locale language) {
        return Texts.of(catalogue, language);
    }

    /** The names of the shipped profiles, sorted. */
    public List<String> shippedProfiles() {
        return files.names();
    }

    /**
     * Loads a profile.
     *
     * @param reference the name of a shipped profile, or a path
     * @throws ProblemsException with every problem of the profile
     */
    public Profile profile(String reference) throws ProblemsException {
        return profiles.load(reference, List.of());
    }

    /**
     * What the shipped profiles say of themselves, sorted by name.
     *
     * @param language of the descriptions; English where there is none in it
     */
    public List<ProfileSummary> summaries(Locale language) throws ProblemsException {
        List<ProfileSummary> summaries = new ArrayList<>();
        for (String name : files.names()) {
            ProfileSummary own = profiles.summary(name);
            String description = files.description(name, language).orElse(own.description());
            summaries.add(new ProfileSummary(name, own.parents(), description));
        }
        return summaries;
    }

    /**
     * A profile's own text, comments among it.
     *
     * @param reference the name of a shipped profile, or a path
     * @throws ProblemsException with every problem of the profile
     */
    public String profileText(String reference) throws ProblemsException {
        return profiles.text(reference);
    }

    /** The JSON Schema of a kind of file, with the checks and profiles that there are. */
    public String schema(SchemaKind kind) throws ProblemsException {
        return switch (kind) {
            case PROFILE -> profileSchema();
            case INVENTORY -> InventorySchema.document();
            case TEST -> TestSchema.of(catalogue, files.names());
        };
    }

    private String profileSchema() throws ProblemsException {
        Texts texts = texts(Locale.ENGLISH);
        SortedMap<String, String> instances = new TreeMap<>();
        for (String name : files.names()) {
            profile(name)
                    .checks()
                    .forEach(one -> instances.put(one.name(), one.check().spec().id()));
        }
        return ProfileSchema.of(catalogue, new ProfileSchema.Shipped(files.names(), instances), texts::title);
    }

    /**
     * Loads a profile, and says what it came to be.
     *
     * @param reference the name of a shipped profile, or a path
     * @param sets values of {@code --set}
     * @throws ProblemsException with every problem of the profile and the values
     */
    public ResolvedProfile resolve(String reference, List<String> sets) throws ProblemsException {
        return profiles.resolve(reference, Optional.empty(), sets);
    }

    /**
     * All problems of a profile, expired waivers included. With an inventory also those of a run on its hosts that can
     * be found without connecting to any.
     *
     * @param sets values of {@code --set}
     * @param now waivers that end by then are expired
     */
    public Linted lint(String reference, List<String> sets, Instant now, Optional<Inventory> inventory) {
        return lint(profiles, reference, sets, now, inventory);
    }

    /**
     * All problems of a profile that is in no file yet, on the hosts of an inventory.
     *
     * @param name what it will be called
     */
    public List<Problem> lintText(String name, String text, Instant now, Inventory inventory) {
        ProfileSource source = (reference, at, from, problems) -> reference.equals(name)
                ? Optional.of(new ProfileSource.Text(name, name, Optional.empty(), text))
                : files.find(reference, at, from, problems);
        return lint(new ProfileLoader(catalogue, source), name, List.of(), now, Optional.of(inventory))
                .problems();
    }

    /** Makes the first files of a site. */
    public Starter starter() {
        return new Starter(catalogue, profiles);
    }

    private static Linted lint(
            ProfileLoader profiles, String reference, List<String> sets, Instant now, Optional<Inventory> inventory) {
        Linted linted = profiles.lint(
                reference,
                sets,
                now,
                (mentions, found) ->
                        inventory.ifPresent(hosts -> hosts.members().check(mentions, found)));
        return linted.problems().isEmpty() && inventory.isPresent()
                ? lintPlan(profiles, reference, sets, inventory.get(), linted.warnings())
                : linted;
    }

    /** What is wrong with a profile that has no problems by itself, on these hosts. */
    private static Linted lintPlan(
            ProfileLoader profiles, String reference, List<String> sets, Inventory inventory, List<Problem> warnings) {
        Problems idle = new Problems();
        try {
            Profile profile = profiles.load(reference, sets);
            RunPlan.of(profile, inventory.members(), inventory.hosts(), List.of(), List.of())
                    .carriedOut()
                    .warnOfIdleRows(idle);
            return new Linted(
                    List.of(),
                    Stream.concat(warnings.stream(), idle.all().stream()).toList());
        } catch (ProblemsException e) {
            return new Linted(e.problems(), warnings);
        }
    }

    /**
     * Reads tests of profiles.
     *
     * @param paths test files, and folders of them
     * @throws ProblemsException with everything that is wrong with the files and their profiles
     */
    public ProfileTests tests(List<Path> paths) throws ProblemsException {
        return ProfileTests.prepare(catalogue, profiles, paths);
    }

    /** Everything that is wrong with a test file and its profile. */
    public Linted lintTests(Path file) {
        try {
            return new Linted(List.of(), tests(List.of(file)).warnings());
        } catch (ProblemsException e) {
            return new Linted(e.problems(), List.of());
        }
    }

    /** Makes cases of tests of profiles of saved evidence. */
    public Recorder recorder() {
        return new Recorder(catalogue, profiles);
    }

    /**
     * Prepares a run, without connecting to any host yet. Asks for the passwords of the request and makes the directory
     * for the evidence only after the rest of the request was found valid.
     *
     * @throws ProblemsException with every problem of the request, its profile and its inventory
     */
    public PreparedRun prepare(RunRequest request) throws ProblemsException {
        return new RunPreparation(request, catalogue, profiles, Clock.systemUTC()).prepare();
    }

    /**
     * Collects from every host of the request, and judges.
     *
     * @throws ProblemsException as {@link #prepare(RunRequest)}
     */
    public RunResult run(RunRequest request) throws ProblemsException {
        return prepare(request).run(new RunListener() {});
    }

    /**
     * Opens saved evidence and plans its judging.
     *
     * @throws ProblemsException with every problem of the evidence and the profile
     */
    public PreparedJudging prepare(JudgeRequest request) throws ProblemsException {
        return PreparedJudging.of(request, catalogue, profiles);
    }

    /**
     * Judges saved evidence; connects to no host.
     *
     * @throws ProblemsException as {@link #prepare(JudgeRequest)}
     */
    public RunReport judge(JudgeRequest request) throws ProblemsException {
        return prepare(request).judge();
    }

    /**
     * Opens two saved runs to compare them.
     *
     * @throws ProblemsException with every problem of the evidence and the profiles of both, also if one did not end
     */
    public PreparedDiff prepareDiff(JudgeRequest before, JudgeRequest after) throws ProblemsException {
        return PreparedDiff.of(before, after, catalogue, profiles);
    }

    /**
     * Judges the saved runs in a folder.
     *
     * @throws ProblemsException if there is no such folder, or no run in it
     */
    public History history(Path folder) throws ProblemsException {
        return History.of(folder, catalogue, profiles);
    }
}
