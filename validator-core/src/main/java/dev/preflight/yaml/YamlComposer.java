package dev.preflight.yaml;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Builds nodes from the parser's events. SnakeYAML's own composer is not used: its limits end without a place, and it
 * does not tell a tag that was written from one that was guessed.
 */
final class YamlComposer {
    /** SnakeYAML's own default; real files need less than ten. Also bounds the recursion of code that walks the nodes. */
    static final int MAX_DEPTH = 50;

    /** How many nodes all aliases together may repeat; a profile that repeats itself stays far below. */
    static final int MAX_ALIASED_NODES = 10_000;

    private static final String STRING_TAG = "tag:yaml.org,2002:str";
    private static final Map<String, ScalarType> TAGS = Map.of(
            STRING_TAG,
            ScalarType.STRING,
            "tag:yaml.org,2002:int",
            ScalarType.INTEGER,
            "tag:yaml.org,2002:float",
            ScalarType.DECIMAL,
            "tag:yaml.org,2002:bool",
            ScalarType.BOOLEAN,
            "tag:yaml.org,2002:null",
            ScalarType.NULL);

    private final String source;
    private final Parser parser;
    private final PlainScalars scalars;
    private final Problems problems;
    private final Map<String, Built> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private Place place;
    private int aliased;

    /** A node, how many nodes it has with all below it, and how many levels. */
    private record Built(Node node, int size, int depth) {}

