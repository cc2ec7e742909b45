package dev.preflight.checks.logs;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.logs.DiskGrowth.Look;
import dev.preflight.checks.logs.DiskGrowth.Room;
import dev.preflight.checks.logs.LogGrowthCheck.Params;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Part of log-growth: how fast one file system fills.
 *
 * @param looks what was seen of all of them, three times
 * @param path a path on it
 */
record FileSystemGrowth(List<Look> looks, String path, Params params) {
    /** Under half a minute a rate is chance. */
    private static final long LEAST_SECONDS = 30;

    /** A larger number of days is of no use to a reader. */
    private static final double MOST_DAYS = 365;

    private static final double SECONDS_A_DAY = 86_400;

    /** Where journald keeps what outlives a boot: systemd-journald.service(8). */
    private static final String JOURNAL = "/var/log/journal";

    /** Two of the smallest files that journald writes, of 8 MiB each: journald.conf(5). */
    private static final long LEAST_JOURNAL_MIB = 16;

    private static final long KIB = 1024;
    private static final long GIB = 1L << 30;

    FileSystemGrowth {
        looks = List.copyOf(looks);
    }

    /**
     * What is said of it.
     *
     * @param name what it is called
     */
    Judgement judged(String name) {
        Room end = Objects.requireNonNull(looks.get(2).rooms().get(path), "only what every look saw is judged");
        double rate = Math.min(rate(looks.get(0), looks.get(1)), rate(looks.get(1), looks.get(2)));
        double days = days(end, rate);
        Judgement judgement = verdict(Subject.of("filesystem", name), end, rate)
                .with("available", Arg.bytes(end.availableKib() * KIB))
                .with("use", Arg.count(use(end)))
                .with("warn", Arg.count(params.warnUse()))
                .with("growth", Arg.bytes(Math.max(0, Math.round(rate * SECONDS_A_DAY))))
                .with("days", days > MOST_DAYS ? "" : String.format(Locale.ROOT, "%.2f", days))
                .with("warn_days", Arg.count(params.warnDays()))
                .with("max", Arg.bytes(params.failGrowth() * GIB));
        boolean fault = judgement.outcome() != Outcome.PASS;
        return fault && !tooShort() ? judgement.withRemedy(Remedy.manual("cause")) : judgement;
    }

    private Judgement verdict(Subject subject, Room end, double rate) {
        double days = days(end, rate);
        if (use(end) >= params.failUse()) {
            return vacuumed(Judgement.fail("nearly-full", subject), end, looks.get(2));
        }
        if (tooShort()) {
            return Judgement.unknown(Reason.SAMPLE_TOO_SHORT, subject)
                    .with("least", Arg.span(Duration.ofSeconds(LEAST_SECONDS)));
        }
        if (days < params.failDays()) {
            return Judgement.fail("filling", subject);
        }
        if (rate * SECONDS_A_DAY >= (double) params.failGrowth() * GIB) {
            return Judgement.fail("growing-fast", subject);
        }
        if (days < params.warnDays()) {
            return Judgement.warning("filling", subject);
        }
        if (use(end) >= params.warnUse()) {
            return vacuumed(Judgement.warning("nearly-full", subject), end, looks.get(2));
        }
        double highest = Math.max(rate(looks.get(0), looks.get(1)), rate(looks.get(1), looks.get(2)));
        return days(end, highest) < params.warnDays() ? Judgement.pass("burst", subject) : Judgement.pass(subject);
    }

    private static int use(Room room) {
        return Math.max(room.percent(), room.inodesPercent());
    }

    private boolean tooShort() {
        return looks.get(2).uptime() - looks.get(0).uptime() < LEAST_SECONDS
                || looks.get(1).uptime() <= looks.get(0).uptime()
                || looks.get(2).uptime() <= looks.get(1).uptime();
    }

    /** Where the journal lies on the file system, it is cut to a twentieth of it. */
    private static Judgement vacuumed(Judgement judgement, Room full, Look look) {
        boolean holds = look.rooms().values().stream()
                .filter(room ->
                        (JOURNAL + "/").startsWith(room.point().endsWith("/") ? room.point() : room.point() + "/"))
                .max(Comparator.comparingInt(room -> room.point().length()))
                .filter(room -> room.point().equals(full.point()))
                .isPresent();
        return holds
                ? judgement.withRemedy(Remedy.confirm("vacuum", Privilege.ROOT)
                        .once()
                        .with("size", Arg.text(Math.max(LEAST_JOURNAL_MIB, full.sizeKib() / 20 / 1024) + "M")))
                : judgement;
    }

    /** How long the room lasts at a rate in bytes a second. */
    private static double days(Room room, double rate) {
        return rate > 0 ? room.availableKib() * (double) KIB / rate / SECONDS_A_DAY : Double.POSITIVE_INFINITY;
    }

    /** By how many bytes a second the room shrank; what rotation gave back makes it less than 0. */
    private double rate(Look from, Look to) {
        Map<String, Room> before = from.rooms();
        Map<String, Room> after = to.rooms();
        Room first = before.get(path);
        Room second = after.get(path);
        double seconds = to.uptime() - from.uptime();
        return first == null || second == null || seconds <= 0
                ? 0
                : (first.availableKib() - second.availableKib()) * (double) KIB / seconds;
    }
}
