package dev.preflight.define.read;

import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the probe of a read said, before it is read in any form: what is there, in its order, and not what is not.
 *
 * @param parts none: nothing of what was looked for is there
 * @param error the first line on standard error; empty if there is none
 */
record Told(List<Part> parts, String error) {
    Told {
        parts = List.copyOf(parts);
    }

    /** What a part is. */
    enum Kind {
        /** A text: of a file, of a program, of a variable. */
        TEXT,
        /** The size and the digest of such a text. */
        DIGEST,
        /** What stat(1) prints. */
        STAT,
        /** A setting that is a link to {@code /dev/null}. */
        MASKED
    }

    /**
     * One part.
     *
     * @param path of a file; empty for what is none
     * @param text as it was read, with all line breaks
     * @param target where a link leads
     * @param exit of a program
     */
    record Part(Kind kind, String path, String text, String target, OptionalInt exit) {}

    /** Reads what a probe printed. */
    static Reading<Told> parse(ProbeOutput output) throws FactFormatException {
        return parse(output.text(), output.firstError());
    }

    /** The same, of standard output and the first line of standard error. */
    static Reading<Told> parse(String text, String error) throws FactFormatException {
        return new Reader().read(text, error);
    }

    /** One heading after another. */
    private static final class Reader {
        private final List<Part> parts = new ArrayList<>();
        private String path = "";
        private OptionalInt status = OptionalInt.empty();
        private Reading<Told> missing = Reading.got(new Told(List.of(), ""));

        Reading<Told> read(String text, String error) throws FactFormatException {
            if (!text.endsWith("\ndone\n") && !text.equals("done\n")) {
                throw new FactFormatException("the last line should be \"done\"");
            }
            String[] lines = text.split("\n", -1);
            int at = 0;
            // The last two are "done" and the nothing behind it.
            while (at < lines.length - 2) {
                int end = at + 1;
                while (end < lines.length - 2 && lines[end].startsWith(" ")) {
                    end++;
                }
                heading(lines[at], List.of(lines).subList(at + 1, end));
                at = end;
            }
            return missing.isMissing() ? missing : Reading.got(new Told(parts, error));
        }

        private void heading(String line, List<String> below) throws FactFormatException {
            int space = line.indexOf(' ');
            String name = space < 0 ? line : line.substring(0, space);
            String rest = space < 0 ? "" : line.substring(space + 1);
            switch (name) {
                case "at" -> path = rest;
                case "absent" -> {}
                case "text", "ran" -> text(below, name.equals("ran"));
                case "status" -> status = OptionalInt.of(number(rest));
                case "digest" -> add(Kind.DIGEST, rest, status);
                case "stat" -> stat(below);
                case "target" -> target(below);
                case "masked" -> add(Kind.MASKED, "", OptionalInt.empty());
                default -> missing(name, rest);
            }
            if (!name.matches("text|ran|stat|target") && !below.isEmpty()) {
                throw new FactFormatException("expected nothing below " + name);
            }
        }

        /** The first reason counts. */
        private void missing(String name, String rest) throws FactFormatException {
            Reason reason = switch (name) {
                case "denied", "user" -> Reason.NO_PERMISSION;
                case "special", "autofs", "failed", "odd" -> Reason.NOT_READABLE;
                case "truncated" -> Reason.TRUNCATED;
                case "no-tool" -> Reason.NO_TOOL;
                default -> throw new FactFormatException("no such heading: " + name);
            };
            String said = switch (name) {
                case "user" -> "not root";
                case "special" -> path + ": not a regular file";
                case "autofs" -> path + ": an automounter would have to mount it";
                case "odd" -> "a file name with a line break";
                case "no-tool" -> rest;
                default -> rest.isEmpty() ? path : rest;
            };
            if (!missing.isMissing()) {
                missing = Reading.missing(reason, said);
            }
        }

        private void add(Kind kind, String text, OptionalInt exit) {
            parts.add(new Part(kind, path, text, "", exit));
        }

        /** Its last line is the status of what read it, or its own. */
        private void text(List<String> below, boolean ran) throws FactFormatException {
            int end = number(last(below));
            if (!ran && end != 0) {
                missing("failed", "");
            }
            add(Kind.TEXT, unindented(below.subList(0, below.size() - 1)), ran ? OptionalInt.of(end) : status);
        }

        private void stat(List<String> below) throws FactFormatException {
            if (number(last(below)) != 0) {
                missing("failed", "");
            }
            add(Kind.STAT, unindented(below.subList(0, below.size() - 1)), OptionalInt.empty());
        }

        private void target(List<String> below) throws FactFormatException {
            if (parts.isEmpty()) {
                throw new FactFormatException("expected a link before its target");
            }
            Part link = parts.remove(parts.size() - 1);
            parts.add(new Part(link.kind(), link.path(), link.text(), unindented(below), link.exit()));
        }

        private static String last(List<String> below) throws FactFormatException {
            if (below.isEmpty()) {
                throw new FactFormatException("expected a status");
            }
            return below.get(below.size() - 1).substring(1);
        }

        private static String unindented(List<String> lines) {
            return String.join(
                    "\n", lines.stream().map(line -> line.substring(1)).toList());
        }

        private static int number(String text) throws FactFormatException {
            if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new FactFormatException("expected a status, found: " + text);
            }
            return Integer.parseInt(text);
        }
    }
}
