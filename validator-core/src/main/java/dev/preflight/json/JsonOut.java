package dev.preflight.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON for people to read and programs to compare: indented by two blanks, fields in the order in which they are
 * given, lines end in {@code \n} everywhere, and the same calls give the same bytes. What could steer a terminal is
 * escaped.
 *
 * <pre>{@code
 * String text = JsonOut.object(o -> o.field("schemaVersion", 1)
 *         .array("hosts", items -> hosts.forEach(host -> items.object(h -> h.field("name", host.name())))));
 * }</pre>
 */
public final class JsonOut {
    private static final JsonFactory FACTORY = new JsonFactory().setCharacterEscapes(new TerminalSafe());

    private JsonOut() {}

    /** A document that is an object, ending in a newline. */
    public static String object(Consumer<Fields> body) {
        return document(items -> items.object(body));
    }

    /**
     * The same, written as it is made: a large document is never in memory as a whole.
     *
     * @param to is neither flushed nor closed
     * @throws IOException what it throws
     */
    public static void object(Writer to, Consumer<Fields> body) throws IOException {
        document(to, items -> items.object(body));
    }

    /**
     * A document that is an object on one line, as are those of NDJSON, written as it is made.
     *
     * @param to is neither flushed nor closed
     * @throws IOException what it throws
     */
    public static void line(Writer to, Consumer<Fields> body) throws IOException {
        document(to, items -> items.line(body));
    }

    private static void document(Writer to, Consumer<Items> body) throws IOException {
        try {
            JsonGenerator generator = FACTORY.createGenerator(to);
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            generator.setPrettyPrinter(new JsonLines());
            body.accept(new Items(generator));
            generator.close();
            to.write('\n');
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A document that is an array, ending in a newline. */
    public static String array(Consumer<Items> body) {
        return document(items -> items.array(body));
    }

    private static String document(Consumer<Items> body) {
        StringWriter text = new StringWriter();
        try {
            document(text, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** One call of the generator. */
    private interface Write {
        void run() throws IOException;
    }

    private static void write(Write call) {
        try {
            call.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of an object that is being written. */
    public static final class Fields {
        private final JsonGenerator generator;

        private Fields(JsonGenerator generator) {
            this.generator = generator;
        }

        /** Writes a text, or {@code null}. */
        public Fields field(String name, @Nullable String value) {
            write(() -> generator.writeStringField(name, value));
            return this;
        }

        /** Writes a number. */
        public Fields field(String name, long value) {
            write(() -> generator.writeNumberField(name, value));
            return this;
        }

        /** Writes true or false. */
        public Fields field(String name, boolean value) {
            write(() -> generator.writeBooleanField(name, value));
            return this;
        }

        /** Writes {@code null}. */
        public Fields nothing(String name) {
            write(() -> generator.writeNullField(name));
            return this;
        }

        /** Writes a list of texts. */
        public Fields field(String name, Collection<String> values) {
            return array(name, items -> values.forEach(items::value));
        }

        /** Writes an object. */
        public Fields object(String name, Consumer<Fields> body) {
            write(() -> generator.writeFieldName(name));
            new Items(generator).object(body);
            return this;
        }

        /** Writes a list of texts on one line. */
        public Fields line(String name, Collection<String> values) {
            write(() -> generator.writeFieldName(name));
            JsonLines.flat(generator, () -> new Items(generator).array(items -> values.forEach(items::value)));
            return this;
        }

        /** Writes an array. */
        public Fields array(String name, Consumer<Items> body) {
            write(() -> generator.writeFieldName(name));
            new Items(generator).array(body);
            return this;
        }
    }

    /** The items of an array that is being written. */
    public static final class Items {
        private final JsonGenerator generator;

        private Items(JsonGenerator generator) {
            this.generator = generator;
        }

        /** Writes a text, or {@code null}. */
        public Items value(@Nullable String value) {
            write(() -> generator.writeString(value));
            return this;
        }

        /** Writes a number. */
        public Items value(long value) {
            write(() -> generator.writeNumber(value));
            return this;
        }

        /** Writes true or false. */
        public Items value(boolean value) {
            write(() -> generator.writeBoolean(value));
            return this;
        }

        /** Writes an object. */
        public Items object(Consumer<Fields> body) {
            write(generator::writeStartObject);
            body.accept(new Fields(generator));
            write(generator::writeEndObject);
            return this;
        }

        /** Writes an object on one line, for what there is much of. */
        public Items line(Consumer<Fields> body) {
            write(generator::writeStartObject);
            JsonLines.flat(generator, () -> {
                body.accept(new Fields(generator));
                write(generator::writeEndObject);
            });
            return this;
        }

        /** Writes an array. */
        public Items array(Consumer<Items> body) {
            write(generator::writeStartArray);
            body.accept(new Items(generator));
            write(generator::writeEndArray);
            return this;
        }
    }
}
