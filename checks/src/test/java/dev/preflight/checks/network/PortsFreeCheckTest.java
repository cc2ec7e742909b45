package dev.preflight.checks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Shape;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PortsFreeCheckTest {
    private static final String RANGE = "ip_local_port_range 32768 60999\nip_local_reserved_ports %s\n";

    private static final String BOTH = "table tcp\ntable udp\n";

    /** Port 6443 on 10.0.0.5, on all addresses of IPv6, on ::1, on 10.0.0.5 as a socket of IPv6. */
    private static final String A = "table tcp\n 0500000A:192B\n";

    private static final String ALL6 = "table tcp6\n 00000000000000000000000000000000:192B\n";
    private static final String LOOP6 = "table tcp6\n 00000000000000000000000001000000:192B\n";
    private static final String MAPPED = "table tcp6\n 0000000000000000FFFF00000500000A:192B\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String printed(String tables) {
        return RANGE.formatted("") + BOTH + tables + "done\n";
    }

    private static List<Judgement> judged(String rows, String printed) {
        return Judged.by(new PortsFreeCheck(), "require: {" + rows + "}", Map.of("sockets", printed));
    }

    private static String code(String row, String tables) {
        List<Judgement> said = judged(row, printed(tables));
        assertThat(said).hasSize(1);
        return said.get(0).code();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            6443/tcp: {}                       | taken | taken | taken | taken
            6443/tcp/v4: {}                    | taken | taken | ok    | taken
            6443/tcp/v6: {}                    | ok    | taken | taken | taken
            6443/udp: {}                       | ok    | ok    | ok    | ok
            6442-6443/tcp: {}                  | taken | taken | taken | taken
            6443-6444/tcp: {}                  | taken | taken | taken | taken
            6444-6445/tcp: {}                  | ok    | ok    | ok    | ok
            6441-6442/tcp: {}                  | ok    | ok    | ok    | ok
            '6443/tcp: {address: 10.0.0.5}'    | taken | taken | ok    | taken
            '6443/tcp: {address: 10.0.0.6}'    | ok    | taken | ok    | ok
            '6443/tcp: {address: "::1"}'       | ok    | taken | taken | ok
            '6443/tcp: {address: "fd00::1"}'   | ok    | taken | ok    | ok
            '6443/tcp: {address: 0.0.0.0}'     | taken | taken | taken | taken
            '6443/tcp: {address: "::"}'        | taken | taken | taken | taken
            """)
    void aSocketIsInTheWayOfThoseThatCouldNotBeBoundBesideIt(
            String row, String a, String all6, String loop6, String mapped) {
        assertThat(code(row, A)).isEqualTo(a);
        assertThat(code(row, ALL6)).isEqualTo(all6);
        assertThat(code(row, LOOP6)).isEqualTo(loop6);
        assertThat(code(row, MAPPED)).isEqualTo(mapped);
        assertThat(code(row, "")).isEqualTo("ok");
    }

    /** Machines of the other byte order print addresses the other way round, and ports as all do. */
    @Test
    void anAddressCountsInEitherByteOrder() {
        assertThat(code("'6443/tcp': {address: 10.0.0.5}", "table tcp\n 0A000005:192B\n"))
                .isEqualTo("taken");
        assertThat(code("'6443/tcp': {address: '::1'}", "table tcp6\n 00000000000000000000000000000001:192B\n"))
                .isEqualTo("taken");
    }

    @Test
    void allSocketsOfUdpCountOnTheirOwn() {
        String udp = "table udp\n 00000000:12B5\n";
        assertThat(code("4789/udp: {}", udp)).isEqualTo("taken");
        assertThat(code("4789/tcp: {}", udp)).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            32767/tcp             |             | ok
            32768/tcp             |             | in-ephemeral-range
            32769/udp             |             | in-ephemeral-range
            60998/tcp             |             | in-ephemeral-range
            60999/tcp             |             | in-ephemeral-range
            61000/tcp             |             | ok
            30000-32767/tcp       |             | ok
            30000-32768/tcp       |             | range-overlap
            32768/tcp             | 32768       | ok
            32768/tcp             | 80,32769    | in-ephemeral-range
            32768-32770/tcp       | 32768-32770 | ok
            32768-32770/tcp       | 32768-32769 | range-overlap
            """)
    void aPortThatOutgoingConnectionsGetIsWarnedOf(String key, String reserved, String code) {
        String printed = RANGE.formatted(reserved == null ? "" : reserved) + BOTH + "done\n";
        assertThat(judged(key + ": {}", printed)).extracting(Judgement::code).containsExactly(code);
        assertThat(judged(key + ": {ephemeral: false}", printed))
                .extracting(Judgement::code)
                .containsExactly("ok");
    }

    @Test
    void whatOfARangeIsNotReservedIsNamed() {
        Judgement said = judged("32760-32770/tcp: {}", RANGE.formatted("32768-32769") + BOTH + "done\n")
                .get(0);
        assertThat(said.args()).containsEntry("first", Arg.count(32_770)).containsEntry("last", Arg.count(32_770));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tcp *:6443 users:(("kubelet",pid=8,fd=3))                         | ours
            tcp *:6443 users:(("kubelet",8,3))                                | ours
            tcp *:6443 users:(("kubelet",pid=8,fd=3),("nginx",pid=9,fd=3))    | taken
            tcp *:6443 users:(("nginx",pid=9,fd=3))                           | taken
            tcp *:6443 #                                                      | taken
            tcp *:6444 users:(("kubelet",pid=8,fd=3))                         | taken
            udp *:6443 users:(("kubelet",pid=8,fd=3))                         | taken
            """)
    void onlyAKnownOwnerMayHoldThePort(String owner, String code) {
        String owners = ALL6 + "owners\n " + owner.replace("#", "") + "\n";
        assertThat(code("6443/tcp: {owner_ok: [kubelet]}", owners)).isEqualTo(code);
        assertThat(code("6443/tcp: {}", owners)).isEqualTo("taken");
    }

    @Test
    void aSecondSocketWithoutAnOwnerIsNotOurs() {
        String owners = A + ALL6 + "owners\n tcp *:6443 users:((\"kubelet\",pid=8,fd=3))\n tcp 10.0.0.5:6443 \n";
        assertThat(code("6443/tcp: {owner_ok: [kubelet]}", owners)).isEqualTo("taken");
    }

    @Test
    void theOwnerAndItsControlGroupAreNamed() {
        String owners = ALL6 + "owners\n tcp *:6443 users:((\"nginx\",pid=9,fd=3))\ngroup 9 nginx.service\n";
        assertThat(judged("6443/tcp: {}", printed(owners)).get(0).args())
                .containsEntry("owner", Arg.texts(List.of("nginx")))
                .containsEntry("group", Arg.texts(List.of("nginx.service")))
                .containsEntry("ports", Arg.texts(List.of("6443")));
    }

    @ParameterizedTest
    @CsvSource({
        "1/tcp, true",
        "65535/udp/v6, true",
        "1-65535/tcp, true",
        "80-80/tcp/v4, true",
        "0/tcp, false",
        "65536/tcp, false",
        "2-1/tcp, false",
        "80, false",
        "80/sctp, false",
        "tcp/80, false",
        "080/tcp, false",
    })
    void aKeyNamesPortsAndAProtocol(String key, boolean fits) {
        assertThat(Shape.PORTS.fits(key)).isEqualTo(fits);
    }

    @Test
    void anythingElseIsRefused() {
        for (String tables : List.of("table tcp\n 00:1\n", "table raw\n", "table tcp\n x\n")) {
            assertThatThrownBy(() -> Printed.reading(Sockets.REQUEST, printed(tables)))
                    .hasMessageContaining(tables.contains("raw") ? "table" : "address");
        }
        assertThatThrownBy(() -> Printed.reading(Sockets.REQUEST, BOTH + "done\n"))
                .hasMessageContaining("ip_local_port_range");
        for (String tables : List.of("", "table tcp\n", "table udp\n", BOTH + "unreadable\n")) {
            assertThat(Printed.reading(Sockets.REQUEST, RANGE.formatted("") + tables + "done\n"))
                    .isEqualTo(Reading.missing(Reason.NOT_READABLE, "/proc/net"));
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsTablesRangesAndOwners(Shell shell) throws IOException {
        assertThat(read(shell)).isEqualTo(Reading.missing(Reason.NOT_READABLE, "/proc/net"));
        Tree.put(root, "proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        Tree.put(root, "proc/sys/net/ipv4/ip_local_reserved_ports", "32768-60998\n");
        String heading = "  sl  local_address rem_address   st\n";
        Tree.put(
                root,
                "proc/net/tcp",
                heading + " 0: 0500000A:192B 00000000:0000 0A\n 1: 0500000A:192B 0700000A:9999 03\n"
                        + " 2: 00000000:0016 00000000:0000 0A\n 3: 0500000A:9999 0700000A:0016 01\n");
        Tree.put(root, "proc/net/udp", heading + " 9: 00000000:12B5 00000000:0000 07\n");
        Tree.put(root, "proc/9/cgroup", "1:name=systemd:/system.slice/nginx.service\n0::/\n");
        Path ss = Tree.put(
                root,
                "usr/bin/ss",
                "#!/bin/sh\necho 'Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port'\n"
                        + "echo 'tcp LISTEN 0 5 10.0.0.5:6443 *:* users:((\"ng inx\",pid=9,fd=3))'\n");
        Files.setPosixFilePermissions(ss, PosixFilePermissions.fromString("rwxr-xr-x"));
        Sockets sockets = read(shell).fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
        assertThat(sockets.all())
                .extracting(socket -> socket.protocol() + " " + socket.port())
                .containsExactly("tcp 6443", "tcp 22", "udp 4789");
        assertThat(sockets.all().get(0).addresses()).isEqualTo(Set.of("10.0.0.5", "5.0.0.10"));
        assertThat(sockets.owners())
                .isEqualTo(Map.of("tcp/6443", List.of(new Sockets.Owner(List.of("ng inx"), List.of("nginx.service")))));
        assertThat(sockets.outgoing().stream()).containsExactly(60_999);
    }

    private Reading<Sockets> read(Shell shell) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<Sockets> request = Sockets.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }
}
