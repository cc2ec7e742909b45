package dev.preflight.checks.fact;

import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form in which probes print several things at once. A heading begins at the start of its line; every line of the
 * text below it begins with a space, so that no text of a file looks like a heading.
 */
public record HeadedText(List<Part> parts) {
    private static final Part END = new Part("done", "", List.of());

    /**
     * One heading and the text below it.
     *
     * @param name the heading's first word
     * @param argument the rest of the heading; may be empty
     * @param lines without the leading space
     */
    public record Part(String name, String argument, List<String> lines) {
        /** The rest of each line that begins with this word. */
        public List<String> values(String word) {
            return lines.stream()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        }

        /** The lines, without blank ones at the end. */
        public String text() {
            return String.join("\n", lines).stripTrailing();
        }
    }

    /**
     * Reads an answer of a probe that ends every line.
     *
     * @throws FactFormatException also if it ends in the middle of a line: it is cut
     */
    static HeadedText parseWhole(ProbeOutput output) throws FactFormatException {
        byte[] out = output.out();
        if (out.length > 0 && out[out.length - 1] != '\n') {
            throw new FactFormatException("the answer ends in the middle of a line");
        }
        return parse(output.lines());
    }

    /**
     * Reads an answer of a probe whose last line is {@code done}, for what may end behind any line else.
     *
     * @throws FactFormatException also if that line is not the last: the answer is cut
     */
    public static HeadedText parseEnded(ProbeOutput output) throws FactFormatException {
        HeadedText text = parseWhole(output);
        int last = text.parts.size() - 1;
        if (last < 0 || !text.parts.get(last).equals(END)) {
            throw new FactFormatException("the last line should be \"done\"");
        }
        return new HeadedText(text.parts.subList(0, last));
    }

    public static HeadedText parse(List<String> lines) throws FactFormatException {
        List<Part> parts = new ArrayList<>();
        for (String line : lines) {
            if (line.isEmpty()) {
                continue;
            }
            if (line.charAt(0) != ' ') {
                int space = line.indexOf(' ');
                String name = space < 0 ? line : line.substring(0, space);
                parts.add(new Part(name, space < 0 ? "" : line.substring(space + 1), new ArrayList<>()));
            } else if (parts.isEmpty()) {
                throw new FactFormatException("expected a heading first, found: " + line);
            } else {
                parts.get(parts.size() - 1).lines().add(line.substring(1));
            }
        }
        return new HeadedText(parts);
    }

    public List<Part> all(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).toList();
    }

    /**
     * What a probe could not tell apart, under the heading {@code unsure}: a process that may be the host's dockerd or that
     * of a container, or an option of it that names no file.
     */
    public <T> Optional<Reading<T>> unsure() {
        return first("unsure").map(part -> Reading.missing(Reason.AMBIGUOUS, "dockerd: " + part.argument()));
    }

    public Optional<Part> first(String name) {
        return all(name).stream().findFirst();
    }

    /** The rest of the first heading of this name. */
    public Optional<String> argument(String name) {
        return first(name).map(Part::argument);
    }

    /** The rest of each heading of this name. */
    public List<String> arguments(String name) {
        return all(name).stream().map(Part::argument).toList();
    }

    /** The lines under the first heading of this name; none if it is not there. */
    public List<String> lines(String name) {
        return first(name).map(Part::lines).orElse(List.of());
    }
}
