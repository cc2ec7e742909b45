package dev.preflight.checks.reach;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Rows.Row;
import dev.preflight.api.Subject;
import dev.preflight.checks.reach.Reach.Answer;
import dev.preflight.checks.reach.Reach.Target;
import dev.preflight.checks.reach.ReachLimits.Way;
import dev.preflight.fact.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one target answered in one context, beside what is required of it.
 *
 * @param reach of the context
 * @param elsewhere a proxy that another context or a service has; empty if none has one
 * @param now when it was asked for, by the clock of the machine that asks
 */
record ReachVerdict(Row<ReachLimits> row, Reach reach, Optional<String> elsewhere, Instant now) {

    private Subject subject() {
        return Subject.of("target", row.key());
    }

    Judgement judged() {
        Target target = reach.targets().get(row.key());
        return target == null
                ? Judgement.unknown(Reason.NOT_COLLECTED, subject()).with("detail", row.key())
                : judged(target);
    }

    private Judgement judged(Target target) {
        return switch (target.answer()) {
            case NO_TOOL -> Judgement.unknown(Reason.NO_TOOL, subject()).with("detail", "curl");
            case NOT_ASKED -> Judgement.unknown(Reason.TIMEOUT, subject()).with("detail", row.key());
            case NO_AUTHORITIES ->
                Judgement.unknown(Reason.NOT_READABLE, subject())
                        .with("detail", row.limits().ca());
            case UNCLEAR -> Judgement.unknown(Reason.MALFORMED, subject()).with("detail", target.said());
            case PROXY_REFUSED -> fail("proxy-refused", target);
            case NO_TLS -> fail("no-tls", target);
            case UNTRUSTED -> untrusted(target);
            case NOT_VALID_NOW -> fail(target.certificate().invalidAt(now) ? "untrusted" : "clock", target);
            case NOT_RESOLVED, REFUSED, TIMEOUT -> unreached(target);
            case GIVEN -> given(target);
        };
    }

    private Judgement fail(String code, Target target) {
        return Judgement.fail(code, subject())
                .with("issuer", target.certificate().issuer())
                .with("proxy", proxy(target).orElse(""));
    }

    /** The proxy that it went to. */
    private Optional<String> proxy(Target target) {
        return target.byProxy() ? reach.proxies().of(row.key()) : Optional.empty();
    }

    private Judgement unreached(Target target) {
        if (!target.byProxy() && row.limits().proxy() != Way.NONE && !tcp()) {
            Optional<String> needed = elsewhere.filter(any -> !reach.proxies().any());
            if (needed.isPresent()) {
                return fail("proxy-needed", target).with("elsewhere", needed.get());
            }
        }
        return fail(
                switch (target.answer()) {
                    case NOT_RESOLVED -> "not-resolved";
                    case TIMEOUT -> "timeout";
                    default -> "refused";
                },
                target);
    }

    private boolean tcp() {
        return row.key().startsWith("tcp:");
    }

    private Judgement untrusted(Target target) {
        return otherIssuer(target) ? intercepted(target) : fail("untrusted", target);
    }

    private boolean otherIssuer(Target target) {
        String issuer = target.certificate().issuer();
        return !issuer.isEmpty()
                && row.limits().issuer().filter(p -> p.find(issuer).isEmpty()).isPresent();
    }

    private Judgement intercepted(Target target) {
        return fail("intercepted", target)
                .with("pattern", row.limits().issuer().map(Object::toString).orElse(""));
    }

    private Judgement given(Target target) {
        ReachLimits limits = row.limits();
        if (limits.proxy() == Way.REQUIRED && !target.byProxy() && !tcp()) {
            return fail("proxy-needed", target);
        }
        boolean certified = row.key().startsWith("https:");
        if (certified
                && limits.issuer().isPresent()
                && target.certificate().issuer().isEmpty()) {
            return Judgement.unknown(Reason.NO_TOOL, subject()).with("detail", "curl");
        }
        if (certified && otherIssuer(target)) {
            return intercepted(target);
        }
        return tcp() ? timely(target) : answered(target);
    }

    private Judgement answered(Target target) {
        ReachLimits limits = row.limits();
        if (!limits.right(row.key()).contains(target.status())) {
            return fail("status", target)
                    .with(
                            "right",
                            Arg.texts(limits.right(row.key()).stream()
                                    .map(String::valueOf)
                                    .toList()));
        }
        Optional<String> missing = limits.wanted(row.key(), target.status())
                .filter(header -> !target.headers().contains(header));
        return missing.map(
                        header -> fail("portal", target).with("header", header).with("type", target.type()))
                .orElseGet(() -> timely(target));
    }

    private Judgement timely(Target target) {
        return target.time().compareTo(row.limits().maxTime()) > 0
                ? Judgement.warning("slow", subject())
                        .with("maxTime", Arg.span(row.limits().maxTime()))
                : Judgement.pass(subject());
    }

    /** What came, in words of the tools. */
    String state() {
        Target target = reach.targets().get(row.key());
        if (target == null) {
            return "";
        }
        String what = target.status() >= 100 ? "HTTP " + target.status() : target.said();
        String time = target.time().isZero() ? "" : target.time().toMillis() + " ms";
        return Stream.of(what, time, proxy(target).map(p -> "-> " + p).orElse(""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** How it got there, for a comparison with other contexts. */
    String way() {
        Target target = reach.targets().get(row.key());
        return target == null || target.answer() != Answer.GIVEN
                ? ""
                : target.status() + " " + proxy(target).orElse("");
    }
}
