package dev.preflight.profile;

import dev.preflight.api.Catalogue;
import dev.preflight.node.Mention;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.ParamSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Loads profiles: finds the text, puts it over what it extends, replaces variables, and binds it to the checks. */
public final class ProfileLoader {
    private static final Place ASKED = Place.of("--profile");

    private final Catalogue catalogue;
    private final ProfileSource source;

    /** Loads profiles that use these checks. */
    public ProfileLoader(Catalogue catalogue, ProfileSource source) {
        this.catalogue = catalogue;
        this.source = source;
    }

    /**
     * Loads a profile.
     *
     * @param reference the name of a shipped profile, or a path
     * @param sets values of {@code --set}, later ones over earlier ones: {@code settings.NAME=VALUE}, {@code
     *     vars.NAME=VALUE}, {@code CHECK.PARAMETER=VALUE}
     * @throws ProblemsException with every problem in the profile, what it extends, and the values
     */
    public Profile load(String reference, List<String> sets) throws ProblemsException {
        return load(reference, Optional.empty(), sets);
    }

    /**
     * Loads a profile with settings over its own.
     *
     * @param settings override those of the profile, and {@code sets} override these
     * @throws ProblemsException as above, or in the settings
     */
    public Profile load(String reference, Optional<Node> settings, List<String> sets) throws ProblemsException {
        return resolve(reference, settings, sets).profile();
    }

    /**
     * Loads a profile with settings over its own, and says what it came to be.
     *
     * @param settings override those of the profile, and {@code sets} override these
     * @throws ProblemsException as above
     */
    public ResolvedProfile resolve(String reference, Optional<Node> settings, List<String> sets)
            throws ProblemsException {
        Problems problems = new Problems();
        Optional<ResolvedProfile> profile = load(reference, settings, sets, problems);
        problems.throwIfAny();
        return profile.orElseThrow();
    }

    /**
     * A profile's own text, comments among it; what it extends is not in it.
     *
     * @throws ProblemsException with every problem of the profile and what it extends
     */
    public String text(String reference) throws ProblemsException {
        load(reference, List.of());
        Problems problems = new Problems();
        Optional<ProfileSource.Text> text = source.find(reference, ASKED, Optional.empty(), problems);
        problems.throwIfAny();
        return text.orElseThrow().text();
    }

    /**
     * What a profile says of itself.
     *
     * @throws ProblemsException if it, or what it extends, cannot be read
     */
    public ProfileSummary summary(String reference) throws ProblemsException {
        Problems problems = new Problems();
        Optional<ProfileTree> tree = ProfileTree.read(source, reference, ASKED, problems);
        problems.throwIfAny();
        return tree.orElseThrow().summary(reference);
    }

    /** Everything that is wrong with a profile by itself, expired waivers among it; see below. */
    public Linted lint(String reference, List<String> sets, Instant now) {
        return lint(reference, sets, now, (mentions, problems) -> {});
    }

    /**
     * Loads a profile that was resolved before, see {@link ResolvedProfile#text}; no other file is read. There are
     * warnings only of the values: the text is a record, which is not there to be mended.
     *
     * @param source what to call the text in places
     * @param sets values of {@code --set} over it
     * @throws ProblemsException with every problem in the text or the values
     */
    public static ResolvedProfile loadRecorded(Catalogue catalogue, String source, String text, List<String> sets)
            throws ProblemsException {
        ProfileSource recorded = (reference, at, from, problems) -> {
            if (from.isPresent()) {
                problems.add(at, "a recorded profile extends no other", "");
                return Optional.empty();
            }
            return Optional.of(new ProfileSource.Text(source, source, Optional.empty(), text));
        };
        Problems problems = new Problems();
        Optional<ResolvedProfile> profile =
                new ProfileLoader(catalogue, recorded).load(source, Optional.empty(), sets, problems, new Problems());
        problems.throwIfAny();
        ResolvedProfile resolved = profile.orElseThrow();
        return new ResolvedProfile(
                resolved.profile(),
                resolved.text(),
                resolved.annotation(),
                resolved.warnings().stream()
                        .filter(warning -> !warning.place().source().equals(source))
                        .toList());
    }

    /**
     * Everything that is wrong with a profile, expired waivers among it.
     *
     * @param now waivers that end by then are expired
     * @param inventory notes which of the groups and hosts that the profile names an inventory lacks
     */
    public Linted lint(
            String reference, List<String> sets, Instant now, BiConsumer<List<Mention>, Problems> inventory) {
        Problems problems = new Problems();
        Optional<ResolvedProfile> resolved = load(reference, Optional.empty(), sets, problems);
        resolved.map(ResolvedProfile::profile).ifPresent(profile -> {
            expired(profile, now, problems);
            inventory.accept(profile.mentions(), problems);
        });
        return new Linted(
                problems.all(), resolved.map(ResolvedProfile::warnings).orElse(List.of()));
    }

