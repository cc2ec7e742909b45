package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinePattern;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.KernelLog;
import dev.preflight.checks.fact.KernelLog.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the lines of one host's log and its counters say. */
final class LogEvents {
    /** Bits of the taint mask: a machine check, an oops, a soft lockup (admin-guide/tainted-kernels.rst). */
    private static final int MACHINE_CHECK = 4;

    private static final int OOPS = 7;
    private static final int SOFT_LOCKUP = 14;

    private final KernelLog log;
    private final List<Signature> more;
    private final Duration maxAge;
    private final Map<String, Judgement> found = new LinkedHashMap<>();

    LogEvents(KernelLog log, List<Signature> more, Duration maxAge) {
        this.log = log;
        this.more = more;
        this.maxAge = maxAge;
    }

    /** At least one. */
    List<Judgement> judgements() {
        Signature.SHIPPED.forEach(signature -> look(signature, false));
        more.forEach(signature -> look(signature, true));
        counters();
        List<Judgement> said = new ArrayList<>(found.values());
        boolean failed = said.stream().anyMatch(judgement -> judgement.outcome() == Outcome.FAIL);
        if (!log.covers(maxAge) && !failed) {
            said.add(KernelLogSignaturesCheck.notCovered(log));
        }
        return said.isEmpty() ? List.of(Judgement.pass(Subject.HOST)) : said;
    }

    /** Whether some line of the log is of one of these signatures, however old. */
    static boolean anyOf(KernelLog log, List<String> names) {
        return new LogEvents(log, List.of(), Duration.ZERO)
                .judgements().stream().anyMatch(judgement -> names.contains(judgement.code()));
    }

    private void look(Signature signature, boolean ofSite) {
        for (Event event : log.events()) {
            Optional<LinePattern.Match> match = signature.pattern().find(event.text());
            if (match.isPresent()) {
                add(signature, ofSite, event, match.get().group("subject").orElse(""));
            }
        }
    }

    private void add(Signature signature, boolean ofSite, Event event, String name) {
        Subject subject = ofSite
                ? Subject.of("signature", name.isEmpty() ? signature.name() : signature.name() + ":" + name)
                : Subject.of(name.isEmpty() ? "log" : signature.kind(), name);
        String code = ofSite ? "site-signature" : signature.name();
        boolean current = event.at().isEmpty()
                || (event.at().getAsLong() >= log.bootedAt() && age(event).compareTo(maxAge) <= 0);
        boolean lowered = !current || (signature.lowerOnVm() && log.virtual());
        Judgement judgement = judgement(code, subject, lowered ? lower(signature.severity()) : signature.severity())
                .with("line", event.text())
                .with("max", Arg.span(maxAge));
        if (event.at().isPresent()) {
            judgement = judgement.with("age", Arg.span(age(event)));
        }
        if (ofSite) {
            judgement = judgement
                    .with("name", signature.name())
                    .with("effect", signature.effect())
                    .with("advice", signature.advice());
        }
        merge(judgement, current);
    }

    /** The gravest of each code and subject, of these the last. */
    private void merge(Judgement judgement, boolean current) {
        String key = judgement.code() + " " + judgement.subject();
        Judgement other = found.get(key);
        boolean graver = other == null || judgement.outcome() == Outcome.FAIL || other.outcome() != Outcome.FAIL;
        if (graver && (other == null || current || judgement.outcome() != Outcome.FAIL)) {
            found.put(key, judgement);
        }
    }

    private Duration age(Event event) {
        return Duration.ofSeconds(Math.max(0, log.now() - event.at().orElse(log.now())));
    }

    private static Severity lower(Severity severity) {
        return severity == Severity.BLOCKER ? Severity.WARNING : severity;
    }

    private static Judgement judgement(String code, Subject subject, Severity severity) {
        return (severity == Severity.BLOCKER ? Judgement.fail(code, subject) : Judgement.warning(code, subject))
                .withSeverity(severity);
    }

    /**
     * What happened since boot, even where no log can be read or the line is gone: older kernels print NETDEV
     * WATCHDOG once a boot. A log that covers the whole time and has no such line puts it further back.
     */
    private void counters() {
        boolean old = log.covers(maxAge) && log.uptime() > maxAge.toSeconds();
        new TreeMap<>(log.txTimeouts()).forEach((nic, count) -> {
            Subject subject = Subject.of("nic", nic);
            if (count > 0) {
                Judgement counted = found.getOrDefault(
                        "nic-tx-timeout " + subject,
                        judgement("nic-tx-timeout", subject, old ? Severity.WARNING : Severity.BLOCKER)
                                .with("max", Arg.span(maxAge)));
                found.put(
                        "nic-tx-timeout " + subject,
                        counted.with("timeouts", Arg.count(count)).with("nic", nic));
            }
        });
        if (log.taintedBy(SOFT_LOCKUP)) {
            taint("soft-lockup", old || log.virtual());
        }
        if (log.taintedBy(OOPS)) {
            taint("oops", old);
        }
        if (log.taintedBy(MACHINE_CHECK)) {
            taint("mce", true);
        }
    }

    private void taint(String code, boolean lowered) {
        if (found.values().stream().anyMatch(judgement -> judgement.code().equals(code))) {
            return;
        }
        Subject subject = Subject.of("log", "");
        Judgement judgement = judgement(code, subject, lowered ? Severity.WARNING : Severity.BLOCKER)
                .with("tainted", Arg.count(log.tainted().orElse(0)))
                .with("max", Arg.span(maxAge));
        found.put(code + " " + subject, log.sources().isEmpty() ? judgement.with("log", "no-log") : judgement);
    }
}
