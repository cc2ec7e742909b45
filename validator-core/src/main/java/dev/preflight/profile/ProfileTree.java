package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.param.Values;
import dev.preflight.yaml.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A profile and those that it extends.
 *
 * @param document the profile's own text
 * @param text the same as it was written
 * @param parents what it extends, in its order; those that could be read
 * @param whole whether all of its ancestors could be read
 */
record ProfileTree(Node.Mapping document, String text, List<ProfileTree> parents, boolean whole) {

    ProfileTree {
        parents = List.copyOf(parents);
    }

    /** Reads a profile and its ancestors; what cannot be read is noted. Empty if the profile itself cannot be read. */
    static Optional<ProfileTree> read(ProfileSource source, String reference, Place asked, Problems problems) {
        return new Reader(source, problems).read(reference, asked, Optional.empty(), new LinkedHashMap<>());
    }

    /** What the documents of this profile and its ancestors are called in places. */
    Set<String> sources() {
        Set<String> sources = new TreeSet<>(Set.of(document.place().source()));
        parents.forEach(parent -> sources.addAll(parent.sources()));
        return sources;
    }

    /** The texts of this profile and its ancestors, by what they are called in places. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>(Map.of(document.place().source(), text));
        parents.forEach(parent -> texts.putAll(parent.texts()));
        return texts;
    }

    /** What the profile says of itself; a description may be folded over several lines. */
    ProfileSummary summary(String reference) {
        return new ProfileSummary(
                reference,
                references(document).stream().map(ProfileTree::text).toList(),
                document.get("description")
                        .map(node -> text(node).strip().replaceAll("\\s+", " "))
                        .orElse(""));
    }

    /** What it extends: one name or a list of them. */
    private static List<Node> references(Node.Mapping document) {
        return document.get("extends")
                .map(node -> node instanceof Node.Sequence list ? list.items() : List.of(node))
                .orElse(List.of());
    }

    private static String text(Node node) {
        return node instanceof Node.Scalar scalar ? scalar.text() : "";
    }

    private record Reader(ProfileSource source, Problems problems) {
        /**
         * Reads one profile.
         *
         * @param children sources by identity of the profiles on the way to this one
         */
        Optional<ProfileTree> read(
                String reference, Place at, Optional<ProfileSource.Text> from, Map<String, String> children) {
            Optional<ProfileSource.Text> text = source.find(reference, at, from, problems);
            if (text.isEmpty() || isCircle(text.get(), at, children)) {
                return Optional.empty();
            }
            Optional<Node.Mapping> document = document(text.get());
            if (document.isEmpty()) {
                return Optional.empty();
            }
            Map<String, String> way = new LinkedHashMap<>(children);
            way.put(text.get().identity(), text.get().source());
            List<Node> references = references(document.get());
            List<ProfileTree> parents = new ArrayList<>();
            for (Node parent : references) {
                Values.text("extends", parent, problems)
                        .flatMap(name -> read(name, parent.place(), text, way))
                        .ifPresent(parents::add);
            }
            boolean whole =
                    parents.size() == references.size() && parents.stream().allMatch(ProfileTree::whole);
            return Optional.of(new ProfileTree(document.get(), text.get().text(), parents, whole));
        }

        private boolean isCircle(ProfileSource.Text text, Place at, Map<String, String> children) {
            if (!children.containsKey(text.identity())) {
                return false;
            }
            List<String> circle = new ArrayList<>(children.values());
            circle.add(text.source());
            problems.add(at, "'extends' forms a circle: " + String.join(" -> ", circle));
            return true;
        }

        private Optional<Node.Mapping> document(ProfileSource.Text text) {
            Problems own = new Problems();
            Optional<Node> root = YamlText.parse(text.source(), text.text(), own);
            own.all().forEach(p -> problems.add(p.place(), p.message(), p.hint()));
            if (root.isEmpty()) {
                if (own.none()) {
                    problems.add(new Place(text.source(), 1, 1), "the profile is empty", "it needs at least 'checks'");
                }
                return Optional.empty();
            }
            return Values.mapping("profile", root.get(), problems);
        }
    }
}
