package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.exchange.HostTag;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ListenReport.Bind;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.ReceiveReport.Datagram;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.SendReport.Connections;
import dev.preflight.exchange.SendReport.Sized;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Eventually;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two hosts' scripts, on a link that is whole or not. */
class ExchangeScriptTest {
    private static final String[] SMALL = {"0", "1", "2", "3"};
    private static final Traffic TRAFFIC = Traffic.none()
            .udp(List.of(4789, 8472), 1500)
            .tcp(List.of(new Traffic.Flow(2377, "", "")))
            .sized(List.of(1280, 1500))
            .connections(20);

    /** One of what a host may have; the programs are looked for when it is used. */
    enum Kit {
        PYTHON("python", "python"),
        PERL("perl", "perl"),
        NC_AND_BASH("nc-openbsd", "bash"),
        NC("nc-openbsd", "nc-openbsd"),
        SOCAT("socat", "socat"),
        SOCAT_AND_NCAT("socat", "ncat"),
        SOCAT_AND_TRADITIONAL("socat", "nc-traditional");

        private final String listener;
        private final String sender;

        Kit(String listener, String sender) {
            this.listener = listener;
            this.sender = sender;
        }

        private Tools tools() {
            return switch (this) {
                case PYTHON -> Tools.PYTHON;
                case PERL -> Tools.PERL;
                case NC_AND_BASH -> Tools.of("nc.openbsd", "bash");
                case NC -> Tools.of("nc.openbsd");
                case SOCAT -> Tools.of("", "socat");
                case SOCAT_AND_NCAT -> Tools.of("", "ncat", "socat");
                case SOCAT_AND_TRADITIONAL -> Tools.of("nc.traditional", "socat");
            };
        }

        private boolean isLanguage() {
            return this == PYTHON || this == PERL;
        }
    }

    private TwoNamespaces net;

    @BeforeEach
    void join() {
        net = new TwoNamespaces();
    }

    @AfterEach
    void part() {
        // Of a test that was left out there is none.
        if (net != null) {
            net.close();
        }
    }

    private record Told(ListenReport ready, SendReport sent, ReceiveReport heard) {}

    private record Both(Told a, Told b) {}

    private static String peer(String name, String address) {
        return "peer " + HostTag.of(name) + " " + address + " 4789 2377 20\n";
    }

    private Both exchange(Shell shell, Tools atA, Tools atB) throws IOException, InterruptedException {
        return exchange(shell, atA, atB, TwoNamespaces.A, TwoNamespaces.B);
    }

    private Both exchange(Shell shell, Tools atA, Tools atB, String addressOfA, String addressOfB)
            throws IOException, InterruptedException {
        return exchange(shell, atA, atB, addressOfA, addressOfB, Limits.WIDE);
    }

    private Both exchange(Shell shell, Tools atA, Tools atB, String addressOfA, String addressOfB, Limits limits)
            throws IOException, InterruptedException {
        try (ScriptedHost a = new ScriptedHost("a", net.a, shell, atA, TRAFFIC, limits);
                ScriptedHost b = new ScriptedHost("b", net.b, shell, atB, TRAFFIC, limits)) {
            ListenReport readyA = a.known(ListenReport.REQUEST);
            ListenReport readyB = b.known(ListenReport.REQUEST);
            a.say(peer("b", addressOfB) + "go\n");
            b.say(peer("a", addressOfA) + "go\n");
            SendReport sentA = a.known(SendReport.REQUEST);
            SendReport sentB = b.known(SendReport.REQUEST);
            net.awaitQuiet();
            a.say("end\n");
            b.say("end\n");
            Both told = new Both(
                    new Told(readyA, sentA, a.known(ReceiveReport.REQUEST)),
                    new Told(readyB, sentB, b.known(ReceiveReport.REQUEST)));
            a.ends();
            b.ends();
            nothingIsLeft(net.a);
            nothingIsLeft(net.b);
            return told;
        }
    }

    /** From now on, by the namespace's own firewall. */
    private static void dropsVxlan(String namespace, String hook) {
        Requirement.tool("nft");
        String rules =
                "table inet f {\n chain c {\n type filter hook " + hook + " priority 0\n udp dport 4789 drop\n }\n}\n";
        Commands.run(rules, "ip", "netns", "exec", namespace, "nft", "-f", "-");
    }

    /** What was killed takes a moment to be gone. */
    private static void nothingIsLeft(String namespace) {
        Eventually.is(() -> TwoNamespaces.processes(namespace).isEmpty());
    }

    private static Shell dash() {
        return Shells.all().findFirst().orElseThrow();
    }

