package dev.preflight.checks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.checks.fact.TcpResets;
import dev.preflight.checks.network.ShortTcpResetCheck.Params;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortTcpResetCheckTest {
    private static final ShortTcpResetCheck CHECK = new ShortTcpResetCheck();
    private static final Params PARAMS = new Params(Duration.ofSeconds(60), 75, 95, 10000, 1024);

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
            conntrack host entries  searched found new invalid ignore delete delete_list insert insert_failed drop
            conntrack host 0000000a  00000000 00000000 00000000 000000ff 00000000 00000000 00000000 00000000 0000000a 0000000b
            conntrack host 0000000a  00000000 00000000 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000000
            sample 160.00
            count host ListenOverflows 99999
            conntrack host 0000000a  00000000 00000000 00000000 000000ff 00000000 00000000 00000000 00000000 0000000a 0000000b
            conntrack host 0000000a  00000000 00000000 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000000
            done
            """;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Reading<TcpResets> parse(String text) throws FactFormatException {
        return TcpResets.FACT.parser().parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    private static List<String> codes(String text) throws FactFormatException {
        FactRequest<?> request = CHECK.needs(PARAMS).all().get(0);
        HostFacts facts =
                new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, Map.of(request.key(), parse(text)));
        return CHECK.judge(facts, PARAMS).stream()
                .map(j -> j.outcome().code() + " " + j.code())
                .toList();
    }

    private static List<String> codes(String from, String to) throws FactFormatException {
        assertThat(HEALTHY).contains(from);
        int at = HEALTHY.lastIndexOf(from);
        return codes(HEALTHY.substring(0, at) + to + HEALTHY.substring(at + from.length()));
    }

    @Test
    void totalsSinceTheStartAreNoAlarm() throws FactFormatException {
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
    void theTableOfConnections(int count, String expected) throws FactFormatException {
        assertThat(codes("nf_conntrack_count 10", "nf_conntrack_count " + count))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"1023, warning short-backlog", "1024, pass ok", "1025, pass ok"})
    void theBacklog(int backlog, String expected) throws FactFormatException {
        assertThat(codes("somaxconn 4096", "somaxconn " + backlog)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"42766, warning few-ports", "42767, pass ok", "42768, pass ok"})
    void thePorts(int last, String expected) throws FactFormatException {
        assertThat(codes("32768 60999", "32768 " + last)).containsExactly(expected);
    }

    @Test
    void recyclingWithoutTimestampsDoesNothing() throws FactFormatException {
        String on = "sysctl tcp_tw_recycle 1\nsysctl tcp_timestamps ";
        assertThat(codes("sysctl tcp_timestamps 1", on + "1")).containsExactly("fail tw-recycle");
        assertThat(codes("sysctl tcp_timestamps 1", on + "2")).containsExactly("fail tw-recycle");
        assertThat(codes("sysctl tcp_timestamps 1", on + "0")).containsExactly("pass ok");
    }

    @Test
    void abortingIsAFail() throws FactFormatException {
        assertThat(codes("abort_on_overflow 0", "abort_on_overflow 1")).containsExactly("fail abort-on-overflow");
    }

    @Test
    void aTableThatWasFullIsAFailThoughItIsNotAnyMore() throws FactFormatException {
        assertThat(codes("sample 100.00", "table-full\nsample 100.00")).containsExactly("fail conntrack-full");
    }

    @Test
    void whatGrowsIsTold() throws FactFormatException {
        assertThat(codes("ListenOverflows 99999", "ListenOverflows 100000")).containsExactly("warning listen-overflow");
        assertThat(codes("0000000a 0000000b", "0000000b 0000000b")).containsExactly("warning conntrack-drops");
        assertThat(codes("0000000a 0000000b", "0000000a 0000000c")).containsExactly("warning conntrack-drops");
        assertThat(codes("000000ff", "00000100")).containsExactly("warning conntrack-drops");
    }

    @Test
    void aContainerThatCameMeanwhileSaysNothing() throws FactFormatException {
        assertThat(codes("done", "count box:7 ListenOverflows 5\ndone")).containsExactly("pass ok");
    }

    @Test
    void aKernelWithoutATableOfConnectionsIsWell() throws FactFormatException {
        assertThat(codes(HEALTHY.replaceAll("(?m)^(conntrack|sysctl nf_).*\n", "")))
                .containsExactly("pass ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unreadable somaxconn", "denied box", "hidden-proc"})
    void whatWasNotSeenIsNoPass(String line) throws FactFormatException {
        assertThat(codes("sample 100.00", line + "\nsample 100.00")).allMatch(said -> said.startsWith("unknown"));
    }

    @Test
    void withoutCountersOfTheHostNothingIsKnown() throws FactFormatException {
        assertThat(codes(HEALTHY.replaceAll("(?m)^count.*\n", ""))).containsExactly("unknown not-readable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "done\n", "sample 1.00\ndone\n", "sample 1.00\nsample 2.00\n", "hello\n", "count host x 1\n"
            })
    void whatIsCutOrGarbledIsMalformed(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(FactFormatException.class);
    }

    @ParameterizedTest
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
}
