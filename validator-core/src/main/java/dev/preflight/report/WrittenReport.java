package dev.preflight.report;

import dev.preflight.result.RunReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/** A run in one form. The same run gives the same bytes. */
public interface WrittenReport {
    /**
     * Writes the whole document, ending in a newline; as it is made where it can be large.
     *
     * @param to is neither flushed nor closed; writes UTF-8
     * @throws IOException what it throws
     */
    void write(RunReport run, Writer to) throws IOException;

    /** The same as a text. */
    default String render(RunReport run) {
        StringWriter text = new StringWriter();
        try {
            write(run, text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return text.toString();
    }
}
