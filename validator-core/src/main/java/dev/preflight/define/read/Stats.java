package dev.preflight.define.read;

import dev.preflight.define.value.Value;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What several paths are, read by one probe. Of each it is the row that {@code stat:} of a definition gives.
 *
 * @param byPath the row of each path, or why there is none
 */
public record Stats(Map<String, Reading<Value>> byPath) {
    private static final String HEADING = "at ";
    private static final String END = "done\n";

    public Stats {
        byPath = Collections.unmodifiableMap(new LinkedHashMap<>(byPath));
    }

    /** The fact of this id, read as root where the run may become root: to anyone else folders may be closed. */
    public static Fact<Stats> fact(String id) {
        return Fact.scripted(id, "")
                .sharing(Reads.class, "answer", "stat")
                .prefersRoot()
                .parsedBy(Stats::parse);
    }

    /** A request for these paths. */
    public static FactRequest<Stats> of(Fact<Stats> fact, List<String> paths) {
        return fact.request().with("ROOT", "").with("SECRET", "").withArguments(paths);
    }

    /** The row of a path. */
    public Reading<Value> at(String path) {
        return byPath.getOrDefault(path, Reading.missing(Reason.NOT_COLLECTED, path));
    }

    private static Reading<Stats> parse(ProbeOutput output) throws FactFormatException {
        String text = output.text();
        if (!text.startsWith(HEADING)) {
            // It says why nothing can be read, or that there was nothing to read.
            return Told.parse(text, "").flatMap(none -> Reading.got(new Stats(Map.of())));
        }
        if (!text.endsWith("\n" + END)) {
            throw new FactFormatException("the last line should be \"done\"");
        }
        Map<String, Reading<Value>> byPath = new LinkedHashMap<>();
        for (String part : parts(text.substring(0, text.length() - END.length()))) {
            String path = part.substring(HEADING.length(), part.indexOf('\n'));
            byPath.put(path, Told.parse(part + END, "").flatMap(Stats::row));
        }
        return Reading.got(new Stats(byPath));
    }

    private static Reading<Value> row(Told told) {
        if (told.parts().isEmpty()) {
            return Reading.got(StatFields.ABSENT);
        }
        try {
            return Reading.got(StatFields.of(told.parts().get(0)));
        } catch (FormMismatch e) {
            return Reading.missing(e.reason(), e.said());
        }
    }

    /** The answers for single paths, each with its heading. What a host named stands behind a space, so it is none. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int next = text.indexOf("\n" + HEADING, from);
            int end = next < 0 ? text.length() : next + 1;
            parts.add(text.substring(from, end));
            from = end;
        }
        return parts;
    }
}
