package dev.preflight.checks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortTcpResetCheckTest {
    private static final ShortTcpResetCheck CHECK = new ShortTcpResetCheck();

    @TempDir
    Path root;

    /** A healthy host: much was dropped since it was started, and nothing while it was watched. */
    private static final String HEALTHY = """
            sysctl tcp_timestamps 1
            sysctl tcp_abort_on_overflow 0
            sysctl ip_local_port_range 32768 60999
            sysctl somaxconn 4096
            sysctl nf_conntrack_max 1000
            sysctl nf_conntrack_count 10
            sample 100.00
            count host ListenOverflows 99999
            count host invalid 256
            count host insert_failed 10
            count host drop 11
            sample 160.00
            count host ListenOverflows 99999
            count host invalid 256
            count host insert_failed 10
            count host drop 11
            done
            """;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Reading<TcpResets> parse(String text) throws FactFormatException {
        return TcpResets.FACT.parser().parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    /** A log that was read from its first line on, and says nothing. */
    private static final String LOG = """
            now 1772532660 +0000
            uptime 700000.25
            host h1
            tainted 0
            source dmesg
            first [    0.000000] Linux version 3.10.0 (builder@kbuilder) (gcc version 4.8.5)
            lines
            done
            """;

    private static List<String> said(String text, String log) {
        return Judged.said(CHECK, "{}", Map.of("tcp-resets", text, "kernel-log", log));
    }

    private static List<String> codes(String text) {
        return said(text, LOG).stream()
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    private static List<String> codes(String from, String to) {
        assertThat(HEALTHY).contains(from);
        int at = HEALTHY.lastIndexOf(from);
        return codes(HEALTHY.substring(0, at) + to + HEALTHY.substring(at + from.length()));
    }

    @Test
    void totalsSinceTheStartAreNoAlarm() {
        assertThat(codes(HEALTHY)).containsExactly("pass ok");
    }

    @ParameterizedTest
    @CsvSource({
        "749, pass ok",
        "750, warning conntrack-filling",
        "751, warning conntrack-filling",
        "949, warning conntrack-filling",
        "950, fail conntrack-full",
        "951, fail conntrack-full",
    })
    void theTableOfConnections(int count, String expected) {
        assertThat(codes("nf_conntrack_count 10", "nf_conntrack_count " + count))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"1023, warning short-backlog", "1024, pass ok", "1025, pass ok"})
    void theBacklog(int backlog, String expected) {
        assertThat(codes("somaxconn 4096", "somaxconn " + backlog)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"42766, warning few-ports", "42767, pass ok", "42768, pass ok"})
    void thePorts(int last, String expected) {
        assertThat(codes("32768 60999", "32768 " + last)).containsExactly(expected);
    }

    @Test
    void recyclingWithoutTimestampsDoesNothing() {
        String on = "sysctl tcp_tw_recycle 1\nsysctl tcp_timestamps ";
        assertThat(codes("sysctl tcp_timestamps 1", on + "1")).containsExactly("fail tw-recycle");
        assertThat(codes("sysctl tcp_timestamps 1", on + "2")).containsExactly("fail tw-recycle");
        assertThat(codes("sysctl tcp_timestamps 1", on + "0")).containsExactly("pass ok");
    }

    @Test
    void abortingIsAFail() {
        assertThat(codes("abort_on_overflow 0", "abort_on_overflow 1")).containsExactly("fail abort-on-overflow");
    }

    @Test
    void whatIsUndoneIsWhatWasSet() {
        Map<String, String> printed =
                Map.of("tcp-resets", HEALTHY.replace("overflow 0", "overflow 2"), "kernel-log", LOG);
        assertThat(Judged.by(CHECK, "{}", printed)
                        .get(0)
                        .remedies()
                        .get(0)
                        .args()
                        .get("now"))
                .hasToString(Arg.text("2").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nf_conntrack: nf_conntrack: table full, dropping packet",
                "nf_conntrack: table full, dropping packet",
                "nf_conntrack: nf_conntrack: table full in netns 4026532291, dropping packet",
                "ip_conntrack: table full, dropping packet.",
            })
    void aTableThatWasFullIsAFailThoughItIsNotAnyMore(String line) {
        assertThat(said(HEALTHY, LOG.replace("lines\n", "lines\n [  700.000000] " + line + "\n")))
                .containsExactly("fail conntrack-was-full log:kernel");
        assertThat(said(HEALTHY, LOG.replace("lines\n", "lines\n [ 700.000000] neighbour: arp_cache: table full\n")))
                .containsExactly("pass ok host");
    }

    @Test
    void aLogThatNobodyReadIsNoPass() {
        String none = LOG.replaceAll("(?m)^(source|first|lines).*\n", "");
        assertThat(said(HEALTHY, none)).containsExactly("unknown no-tool log:kernel");
        assertThat(said(HEALTHY, none.replace("done", "denied dmesg dmesg: Operation not permitted\ndone")))
                .containsExactly("unknown no-permission log:kernel");
    }

    @ParameterizedTest
    @CsvSource({
        "ListenOverflows 99999, ListenOverflows 99998, pass ok",
        "ListenOverflows 99999, ListenOverflows 99999, pass ok",
        "ListenOverflows 99999, ListenOverflows 100000, warning listen-overflow",
        "insert_failed 10, insert_failed 11, warning conntrack-drops",
        "drop 11, drop 12, warning conntrack-drops",
        "invalid 256, invalid 257, warning conntrack-drops",
    })
    void whatGrowsIsTold(String before, String after, String expected) {
        assertThat(codes(before, after)).containsExactly(expected);
    }

    @Test
    void whatGrowsInOneNamespaceIsToldOnce() {
        String grown = HEALTHY.replaceAll("(?s)(sample 160.*)invalid 256(.*)drop 11", "$1invalid 260$2drop 12");
        assertThat(said(grown, LOG)).containsExactly("warning conntrack-drops network:host");
    }

    @Test
    void eachNamespaceHasCountersOfItsOwn() {
        String two = HEALTHY.replace("sample 160", "count box:7 ListenOverflows 5\nsample 160")
                .replace("done", "count box:7 ListenOverflows 6\ndone");
        assertThat(said(two, LOG)).containsExactly("warning listen-overflow network:box:7");
    }

    @Test
    void aContainerThatCameMeanwhileSaysNothing() {
        assertThat(codes("done", "count box:7 ListenOverflows 5\ndone")).containsExactly("pass ok");
    }

    @Test
    void aKernelWithoutATableOfConnectionsIsWell() {
        assertThat(codes(HEALTHY.replaceAll("(?m)^(count host (invalid|insert_failed|drop)|sysctl nf_).*\n", "")))
                .containsExactly("pass ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unreadable somaxconn", "denied box", "hidden-proc", "more 1"})
    void whatWasNotSeenIsNoPass(String line) {
        assertThat(codes("sample 100.00", line + "\nsample 100.00")).allMatch(said -> said.startsWith("unknown"));
    }

    @ParameterizedTest
    @CsvSource({"100.9, unknown sample-too-short", "101.0, pass ok", "99.0, unknown sample-too-short"})
    void withoutTimeBetweenTheLooksNothingIsKnown(String end, String expected) {
        assertThat(codes("sample 160.00", "sample " + end)).containsExactly(expected);
    }

    @Test
    void aCounterOfTheHostThatOneLookLacksIsNoPass() {
        assertThat(codes(HEALTHY.replaceFirst("count host ListenOverflows.*\n", "")))
                .containsExactly("unknown not-readable");
    }

    @Test
    void withoutCountersOfTheHostNothingIsKnown() {
        assertThat(codes(HEALTHY.replaceAll("(?m)^count.*\n", ""))).containsExactly("unknown not-readable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "done\n",
                "sample 1.00\ndone\n",
                "sample 1.00\nsample 2.00\n",
                "hello\n",
                "count host x 1\n",
                "sysctl tcp_abort_on_overflow yes\nsample 1.00\nsample 2.00\ndone\n",
                "sysctl nf_conntrack_count\nsample 1.00\nsample 2.00\ndone\n",
                "sysctl ip_local_port_range 32768\nsample 1.00\nsample 2.00\ndone\n"
            })
    void whatIsCutOrGarbledIsMalformed(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(FactFormatException.class);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void theProbeReadsThisMachine(Shell shell) {
        var request = TcpResets.FACT.request().sampling(Duration.ofSeconds(1));
        TcpResets seen = ScriptRun.under(shell).run(request).reading(request).fold(got -> got, missing -> {
            throw new AssertionError(missing);
        });
        assertThat(seen.number("somaxconn").orElse(0)).isGreaterThan(9);
        assertThat(seen.end().counters().get("host")).containsKey("ListenOverflows");
        assertThat(seen.end().uptime() - seen.begin().uptime()).isGreaterThanOrEqualTo(0.9);
    }

    private TcpResets looked(Shell shell) {
        // A clean child would lose PROBE_ROOT.
        var request = TcpResets.FACT.in(Context.EXEC).sampling(Duration.ofSeconds(1));
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(got -> got, missing -> {
                    throw new AssertionError(missing);
                });
    }

    private void put(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void cpusAreAddedUpAndANamespaceIsLookedAtOnce(Shell shell) throws IOException {
        String tcp = "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 1 22 333\nIpExt: A B\nIpExt: 4 5\n";
        put("proc/uptime", "12.00 3.00\n");
        put("proc/self/mounts", "proc /proc proc rw 0 0\n");
        put("proc/net/netstat", tcp);
        put("proc/self/net/netstat", tcp);
        // As Debian 12's kernel 6.1 writes it; a CPU a line.
        put("proc/net/stat/nf_conntrack", """
                entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop
                0000000a  00000000 00000000 00000000 000000ff 00000000 00000000 00000000 00000000 0000000a ffffffff 00000000
                0000000a  00000000 00000000 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000001 00000000
                """);
        for (int pid : new int[] {41, 42, 43, 44}) {
            put("proc/" + pid + "/cgroup", "0::/system.slice/docker-" + pid + ".scope\n");
        }
        put("proc/41/net/netstat", tcp);
        Files.createDirectories(root.resolve("proc/42/net"));
        Files.createDirectories(root.resolve("proc/43/net"));
        // 42 shares the namespace of 41, and 43 that of the host; 44 cannot be read.
        Files.createLink(root.resolve("proc/42/net/netstat"), root.resolve("proc/41/net/netstat"));
        Files.createLink(root.resolve("proc/43/net/netstat"), root.resolve("proc/self/net/netstat"));
        TcpResets seen = looked(shell);
        assertThat(seen.end().counters())
                .containsOnlyKeys("host", "docker-41.scope:41")
                .containsEntry(
                        "host",
                        Map.of(
                                "ListenOverflows", 22L,
                                "ListenDrops", 333L,
                                "invalid", 256L,
                                "insert_failed", 10L,
                                "drop", 4294967296L));
        assertThat(seen.denied()).containsExactly("docker-44.scope");
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aTableOfConnectionsThatCannotBeReadIsNoPass(Shell shell) throws IOException {
        put("proc/uptime", "12.00 3.00\n");
        put("proc/net/netstat", "TcpExt: ListenOverflows\nTcpExt: 22\n");
        put("proc/net/stat/nf_conntrack", "entries invalid\n0000000a zz\n");
        assertThat(looked(shell).unreadable()).containsExactly("/proc/net");
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void ofMoreContainersThanAreWatchedItSaysHowMany(Shell shell) throws IOException {
        put("proc/uptime", "12.00 3.00\n");
        put("proc/net/netstat", "TcpExt: ListenOverflows\nTcpExt: 22\n");
        for (int pid = 101; pid <= 202; pid++) {
            put("proc/" + pid + "/cgroup", "4:net_cls,net_prio:/docker/" + pid + "\n");
            put("proc/" + pid + "/net/netstat", "TcpExt: ListenOverflows\nTcpExt: 1\n");
        }
        TcpResets seen = looked(shell);
        assertThat(seen.end().counters()).hasSize(101);
        assertThat(seen.notLookedAt()).isEqualTo(2);
    }
}