    /** Ends the reading where going on would be of no use; the problem is noted already. */
    static final class StopException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StopException() {
            super("stop", null, false, false);
        }
    }

    YamlComposer(String source, Parser parser, PlainScalars scalars, Problems problems) {
        this.source = source;
        this.parser = parser;
        this.scalars = scalars;
        this.problems = problems;
        this.place = new Place(source, 1, 1);
    }

    static Place place(String source, Mark mark) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** How far the reading has come. */
    Place place() {
        return place;
    }

    Optional<Node> document() {
        next();
        if (next().is(Event.ID.StreamEnd)) {
            return Optional.empty();
        }
        Event first = next();
        boolean nothing =
                first instanceof ScalarEvent s && s.isPlain() && s.getValue().isEmpty() && s.getTag() == null;
        Node root = build(first, 1).node();
        next();
        if (!next().is(Event.ID.StreamEnd)) {
            problems.add(place, "a second document begins here", "a file holds one document; remove the '---'");
        }
        return nothing ? Optional.empty() : Optional.of(root);
    }

    private Event next() {
        Event event = parser.getEvent();
        place = place(source, event.getStartMark());
        return event;
    }

    private Built build(Event event, int depth) {
        Place start = place;
        if (depth > MAX_DEPTH) {
            throw stop(start, "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias.getAnchor(), start, depth);
        }
        String anchor = event instanceof NodeEvent e ? e.getAnchor() : null;
        if (anchor != null) {
            if (anchors.containsKey(anchor) && !scalars.repeatsAnchors()) {
                problems.add(start, "the anchor '&" + anchor + "' is given twice", "give it another name");
            }
            open.add(anchor);
        }
        Built built;
        if (event instanceof ScalarEvent scalar) {
            built = new Built(scalar(scalar, start), 1, 1);
        } else if (event instanceof CollectionStartEvent collection) {
            checkTag(collection, start);
            built = collection instanceof MappingStartEvent ? mapping(start, depth) : sequence(start, depth);
        } else {
            throw new IllegalStateException("no value: " + event);
        }
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, built);
        }
        return built;
    }

    private Built sequence(Place start, int depth) {
        List<Node> items = new ArrayList<>();
        int size = 1;
        int below = 0;
        for (Event e = next(); !e.is(Event.ID.SequenceEnd); e = next()) {
            Built item = build(e, depth + 1);
            items.add(item.node());
            size += item.size();
            below = Math.max(below, item.depth());
        }
        return new Built(new Node.Sequence(items, start), size, below + 1);
    }

    private Built mapping(Place start, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        int size = 1;
        int below = 0;
        List<Node.Entry> merged = new ArrayList<>();
        for (Event e = next(); !e.is(Event.ID.MappingEnd); e = next()) {
            Place keyPlace = place;
            boolean merges = scalars.merges() && isMerge(e);
            Optional<Node.Scalar> key = merges ? Optional.empty() : key(e, depth);
            Built value = build(next(), depth + 1);
            if (merges) {
                MergeKeys.take(value.node(), keyPlace, merged, problems);
            }
            key.ifPresent(k -> entries.add(new Node.Entry(k.text(), keyPlace, value.node(), k.type())));
            size += value.size();
            below = Math.max(below, value.depth());
        }
        return new Built(new Node.Mapping(MergeKeys.together(merged, entries), start), size, below + 1);
    }

    private static boolean isMerge(Event event) {
        return event instanceof ScalarEvent s && s.isPlain() && s.getValue().equals("<<");
    }

    private Optional<Node.Scalar> key(Event event, int depth) {
        Place keyPlace = place;
        Built key = build(event, depth + 1);
        if (!(key.node() instanceof Node.Scalar scalar)) {
            problems.add(keyPlace, "a key must be text, found " + key.node().kind());
            return Optional.empty();
        }
        if (isMerge(event)) {
            problems.add(keyPlace, "merge keys ('<<') are not supported", "write the entries out");
            return Optional.empty();
        }
        if (scalar.type() == ScalarType.NULL) {
            problems.add(keyPlace, "a key must be text, found nothing");
            return Optional.empty();
        }
        // A key is its text, whatever that would be as a value.
        String text = event instanceof ScalarEvent s ? s.getValue() : scalar.text();
        return Optional.of(new Node.Scalar(text, scalar.type(), keyPlace));
    }

    private Built aliased(String name, Place at, int depth) {
        Built target = anchors.get(name);
        if (target == null) {
            String what = open.contains(name)
                    ? "alias '*" + name + "' is used inside what it names"
                    : "alias '*" + name + "' has no anchor '&" + name + "' before it";
            throw stop(
                    at,
                    what,
                    Suggestion.nearest(name, anchors.keySet())
                            .map(near -> "did you mean '*" + near + "'?")
                            .orElse(""));
        }
        aliased += target.size();
        if (aliased > MAX_ALIASED_NODES) {
            throw stop(at, "aliases stand for more than " + MAX_ALIASED_NODES + " values");
        }
        if (depth + target.depth() - 1 > MAX_DEPTH) {
            throw stop(at, "nested deeper than " + MAX_DEPTH + " levels");
        }
        return new Built(at(target.node(), at), target.size(), target.depth());
    }

    private static Node at(Node node, Place at) {
        if (node instanceof Node.Scalar s) {
            return new Node.Scalar(s.text(), s.type(), at);
        }
        if (node instanceof Node.Sequence s) {
            return new Node.Sequence(s.items(), at);
        }
        return new Node.Mapping(((Node.Mapping) node).entries(), at);
    }

    private Node scalar(ScalarEvent scalar, Place start) {
        ScalarType type = type(scalar, start);
        Optional<Node> marked =
                scalar.getTag() == null ? Optional.empty() : scalars.marked(scalar.getTag(), scalar.getValue(), start);
        return marked.orElseGet(() -> new Node.Scalar(value(scalar, type), type, start));
    }

    private String value(ScalarEvent scalar, ScalarType type) {
        String text = scalar.getValue();
        return type == ScalarType.STRING || scalars.typeOf(text) != type ? text : scalars.value(text);
    }

    private ScalarType type(ScalarEvent scalar, Place at) {
        ScalarType guessed = scalar.isPlain() ? scalars.typeOf(scalar.getValue()) : ScalarType.STRING;
        String tag = scalar.getTag();
        if (tag == null) {
            return guessed;
        }
        if (tag.equals("!") || scalars.isText(tag, scalar.getValue())) {
            return ScalarType.STRING;
        }
        ScalarType wanted = TAGS.get(tag);
        if (wanted == null) {
            badTag(tag, at);
            return guessed;
        }
        if (wanted != ScalarType.STRING && wanted != scalars.typeOf(scalar.getValue())) {
            problems.add(at, "tagged as " + wanted.words() + ", found '" + scalar.getValue() + "'");
        }
        return wanted;
    }

    private void checkTag(CollectionStartEvent event, Place at) {
        String own = event instanceof MappingStartEvent ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
        @Nullable String tag = event.getTag();
        if (tag != null && !tag.equals(own) && !tag.equals("!") && !scalars.isText(tag, "")) {
            badTag(tag, at);
        }
    }

    private void badTag(String tag, Place at) {
        problems.add(at, "the tag '" + tag + "' is not allowed", "remove it");
    }

    private StopException stop(Place at, String message) {
        return stop(at, message, "");
    }

    private StopException stop(Place at, String message, String hint) {
        problems.add(at, message, hint);
        return new StopException();
    }
}
