package dev.preflight.checks.load;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes that should go on, at the start and at the end of a time, and what ends processes here.
 *
 * @param hz ticks a second
 * @param hiddenProc whether the processes of others are hidden
 * @param began seconds between the start of the host and the first look; 0 if nothing was looked for
 * @param ended the same of the second look
 * @param before processes of the first look
 * @param after processes of the second look
 * @param ends what may have ended a process, by its number
 * @param logRead whether the kernel's log of kills could be read
 * @param session what logging out does
 */
record LongRun(
        int hz,
        boolean hiddenProc,
        double began,
        double ended,
        List<Seen> before,
        List<Seen> after,
        Map<Long, Ends> ends,
        boolean logRead,
        Session session) {

    /** Some short programs beside the time itself. */
    public static final Fact<LongRun> FACT = Fact.named("long-run", LongRun.class)
            .sharing(SharedShell.class, "find-tool", "own-process")
            .prefersRoot()
            .slow()
            .limit(Duration.ofSeconds(20))
            .parsedBy(LongRun::parse);

    private static final int USUAL_HZ = 100;
    private static final Pattern STAMP = Pattern.compile("\\[\\s*(\\d{1,12}\\.\\d+)\\]");
    private static final Pattern KILL = Pattern.compile("Kill(?:ed)? process (\\d{1,9})\\b");

    /** A process: which of the strings its command line holds, counted from 1, its start and CPU time in ticks. */
    public record Seen(int string, long pid, long start, long ticks) {
        /** Numbers are used again: the start tells. */
        public boolean isSame(Seen other) {
            return string == other.string && pid == other.pid && start == other.start;
        }
    }

    /**
     * What may have ended one process.
     *
     * @param finite whether its command line says that it ends by itself
     * @param outOfMemory whether the kernel's log, or its control group, says that it was killed for want of memory
     * @param groupKnown whether its control group counts kills
     * @param oomd whether systemd-oomd says so of its control group
     * @param result what systemd says of its service; empty if it is none
     * @param cpuLimit seconds of CPU time that it may use; empty if there is no limit, or it could not be read
     */
    public record Ends(
            boolean finite,
            boolean outOfMemory,
            boolean groupKnown,
            boolean oomd,
            String result,
            Optional<Long> cpuLimit) {}

    /**
     * What logging out does to what a session started.
     *
     * @param logind whether logind runs
     * @param killsProcesses whether it ends them; empty if that could not be determined
     * @param user whose session it is
     * @param exempt whether it is one whose processes are left alone
     * @param linger whether the user lingers
     * @param idleLogout what start-up files set TMOUT to
     */
    public record Session(
            boolean logind,
            Optional<Boolean> killsProcesses,
            String user,
            boolean exempt,
            boolean linger,
            List<String> idleLogout) {
        public Session {
            idleLogout = List.copyOf(idleLogout);
        }
    }

    public LongRun {
        before = List.copyOf(before);
        after = List.copyOf(after);
        ends = Collections.unmodifiableMap(new HashMap<>(ends));
    }

    static Reading<LongRun> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected 'done' at the end");
        }
        List<HeadedText.Part> at = text.all("at");
        double began = at.isEmpty() ? 0 : Numbers.decimal(at.get(0).argument());
        double ended = at.size() < 2 ? began : Numbers.decimal(at.get(1).argument());
        List<Seen> before = seen(text, "before");
        Map<Long, Ends> ends = new HashMap<>();
        for (Seen seen : before) {
            ends.put(seen.pid(), ends(text, seen.pid(), began));
        }
        String hz = text.argument("hz").orElse("");
        return Reading.got(new LongRun(
                hz.matches("[1-9]\\d{0,5}") ? Integer.parseInt(hz) : USUAL_HZ,
                text.first("hidden-proc").isPresent(),
                began,
                ended,
                before,
                seen(text, "after"),
                ends,
                text.first("log").isPresent(),
                session(text)));
    }

    private static List<Seen> seen(HeadedText text, String heading) throws FactFormatException {
        List<Seen> seen = new ArrayList<>();
        for (HeadedText.Part part : text.all(heading)) {
            String[] words = part.argument().split(" ", -1);
            if (words.length != 4 || !part.argument().matches("\\d{1,9} \\d{1,9} \\d{1,18} \\d{1,18}")) {
                throw new FactFormatException("expected a process, found: " + part.argument());
            }
            seen.add(new Seen(
                    Integer.parseInt(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3])));
        }
        return seen;
    }

    private static Ends ends(HeadedText text, long pid, double began) {
        String group = of(text, "group", pid);
        String before = of(text, "kills-before", pid);
        String after = of(text, "kills-after", pid);
        boolean counted = before.matches("\\d{1,18}") && after.matches("\\d{1,18}");
        boolean more = counted && Long.parseLong(after) > Long.parseLong(before);
        String limit = of(text, "cpu-limit", pid);
        return new Ends(
                text.all("finite").stream().anyMatch(part -> part.argument().equals("0 " + pid)),
                more || logged(text, pid, began),
                counted,
                !group.isEmpty()
                        && !group.equals("/")
                        && text.all("oomd").stream()
                                .flatMap(part -> part.lines().stream())
                                .anyMatch(line -> line.contains(group)),
                of(text, "result", pid).replaceFirst("^Result=", ""),
                limit.matches("\\d{1,18}") ? Optional.of(Long.parseLong(limit)) : Optional.empty());
    }

    /** Numbers are used again: what the log says of before the first look is about another process. */
    private static boolean logged(HeadedText text, long pid, double began) {
        return text.all("log").stream().flatMap(part -> part.lines().stream()).anyMatch(line -> {
            Matcher kill = KILL.matcher(line);
            Matcher stamp = STAMP.matcher(line);
            return kill.find()
                    && Long.parseLong(kill.group(1)) == pid
                    && (!stamp.find() || Double.parseDouble(stamp.group(1)) >= Math.floor(began));
        });
    }

    private static String of(HeadedText text, String heading, long pid) {
        return text.arguments(heading).stream()
                .filter(argument -> argument.startsWith(pid + " "))
                .map(argument -> argument.substring(argument.indexOf(' ') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static Session session(HeadedText text) {
        String user = text.argument("user").orElse("");
        String effective = text.argument("kill-user").orElse(config(text, "KillUserProcesses"));
        Optional<Boolean> kills = effective.matches("yes|true|on|1")
                ? Optional.of(true)
                : effective.matches("no|false|off|0") ? Optional.of(false) : Optional.empty();
        // logind.conf(5): root is excluded unless the list is set, and a list of only those to kill excludes the rest.
        List<String> only = List.of(config(text, "KillOnlyUsers").split(" +"));
        boolean all = only.equals(List.of(""));
        String excluded = config(text, "KillExcludeUsers");
        boolean exempt =
                List.of((excluded.isEmpty() ? "root" : excluded).split(" +")).contains(user)
                        || (!all && !only.contains(user));
        return new Session(
                text.first("logind").isPresent(),
                kills,
                user,
                exempt,
                text.first("linger").isPresent(),
                text.arguments("tmout").stream().distinct().toList());
    }

    private static String config(HeadedText text, String key) {
        return text.arguments("config").stream()
                .filter(argument -> argument.startsWith(key + " "))
                .map(argument -> argument.substring(key.length()).strip())
                .reduce("", (one, later) -> later);
    }
}
