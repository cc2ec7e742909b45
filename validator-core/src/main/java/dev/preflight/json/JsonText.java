package dev.preflight.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a JSON text (RFC 8259, nothing beyond it) into located nodes. */
public final class JsonText {
    /**
     * Levels of nesting; texts of Preflight have less than ten. Also bounds the recursion of code that walks the nodes.
     */
    public static final int MAX_DEPTH = 50;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private JsonText() {}

    /**
     * Reads the one value of a text. Keys that are given twice are kept twice.
     *
     * @param source what to call the text in places
     * @return the value, or empty if there is none: then a problem was noted
     */
    public static Optional<Node> parse(String source, String text, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                problems.add(new Place(source, 1, 1), "nothing here, expected a JSON value");
                return Optional.empty();
            }
            Node root = value(source, parser);
            if (parser.nextToken() != null) {
                problems.add(place(source, parser.currentTokenLocation()), "more text after the end of the JSON value");
                return Optional.empty();
            }
            return Optional.of(root);
        } catch (JsonProcessingException e) {
            Place place = e.getLocation() == null ? Place.of(source) : place(source, e.getLocation());
            problems.add(place, "not valid JSON: " + words(e));
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a string in memory cannot fail to be read", e);
        }
    }

    /**
     * The first value of a text, and where the text stops being JSON.
     *
     * @param value the value; empty if there is a fault in it
     * @param fault where it stops being JSON, or goes deeper than is read
     * @param end the index behind the value, where there is one; what follows is not looked at
     */
    public record First(Optional<Node> value, Optional<Fault> fault, int end) {}

    /**
     * Where a text stops being JSON.
     *
     * @param at the index of the first character that does not belong
     * @param message the parser's words for it
     * @param tooDeep whether it may be JSON, and is nested deeper than is read
     */
    public record Fault(int at, String message, boolean tooDeep) {}

    /** Reads the first value of a text, as a program does that looks no further. */
    public static First first(String source, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return new First(Optional.empty(), Optional.of(new Fault(text.length(), "nothing here", false)), 0);
            }
            Node root = value(source, parser);
            int end = (int) parser.currentLocation().getCharOffset();
            return new First(Optional.of(root), Optional.empty(), Math.min(end, text.length()));
        } catch (StreamConstraintsException e) {
            return new First(Optional.empty(), Optional.of(fault(e, text, true)), 0);
        } catch (JsonProcessingException e) {
            return new First(Optional.empty(), Optional.of(fault(e, text, false)), 0);
        } catch (IOException e) {
            throw new IllegalStateException("a string in memory cannot fail to be read", e);
        }
    }

    private static Fault fault(JsonProcessingException e, String text, boolean tooDeep) {
        // The parser does not say where it gave up on depth: at the bracket that is one too many.
        long at = tooDeep ? tooDeepAt(text) : e.getLocation().getCharOffset();
        return new Fault((int) Math.max(0, Math.min(at, text.length())), words(e), tooDeep);
    }

    private static int tooDeepAt(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '[' || c == '{') && ++depth > MAX_DEPTH) {
                return i;
            } else if (!quoted && (c == ']' || c == '}')) {
                depth--;
            }
        }
        return 0;
    }

    private static String words(JsonProcessingException e) {
        return e.getOriginalMessage()
                .replaceAll("\\[Source: [^;\\]]*; line: (\\d+), column: (\\d+)\\]", "line $1, column $2")
                .replaceAll("\\s+", " ");
    }

    private static Node value(String source, JsonParser parser) throws IOException {
        Place place = place(source, parser.currentTokenLocation());
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(source, parser, place);
            case START_ARRAY -> array(source, parser, place);
            case VALUE_STRING -> new Node.Scalar(parser.getText(), ScalarType.STRING, place);
            case VALUE_NUMBER_INT -> new Node.Scalar(parser.getText(), ScalarType.INTEGER, place);
            case VALUE_NUMBER_FLOAT -> new Node.Scalar(parser.getText(), ScalarType.DECIMAL, place);
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(parser.getText(), ScalarType.BOOLEAN, place);
            case VALUE_NULL -> new Node.Scalar(parser.getText(), ScalarType.NULL, place);
            default -> throw new IllegalStateException("no value: " + parser.currentToken());
        };
    }

    private static Node object(String source, JsonParser parser, Place start) throws IOException {
        List<Node.Entry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place keyPlace = place(source, parser.currentTokenLocation());
            parser.nextToken();
            entries.add(new Node.Entry(key, keyPlace, value(source, parser)));
        }
        return new Node.Mapping(entries, start);
    }

    private static Node array(String source, JsonParser parser, Place start) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(source, parser));
        }
        return new Node.Sequence(items, start);
    }

    private static Place place(String source, JsonLocation at) {
        return new Place(source, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }
}
