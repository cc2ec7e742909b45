package dev.preflight.checks.network;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.KernelLog;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Nothing that is known to reset short TCP connections now and then is set or seen. Clients of a field site were reset
 * once in ten thousand connections; the log does not name the cause, so the known ones are looked for.
 *
 * <p>This is what shows on the host by itself; connections between hosts are tried by {@link
 * dev.preflight.checks.link.ShortConnectionsCheck}.
 *
 * <p>Sources: the kernel's ip-sysctl and nf_conntrack-sysctl documents, tcp(7), the Kubernetes blog of 2019-03-29 on
 * intermittent resets. tcp_tw_recycle went with kernel 4.12; it drops clients behind one address whose timestamps differ.
 */
public final class ShortTcpResetCheck implements HostCheck<ShortTcpResetCheck.Params> {
    private static final String HOST = "host";
    private static final String OVERFLOWS = "ListenOverflows";
    private static final int PERCENT = 100;

    /** The kernel's range of local ports: ip_local_port_range in the kernel's ip-sysctl.rst. */
    private static final long DEFAULT_FIRST = 32_768;

    private static final long DEFAULT_LAST = 60_999;

    /** The same request as that of the checks of the log. */
    private static final FactRequest<KernelLog> LOG = KernelLog.FACT.request();

    /** Counters of netfilter's table of connections, in /proc/net/stat/nf_conntrack. */
    private static final List<String> DROPS = List.of("invalid", "insert_failed", "drop");

