package dev.preflight.checks.logs;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.logs.LogRotation.Alert;
import dev.preflight.checks.logs.LogRotation.CronScript;
import dev.preflight.checks.logs.LogRotation.Daemon;
import dev.preflight.checks.logs.LogRotation.DryRun;
import dev.preflight.checks.logs.LogRotation.Journal;
import dev.preflight.checks.logs.LogRotation.LastRun;
import dev.preflight.checks.logs.LogRotation.RuleFile;
import dev.preflight.checks.logs.LogRotation.Switch;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads what the probe of {@link LogRotation} prints. */
final class LogRotationText {
    /** The text between the paths of a rule and its schedule: logrotate 3.7 to 3.22. */
    private static final String BEFORE_SCHEDULE = "  ";

    private static final Pattern RULE_FILE = Pattern.compile("([0-7]{1,5}) (\\d{1,10}) (\\d{1,10}) (/.*)");
    private static final Pattern SWITCH =
            Pattern.compile("(\\d{1,10}) (\\d{1,10}) (\\d{1,10} \\d{1,10} [0-7]{1,5}|) (yes|no) (/.*)");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s{\"']+)");

    private LogRotationText() {}

    static Reading<LogRotation> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        String uid = text.argument("uid").orElse("");
        if (!uid.matches("\\d{1,10}")) {
            throw new FactFormatException("expected the user's id, found: " + uid);
        }
        List<CronScript> scripts = new ArrayList<>();
        for (HeadedText.Part part : text.all("cron-script")) {
            String[] words = part.argument().split(" ", 2);
            scripts.add(new CronScript(words[words.length - 1], words[0].equals("yes"), part.text()));
        }
        return Reading.got(new LogRotation(
                uid.equals("0"),
                text.first("systemd").isPresent(),
                text.argument("enabled").orElse(""),
                text.argument("active").orElse(""),
                scripts,
                text.first("hidden-proc").isPresent(),
                text.all("process").stream()
                        .map(part -> new Daemon(part.argument(), part.text()))
                        .toList(),
                text.arguments("file"),
                lastRun(text),
                text.arguments("unreadable"),
                text.argument("logrotate"),
                serviceResult(text),
                alerts(text),
                ruleFiles(text),
                dryRun(text),
                switches(text),
                journald(text),
                journal(text)));
    }

    private static String serviceResult(HeadedText text) {
        return text.first("service").stream()
                .flatMap(part -> part.lines().stream())
                .filter(line -> line.startsWith("Result="))
                .map(line -> line.substring("Result=".length()))
                .findFirst()
                .orElse("");
    }

    private static Optional<LastRun> lastRun(HeadedText text) throws FactFormatException {
        OptionalLong now = number(text.argument("now").orElse(""));
        if (now.isEmpty()) {
            throw new FactFormatException("expected the host's time in seconds");
        }
        Optional<LastRun> newest = Optional.empty();
        for (String status : text.arguments("status")) {
            String[] words = status.split(" ", 2);
            OptionalLong at = number(words[0]);
            if (at.isPresent()) {
                LastRun run = new LastRun(words[words.length - 1], now.getAsLong() - at.getAsLong());
                newest = newest.filter(other -> other.ageSeconds() <= run.ageSeconds())
                        .or(() -> Optional.of(run));
            }
        }
        return newest;
    }

    private static Optional<DryRun> dryRun(HeadedText text) throws FactFormatException {
        Optional<HeadedText.Part> part = text.first("dry-run");
        if (part.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong status = number(part.get().argument());
        if (status.isEmpty()) {
            throw new FactFormatException(
                    "expected logrotate's exit status, found: " + part.get().argument());
        }
        List<String> errors = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (String line : part.get().lines()) {
            if (line.startsWith("error: ")) {
                errors.add(line.substring("error: ".length()));
            } else if (line.startsWith("Ignoring ")) {
                ignored.add(line);
            } else {
                // A rule for several paths fills several lines, and only the first has the heading.
                String paths = line.replaceFirst("^rotating pattern: ", "");
                int end = paths.indexOf(BEFORE_SCHEDULE);
                patterns.addAll(words(end < 0 ? paths : paths.substring(0, end)));
            }
        }
        return Optional.of(new DryRun((int) status.getAsLong(), errors, patterns, ignored));
    }

    private static List<Alert> alerts(HeadedText text) {
        OptionalLong now = number(text.argument("now").orElse(""));
        return text.arguments("alert").stream()
                .map(alert -> {
                    String[] words = alert.split(" ", 2);
                    OptionalLong at = number(words[0]);
                    return new Alert(
                            words[words.length - 1],
                            now.isPresent() && at.isPresent()
                                    ? OptionalLong.of(now.getAsLong() - at.getAsLong())
                                    : OptionalLong.empty());
                })
                .toList();
    }

    private static Map<String, RuleFile> ruleFiles(HeadedText text) {
        Map<String, RuleFile> files = new LinkedHashMap<>();
        for (String argument : text.arguments("rule-file")) {
            var m = RULE_FILE.matcher(argument);
            if (m.matches()) {
                files.put(m.group(4), new RuleFile(m.group(1), m.group(2) + ":" + m.group(3), List.of()));
            }
        }
        for (HeadedText.Part part : text.all("rules")) {
            RuleFile file = files.getOrDefault(part.argument(), new RuleFile("", "", List.of()));
            List<String> patterns =
                    part.lines().stream().flatMap(line -> words(line).stream()).toList();
            files.put(part.argument(), new RuleFile(file.mode(), file.owner(), patterns));
        }
        return files;
    }

    private static List<Switch> switches(HeadedText text) {
        List<Switch> found = new ArrayList<>();
        for (String argument : text.arguments("su")) {
            var m = SWITCH.matcher(argument);
            if (m.matches()) {
                found.add(new Switch(
                        Long.parseLong(m.group(1)),
                        Long.parseLong(m.group(2)),
                        m.group(3).strip(),
                        m.group(4).equals("yes"),
                        m.group(5)));
            }
        }
        return found;
    }

    private static Map<String, List<String>> journald(HeadedText text) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        text.all("journald").forEach(part -> files.put(part.argument(), part.lines()));
        return files;
    }

    private static Optional<Journal> journal(HeadedText text) {
        Optional<HeadedText.Part> part = text.first("journal");
        if (part.isEmpty()) {
            return Optional.empty();
        }
        String[] words = part.get().argument().split(" ", -1);
        OptionalLong used = number(words[0]);
        OptionalLong size = number(words[words.length - 1]);
        return words.length == 2 && used.isPresent() && size.isPresent()
                ? Optional.of(new Journal(used.getAsLong(), size.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The paths of one line of rules: separated by blanks, quoted where they hold any (logrotate(8)). */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        var m = WORD.matcher(line);
        while (m.find()) {
            String word = m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3);
            if (word.startsWith("/")) {
                words.add(word);
            }
        }
        return words;
    }
}
