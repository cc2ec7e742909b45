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
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.checks.resolver.DnsAnswers.End;
import dev.preflight.checks.resolver.DnsAnswers.Query;
import dev.preflight.checks.resolver.ResolverState.Pods;
import dev.preflight.checks.settings.ResolverSettings;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name server on the host itself replies, has servers to ask, and is not the only one that containers get. A VPN
 * client put 127.0.0.1 into resolv.conf: nslookup and browsers failed, and ping, which went on to the second server, did
 * not.
 *
 * <p>Sources: systemd-resolved(8); moby's {@code libnetwork/internal/resolvconf}: the default bridge takes loopback
 * servers out and falls back to 8.8.8.8 and 8.8.4.4, but for a lone 127.0.0.53, for which it reads resolved's own file;
 * CoreDNS's plugin loop.
 */
public final class ResolverLoopbackCheck implements HostCheck<ResolverLoopbackCheck.Params> {
    private static final FactRequest<ResolverState> STATE = ResolverState.FACT.request();
    private static final FactRequest<DockerDaemon> DOCKER = DockerDaemon.FACT.request();
    private static final FactRequest<DockerDaemonJson> DAEMON_JSON = DockerDaemonJson.FACT.request();

    /** What resolved listens on: systemd-resolved(8). */
    private static final List<String> STUBS = List.of("127.0.0.53", "127.0.0.54");

    /** The one for which Docker reads resolved's own file, where it is the only server. */
    private static final String DOCKER_KNOWS = "127.0.0.53";

    private static final String UPSTREAM = "/run/systemd/resolve/resolv.conf";
    private static final String KUBELET = "/var/lib/kubelet/config.yaml";
    private static final Pattern OWN_SERVERS = Pattern.compile("\"dns\"\\s*:\\s*\\[\\s*\"");