    private static void expired(Profile profile, Instant now, Problems problems) {
        profile.waivers().stream()
                .filter(w -> !w.until().toInstant().isAfter(now))
                .forEach(w -> problems.add(
                        w.place(),
                        "the waiver has no effect any more: it ended " + w.until(),
                        "mend what it covers, or ask " + w.owner() + " for a new date"));
    }

    private Optional<ResolvedProfile> load(
            String reference, Optional<Node> settings, List<String> sets, Problems problems) {
        return load(reference, settings, sets, problems, problems);
    }

    /**
     * As above.
     *
     * @param slips where to note mistakes that a record of a profile may have: it switches off what it does not inherit,
     *     or lacks settings of its contexts
     */
    private Optional<ResolvedProfile> load(
            String reference, Optional<Node> settings, List<String> sets, Problems problems, Problems slips) {
        Optional<ProfileTree> read = ProfileTree.read(source, reference, ASKED, problems);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        ProfileTree tree = read.get();
        // What seems to be missing may be in an ancestor that could not be read; that problem is noted already.
        Problems absences = tree.whole() ? problems : new Problems();
        Renames renames = new Renames(catalogue, problems);
        Over over = new Over(settings, sets, problems, absences, tree.whole() ? slips : absences);
        UnaryOperator<Node.Mapping> asWritten = document -> document;
        Node.Mapping merged;
        if (RowKeys.areIn(tree) || sets.stream().anyMatch(set -> set.contains("${"))) {
            Over unheard = new Over(settings, sets, new Problems(), new Problems(), new Problems());
            RowKeys keys =
                    new RowKeys(merged(tree, unheard, new Renames(catalogue, new Problems()), asWritten), problems);
            merged = merged(keys.in(tree), over, renames, keys::in);
        } else {
            merged = merged(tree, over, renames, asWritten);
        }
        Origins origins = new Origins();
        Node.Mapping plain = Variables.replace(merged, problems, absences, origins);
        Problems warnings = new Problems();
        Profile profile = new ProfileBinder(catalogue, tree.texts(), problems, absences, warnings)
                .bind(plain, fileName(reference));
        MissingSettings.check(profile, plain, tree.whole() ? slips : absences);
        renames.settled().forEach(old -> warnings.add(old.place(), old.message(), old.hint()));
        return Optional.of(ResolvedProfile.of(
                profile, plain, new ResolvedProfile.From(tree.document().place().source(), origins), warnings.all()));
    }

    /**
     * What is put over a profile, and where to note what.
     *
     * @param absences where to note that something is missing that an ancestor might have
     * @param idle where to note that a profile switches off what it does not inherit
     */
    private record Over(
            Optional<Node> settings, List<String> sets, Problems problems, Problems absences, Problems idle) {}

    /**
     * The profile over what it extends, and under what is put over it.
     *
     * @param keys puts the values of variables into the keys of each document that is put over it
     */
    private Node.Mapping merged(ProfileTree tree, Over over, Renames renames, UnaryOperator<Node.Mapping> keys) {
        Merge merge = new Merge(over.problems(), over.idle(), catalogue.replacements());
        Node.Mapping merged = merged(tree, merge, renames, over.problems());
        if (over.settings().isPresent()) {
            Node given = over.settings().get();
            Node.Mapping document =
                    new Node.Mapping(List.of(new Node.Entry("settings", given.place(), given)), merged.place());
            merged = merge.over(merged, renames.in(document, merged));
        }
        List<String> names = ParamSchema.names(catalogue.settings());
        Overrides overrides = new Overrides(merged, names, renames, over.problems(), over.absences());
        for (Node.Mapping override : overrides.read(over.sets())) {
            merged = merge.over(merged, renames.in(keys.apply(override), merged));
        }
        return merged;
    }

    private static Node.Mapping merged(ProfileTree tree, Merge merge, Renames renames, Problems problems) {
        List<Parents.Resolved> parents = tree.parents().stream()
                .map(parent -> new Parents.Resolved(merged(parent, merge, renames, problems), parent.sources()))
                .toList();
        Node.Mapping inherited = new Parents(tree.document(), problems).together(parents);
        return merge.over(withoutName(inherited), renames.in(tree.document(), inherited));
    }

    /** A profile is not called as what it extends. */
    private static Node.Mapping withoutName(Node.Mapping parent) {
        return new Node.Mapping(
                parent.entries().stream().filter(e -> !e.key().equals("name")).toList(), parent.place());
    }

    /** What a profile is called that gives itself no name: as its file, without folder and ending. */
    private static String fileName(String reference) {
        return reference.replaceFirst("^.*/", "").replaceFirst("\\.ya?ml$", "");
    }
}
