package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.param.Values;
import dev.preflight.yaml.AnnotatedYaml;
import dev.preflight.yaml.YamlOut;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A profile and its text as it came to be: with what it extends, the settings given and the values set, and without
 * variables.
 *
 * @param profile the profile
 * @param text YAML that {@link ProfileLoader#loadRecorded} makes the same profile of, with no other file
 * @param annotation makes {@link #annotated}, which only people ask for
 * @param warnings what works and should be written in another way: names that were renamed, systems that are not known
 */
public record ResolvedProfile(Profile profile, String text, Supplier<String> annotation, List<Problem> warnings) {
    /** Sections in whose values a dollar and a brace would be read as a variable. */
    private static final Set<String> WITH_VARIABLES = Set.of("settings", "checks", "waivers", "on_undecided");

    /** Collections are copied. */
    public ResolvedProfile {
        warnings = List.copyOf(warnings);
    }

    /**
     * The text for people, with a comment behind each value that says where it was written. It is itself a profile without
     * problems, and so does not have what is switched off, nor what was waived of that.
     */
    public String annotated() {
        return annotation.get();
    }

    /** The same with these warnings too. */
    public ResolvedProfile warningOf(List<Problem> more) {
        List<Problem> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new ResolvedProfile(profile, text, annotation, all);
    }

    /**
     * Where the values of a document are from.
     *
     * @param source what the profile itself is called in places
     * @param origins the lines of the values
     */
    record From(String source, Origins origins) {}

    /** The profile that was bound, and the document that it was bound from. */
    static ResolvedProfile of(Profile profile, Node.Mapping document, From from, List<Problem> warnings) {
        Place named = document.get("name").map(Node::place).orElse(Place.of(from.source()));
        List<Node.Entry> entries = new ArrayList<>();
        entries.add(new Node.Entry("name", document.place(), text(profile.name(), named)));
        Set<String> waived = waivedChecks(document);
        for (Node.Entry e : document.entries()) {
            switch (e.key()) {
                case "name", "extends", "vars" -> {}
                case "description" ->
                    entries.add(with(e, text(profile.description(), e.value().place())));
                case "checks" -> entries.add(with(e, escaped(withoutOff(e.value(), waived))));
                default -> entries.add(WITH_VARIABLES.contains(e.key()) ? with(e, escaped(e.value())) : e);
            }
        }
        Node.Mapping whole = new Node.Mapping(entries, document.place());
        return new ResolvedProfile(
                profile,
                YamlOut.text(whole),
                () -> AnnotatedYaml.text(SwitchedOff.without(whole), from.origins()::of),
                warnings);
    }

    private static Node text(String text, Place place) {
        return new Node.Scalar(text, ScalarType.STRING, place);
    }

    private static Node.Entry with(Node.Entry entry, Node value) {
        return new Node.Entry(entry.key(), entry.keyPlace(), value);
    }

    /** What is switched off has nothing here that could be switched off; only a waiver may still name it. */
    private static Node withoutOff(Node checks, Set<String> waived) {
        return checks instanceof Node.Mapping mapping
                ? new Node.Mapping(
                        mapping.entries().stream()
                                .filter(e -> !Values.isOff(e.value()) || waived.contains(e.key()))
                                .toList(),
                        mapping.place())
                : checks;
    }

    private static Set<String> waivedChecks(Node.Mapping document) {
        Set<String> names = new HashSet<>();
        document.get("waivers").stream()
                .flatMap(w -> w instanceof Node.Sequence s ? s.items().stream() : Stream.empty())
                .flatMap(w -> w instanceof Node.Mapping m ? m.get("check").stream() : Stream.empty())
                .forEach(check -> names.add(check instanceof Node.Scalar s ? s.text() : ""));
        return names;
    }

    private static Node escaped(Node node) {
        if (node instanceof Node.Mapping m) {
            return new Node.Mapping(
                    m.entries().stream()
                            .map(e -> new Node.Entry(escaped(e.key()), e.keyPlace(), escaped(e.value())))
                            .toList(),
                    m.place());
        }
        if (node instanceof Node.Sequence s) {
            return new Node.Sequence(
                    s.items().stream().map(ResolvedProfile::escaped).toList(), s.place());
        }
        Node.Scalar scalar = (Node.Scalar) node;
        return scalar.type() == ScalarType.STRING
                ? new Node.Scalar(escaped(scalar.text()), scalar.type(), scalar.place())
                : scalar;
    }

    private static String escaped(String text) {
        return text.replace("${", "$${");
    }
}