    private static final List<List<Kit>> PAIRS = List.of(
            List.of(Kit.PYTHON, Kit.PERL),
            List.of(Kit.NC_AND_BASH, Kit.SOCAT),
            List.of(Kit.NC, Kit.SOCAT_AND_NCAT),
            List.of(Kit.PERL, Kit.SOCAT_AND_TRADITIONAL));

    /** Each pair of kits under one of the shells, and each shell with languages: what differs by shell shows in any. */
    static Stream<Arguments> pairs() {
        List<Shell> shells = Shells.all().toList();
        return Stream.concat(
                shells.stream().skip(1).map(shell -> Arguments.of(shell, Kit.PYTHON, Kit.PERL)),
                IntStream.range(0, PAIRS.size())
                        .mapToObj(i -> Arguments.of(
                                shells.get(i % shells.size()),
                                PAIRS.get(i).get(0),
                                PAIRS.get(i).get(1))));
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("pairs")
    void whatOneSendsTheOtherHears(Shell shell, Kit kitA, Kit kitB) throws Exception {
        Both told = exchange(shell, kitA.tools(), kitB.tools());
        crossed(told.a(), kitA, "a", TwoNamespaces.A, told.b(), kitB, "b");
        crossed(told.b(), kitB, "b", TwoNamespaces.B, told.a(), kitA, "a");
    }

    @Test
    @SideBySide
    void andOverIpv6() throws Exception {
        Both told = exchange(dash(), Kit.PERL.tools(), Kit.PYTHON.tools(), TwoNamespaces.A6, TwoNamespaces.B6);
        crossed(told.a(), Kit.PERL, "a", TwoNamespaces.A6, told.b(), Kit.PYTHON, "b");
        crossed(told.b(), Kit.PYTHON, "b", TwoNamespaces.B6, told.a(), Kit.PERL, "a");
    }

    @Test
    @SideBySide
    void andOverIpv6WithoutALanguage() throws Exception {
        Kit one = Kit.NC_AND_BASH;
        Kit other = Kit.SOCAT_AND_NCAT;
        Both told = exchange(dash(), one.tools(), other.tools(), TwoNamespaces.A6, TwoNamespaces.B6);
        crossed(told.a(), one, "a", TwoNamespaces.A6, told.b(), other, "b");
        crossed(told.b(), other, "b", TwoNamespaces.B6, told.a(), one, "a");
    }

    private static void crossed(
            Told from, Kit sender, String sending, String address, Told to, Kit listener, String hearing) {
        assertThat(from.sent().tool()).isEqualTo(sender.sender);
        assertThat(to.ready().tool()).isEqualTo(listener.listener);
        assertThat(to.ready().root()).isTrue();
        assertThat(to.ready().udp()).containsOnlyKeys(4789, 8472).containsEntry(4789, Bind.READY);
        assertThat(to.ready().control()).isEqualTo(Bind.READY);
        SendReport.Peer peer = from.sent().to(hearing).orElseThrow();
        boolean six = address.contains(":");
        for (int port : new int[] {4789, 8472, ScriptedHost.CONTROL}) {
            assertThat(peer.udp().get(port)).isEqualTo(new SendReport.Datagrams(4, 3, port == 4789 ? 3 : 0, ""));
            List<Datagram> heard = to.heard().from(sending, port).toList();
            assertThat(sequences(heard)).contains(SMALL).contains(ReceiveReport.FULL);
            assertThat(sequences(heard).contains(ReceiveReport.SHAPED)).isEqualTo(port == 4789);
            assertThat(heard).extracting(Datagram::source).containsOnly(listener.isLanguage() ? address : "");
            assertThat(bytes(heard, ReceiveReport.FULL)).containsOnly(six ? 1452 : 1472);
            assertThat(bytes(heard, "0")).containsOnly(64);
            if (port == 4789) {
                assertThat(bytes(heard, ReceiveReport.SHAPED)).containsOnly(72);
            }
            if (to.ready().sniffs()) {
                List<Datagram> wire = to.heard().wireFrom(sending, port).toList();
                assertThat(Set.copyOf(wire)).isEqualTo(withSource(heard, address));
            }
        }
        assertThat(to.heard()
                        .from(sending, ScriptedHost.CONTROL)
                        .filter(one -> one.sequence().equals(ReceiveReport.BURST)))
                .hasSize(peer.burst());
        Bind tcp = listener.isLanguage() ? Bind.READY : Bind.FAILED;
        assertThat(to.ready().tcp()).containsExactly(Map.entry(2377, tcp));
        assertThat(peer.tcp()).containsEntry(2377, listener.isLanguage() ? "ok" : "refused");
        assertThat(peer.neighbours()).anySatisfy(one -> assertThat(one.mac()).isNotEmpty());
        assertThat(from.sent().unfragmented()).isEqualTo(sender.isLanguage());
        if (sender.isLanguage()) {
            assertThat(peer.burst()).isEqualTo(200);
            assertThat(peer.sizes()).containsEntry(1280, new Sized(3, "", 0)).containsEntry(1500, new Sized(3, "", 0));
            assertThat(sequences(to.heard().from(sending, ScriptedHost.CONTROL).toList()))
                    .contains("s1280", "s1500");
            assertThat(peer.connections())
                    .contains(
                            listener.isLanguage()
                                    ? new Connections(20, 20, 0, 0, 0)
                                    : new Connections(20, 0, 0, 0, 20));
        }
    }

    private static Set<String> sequences(List<Datagram> heard) {
        return heard.stream().map(Datagram::sequence).collect(Collectors.toSet());
    }

    private static List<Integer> bytes(List<Datagram> heard, String sequence) {
        return heard.stream()
                .filter(one -> one.sequence().equals(sequence))
                .map(Datagram::bytes)
                .toList();
    }

    private static Set<Datagram> withSource(List<Datagram> heard, String address) {
        Function<Datagram, Datagram> sourced =
                one -> new Datagram(one.port(), address, one.bytes(), one.from(), one.sequence());
        return heard.stream().map(sourced).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @SideBySide
    @EnumSource(
            value = Kit.class,
            names = {"PYTHON", "PERL", "NC_AND_BASH", "SOCAT"})
    void aPortOfAnotherIsLeftToIt(Kit kit) throws Exception {
        Tools tools = kit.tools();
        try (ScriptedHost owner = new ScriptedHost("owner", net.b, dash(), Tools.PERL, TRAFFIC)) {
            assertThat(owner.known(ListenReport.REQUEST).holds(4789)).isTrue();
            try (ScriptedHost a = new ScriptedHost("a", net.a, dash(), Tools.PYTHON, TRAFFIC);
                    ScriptedHost b = new ScriptedHost("b", net.b, dash(), tools, TRAFFIC)) {
                a.known(ListenReport.REQUEST);
                ListenReport ready = b.known(ListenReport.REQUEST);
                assertThat(ready.udp()).containsEntry(4789, Bind.IN_USE).containsEntry(8472, Bind.IN_USE);
                assertThat(ready.tcp()).containsEntry(2377, Bind.IN_USE);
                assertThat(ready.control()).isEqualTo(Bind.IN_USE);
                assertThat(ready.controlTcp()).isEqualTo(Bind.IN_USE);
                a.say(peer("b", TwoNamespaces.B) + "go\n");
                b.say("go\n");
                assertThat(a.known(SendReport.REQUEST)
                                .to("b")
                                .orElseThrow()
                                .udp()
                                .get(4789)
                                .error())
                        .isEmpty();
                b.known(SendReport.REQUEST);
                net.awaitQuiet();
                b.say("end\n");
                ReceiveReport heard = b.known(ReceiveReport.REQUEST);
                assertThat(heard.delivered()).isEmpty();
                if (ready.sniffs()) {
                    assertThat(sequences(heard.wireFrom("a", 4789).toList())).contains(SMALL);
                }
                assertThat(ready.sniffs() || !kit.isLanguage()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @SideBySide
    @EnumSource(
            value = Kit.class,
            names = {"PYTHON", "PERL", "NC_AND_BASH"})
    void whatTheHostItselfDropsIsSeenAtItsInterfaceOnly(Kit kit) throws Exception {
        Tools tools = kit.tools();
        dropsVxlan(net.b, "input");
        Both told = exchange(dash(), tools, tools);
        assertThat(told.b().heard().from("a", 4789)).isEmpty();
        assertThat(sequences(told.b().heard().from("a", 8472).toList())).contains(SMALL);
        assertThat(sequences(told.a().heard().from("b", 4789).toList())).contains(SMALL);
        if (told.b().ready().sniffs()) {
            assertThat(sequences(told.b().heard().wireFrom("a", 4789).toList())).contains(SMALL);
        }
    }

    @ParameterizedTest
    @SideBySide
    @EnumSource(
            value = Kit.class,
            names = {"PYTHON", "PERL", "NC_AND_BASH"})
    void whatOnesOwnFirewallForbidsIsDenied(Kit kit) throws Exception {
        Tools tools = kit.tools();
        dropsVxlan(net.a, "output");
        Both told = exchange(dash(), tools, tools);
        assertThat(told.a().sent().to("b").orElseThrow().udp().get(4789))
                .isEqualTo(new SendReport.Datagrams(0, 0, 0, "denied"));
        assertThat(told.b().heard().from("a", 4789)).isEmpty();
        assertThat(sequences(told.a().heard().from("b", 4789).toList())).contains(SMALL);
    }

    @ParameterizedTest
    @SideBySide
    @EnumSource(
            value = Kit.class,
            names = {"PYTHON", "PERL"})
    void anMtuThatIsTooSmallIsTold(Kit kit) throws Exception {
        TwoNamespaces.ip("-n", net.a, "link", "set", "eth0", "mtu", "1350");
        Both told = exchange(dash(), kit.tools(), kit.tools());
        SendReport.Peer peer = told.a().sent().to("b").orElseThrow();
        assertThat(peer.udp().get(8472)).isEqualTo(new SendReport.Datagrams(4, 0, 0, "too-long"));
        assertThat(peer.sizes())
                .containsEntry(1280, new Sized(3, "", 0))
                .containsEntry(1500, new Sized(0, "too-long", 1350));
        // The other side does not know, and what it sends is lost.
        assertThat(told.b().sent().to("a").orElseThrow().sizes().get(1500).sent())
                .isEqualTo(3);
        assertThat(sequences(told.a().heard().from("b", ScriptedHost.CONTROL).toList()))
                .contains("s1280")
                .doesNotContain("s1500", ReceiveReport.FULL);
    }

    /** The other namespace is the router, and its way on carries less; no host answers at the end of it. */
    @Test
    @SideBySide
    void whoRefusesASizeOnTheWayIsNamed() throws Exception {
        TwoNamespaces.ip("-n", net.b, "link", "add", "onward", "mtu", "1400", "type", "veth", "peer", "name", "end");
        TwoNamespaces.ip("-n", net.b, "addr", "add", "10.99.0.1/24", "dev", "onward");
        TwoNamespaces.ip("-n", net.b, "link", "set", "onward", "up");
        TwoNamespaces.ip("-n", net.b, "link", "set", "end", "up");
        TwoNamespaces.ip("-n", net.a, "route", "add", "10.99.0.0/24", "via", TwoNamespaces.B);
        Commands.run("", "ip", "netns", "exec", net.b, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
        Both told = exchange(
                dash(),
                Kit.PYTHON.tools(),
                Kit.PYTHON.tools(),
                TwoNamespaces.A,
                "10.99.0.2",
                Limits.OF_CONNECTIONS_SHORT);
        SendReport.Peer peer = told.a().sent().to("b").orElseThrow();
        assertThat(peer.hop()).contains(new SendReport.Hop(TwoNamespaces.B, 1400));
        assertThat(peer.sizes()).containsEntry(1280, new Sized(3, "", 0));
    }

    static Stream<Arguments> listeners() {
        List<Kit> kits = List.of(Kit.PYTHON, Kit.PERL, Kit.NC_AND_BASH, Kit.SOCAT);
        List<Shell> shells = Shells.all().toList();
        return IntStream.range(0, kits.size())
                .mapToObj(i -> Arguments.of(shells.get((i + 1) % shells.size()), kits.get(i)));
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("listeners")
    void allEndsWhenTheInputEnds(Shell shell, Kit kit) throws Exception {
        try (ScriptedHost a = new ScriptedHost("a", net.a, shell, kit.tools(), TRAFFIC)) {
            assertThat(a.known(ListenReport.REQUEST).holds(4789)).isTrue();
            assertThat(TwoNamespaces.processes(net.a)).isNotEmpty();
            a.endInput();
            a.ends();
            nothingIsLeft(net.a);
        }
    }

    @Test
    @SideBySide
    void whatHearsOnlyTheFirstWhoSendsIsNotUsed(@TempDir Path folder) throws Exception {
        Path nc = Files.createSymbolicLink(folder.resolve("nc"), Requirement.tool("busybox"));
        for (Tools tools : List.of(Tools.of("nc.traditional", "ncat"), Tools.of(nc.toString()))) {
            try (ScriptedHost a = new ScriptedHost("a", net.a, dash(), tools, TRAFFIC)) {
                assertThat(a.next(ListenReport.REQUEST).<Reason>fold(ready -> null, missing -> missing.reason()))
                        .isEqualTo(Reason.NO_TOOL);
                a.endInput();
                a.ends();
            }
        }
    }
}
