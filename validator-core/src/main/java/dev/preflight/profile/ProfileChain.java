package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.param.Values;
import dev.preflight.yaml.YamlText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A profile and those that it extends.
 *
 * @param documents those that could be read, the farthest ancestor first
 * @param whole whether all of them could be read
 */
record ProfileChain(List<Node.Mapping> documents, boolean whole) {

    /** Reads a profile and its ancestors; what cannot be read is noted. */
    static ProfileChain read(ProfileSource source, String reference, Place asked, Problems problems) {
        List<Node.Mapping> documents = new ArrayList<>();
        Map<String, String> visited = new LinkedHashMap<>();
        Optional<ProfileSource.Text> from = Optional.empty();
        String next = reference;
        Place at = asked;
        while (true) {
            Optional<ProfileSource.Text> text = source.find(next, at, from, problems);
            if (text.isEmpty()) {
                return end(documents, false);
            }
            ProfileSource.Text found = text.get();
            if (visited.put(found.identity(), found.source()) != null) {
                List<String> circle = new ArrayList<>(visited.values());
                circle.add(found.source());
                problems.add(at, "'extends' forms a circle: " + String.join(" -> ", circle));
                return end(documents, false);
            }
            Optional<Node.Mapping> document = document(found, problems);
            if (document.isEmpty()) {
                return end(documents, false);
            }
            documents.add(document.get());
            Optional<Node> parent = document.get().get("extends");
            if (parent.isEmpty()) {
                return end(documents, true);
            }
            Optional<String> name = Values.text("extends", parent.get(), problems);
            if (name.isEmpty()) {
                return end(documents, false);
            }
            next = name.get();
            at = parent.get().place();
            from = text;
        }
    }

    private static ProfileChain end(List<Node.Mapping> documents, boolean whole) {
        Collections.reverse(documents);
        return new ProfileChain(List.copyOf(documents), whole);
    }

    private static Optional<Node.Mapping> document(ProfileSource.Text text, Problems problems) {
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