    /** Parameters. */
    public record Params(
            @FromSetting(in = ResolverSettings.class) List<String> platformNames) {
        public Params {
            platformNames = List.copyOf(platformNames);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("resolver-loopback", Params.class, Severity.WARNING)
            .code("no-loopback")
            .code("stub")
            .code("no-listener", Severity.BLOCKER)
            .code("stub-upstream-empty", Severity.BLOCKER)
            .code("stub-upstream-loopback", Severity.BLOCKER)
            .code("local-server")
            .code("containers-fall-back-to-public")
            .code("other-servers-in-containers")
            .oldCode("told-others", "other-servers-in-containers")
            .code("pods-file-absent")
            .code("pods-loop");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    /** How many name servers a resolver of glibc reads: MAXNS in resolv.h (resolv.conf(5)). */
    private static final int ASKED = 3;

    private static FactRequest<DnsAnswers> answers(Params params) {
        return DnsAnswers.of(params.platformNames());
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(STATE).each(answers(params)).optional(DOCKER, DAEMON_JSON);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        ResolverState state = facts.get(STATE);
        // A fourth one is never asked.
        List<String> servers = state.nameservers().stream().limit(ASKED).toList();
        List<String> local =
                servers.stream().filter(ResolverLoopbackCheck::isLoopback).toList();
        List<String> inPods = state.pods().flatMap(Pods::servers).orElse(List.of()).stream()
                .filter(ResolverLoopbackCheck::isLoopback)
                .toList();
        if (local.isEmpty() && !inPods.isEmpty()) {
            return List.of(loops(inPods, Subject.HOST)
                    .with("file", state.pods().orElseThrow().file()));
        }
        if (local.isEmpty()) {
            // What the others answer is for dns-port-53 to say; here only whether any is on the host counts.
            return List.of(facts.reading(answers(params))
                    .<Judgement>fold(
                            dns -> Judgement.pass("no-loopback", Subject.HOST),
                            missing -> Judgement.unknown(missing, Subject.HOST).basedOn(answers(params))));
        }
        List<Judgement> judgements = new ArrayList<>();
        for (String server : local) {
            Subject subject = Subject.of("nameserver", server);
            judgements.addAll(facts.reading(answers(params))
                    .fold(
                            dns -> server(facts, state, dns, server, subject),
                            missing -> List.of(Judgement.unknown(missing, subject))));
        }
        return judgements.stream()
                .map(j -> j.with("vpn", state.vpn().isEmpty() ? Arg.text("-") : Arg.texts(state.vpn()))
                        .with(
                                "listener",
                                state.listeners().isEmpty()
                                        ? "-"
                                        : state.listeners()
                                                .get(state.listeners().size() - 1))
                        .basedOn(STATE)
                        .basedOn(answers(params)))
                .toList();
    }

    private static boolean isLoopback(String server) {
        return server.startsWith("127.")
                || server.equals("::1")
                || server.equals("0:0:0:0:0:0:0:1")
                || server.startsWith("::ffff:127.")
                || server.equals("0.0.0.0");
    }

    private static List<Judgement> server(
            HostFacts facts, ResolverState state, DnsAnswers dns, String server, Subject subject) {
        List<Query> queries = dns.queries().stream()
                .filter(q -> q.server().equals(server) && !q.tcp())
                .toList();
        if (queries.isEmpty()) {
            return List.of(Judgement.unknown(Reason.MALFORMED, subject).with("detail", server));
        }
        if (queries.stream().noneMatch(Query::answered) && queries.stream().anyMatch(q -> q.end() == End.UNTOLD)) {
            return List.of(Judgement.unknown(Reason.MALFORMED, subject)
                    .with("detail", queries.get(0).said()));
        }
        int position = state.nameservers().indexOf(server) + 1;
        if (queries.stream().noneMatch(Query::answered)) {
            return List.of(Judgement.fail("no-listener", subject)
                    .with("server", server)
                    .with("position", Arg.count(position))
                    .with("said", queries.get(0).said())
                    .withRemedy(Remedy.manual("stop-vpn")));
        }
        boolean stub = STUBS.contains(server);
        Optional<Judgement> upstream = stub ? upstream(state, subject) : Optional.empty();
        if (upstream.isPresent()) {
            return List.of(upstream.get().with("server", server));
        }
        return List.of(
                containers(facts, state, server, subject).with("server", server).with("position", Arg.count(position)));
    }

    /** What is wrong with whom resolved asks; empty if nothing is. */
    private static Optional<Judgement> upstream(ResolverState state, Subject subject) {
        List<String> copy = state.copies().get(UPSTREAM);
        if (copy == null) {
            return Optional.of(Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", UPSTREAM));
        }
        List<String> upstream = ResolverState.nameservers(copy);
        if (upstream.isEmpty()) {
            return Optional.of(Judgement.fail("stub-upstream-empty", subject));
        }
        return upstream.stream().allMatch(ResolverLoopbackCheck::isLoopback)
                ? Optional.of(Judgement.fail("stub-upstream-loopback", subject).with("upstream", Arg.texts(upstream)))
                : Optional.empty();
    }

    private static Judgement containers(HostFacts facts, ResolverState state, String server, Subject subject) {
        boolean docker = facts.reading(DOCKER).fold(daemon -> daemon.binary().isPresent(), missing -> false);
        boolean lone = state.nameservers().stream().allMatch(ResolverLoopbackCheck::isLoopback);
        boolean resolvedByDocker =
                server.equals(DOCKER_KNOWS) && state.nameservers().size() == 1;
        boolean told = docker && ownServers(facts);
        if (docker && lone && !resolvedByDocker && !told) {
            return Judgement.warning("containers-fall-back-to-public", subject).withRemedy(Remedy.manual("daemon-dns"));
        }
        Optional<Judgement> pods = pods(state, server, subject);
        if (pods.isPresent()) {
            return pods.get();
        }
        if (STUBS.contains(server)) {
            return Judgement.pass("stub", subject);
        }
        if (told) {
            return told(server, subject, "daemon.json");
        }
        Judgement local = Judgement.warning("local-server", subject);
        return docker ? local.withRemedy(Remedy.manual("daemon-dns")) : local;
    }

    /**
     * What pods get, on a host with a kubelet. A loopback address in a pod is the pod itself, whatever answers there on the
     * host: CoreDNS asks itself, finds that out and ends (plugin loop).
     */
    private static Optional<Judgement> pods(ResolverState state, String server, Subject subject) {
        if (state.pods().isEmpty()) {
            return recorded(state, server, subject);
        }
        Pods pods = state.pods().get();
        // Settings that could not be read may name another file than the one that was found.
        if (state.unreadable("/var/lib/kubelet") || pods.file().isEmpty()) {
            return Optional.of(Judgement.unknown(Reason.NOT_READABLE, subject)
                    .with("detail", pods.file().isEmpty() ? KUBELET : pods.file()));
        }
        if (pods.servers().isEmpty()) {
            return Optional.of(Judgement.warning("pods-file-absent", subject)
                    .with("file", pods.file())
                    .withRemedy(Remedy.manual("kubelet-own-file")));
        }
        List<String> loops = pods.servers().get().stream()
                .filter(ResolverLoopbackCheck::isLoopback)
                .toList();
        return Optional.of(
                loops.isEmpty()
                        ? told(server, subject, pods.file())
                        : loops(loops, subject).with("file", pods.file()));
    }

    private static Judgement told(String server, Subject subject, String by) {
        return STUBS.contains(server)
                ? Judgement.pass("stub", subject)
                : Judgement.pass("other-servers-in-containers", subject).with("by", by);
    }

    private static Judgement loops(List<String> servers, Subject subject) {
        return Judgement.warning("pods-loop", subject)
                .with("pods", Arg.texts(servers))
                .withRemedy(Remedy.manual(STUBS.containsAll(servers) ? "kubelet-resolv-conf" : "kubelet-own-file"));
    }

    /** Evidence of before has the kubelet's settings, and not the file that they name. */
    private static Optional<Judgement> recorded(ResolverState state, String server, Subject subject) {
        if (state.unreadable(KUBELET)) {
            return Optional.of(Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", KUBELET));
        }
        List<String> said = state.settings().get(KUBELET);
        if (said == null) {
            return Optional.empty();
        }
        List<String> files = said.stream()
                .map(line -> line.substring(line.indexOf(':') + 1).replaceAll("[\"'\\s]", ""))
                .filter(file -> !file.isEmpty()
                        && !file.equals("/etc/resolv.conf")
                        && !file.equals("/run/systemd/resolve/stub-resolv.conf"))
                .toList();
        if (files.isEmpty()) {
            return Optional.of(loops(List.of(server), subject));
        }
        // A file of the site's own is the site's affair.
        return Optional.of(told(server, subject, files.get(0)));
    }

    private static boolean ownServers(HostFacts facts) {
        return facts.reading(DAEMON_JSON)
                .fold(
                        file -> OWN_SERVERS
                                .matcher(new String(file.content(), StandardCharsets.UTF_8))
                                .find(),
                        missing -> false);
    }
}
