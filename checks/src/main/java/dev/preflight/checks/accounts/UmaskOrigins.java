package dev.preflight.checks.accounts;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.List;

/**
 * Where the umask of a login may come from.
 *
 * @param origins every line that sets it, in the order in which a login reads the files
 */
record UmaskOrigins(List<Origin> origins) {

    /** The fact. */
    public static final Fact<UmaskOrigins> FACT = Fact.named("umask-origins", UmaskOrigins.class)
            .sharing(SharedShell.class, "keep")
            .cap(64 * 1024)
            .parsedBy(UmaskOrigins::parse);

    /** Those of sudoers alone, for the contexts in which root may read them. */
    public static final Fact<UmaskOrigins> SUDOERS = Fact.named("sudoers-umask", UmaskOrigins.class)
            .sharing(SharedShell.class, "keep")
            .cap(64 * 1024)
            .parsedBy(UmaskOrigins::parse);

    private static final Pattern GREP = Pattern.compile("([^:]+):(\\d{1,9}):(.*)");

    /**
     * A line that sets the umask.
     *
     * @param file its path
     * @param line its number, from 1
     * @param text the line itself
     */
    public record Origin(String file, int line, String text) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + text;
        }
    }

    public UmaskOrigins {
        origins = List.copyOf(origins);
    }

    static Reading<UmaskOrigins> parse(ProbeOutput output) {
        return Reading.got(new UmaskOrigins(output.lines().stream()
                .map(GREP::matcher)
                .filter(Matcher::matches)
                .map(m -> new Origin(
                        m.group(1), Integer.parseInt(m.group(2)), m.group(3).strip()))
                .toList()));
    }
}
