package dev.preflight.checks.resolver;

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
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.resolver.DnsAnswers.End;
import dev.preflight.checks.resolver.DnsAnswers.Query;
import dev.preflight.checks.settings.ResolverSettings;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every name server answers on port 53, by UDP and by TCP. A server replied to ping but not to queries, because a
 * firewall dropped UDP 53. Any reply counts as an answer, with any code; a ping proves nothing about the port.
 *
 * <p>Sources: RFC 1035, RFC 7766 (TCP is needed where answers are large), resolv.conf(5).
 */
public final class DnsPort53Check implements HostCheck<DnsPort53Check.Params> {
    /** REFUSED and SERVFAIL of RFC 1035 section 4.1.1: the server works, and not for this name. */
    private static final List<Integer> NOT_FOR_THIS_NAME = List.of(2, 5);

    /** Parameters. */
    public record Params(
            @FromSetting(in = ResolverSettings.class) List<String> platformNames,

            @Param(
                    value = "Name servers beside those of resolv.conf that hosts must reach",
                    example = "[10.0.0.53]",
                    shape = Shape.ADDRESS,
                    kind = Kind.LOCATOR)
            List<String> extraDns) {
        public Params {
            platformNames = List.copyOf(platformNames);
            extraDns = List.copyOf(extraDns);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("dns-port-53", Params.class, Severity.BLOCKER)
            .code("no-nameserver", Severity.INFO)
            .code("filtered")
            .code("no-service")
            .code("unreachable")
            .code("tcp-blocked", Severity.WARNING)
            .code("tcp-http", Severity.WARNING)
            .code("refuses", Severity.WARNING)
            .code("other-source", Severity.WARNING)
            .explainedBy("nic-link");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    private static FactRequest<DnsAnswers> own(Params params) {
        return DnsAnswers.of(params.platformNames());
    }

    private static FactRequest<DnsAnswers> extra(Params params) {
        return DnsAnswers.of(params.platformNames(), params.extraDns());
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(own(params));
        return params.extraDns().isEmpty() ? needs : needs.required(extra(params));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Map<String, FactRequest<DnsAnswers>> servers = new LinkedHashMap<>();
        facts.get(own(params)).servers().forEach(server -> servers.put(server, own(params)));
        if (!params.extraDns().isEmpty()) {
            facts.get(extra(params)).extra().forEach(server -> servers.putIfAbsent(server, extra(params)));
        }
        if (servers.isEmpty()) {
            return List.of(
                    Judgement.notApplicable("no-nameserver", Subject.HOST).basedOn(own(params)));
        }
        boolean oneAnswers = servers.entrySet().stream()
                .anyMatch(server -> udp(facts.get(server.getValue()), server.getKey()).stream()
                        .anyMatch(Query::answered));
        List<Judgement> judgements = new ArrayList<>();
        servers.forEach((server, request) -> {
            boolean later = !judgements.isEmpty();
            server(facts.get(request), server, oneAnswers, later).forEach(j -> judgements.add(j.basedOn(request)));
        });
        return judgements;
    }

    private static List<Query> udp(DnsAnswers answers, String server) {
        return queries(answers, server, false);
    }

    private static List<Query> queries(DnsAnswers answers, String server, boolean tcp) {
        return answers.queries().stream()
                .filter(q -> q.server().equals(server) && q.tcp() == tcp)
                .toList();
    }

    private static List<Judgement> server(DnsAnswers answers, String server, boolean oneAnswers, boolean later) {
        List<Query> udp = udp(answers, server);
        List<Query> tcp = queries(answers, server, true);
        Subject subject = Subject.of("nameserver", server);
        String said = udp.stream().map(Query::said).findFirst().orElse("");
        if (udp.stream().anyMatch(Query::answered)) {
            return working(udp, tcp, subject);
        }
        boolean tcpAnswers = tcp.stream().anyMatch(Query::answered);
        boolean pinged = answers.pings().getOrDefault(server, false);
        if (udp.stream().anyMatch(q -> q.end() == End.UNTOLD) || udp.isEmpty()) {
            return List.of(Judgement.unknown(Reason.MALFORMED, subject).with("detail", said));
        }
        String code = udp.stream().anyMatch(q -> q.end() == End.REFUSED)
                ? "no-service"
                : tcpAnswers || pinged ? "filtered" : "unreachable";
        // libc asks the later ones only when the first one fails, and waits 5 s for each that is silent.
        Judgement judgement = later && oneAnswers ? Judgement.warning(code, subject) : Judgement.fail(code, subject);
        return List.of((oneAnswers ? judgement.withSeverity(Severity.WARNING) : judgement)
                .with("server", server)
                .with("said", said)
                .with("tcp", tcp.isEmpty() ? "-" : tcp.get(0).said())
                .with("ping", Arg.count(pinged ? 1 : 0))
                .withRemedy(Remedy.manual("open-port")));
    }

    private static List<Judgement> working(List<Query> udp, List<Query> tcp, Subject subject) {
        List<Judgement> said = new ArrayList<>();
        if (tcp.isEmpty()) {
            // nslookup asks by UDP only.
            said.add(Judgement.unknown(Reason.NO_TOOL, Subject.of("nameserver", subject.name() + ":tcp"))
                    .withSeverity(Severity.WARNING)
                    .with("detail", "nc"));
        } else if (tcp.stream().noneMatch(Query::answered)) {
            boolean http = tcp.get(0).end() == End.HTTP;
            Judgement none = Judgement.warning(http ? "tcp-http" : "tcp-blocked", subject)
                    .with("said", tcp.get(0).said());
            said.add(http ? none : none.withRemedy(Remedy.manual("open-port")));
        }
        udp.stream()
                .filter(q -> !q.name().equals(DnsAnswers.ROOT))
                .filter(q -> q.rcode().isPresent()
                        && NOT_FOR_THIS_NAME.contains(q.rcode().getAsInt()))
                .map(q -> Judgement.warning("refuses", Subject.of("nameserver", subject.name() + ":" + q.name()))
                        .with("name", q.name())
                        .with("rcode", Arg.count(q.rcode().getAsInt())))
                .forEach(said::add);
        if (udp.stream().anyMatch(q -> q.end() == End.OTHER_SOURCE)) {
            said.add(Judgement.warning("other-source", subject));
        }
        List<Judgement> named = (said.isEmpty() ? List.of(Judgement.pass(subject)) : said)
                .stream().map(j -> j.with("server", subject.name())).toList();
        return named;
    }
}
