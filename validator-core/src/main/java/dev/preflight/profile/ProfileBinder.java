package dev.preflight.profile;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Settings;
import dev.preflight.define.DefinitionReader;
import dev.preflight.node.Mention;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.HostWords;
import dev.preflight.param.Keys;
import dev.preflight.param.Mentions;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.SettingValues;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a profile of a merged document without variables. */
final class ProfileBinder {
    private final Catalogue catalogue;
    private final Map<String, String> texts;
    private final Problems problems;
    private final Problems absences;
    private final HostWords words;
    private final Problems warnings;

    /** What {@code on_undecided} and {@code on_nothing_measured} may say. */
    private enum Otherwise {
        STOP,
        PROCEED
    }

    /**
     * Binds to these checks.
     *
     * @param texts what the documents say, by what they are called in places
     * @param absences where to note that something is missing that an unread ancestor might have
     * @param warnings where to note what is no problem and may be a mistake
     */
    ProfileBinder(
            Catalogue catalogue, Map<String, String> texts, Problems problems, Problems absences, Problems warnings) {
        this.catalogue = catalogue;
        this.texts = texts;
        this.problems = problems;
        this.absences = absences;
        this.words = new HostWords(warnings);
        this.warnings = warnings;
    }

    /** The profile; what has a problem, which was noted, is left out of it or has its default. */
    Profile bind(Node.Mapping document, String fallbackName) {
        Map<String, Node.Entry> keys = Keys.known(document, ProfileKeys.PROFILE, "key of a profile", problems);
        String name = text(keys, "name").orElse(fallbackName);
        String description = text(keys, "description").orElse("");
        Optional<Node.Mapping> given = node(keys, "settings").flatMap(n -> Values.mapping("settings", n, problems));
        // Checks are bound against defaults when the settings have problems, so that their own problems are found too.
        SettingValues settings = given.flatMap(m -> ParamBinder.settings(catalogue.settings(), m, problems))
                .orElseGet(SettingValues::defaults);
        int before = problems.all().size();
        Node.Mapping checks = node(keys, "checks")
                .flatMap(n -> Values.mapping("checks", n, problems))
                .orElseGet(() -> new Node.Mapping(List.of(), document.place()));
        List<Mention> mentions = new ArrayList<>(
                given.map(m -> Mentions.ofSettings(catalogue.settings(), m)).orElse(List.of()));
        DefinitionReader.Defined defined = node(keys, "define")
                .map(new DefinitionReader(
                        catalogue, settings.of(Settings.class).installUser(), texts, problems, warnings)::read)
                .orElse(DefinitionReader.Defined.NOTHING);
        CheckBinder binder = new CheckBinder(
                catalogue.with(defined.checks()), defined.names(), settings, problems, words, mentions::addAll);
        List<CheckInstance<?>> instances = new ArrayList<>();
        checks.entries().forEach(e -> binder.bind(e).ifPresent(instances::add));
        boolean good = problems.all().size() == before;
        if (instances.isEmpty() && good && defined.checks().isEmpty()) {
            absences.add(checks.place(), "the profile has no check", "name at least one under 'checks'");
        }
        List<String> names = checks.entries().stream().map(Node.Entry::key).toList();
        List<Waiver> waivers = node(keys, "waivers")
                .map(new WaiverBinder(names, catalogue.replacements(), problems, absences, mentions::add)::bind)
                .orElse(List.of());
        return new Profile(
                name,
                description,
                settings,
                instances,
                waivers,
                proceeds(keys, "on_undecided"),
                proceeds(keys, "on_nothing_measured"),
                mentions,
                defined.checks());
    }

    private boolean proceeds(Map<String, Node.Entry> keys, String key) {
        return node(keys, key)
                .flatMap(n -> Values.word(key, n, Otherwise.class, problems))
                .filter(Otherwise.PROCEED::equals)
                .isPresent();
    }

    private Optional<String> text(Map<String, Node.Entry> keys, String key) {
        return node(keys, key).flatMap(n -> Values.text(key, oneLine(n), problems));
    }

    /** A description may be folded over several lines. */
    private static Node oneLine(Node node) {
        return node instanceof Node.Scalar s
                ? new Node.Scalar(
                        s.text()
                                .strip()
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .collect(Collectors.joining(" ")),
                        s.type(),
                        s.place())
                : node;
    }

    private static Optional<Node> node(Map<String, Node.Entry> keys, String key) {
        return Optional.ofNullable(keys.get(key)).map(Node.Entry::value);
    }
}
