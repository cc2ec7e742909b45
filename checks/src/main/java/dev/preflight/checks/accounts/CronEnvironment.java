package dev.preflight.checks.accounts;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.api.FileMode;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What cron gives its jobs: read, nothing is run.
 *
 * @param daemon the umask of the running daemon, which its jobs inherit; empty if none is seen, or the kernel is older
 *     than 4.7 and does not tell (proc(5))
 * @param running whether a daemon is seen
 * @param hiddenProc whether {@code /proc} hides the processes of others
 * @param pam lines of cron's PAM stack that set a umask over that
 * @param loginUmask {@code UMASK} of login.defs, which pam_umask takes where its line names none
 * @param tables by path: the lines that set PATH or a umask
 * @param unreadable tables and stacks that could not be read
 */
public record CronEnvironment(
        Optional<FileMode> daemon,
        boolean running,
        boolean hiddenProc,
        List<String> pam,
        Optional<FileMode> loginUmask,
        Map<String, List<String>> tables,
        List<String> unreadable) {

    /** The fact. */
    public static final Fact<CronEnvironment> FACT = Fact.named("cron-environment", CronEnvironment.class)
            .sharing(SharedShell.class, "own-process")
            .prefersRoot()
            .cap(64 * 1024)
            .parsedBy(CronEnvironment::parse);

    private static final Pattern PAM_UMASK = Pattern.compile("umask=([0-7]{1,4})");
    private static final Pattern PATH_LINE = Pattern.compile("\\s*PATH\\s*=\\s*(\\S.*)");
    private static final Pattern UMASK_LINE = Pattern.compile(".*\\bumask\\s+([0-7]{1,4})\\b.*");

    /** What crond gives jobs whose table sets none: crontab(5) of Vixie cron and of cronie. */
    public static final String DEFAULT_PATH = "/usr/bin:/bin";

    public CronEnvironment {
        pam = List.copyOf(pam);
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        unreadable = List.copyOf(unreadable);
    }

    /** The umask of a job that sets none itself; empty if it is not known. */
    public Optional<FileMode> umask() {
        if (pam.isEmpty()) {
            return daemon;
        }
        Matcher m = PAM_UMASK.matcher(pam.get(pam.size() - 1));
        return m.find() ? mode(m.group(1)) : loginUmask.or(() -> daemon);
    }

    /** By table: every umask that one of its commands sets. */
    public Map<String, List<FileMode>> umasks() {
        return distinct(UMASK_LINE, text -> mode(text).orElseThrow());
    }

    /** By table: every PATH that it sets; each holds for the jobs below it, up to the next. */
    public Map<String, List<String>> paths() {
        return distinct(PATH_LINE, path -> path.strip().replaceAll("^([\"'])(.*)\\1$", "$2"));
    }

    private <T> Map<String, List<T>> distinct(Pattern pattern, Function<String, T> value) {
        Map<String, List<T>> found = new LinkedHashMap<>();
        tables.forEach((table, lines) -> {
            List<T> values = lines.stream()
                    .map(pattern::matcher)
                    .filter(Matcher::matches)
                    .map(m -> value.apply(m.group(1)))
                    .distinct()
                    .toList();
            if (!values.isEmpty()) {
                found.put(table, values);
            }
        });
        return found;
    }

    /** Those of {@link #unreadable} that hold jobs: how they are called is not in PAM's stacks. */
    public List<String> unreadableTables() {
        return unreadable.stream()
                .filter(file -> !file.startsWith("/etc/pam.d/"))
                .toList();
    }

    private static Optional<FileMode> mode(String text) {
        return text.matches("[0-7]{1,4}")
                ? Optional.of(new FileMode(Integer.parseInt(text, 8) & 0777))
                : Optional.empty();
    }

    static Reading<CronEnvironment> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        Map<String, List<String>> tables = new LinkedHashMap<>();
        text.all("table").forEach(part -> tables.put(part.argument(), part.lines()));
        Optional<String[]> daemon =
                text.first("daemon").map(part -> part.argument().split(" ", 2));
        return Reading.got(new CronEnvironment(
                daemon.filter(words -> words.length == 2).flatMap(words -> mode(words[1])),
                daemon.isPresent(),
                text.first("hidden-proc").isPresent(),
                text.arguments("pam"),
                text.first("login-defs").flatMap(part -> mode(part.argument())),
                tables,
                text.arguments("unreadable")));
    }
}
