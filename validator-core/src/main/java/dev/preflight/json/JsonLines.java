package dev.preflight.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;

/** Lays JSON out: each field and item on a line of its own, but for what is written flat, which is on one line as a whole. */
final class JsonLines extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    private int flat;

    JsonLines() {
        super(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        indentArraysWith(indenter);
        indentObjectsWith(indenter);
    }

    /** Runs this, whose output is on one line. */
    static void flat(JsonGenerator generator, Runnable body) {
        if (!(generator.getPrettyPrinter() instanceof JsonLines lines)) {
            throw new IllegalStateException("laid out by another printer");
        }
        lines.flat++;
        body.run();
        lines.flat--;
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new JsonLines();
    }

    @Override
    public void beforeObjectEntries(JsonGenerator g) throws IOException {
        if (flat == 0) {
            super.beforeObjectEntries(g);
        }
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator g) throws IOException {
        if (flat == 0) {
            super.writeObjectFieldValueSeparator(g);
        } else {
            g.writeRaw(':');
        }
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator g) throws IOException {
        if (flat == 0) {
            super.writeObjectEntrySeparator(g);
        } else {
            g.writeRaw(',');
        }
    }

    @Override
    public void writeEndObject(JsonGenerator g, int entries) throws IOException {
        if (flat == 0) {
            super.writeEndObject(g, entries);
        } else {
            leave();
            g.writeRaw('}');
        }
    }

    @Override
    public void beforeArrayValues(JsonGenerator g) throws IOException {
        if (flat == 0) {
            super.beforeArrayValues(g);
        }
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator g) throws IOException {
        if (flat == 0) {
            super.writeArrayValueSeparator(g);
        } else {
            g.writeRaw(',');
        }
    }

    @Override
    public void writeEndArray(JsonGenerator g, int values) throws IOException {
        if (flat == 0) {
            super.writeEndArray(g, values);
        } else {
            leave();
            g.writeRaw(']');
        }
    }

    /** The start of an object or array went one deeper. */
    private void leave() {
        _nesting--;
    }
}
