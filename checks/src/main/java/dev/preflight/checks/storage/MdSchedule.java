package dev.preflight.checks.storage;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * What starts checks of md arrays by itself.
 *
 * @param cron lines of tables of cron that are in force
 * @param timers timers of systemd that are in force
 * @param unreadable files that could not be read
 */
record MdSchedule(List<Cron> cron, List<Timer> timers, List<String> unreadable) {

    /** A handful of small files. */
    public static final Fact<MdSchedule> FACT =
            Fact.named("md-schedule", MdSchedule.class).parsedBy(MdSchedule::parse);

    /** The one request for it. */
    public static final FactRequest<MdSchedule> REQUEST = FACT.request();

    /** A line of a table of cron. */
    public record Cron(String file, String line) {}

    /**
     * A timer that is switched on.
     *
     * @param calendars its {@code OnCalendar} expressions
     * @param spread how much later than these it may start: {@code RandomizedDelaySec}, {@code AccuracySec}
     */
    public record Timer(String name, List<String> calendars, List<String> spread) {
        public Timer {
            calendars = List.copyOf(calendars);
            spread = List.copyOf(spread);
        }
    }

    public MdSchedule {
        cron = List.copyOf(cron);
        timers = List.copyOf(timers);
        unreadable = List.copyOf(unreadable);
    }

    private static final Pattern SETTING = Pattern.compile("\\s*([A-Za-z_]+)\\s*=(.*)");

    static Reading<MdSchedule> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected all schedules, and no 'done' came");
        }
        // raid-check looks at ENABLED, checkarray at AUTOCHECK: both end at once where it says no.
        boolean raidCheck = !off(text, "/etc/sysconfig/raid-check", "ENABLED");
        boolean checkarray = !off(text, "/etc/default/mdadm", "AUTOCHECK");
        List<Cron> cron = new ArrayList<>();
        for (HeadedText.Part part : text.all("cron")) {
            boolean inForce = part.argument().endsWith("/raid-check") ? raidCheck : checkarray;
            part.lines().stream()
                    .filter(line -> inForce && !SETTING.matcher(line).matches())
                    .forEach(line -> cron.add(new Cron(part.argument(), line)));
        }
        List<Timer> timers = new ArrayList<>();
        for (String name : List.of("raid-check.timer", "mdcheck_start.timer")) {
            boolean inForce = text.first("systemd").isPresent()
                    && named(text, "enabled", name)
                    && !named(text, "masked", name)
                    && (raidCheck || !name.equals("raid-check.timer"));
            if (inForce) {
                timers.add(timer(name, text));
            }
        }
        return Reading.got(new MdSchedule(cron, timers, text.arguments("unreadable")));
    }

    private static boolean named(HeadedText text, String heading, String name) {
        return text.all(heading).stream().anyMatch(part -> part.argument().equals(name));
    }

    /** Drop-ins come behind the unit; an empty assignment forgets what was before: systemd.timer(5). */
    private static Timer timer(String name, HeadedText text) {
        List<String> calendars = new ArrayList<>();
        String delay = "";
        String accuracy = "";
        for (HeadedText.Part part : text.all("timer")) {
            if (!part.argument().startsWith(name + " ")) {
                continue;
            }
            for (String line : part.lines()) {
                Matcher m = SETTING.matcher(line);
                String key = m.matches() ? m.group(1) : "";
                if (key.equals("OnCalendar") && m.group(2).isBlank()) {
                    calendars.clear();
                } else if (key.equals("OnCalendar")) {
                    calendars.add(m.group(2).strip());
                } else if (key.equals("RandomizedDelaySec")) {
                    delay = m.group(2).strip();
                } else if (key.equals("AccuracySec")) {
                    accuracy = m.group(2).strip();
                }
            }
        }
        return new Timer(name, calendars, List.of(delay, accuracy));
    }

    /** Whether the last assignment is anything but a yes; a file without one decides nothing. */
    private static boolean off(HeadedText text, String file, String key) {
        boolean off = false;
        for (HeadedText.Part part : text.all("switch")) {
            for (String line : part.argument().equals(file) ? part.lines() : List.<String>of()) {
                Matcher m = SETTING.matcher(line);
                if (m.matches() && m.group(1).equals(key)) {
                    off = !m.group(2).strip().replaceAll("[\"']", "").matches("(?i)yes|true|on|1");
                }
            }
        }
        return off;
    }
}
