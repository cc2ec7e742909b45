package dev.preflight.checks.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.NoParams;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.checks.settings.NetworkSettings;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.report.Texts;
import dev.preflight.testing.ChangedProbe;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** gateway-arp and duplicate-ip: what ARP answers, and what no answer is. */
class ArpChecksTest {
    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** Debian's busybox runs its own ip before one of PATH. */
    static Stream<Shell> shellsThatSearchPath() {
        return Shells.all().filter(shell -> !shell.name().contains("busybox"));
    }

    private static final GatewayArpCheck.Params DEFAULTS = new GatewayArpCheck.Params(List.of(), false);

    private static <P extends Record, T> List<String> said(
            HostCheck<P> check, P params, FactRequest<T> request, String text) throws FactFormatException {
        var reading =
                request.fact().parser().parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
        if (reading.isMissing()) {
            return List.of(reading.toString());
        }
        HostFacts facts =
                new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, Map.of(request.key(), reading));
        return check.judge(facts, params).stream()
                .map(j -> j.outcome().code() + " " + j.code())
                .toList();
    }

    @Test
    void aStateThatLastsIsNamedOnce() throws FactFormatException {
        String text = "gateway 10.0.0.1 eth0 0x1003 bash\n 10.0.0.1 STALE\n 10.0.0.1 INCOMPLETE\n 10.0.0.1 INCOMPLETE\n"
                + " 10.0.0.1 FAILED\n 10.0.0.1 INCOMPLETE\n 10.0.0.1 INCOMPLETE\ndone\n";
        var reading =
                GatewayArp.FACT.parser().parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
        assertThat(reading)
                .isEqualTo(Reading.got(new GatewayArp(List.of(new GatewayArp.Gateway(
                        "10.0.0.1",
                        "eth0",
                        false,
                        "bash",
                        List.of("STALE", "INCOMPLETE", "FAILED", "INCOMPLETE"),
                        Optional.empty())))));
    }

    private static List<String> gateway(String flags, String tool, String states, String arping)
            throws FactFormatException {
        String text = "gateway 10.0.0.1 eth0 " + flags + " " + tool + "\n " + states.replace("~", "\n ") + "\n"
                + (arping == null ? "" : "arping 10.0.0.1 eth0\n " + arping.replace("~", "\n ") + "\n") + "done\n";
        return said(new GatewayArpCheck(), DEFAULTS, GatewayArp.FACT.request(), text);
    }

    private static final String NO_REPLY =
            "ARPING 10.0.0.1 from 10.0.0.7 eth0~Sent 3 probes (3 broadcast(s))~Received 0 response(s)";
    private static final String REPLY =
            "Unicast reply from 10.0.0.1 [02:FC:00:00:00:05]  0.6ms~Sent 3 probes (1 broadcast(s))~Received 3 response(s)";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.1 lladdr 02:fc:00:00:00:05 DELAY~10.0.0.1 lladdr 02:fc:00:00:00:05 REACHABLE | pass ok
            10.0.0.1 INCOMPLETE~10.0.0.1 FAILED                | fail unanswered
            10.0.0.1 INCOMPLETE                                | fail unanswered
            10.0.0.1 lladdr 02:fc:00:00:00:05 STALE            | unknown stale
            10.0.0.1 lladdr 02:fc:00:00:00:05 DELAY            | unknown stale
            10.0.0.1 lladdr 02:fc:00:00:00:05 PROBE            | unknown stale
            10.0.0.1 lladdr 02:fc:00:00:00:05 PERMANENT        | not-applicable no-request-needed
            10.0.0.1 none                                      | unknown stale
            """)
    void staleIsNeverEvidence(String states, String expected) throws FactFormatException {
        assertThat(gateway("0x1003", "bash", states, null)).containsExactly(expected);
    }

    @Test
    void arpingDecidesWhereTheTableDoesNot() throws FactFormatException {
        assertThat(gateway("0x1003", "none", "10.0.0.1 none", null)).containsExactly("unknown no-tool");
        assertThat(gateway("0x1003", "none", "10.0.0.1 none", REPLY)).containsExactly("pass ok");
        assertThat(gateway("0x1003", "bash", "10.0.0.1 FAILED", NO_REPLY)).containsExactly("fail unanswered");
        assertThat(gateway("0x1003", "bash", "10.0.0.1 FAILED", REPLY)).containsExactly("pass ok");
        assertThat(gateway(
                        "0x1003",
                        "bash",
                        "10.0.0.1 REACHABLE",
                        REPLY + "~Unicast reply from 10.0.0.1 [02:FC:00:00:00:06]  0.9ms"))
                .containsExactly("warning two-macs");
        // On such a device arping sends nothing and ends with 0.
        assertThat(gateway("0x10d1", "bash", "10.0.0.1 NOARP", "Interface \"tun0\" is not ARPable"))
                .containsExactly("not-applicable no-request-needed");
        assertThat(said(new GatewayArpCheck(), DEFAULTS, GatewayArp.FACT.request(), "done\n"))
                .containsExactly("not-applicable no-gateway");
    }

    @Test
    void aGatewayOfIpv6ThatIsGoneIsAWarningWhereAnotherAnswers() throws FactFormatException {
        var request = GatewayArp.FACT.request();
        String dead = "gateway fd00::1 eth0 0x1003 bash\n fd00::1 FAILED\n";
        String alive = "gateway 10.0.0.1 eth0 0x1003 bash\n 10.0.0.1 REACHABLE\n";
        assertThat(severities(request, dead + alive + "done\n")).containsExactly("fail WARNING", "pass -");
        assertThat(severities(request, dead + "done\n")).containsExactly("fail -");
        assertThat(severities(
                        request,
                        alive.replace("REACHABLE", "FAILED") + alive.replace("10.0.0.1", "fd00::2") + "done\n"))
                .containsExactly("fail -", "pass WARNING");
    }

    /** IPv6 has no ARP (RFC 4861): who looks for it finds nothing. */
    @Test
    void aGatewayOfIpv6IsAskedByNeighbourDiscoveryAndTheTextSaysSo() throws FactFormatException {
        var request = GatewayArp.FACT.request();
        var reading = request.fact()
                .parser()
                .parse(new ProbeOutput(
                        "gateway fd00::1 eth0 0x1003 bash\n fd00::1 FAILED\ngateway 10.0.0.1 eth0 0x1003 bash\n 10.0.0.1 FAILED\ndone\n"
                                .getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        0));
        GatewayArpCheck check = new GatewayArpCheck();
        HostFacts facts =
                new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, Map.of(request.key(), reading));
        for (Locale locale : List.of(Locale.ENGLISH, Locale.CHINESE)) {
            Texts texts = Texts.of(new Catalogue(List.of(check)), locale);
            List<String> said = check.judge(facts, DEFAULTS).stream()
                    .map(j -> Finding.of("gateway-arp", "gateway-arp", Scope.host("h1"), j, Severity.BLOCKER))
                    .map(finding -> {
                        assertThat(texts.problems(finding)).isEmpty();
                        var all = texts.of(finding);
                        return all.observed()
                                + all.required()
                                + all.remedies().get(0).text();
                    })
                    .toList();
            assertThat(said.get(0)).contains("NDP", "icmp6").doesNotContainIgnoringCase("arp");
            assertThat(said.get(1)).contains("ARP").doesNotContain("NDP");
        }
    }

    private static List<String> severities(FactRequest<GatewayArp> request, String text) throws FactFormatException {
        var reading =
                request.fact().parser().parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
        return new GatewayArpCheck()
                        .judge(
                                new HostFacts(
                                        new HostInfo("h1", "", List.of()),
                                        Instant.EPOCH,
                                        Map.of(request.key(), reading)),
                                DEFAULTS)
                        .stream()
                        .map(j -> j.outcome().code() + " "
                                + j.severity().map(Enum::name).orElse("-"))
                        .toList();
    }

    private static List<String> claims(String said) throws FactFormatException {
        return said(
                new DuplicateIpCheck(),
                new NoParams(),
                AddressClaims.FACT.request(),
                "mac aa:aa:aa:aa:aa:01\nmac aa:aa:aa:aa:aa:02\nclaim iputils 10.0.0.7 eth0\n "
                        + said.replace("~", "\n ") + "\ndone\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ARPING 10.0.0.7 from 0.0.0.0 eth0~Sent 3 probes (3 broadcast(s))~Received 0 response(s)               | pass ok
            Unicast reply from 10.0.0.7 [BB:BB:BB:BB:BB:01]  0.7ms~Sent 1 probes (1 broadcast(s))                  | fail foreign-mac
            Unicast reply from 10.0.0.7 [AA:AA:AA:AA:AA:02]  0.7ms~Sent 1 probes (1 broadcast(s))                  | warning arp-flux
            Unicast reply from 10.0.0.7 [00:00:5E:00:01:0B]  0.7ms~Sent 1 probes (1 broadcast(s))                  | pass ok
            ARPING 10.0.0.7 from 0.0.0.0 eth0~Sent 0 probes (0 broadcast(s))~Received 0 response(s)               | unknown nothing-sent
            Interface "eth0" is not ARPable                                                                        | unknown nothing-sent
            arping: socket: Operation not permitted                                                                | unknown no-permission
            no link                                                                                                | not-applicable no-link
            ARPING 10.0.0.7 from 0.0.0.0 eth0~Unicast reply from 10.0.0.7 [bb:bb:bb:bb:bb:1] 0.05ms~Sent 1 probe(s) (1 broadcast(s)) | fail foreign-mac
            60 bytes from bb:bb:bb:bb:bb:01 (10.0.0.7): index=0 time=6 usec~3 packets transmitted, 1 packets received | fail foreign-mac
            3 packets transmitted, 0 packets received, 100% unanswered (0 extra)                                   | pass ok
            """)
    void theTextDecidesAndNotTheExitStatus(String said, String expected) throws FactFormatException {
        assertThat(claims(said)).containsExactly(expected);
    }

    @Test
    void withoutArpingOrAddressesNothingPasses() throws FactFormatException {
        assertThat(said(new DuplicateIpCheck(), new NoParams(), AddressClaims.FACT.request(), "mac x\nno-tool\n"))
                .singleElement()
                .asString()
                .contains("NO_TOOL");
        assertThat(said(new DuplicateIpCheck(), new NoParams(), AddressClaims.FACT.request(), "done\n"))
                .containsExactly("not-applicable no-address");
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void theProbesRunToTheirEndHere(Shell shell) {
        Requirement.tool("ip");
        // A gateway that does not answer is looked at ten times.
        var gateways =
                ChangedProbe.of(GatewayArp.FACT, "sleep \"$k\"", "sleep 0.01").request();
        assertThat(ScriptRun.under(shell).run(gateways).out(gateways)).endsWith("done\n");
        var claims = AddressClaims.FACT.request();
        assertThat(ScriptRun.under(shell).run(claims).out(claims)).containsAnyOf("done\n", "no-tool\n");
    }

    /** fe80::1 is on every link: without the interface the first one is asked, and the entry of the other stays STALE. */
    @ParameterizedTest
    @MethodSource("shellsThatSearchPath")
    void aGatewayOfALinkIsAskedForOnItsInterface(Shell shell, @TempDir Path bin) throws IOException {
        Path asked = bin.resolve("asked");
        tool(bin, "ip", """
                case "$*" in
                "route show default") echo "default via 10.0.0.1 dev eth0 proto static" ;;
                "-6 route show default") echo "default via fe80::1 dev eth1 proto ra metric 1024 pref medium" ;;
                *) echo "$3 lladdr 02:fc:00:00:00:05 REACHABLE" ;;
                esac
                """);
        tool(bin, "bash", "echo \"$3\" >>" + asked + "\n");
        tool(bin, "arping", "");
        var gateways = GatewayArp.FACT.in(Context.EXEC);
        String out = ScriptRun.under(shell)
                .with("PATH", bin + ":/usr/bin:/bin")
                .run(gateways)
                .out(gateways);
        assertThat(out).contains("gateway fe80::1 eth1 ").endsWith("done\n");
        assertThat(Files.readAllLines(asked)).containsExactlyInAnyOrder("10.0.0.1", "fe80::1%eth1");
    }

    private static void tool(Path bin, String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> onVlan(String answer) throws FactFormatException {
        var params = new GatewayArpCheck.Params(
                List.of(new NetworkSettings.ContainerNetwork("macvlan", "eth0", 7, 0, "10.20.0.1", "")), true);
        List<FactRequest<?>> requests = new GatewayArpCheck().needs(params).all();
        Map<String, Reading<?>> readings = new HashMap<>();
        for (FactRequest<?> request : requests) {
            String text = request.fact().id().equals("gateway-arp")
                    ? "gateway 10.0.0.1 eth0 0x1003 bash\n 10.0.0.1 REACHABLE\ndone\n"
                    : "network eth0 7 10.20.0.1\n " + answer.replace("~", "\n ") + "\ndone\n";
            readings.put(
                    request.key(),
                    request.fact()
                            .parser()
                            .parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0)));
        }
        return new GatewayArpCheck()
                .judge(new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings), params).stream()
                        .skip(1)
                        .map(j -> j.outcome().code() + " " + j.code())
                        .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on pv0~Unicast reply from 10.20.0.1 [00:00:5E:00:01:0B]  0.6ms~Sent 1 probes (1 broadcast(s)) | pass ok
            on pv0~Sent 3 probes (3 broadcast(s))~Received 0 response(s)                                  | fail vlan-unanswered
            on pv0~Sent 2 probes (2 broadcast(s))~Received 0 response(s)                                  | unknown nothing-sent
            on pv0~Sent 0 probes (0 broadcast(s))~Received 0 response(s)                                  | unknown nothing-sent
            on pv0                                                                                        | unknown nothing-sent
            on pv0~Unicast reply from 10.20.0.1 [00:00:5E:00:01:0B]~reply from 10.20.0.1 [02:00:00:00:00:01]~Sent 3 probes | warning two-macs
            absent                                                                                        | unknown not-readable
            denied                                                                                        | unknown no-permission
            no-tool                                                                                       | unknown no-tool
            shared                                                                                        | unknown ambiguous
            failed RTNETLINK answers: Operation not supported                                             | unknown not-readable
            """)
    void theGatewayOfAContainerNetworkOnItsVlan(String answer, String expected) throws FactFormatException {
        assertThat(onVlan(answer)).containsExactly(expected);
    }

    @Test
    void withoutConsentNoVlanIsAskedAndThatIsNoPass() throws FactFormatException {
        var params = new GatewayArpCheck.Params(
                List.of(new NetworkSettings.ContainerNetwork("macvlan", "eth0", 7, 0, "10.20.0.1", "")), false);
        String alive = "gateway 10.0.0.1 eth0 0x1003 bash\n 10.0.0.1 REACHABLE\ndone\n";
        assertThat(said(new GatewayArpCheck(), params, GatewayArp.FACT.request(), alive))
                .containsExactly("pass ok", "not-applicable vlan-not-asked");
    }
}
