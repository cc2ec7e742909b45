package dev.preflight.checks.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** resolver-rotate and resolver-loopback, which read the same two things. */
class ResolverChecksTest {
    private static final List<String> NAMES = List.of("db.x");

    private static <T> Reading<T> parsed(FactRequest<T> request, String text) throws FactFormatException {
        return request.fact().parser().parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    private static HostFacts facts(String conf, String dns, String more, boolean docker, String id)
            throws FactFormatException {
        Map<String, Reading<?>> readings = new HashMap<>();
        readings.put(
                ResolverState.FACT.request().key(),
                parsed(ResolverState.FACT.request(), "content\n " + conf.replace("~", "\n ") + "\n" + more + "done\n"));
        FactRequest<DnsAnswers> named = DnsAnswers.of(NAMES);
        readings.put(named.key(), parsed(named, "tool dig\n" + dns + "done\n"));
        readings.put(
                HostIdentity.REQUEST.key(),
                Reading.got(new HostIdentity(id, List.of(), "1", id, "6.1", "x86_64", 0, "", "")));
        readings.put(
                DockerDaemon.FACT.request().key(),
                Reading.got(new DockerDaemon(
                        docker ? Optional.of("/usr/bin/dockerd") : Optional.empty(),
                        "",
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        List.of())));
        return new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings);
    }

    private static String answer(String server, String status, String address) {
        return "query dig udp " + server + " db.x\n ;; ->>HEADER<<- opcode: QUERY, status: " + status + ", id: 1\n"
                + (address.isEmpty() ? "" : " db.x. 60 IN A " + address + "\n");
    }

    private static List<String> said(List<Judgement> judgements) {
        return judgements.stream().map(j -> j.outcome().code() + " " + j.code()).toList();
    }

    private static List<String> rotate(String conf, String dns, String id) throws FactFormatException {
        return said(new ResolverRotateCheck()
                .judge(facts(conf, dns, "", false, id), new ResolverRotateCheck.Params(NAMES)));
    }

