package dev.preflight.cli;

import dev.preflight.json.JsonOut;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;

/** In which form {@code lint} says what is wrong. */
enum LintForm {
    /** For a person: errors on standard output, warnings on standard error. */
    TEXT,
    /** For programs. */
    JSON,
    /** Annotations of a GitHub workflow, docs.github.com, "Workflow commands for GitHub Actions". */
    GITHUB,
    /** A report of GitLab's code quality, docs.gitlab.com, "Code Quality", "Code Quality report format". */
    GITLAB;

    /**
     * What was found in one profile.
     *
     * @param name as the user named it
     * @param errors in the order of their places
     * @param warnings as well
     */
    record Found(String name, List<Problem> errors, List<Problem> warnings) {
        /** Unmodifiable lists. */
        Found {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** The whole output; only of a form for programs. */
    String of(List<Found> all) {
        return switch (this) {
            case TEXT -> throw new IllegalStateException("a page is printed as it is made");
            case JSON -> json(all);
            case GITHUB -> github(all);
            case GITLAB -> gitlab(all);
        };
    }

    private static String json(List<Found> all) {
        return JsonOut.object(document -> document.field("schemaVersion", 1)
                .field(
                        "errors",
                        all.stream().mapToInt(one -> one.errors().size()).sum())
                .array(
                        "profiles",
                        items -> all.forEach(one -> items.object(profile -> profile.field("profile", one.name())
                                .array(
                                        "errors",
                                        list -> one.errors().forEach(problem -> list.object(o -> json(o, problem))))
                                .array(
                                        "warnings",
                                        list -> one.warnings()
                                                .forEach(problem -> list.object(o -> json(o, problem))))))));
    }

    private static void json(JsonOut.Fields problem, Problem found) {
        Place place = found.place();
        problem.field("source", place.source());
        if (place.line() == 0) {
            problem.nothing("line").nothing("column");
        } else {
            problem.field("line", place.line()).field("column", place.column());
        }
        problem.field("message", found.message()).field("hint", found.hint().isEmpty() ? null : found.hint());
    }

    private static String github(List<Found> all) {
        StringBuilder lines = new StringBuilder();
        for (Found one : all) {
            one.errors().forEach(problem -> lines.append(annotation("error", problem)));
            one.warnings().forEach(problem -> lines.append(annotation("warning", problem)));
        }
        return lines.toString();
    }

    private static String annotation(String command, Problem problem) {
        Place place = problem.place();
        String at = isFile(place.source()) ? " file=" + property(place.source()) : "";
        String line = at.isEmpty() || place.line() == 0 ? "" : ",line=" + place.line() + ",col=" + place.column();
        // Beside no file, the place is part of the text.
        String text = at.isEmpty() ? problem.toString() : text(problem);
        return "::" + command + at + line + "::" + data(text) + "\n";
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String gitlab(List<Found> all) {
        Map<String, Integer> seen = new HashMap<>();
        return JsonOut.array(issues -> all.forEach(one -> {
            one.errors().forEach(problem -> issues.object(o -> issue(o, "major", problem, seen)));
            one.warnings().forEach(problem -> issues.object(o -> issue(o, "minor", problem, seen)));
        }));
    }

    private static void issue(JsonOut.Fields issue, String severity, Problem problem, Map<String, Integer> seen) {
        Place place = problem.place();
        String text = isFile(place.source()) ? text(problem) : problem.toString();
        // Without the line: an issue that others moved is the same one. Equal ones are numbered.
        String what = place.source() + "\n" + problem.message();
        String print = sha256(what + "\n" + seen.merge(what, 1, Integer::sum));
        issue.field("description", text)
                .field("check_name", "preflight-lint")
                .field("fingerprint", print)
                .field("severity", severity)
                .object(
                        "location",
                        location -> location.field("path", place.source())
                                .object("lines", lines -> lines.field("begin", Math.max(1, place.line()))));
    }

    private static String text(Problem problem) {
        return problem.message() + (problem.hint().isEmpty() ? "" : "; " + problem.hint());
    }

    private static boolean isFile(String source) {
        try {
            return Files.isRegularFile(Path.of(source));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Reads the name of a form. */
    static final class Converter implements ITypeConverter<LintForm> {
        @Override
        public LintForm convert(String value) {
            return FormatName.read(LintForm.class, value);
        }
    }
}
