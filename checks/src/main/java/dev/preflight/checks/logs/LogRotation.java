package dev.preflight.checks.logs;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What rotates the log files of a host, when it last ran, and what limits the journal. That there is no logrotate
 * is a value.
 *
 * @param root whether it was read as root; only then there is a dry run
 * @param systemd whether systemd runs the host
 * @param timerEnabled what {@code systemctl is-enabled logrotate.timer} said; empty without systemctl
 * @param timerActive what {@code systemctl is-active logrotate.timer} said; empty without systemctl
 * @param cronScripts the scripts by which cron would run logrotate
 * @param hiddenProc whether {@code /proc} hides the processes of others
 * @param daemons cron and syslog daemons that run
 * @param logFiles files of syslog that are not empty
 * @param lastRun when logrotate last wrote its state; empty if it never did, or the file cannot be looked at
 * @param unreadable files and directories that could not be read
 * @param logrotate path of the program; empty if there is none
 * @param serviceResult how the last run of {@code logrotate.service} since boot ended; empty where systemd did not say
 * @param alerts what cron and its scripts said of runs that failed
 * @param ruleFiles the files of rules, those that could not be read without their rules
 * @param dryRun what {@code logrotate -d} said; empty without root
 * @param switches where a dry run would have rotated as another user than root
 * @param journald lines of the journal's configuration by path, the directories in their order of precedence
 * @param journal size of the journal on disk; empty if it is not kept there
 */
record LogRotation(
        boolean root,
        boolean systemd,
        String timerEnabled,
        String timerActive,
        List<CronScript> cronScripts,
        boolean hiddenProc,
        List<Daemon> daemons,
        List<String> logFiles,
        Optional<LastRun> lastRun,
        List<String> unreadable,
        Optional<String> logrotate,
        String serviceResult,
        List<Alert> alerts,
        Map<String, RuleFile> ruleFiles,
        Optional<DryRun> dryRun,
        List<Switch> switches,
        Map<String, List<String>> journald,
        Optional<Journal> journal) {

    /** A dry run over hundreds of rules takes seconds: specs section 2 gives a command 15. */
    public static final Fact<LogRotation> FACT = Fact.named("log-rotation", LogRotation.class)
            .sharing(SharedShell.class, "find-tool", "own-process")
            .prefersRoot()
            .limit(java.time.Duration.ofSeconds(15))
            .format(2)
            .parsedBy(LogRotation::parse);

    /** What stands between the paths of a rule and how often it is applied: logrotate 3.7 to 3.22. */
    private static final String BEFORE_SCHEDULE = "  ";

    private static final Pattern RULE_FILE = Pattern.compile("([0-7]{1,5}) (\\d{1,10}) (\\d{1,10}) (/.*)");
    private static final Pattern SWITCH =
            Pattern.compile("(\\d{1,10}) (\\d{1,10}) (\\d{1,10} \\d{1,10} [0-7]{1,5}|) (yes|no) (/.*)");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s{\"']+)");

    /** A script that cron would run; {@code text} is its beginning, empty if it cannot be read. */
    public record CronScript(String path, boolean executable, String text) {}

    /** A running daemon: name as the kernel has it, and how it was started. */
    public record Daemon(String name, String commandLine) {}

    /** The state file, and how many seconds old it was when the host looked, by its own clock. */
    public record LastRun(String path, long ageSeconds) {}

    /** Exit status, the errors, the paths and globs that logrotate has rules for, and why it leaves out which files. */
    public record DryRun(int status, List<String> errors, List<String> patterns, List<String> ignored) {
        /** Copies what it is given. */
        public DryRun {
            errors = List.copyOf(errors);
            patterns = List.copyOf(patterns);
            ignored = List.copyOf(ignored);
        }
    }

    /** Where it was said that a run failed, and how many seconds ago; empty where the host could not read the time. */
    public record Alert(String source, OptionalLong ageSeconds) {}

    /**
     * A file of rules.
     *
     * @param mode its permissions in octal; empty in older evidence
     * @param owner ids of user and group, as {@code 0:0}; empty in older evidence
     * @param patterns the paths and globs that it names
     */
    public record RuleFile(String mode, String owner, List<String> patterns) {
        /** Copies what it is given. */
        public RuleFile {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * A directory with logs that are rotated as another user than root.
     *
     * @param user id of the user that logrotate would become
     * @param group its group then
     * @param owner ids and permissions of the directory, as {@code 0 0 755}; empty where they could not be read
     * @param acl whether an access control list says more
     */
    public record Switch(long user, long group, String owner, boolean acl, String directory) {}

    /** What the journal takes, and the size of its file system, both in KiB. */
    public record Journal(long usedKib, long fileSystemKib) {}

    /** Copies what it is given. */
    public LogRotation {
        cronScripts = List.copyOf(cronScripts);
        daemons = List.copyOf(daemons);
        logFiles = List.copyOf(logFiles);
        unreadable = List.copyOf(unreadable);
        alerts = List.copyOf(alerts);
        ruleFiles = Collections.unmodifiableMap(new LinkedHashMap<>(ruleFiles));
        switches = List.copyOf(switches);
        journald = Collections.unmodifiableMap(new LinkedHashMap<>(journald));
    }

    static Reading<LogRotation> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        String uid = argument(text, "uid");
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
                argument(text, "enabled"),
                argument(text, "active"),
                scripts,
                text.first("hidden-proc").isPresent(),
                text.all("process").stream()
                        .map(part -> new Daemon(part.argument(), part.text()))
                        .toList(),
                arguments(text, "file"),
                lastRun(text),
                arguments(text, "unreadable"),
                text.first("logrotate").map(HeadedText.Part::argument),
                text.first("service").stream()
                        .flatMap(part -> part.lines().stream())
                        .filter(line -> line.startsWith("Result="))
                        .map(line -> line.substring("Result=".length()))
                        .findFirst()
                        .orElse(""),
                alerts(text),
                ruleFiles(text),
                dryRun(text),
                switches(text),
                journald(text),
                journal(text)));
    }

    private static String argument(HeadedText text, String name) {
        return text.first(name).map(HeadedText.Part::argument).orElse("");
    }

    private static List<String> arguments(HeadedText text, String name) {
        return text.all(name).stream().map(HeadedText.Part::argument).toList();
    }

    private static Optional<LastRun> lastRun(HeadedText text) throws FactFormatException {
        OptionalLong now = number(argument(text, "now"));
        if (now.isEmpty()) {
            throw new FactFormatException("expected the host's time in seconds");
        }
        Optional<LastRun> newest = Optional.empty();
        for (String status : arguments(text, "status")) {
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
        OptionalLong now = number(argument(text, "now"));
        return arguments(text, "alert").stream()
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
        for (String argument : arguments(text, "rule-file")) {
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
        for (String argument : arguments(text, "su")) {
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