    private static final String TWO = "nameserver 10.0.0.1~nameserver 10.0.0.2";
    private static final String AGREE =
            answer("10.0.0.1", "NOERROR", "10.1.1.1") + answer("10.0.0.2", "NOERROR", "10.1.1.1");
    private static final String DISAGREE =
            answer("10.0.0.1", "NOERROR", "10.1.1.1") + answer("10.0.0.2", "NXDOMAIN", "");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RES_OPTIONS="timeout:1 rotate"        | warning rotate
            export RES_OPTIONS='rotate'           | warning rotate
            RES_OPTIONS=rotate; export RES_OPTIONS | warning rotate
            RES_OPTIONS="timeout:1"               | pass ok
            RES_OPTIONS=no-rotate                 | pass ok
            """)
    void whatTheEnvironmentAddsRotatesToo(String line, String expected) throws FactFormatException {
        HostFacts facts = facts(TWO, AGREE, "config /etc/environment\n " + line + "\n", false, "debian");
        assertThat(said(new ResolverRotateCheck().judge(facts, new ResolverRotateCheck.Params(NAMES))))
                .containsExactly(expected, "pass ok");
    }

    @Test
    void rotateMakesADisagreementAFailureButNotWithMuslWhichKnowsNoRotate() throws FactFormatException {
        assertThat(rotate(TWO, AGREE, "debian")).containsExactly("pass ok", "pass ok");
        assertThat(rotate(TWO + "~options rotate", AGREE, "debian")).containsExactly("warning rotate", "pass ok");
        assertThat(rotate(TWO + "~options timeout:1 rotate", DISAGREE, "debian"))
                .containsExactly("warning rotate", "fail servers-disagree");
        assertThat(rotate(TWO + "~options rotate", DISAGREE, "alpine"))
                .containsExactly("pass ok", "warning disagree-without-rotate");
        assertThat(rotate(TWO, DISAGREE, "debian")).containsExactly("pass ok", "warning disagree-without-rotate");
    }

    @Test
    void aServerThatDoesNotAnswerCannotBeComparedAndOneAloneNeedNotBe() throws FactFormatException {
        String silent = "query dig udp 10.0.0.2 db.x\n ;; connection timed out; no servers could be reached\n";
        assertThat(rotate(TWO, answer("10.0.0.1", "NOERROR", "10.1.1.1") + silent, "debian"))
                .containsExactly("pass ok", "unknown timeout");
        assertThat(rotate("nameserver 10.0.0.2", silent, "debian")).containsExactly("pass single-server", "pass ok");
    }

    @Test
    void serversThatWereNotAskedAreNotTakenToAgree() throws FactFormatException {
        assertThat(rotate(TWO, "", "debian")).containsExactly("pass ok", "unknown timeout");
    }

    @ParameterizedTest
    @CsvSource({"0, pass ok", "1, fail libc-vs-dns", "6, fail libc-vs-dns"})
    void libcMustFindWhatTheServersKnow(int failures, String expected) throws FactFormatException {
        StringBuilder lookups = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            lookups.append(i < failures ? "libc 2 db.x \n" : "libc 0 db.x 10.1.1.1\n");
        }
        assertThat(rotate(TWO, AGREE + lookups, "debian")).containsExactly("pass ok", expected);
    }

    private static List<String> loopback(String conf, String dns, String more, boolean docker)
            throws FactFormatException {
        return said(new ResolverLoopbackCheck()
                .judge(facts(conf, dns, more, docker, "debian"), new ResolverLoopbackCheck.Params(NAMES)));
    }

    @Test
    void aStubIsAsGoodAsWhomItAsks() throws FactFormatException {
        String stub = answer("127.0.0.53", "NOERROR", "10.1.1.1");
        String copy = "copy /run/systemd/resolve/resolv.conf\n nameserver ";
        assertThat(loopback("nameserver 127.0.0.53", stub, copy + "10.0.0.1\n", true))
                .containsExactly("pass stub");
        assertThat(loopback("nameserver 127.0.0.53", stub, copy + "127.0.0.1\n", false))
                .containsExactly("fail stub-upstream-loopback");
        assertThat(loopback("nameserver 127.0.0.53", stub, "", false)).containsExactly("unknown not-readable");
        // Docker knows one of the two addresses of resolved.
        assertThat(loopback("nameserver 127.0.0.54", answer("127.0.0.54", "NOERROR", ""), copy + "10.0.0.1\n", true))
                .containsExactly("warning containers-fall-back-to-public");
        assertThat(loopback(
                        "nameserver 127.0.0.53",
                        stub,
                        copy + "10.0.0.1\nunreadable /var/lib/kubelet/config.yaml\n",
                        false))
                .containsExactly("unknown not-readable");
        assertThat(loopback(
                        "nameserver 127.0.0.53", "query dig udp 127.0.0.53 db.x\n dig: not a legal name\n", "", false))
                .containsExactly("unknown malformed");
        String kubelet = "config /var/lib/kubelet/config.yaml\n resolvConf: ";
        assertThat(loopback(
                        "nameserver 127.0.0.53",
                        stub,
                        copy + "10.0.0.1\n" + kubelet + "\"/etc/kubernetes/resolv.conf\"\n",
                        false))
                .containsExactly("pass stub");
        assertThat(loopback("nameserver 127.0.0.53", stub, copy + "10.0.0.1\n" + kubelet + "/etc/resolv.conf\n", false))
                .containsExactly("warning pods-loop");
        assertThat(loopback(
                        "nameserver 127.0.0.53",
                        stub,
                        copy + "10.0.0.1\n" + kubelet + "/run/systemd/resolve/resolv.conf\n",
                        false))
                .containsExactly("pass stub");
    }

    @Test
    void aServerOfTheHostsOwnIsAWarningAndADeadOneAFailure() throws FactFormatException {
        String own = answer("127.0.0.1", "NOERROR", "10.1.1.1");
        assertThat(loopback("nameserver 127.0.0.1", own, "", false)).containsExactly("warning local-server");
        assertThat(loopback("nameserver 127.0.0.1", own, "", true))
                .containsExactly("warning containers-fall-back-to-public");
        assertThat(loopback("nameserver 127.0.0.1~nameserver 10.0.0.1", own, "", true))
                .containsExactly("warning local-server");
        assertThat(loopback(
                        "nameserver 10.0.0.1~nameserver 127.0.0.1",
                        "query dig udp 127.0.0.1 db.x\n ;; communications error: connection refused\n",
                        "vpn EasyConnect\n",
                        false))
                .containsExactly("fail no-listener");
        assertThat(loopback("nameserver 10.0.0.1", "", "", true)).containsExactly("pass no-loopback");
    }

    /** What answers at a loopback address on the host is not what a pod finds there. */
    @Test
    void podsThatGetALoopbackAddressLoopWhateverAnswersOnTheHost() throws FactFormatException {
        String own = answer("127.0.0.1", "NOERROR", "10.1.1.1");
        String host = "nameserver 127.0.0.1";
        assertThat(loopback(host, own, "pods /etc/resolv.conf\n nameserver 127.0.0.1\n", false))
                .containsExactly("warning pods-loop");
        assertThat(loopback(host, own, "pods /etc/kubernetes/resolv.conf\n nameserver 10.0.0.1\n", false))
                .containsExactly("pass other-servers-in-containers");
        assertThat(loopback(host, own, "pods /etc/k\n nameserver 10.0.0.1\n nameserver ::1\n", false))
                .containsExactly("warning pods-loop");
        assertThat(loopback(host, own, "pods-absent /etc/k\n", false)).containsExactly("warning pods-file-absent");
        assertThat(loopback(host, own, "pods-untold\n", false)).containsExactly("unknown not-readable");
        assertThat(loopback(host, own, "unreadable /var/lib/kubelet/config.yaml\npods /etc/k\n", false))
                .containsExactly("unknown not-readable");
        assertThat(loopback(
                        "nameserver ::1",
                        answer("::1", "NOERROR", ""),
                        "pods /etc/resolv.conf\n nameserver ::1\n",
                        false))
                .containsExactly("warning pods-loop");
        assertThat(loopback("nameserver 10.0.0.1", "", "pods /etc/k\n nameserver 127.0.0.53\n", false))
                .as("only pods get it")
                .containsExactly("warning pods-loop");
        String before = "config /var/lib/kubelet/config.yaml\n";
        assertThat(loopback(host, own, before, false)).containsExactly("warning pods-loop");
        assertThat(loopback(host, own, before + " resolvConf: /etc/k\n", false))
                .containsExactly("pass other-servers-in-containers");
    }

    @Test
    void dockersSettingIsAdvisedWhereThereIsADocker() throws FactFormatException {
        String own = answer("127.0.0.1", "NOERROR", "10.1.1.1");
        var params = new ResolverLoopbackCheck.Params(NAMES);
        String conf = "nameserver 127.0.0.1~nameserver 10.0.0.1";
        assertThat(new ResolverLoopbackCheck()
                        .judge(facts(conf, own, "", false, "debian"), params)
                        .get(0)
                        .remedies())
                .isEmpty();
        assertThat(new ResolverLoopbackCheck()
                        .judge(facts(conf, own, "", true, "debian"), params)
                        .get(0)
                        .remedies())
                .extracting(Remedy::id)
                .containsExactly("daemon-dns");
    }
}
