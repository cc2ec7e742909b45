package dev.preflight.checks.resolver;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.resolver.DnsAnswers.Query;
import dev.preflight.checks.settings.ResolverSettings;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The name servers give the same answers for the platform's names, so that it does not matter which is asked first.
 * "options rotate" came with an image of a cloud: ping did not find a name that nslookup found, because nslookup always begins with the
 * first server, and libc then does not.
 *
 * <p>Sources: resolv.conf(5); glibc's {@code res_send.c}, where 2.17 begins with the second server in every new process
 * and newer ones with any; musl, which knows no rotate. NXDOMAIN is final: no other server is asked.
 */
public final class ResolverRotateCheck implements HostCheck<ResolverRotateCheck.Params> {
    private static final FactRequest<ResolverState> STATE = ResolverState.FACT.request();

    private static final Subject ORDER = Subject.of("resolv.conf", "options");

    /** Parameters. */
    public record Params(
            @FromSetting(in = ResolverSettings.class) List<String> platformNames) {
        public Params {
            platformNames = List.copyOf(platformNames);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("resolver-rotate", Params.class, Severity.WARNING)
            .code("servers-disagree", Severity.BLOCKER)
            .code("disagree-without-rotate")
            .code("libc-vs-dns")
            .code("rotate")
            .code("single-server")
            .code("names-unset", Severity.INFO)
            .explainedBy("dns-port-53")
            .explainedBy("resolver-loopback");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    private static FactRequest<DnsAnswers> answers(Params params) {
        return DnsAnswers.of(params.platformNames());
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(STATE).optional(HostIdentity.REQUEST);
        return params.platformNames().isEmpty() ? needs : needs.each(answers(params));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        ResolverState state = facts.get(STATE);
        List<String> servers =
                state.nameservers().subList(0, Math.min(3, state.nameservers().size()));
        boolean musl =
                facts.reading(HostIdentity.REQUEST).fold(host -> host.id().equals("alpine"), missing -> false);
        boolean rotate = rotates(state) && !musl;
        List<Judgement> judgements = new ArrayList<>();
        if (servers.size() < 2) {
            judgements.add(Judgement.pass("single-server", ORDER).with("rotate", Arg.count(rotate ? 1 : 0)));
        } else if (rotate) {
            judgements.add(Judgement.warning("rotate", ORDER).withRemedy(Remedy.manual("drop-rotate")));
        } else {
            judgements.add(Judgement.pass(ORDER));
        }
        if (params.platformNames().isEmpty()) {
            judgements.add(Judgement.notApplicable("names-unset", Subject.of("setting", "platform_names")));
        } else {
            Reading<DnsAnswers> reading = facts.reading(answers(params));
            for (String name : params.platformNames()) {
                Subject subject = Subject.of("name", name);
                judgements.addAll(reading.fold(
                        dns -> name(dns, servers, name, rotate, subject),
                        missing -> List.of(Judgement.unknown(missing, subject))));
            }
        }
        return judgements;
    }

    /**
     * The last word on an option counts, there is no word that takes rotate back, and the environment's options come on top
     * of the file's (resolv.conf(5)).
     */
    private static boolean rotates(ResolverState state) {
        Stream<String> options = state.content().orElse(List.of()).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("options"));
        Stream<String> environment = state.settings().values().stream()
                .flatMap(List::stream)
                .filter(line -> line.contains("RES_OPTIONS="))
                .map(line -> line.substring(line.indexOf('=') + 1));
        return Stream.concat(options, environment)
                .anyMatch(line -> List.of(line.split("[\\s\"';]+")).contains("rotate"));
    }

    private static List<Judgement> name(
            DnsAnswers dns, List<String> servers, String name, boolean rotate, Subject subject) {
        List<Query> all = servers.stream()
                .flatMap(server -> dns.query(server, name, false).stream())
                .toList();
        List<Query> answered = all.stream().filter(q -> q.rcode().isPresent()).toList();
        Arg said =
                Arg.texts(all.stream().map(q -> q.server() + " " + q.verdict()).toList());
        List<Judgement> judgements = new ArrayList<>();
        long different = answered.stream().map(Query::verdict).distinct().count();
        if (different > 1) {
            judgements.add(
                    rotate
                            ? Judgement.fail("servers-disagree", subject).withRemedy(Remedy.manual("drop-rotate"))
                            : Judgement.warning("disagree-without-rotate", subject));
        } else if (servers.size() > 1 && answered.size() < servers.size()) {
            judgements.add(Judgement.unknown(Reason.TIMEOUT, subject)
                    .with("detail", all.stream().map(Query::said).findFirst().orElse("")));
        }
        List<String> lookups = dns.lookups().getOrDefault(name, List.of());
        long failed = lookups.stream().filter(String::isEmpty).count();
        boolean found = answered.stream().anyMatch(q -> !q.address().isEmpty());
        if (failed > 0 && found && different <= 1) {
            judgements.add(Judgement.fail("libc-vs-dns", subject)
                    .with("failed", Arg.count(failed))
                    .with("tries", Arg.count(lookups.size())));
        }
        return (judgements.isEmpty() ? List.of(Judgement.pass(subject)) : judgements)
                .stream().map(j -> j.with("name", name).with("answers", said)).toList();
    }
}