    /** Parameters. */
    public record Params(
            @FromSetting Duration sampleTime,

            @Param(
                    value = "Part of the table of connections in use, from which on it is a warning",
                    defaultValue = "75",
                    unit = "percent",
                    example = "60",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int warnConntrack,

            @Param(
                    value = "Part of the table of connections in use, from which on it is a fail",
                    defaultValue = "95",
                    unit = "percent",
                    example = "90",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int failConntrack,

            @Param(
                    value = "How many local ports there must be for outgoing connections",
                    defaultValue = "10000",
                    example = "20000",
                    least = "0",
                    most = "65535",
                    kind = Kind.THRESHOLD)
            int minPorts,

            @Param(
                    value = "How many connections a listening socket must be allowed to hold (net.core.somaxconn)",
                    defaultValue = "1024",
                    example = "4096",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minBacklog) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("short-tcp-reset", Params.class, Severity.WARNING)
            .code("tw-recycle")
            .code("abort-on-overflow")
            .code("conntrack-full")
            .code("conntrack-was-full")
            .code("conntrack-filling", Severity.WARNING)
            .code("listen-overflow", Severity.WARNING)
            .code("conntrack-drops", Severity.WARNING)
            .code("few-ports", Severity.WARNING)
            .code("short-backlog", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(sampled(params)).each(LOG);
    }

    private static FactRequest<TcpResets> sampled(Params params) {
        return TcpResets.FACT.request().sampling(params.sampleTime());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        TcpResets seen = facts.get(sampled(params));
        List<Judgement> said = new ArrayList<>();
        said.addAll(settings(seen, params));
        said.addAll(conntrack(seen, params));
        said.addAll(counters(seen));
        said.addAll(notSeen(seen));
        log(facts.reading(LOG)).forEach(judgement -> said.add(judgement.basedOn(LOG)));
        if (said.isEmpty()) {
            said.add(Judgement.pass(Subject.HOST).with("seconds", Arg.count(Math.round(seen.seconds()))));
        }
        return said;
    }

    private static Subject setting(String name) {
        return Subject.of("sysctl", name);
    }

    private static Remedy set(String name, long now, long wanted) {
        return Remedy.confirm("set", Privilege.ROOT)
                .with("name", Arg.text(name))
                .with("now", Arg.text(Long.toString(now)))
                .with("wanted", Arg.text(Long.toString(wanted)));
    }

    /** The kernel's own range, or one that is large enough for the site; below 1024 are the ports of services. */
    private static String range(String[] now, long min) {
        long last = Math.max(DEFAULT_LAST, Long.parseLong(now[1]));
        long first = Math.min(DEFAULT_FIRST, Math.max(1024, last - min + 1));
        return first + " " + (last - first + 1 < min ? 65_535 : last);
    }

    private static List<Judgement> settings(TcpResets seen, Params params) {
        List<Judgement> said = new ArrayList<>();
        long recycle = seen.number("tcp_tw_recycle").orElse(0);
        if (recycle != 0 && seen.number("tcp_timestamps").orElse(1) != 0) {
            String name = "net.ipv4.tcp_tw_recycle";
            said.add(Judgement.fail("tw-recycle", setting(name)).withRemedy(set(name, recycle, 0)));
        }
        long abort = seen.number("tcp_abort_on_overflow").orElse(0);
        if (abort != 0) {
            String name = "net.ipv4.tcp_abort_on_overflow";
            said.add(Judgement.fail("abort-on-overflow", setting(name)).withRemedy(set(name, abort, 0)));
        }
        String[] ports = seen.settings().getOrDefault("ip_local_port_range", "").split("\\s+");
        if (ports.length == 2 && ports[0].matches("\\d{1,5}") && ports[1].matches("\\d{1,5}")) {
            long count = Long.parseLong(ports[1]) - Long.parseLong(ports[0]) + 1;
            if (count < params.minPorts()) {
                said.add(Judgement.warning("few-ports", setting("net.ipv4.ip_local_port_range"))
                        .with("ports", Arg.count(count))
                        .with("min", Arg.count(params.minPorts()))
                        .withRemedy(Remedy.confirm("set-ports", Privilege.ROOT)
                                .with("now", Arg.text(ports[0] + " " + ports[1]))
                                .with("range", Arg.text(range(ports, params.minPorts())))));
            }
        }
        OptionalLong backlog = seen.number("somaxconn");
        if (backlog.isPresent() && backlog.getAsLong() < params.minBacklog()) {
            String name = "net.core.somaxconn";
            said.add(Judgement.warning("short-backlog", setting(name))
                    .with("backlog", Arg.count(backlog.getAsLong()))
                    .with("min", Arg.count(params.minBacklog()))
                    .withRemedy(set(name, backlog.getAsLong(), Math.max(params.minBacklog(), backlog.getAsLong()))));
        }
        return said;
    }

    private static List<Judgement> conntrack(TcpResets seen, Params params) {
        OptionalLong count = seen.number("nf_conntrack_count");
        OptionalLong max = seen.number("nf_conntrack_max");
        boolean known = count.isPresent() && max.isPresent() && max.getAsLong() > 0;
        long used = known ? PERCENT * count.getAsLong() / max.getAsLong() : 0;
        boolean full = used >= params.failConntrack();
        if (!full && used < params.warnConntrack()) {
            return List.of();
        }
        Subject subject = setting("net.netfilter.nf_conntrack_max");
        Judgement judgement =
                full ? Judgement.fail("conntrack-full", subject) : Judgement.warning("conntrack-filling", subject);
        return List.of(judgement
                .with("count", Arg.count(count.orElse(0)))
                .with("max", Arg.count(max.orElse(0)))
                .with("percent", Arg.count(params.warnConntrack()))
                .withRemedy(set("net.netfilter.nf_conntrack_max", max.orElse(0), 2 * max.orElse(0))));
    }

    /** A table that was full need not be so now; net/netfilter/nf_conntrack_core.c writes the line. */
    private static List<Judgement> log(Reading<KernelLog> reading) {
        Subject subject = Subject.of("log", "kernel");
        return reading.fold(
                log -> {
                    if (log.events().stream().anyMatch(e -> e.text().contains("conntrack: table full"))) {
                        return List.of(
                                Judgement.fail("conntrack-was-full", subject).withRemedy(Remedy.manual("enlarge")));
                    }
                    if (!log.sources().isEmpty()) {
                        return List.of();
                    }
                    return List.of(
                            log.denied().isEmpty()
                                    ? Judgement.unknown(Reason.NO_TOOL, subject).with("detail", "dmesg")
                                    : Judgement.unknown(Reason.NO_PERMISSION, subject)
                                            .with("detail", String.join("; ", log.denied())));
                },
                missing -> List.of(Judgement.unknown(missing, subject)));
    }

    /** Totals since boot are large on healthy hosts; only what grew while the host was watched counts. */
    private static List<Judgement> counters(TcpResets seen) {
        List<Judgement> said = new ArrayList<>();
        for (String namespace : seen.end().counters().keySet()) {
            Subject subject = Subject.of("network", namespace);
            long overflows = seen.grown(namespace, OVERFLOWS);
            long before = seen.before(namespace, OVERFLOWS);
            if (overflows > 0) {
                said.add(Judgement.warning("listen-overflow", subject)
                        .with("before", Arg.count(before))
                        .with("after", Arg.count(before + overflows))
                        .with("seconds", Arg.count(Math.round(seen.seconds())))
                        .withRemedy(Remedy.manual("accept")));
            }
            List<String> drops = DROPS.stream()
                    .filter(counter -> seen.grown(namespace, counter) > 0)
                    .map(counter -> counter + " +" + seen.grown(namespace, counter))
                    .toList();
            if (!drops.isEmpty()) {
                said.add(Judgement.warning("conntrack-drops", subject)
                        .with("counters", Arg.texts(drops))
                        .with("seconds", Arg.count(Math.round(seen.seconds())))
                        .withRemedy(Remedy.manual("capture")));
            }
        }
        return said;
    }

    private static List<Judgement> notSeen(TcpResets seen) {
        List<Judgement> said = new ArrayList<>();
        if (seen.seconds() < 1) {
            said.add(Judgement.unknown(Reason.SAMPLE_TOO_SHORT, Subject.of("network", HOST)));
        }
        if (!seen.unreadable().isEmpty()) {
            said.add(Judgement.unknown(Reason.NOT_READABLE, Subject.of("network", HOST))
                    .with("detail", String.join(", ", seen.unreadable())));
        } else if (!seen.watched(HOST, OVERFLOWS)) {
            // A counter that is not there grew by nothing that anybody saw.
            said.add(Judgement.unknown(Reason.NOT_READABLE, Subject.of("network", HOST))
                    .with("detail", "/proc/net/netstat"));
        }
        if (!seen.denied().isEmpty()) {
            said.add(Judgement.unknown(Reason.NO_PERMISSION, Subject.of("network", "containers"))
                    .with("detail", String.join(", ", seen.denied())));
        }
        if (seen.notLookedAt() > 0) {
            said.add(Judgement.unknown(Reason.TRUNCATED, Subject.of("network", "more-containers"))
                    .with("detail", Integer.toString(seen.notLookedAt())));
        }
        if (seen.hiddenProc()) {
            said.add(Judgement.unknown(Reason.HIDDEN_PROC, Subject.of("network", "containers")));
        }
        return said;
    }
}
