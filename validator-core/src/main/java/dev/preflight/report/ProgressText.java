package dev.preflight.report;

import dev.preflight.fact.Lane;
import dev.preflight.result.HostActivity;
import dev.preflight.result.HostActivity.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far a run is, in one line: what is waited for, since when, and how long it may yet take. */
final class ProgressText {
    /** A host that is busy with one thing for longer than this is named; most are done before. */
    private static final Duration SLOW = Duration.ofSeconds(3);

    private final Texts texts;
    private final int total;

    ProgressText(Texts texts, int total) {
        this.texts = texts;
        this.total = total;
    }

    /** The line. */
    String line(int done, Duration elapsed, List<HostActivity> busy) {
        String line = texts.page("progress.live", "done", done, "total", total, "elapsed", seconds(elapsed));
        Optional<HostActivity> slowest = slowest(busy);
        List<HostActivity> others = busy.stream()
                .filter(host -> slowest.filter(host::equals).isEmpty())
                .toList();
        long again = others.stream().filter(host -> host.step() == Step.WAITING).count();
        return line
                + slowest.map(this::host).orElse("")
                + number("progress.again", again)
                + (slowest.isPresent() ? number("progress.others", others.size() - again) : "");
    }

    /** Who is waited for: first those that we wait for, then those that wait themselves. */
    private static Optional<HostActivity> slowest(List<HostActivity> busy) {
        return busy.stream()
                .filter(host -> host.since().compareTo(SLOW) >= 0)
                .max(Comparator.comparing(
                                (HostActivity host) -> host.step() != Step.WAITING && host.step() != Step.IN_LINE)
                        .thenComparing(HostActivity::since));
    }

    private String host(HostActivity host) {
        String what = texts.page(
                "progress.step." + host.step().name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + (host.step() == Step.READING && host.lanes().isEmpty() ? ".judging" : ""),
                "lanes",
                host.lanes().stream().map(Lane::id).collect(Collectors.joining(", ")));
        return host.left()
                .map(left -> texts.page(
                        "progress.host.left",
                        "host",
                        host.host(),
                        "what",
                        what,
                        "elapsed",
                        seconds(host.since()),
                        "left",
                        seconds(left)))
                .orElseGet(() -> texts.page(
                        "progress.host", "host", host.host(), "what", what, "elapsed", seconds(host.since())));
    }

    private String number(String key, long number) {
        return number == 0 ? "" : texts.page(key, "n", number);
    }

    /** Since then, or nothing if the clock was set back. */
    static Duration between(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.isNegative() ? Duration.ZERO : between;
    }

    private static String seconds(Duration duration) {
        return ArgText.span(Duration.ofSeconds(Math.max(0, duration.toSeconds())));
    }
}
