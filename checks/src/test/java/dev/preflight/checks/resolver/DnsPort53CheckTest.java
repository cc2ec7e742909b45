package dev.preflight.checks.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Severity;
import dev.preflight.checks.resolver.DnsAnswers.End;
import dev.preflight.checks.resolver.DnsAnswers.Query;
import dev.preflight.checks.resolver.DnsPort53Check.Params;
import dev.preflight.fact.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsPort53CheckTest {
    private static final Params PARAMS = new Params(List.of(), List.of());

    private static Query query(String server, boolean tcp, String end) {
        OptionalInt rcode = end.matches("\\d+") ? OptionalInt.of(Integer.parseInt(end)) : OptionalInt.empty();
        return new Query(server, ".", tcp, rcode.isPresent() ? End.ANSWERED : End.valueOf(end), rcode, "", "");
    }

    private static DnsAnswers answers(Map<String, Boolean> pings, String... serverUdpTcp) {
        List<String> servers = new ArrayList<>();
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < serverUdpTcp.length; i += 3) {
            servers.add(serverUdpTcp[i]);
            queries.add(query(serverUdpTcp[i], false, serverUdpTcp[i + 1]));
            queries.add(query(serverUdpTcp[i], true, serverUdpTcp[i + 2]));
        }
        return new DnsAnswers(servers, List.of(), queries, pings, Map.of());
    }

    private static List<String> said(DnsAnswers answers) {
        HostFacts facts = new HostFacts(
                new HostInfo("h1", "", List.of()),
                Instant.EPOCH,
                Map.of(DnsAnswers.of(List.of()).key(), Reading.got(answers)));
        return new DnsPort53Check()
                .judge(facts, PARAMS).stream()
                        .map(j -> j.outcome().code() + " " + j.code()
                                + j.severity()
                                        .filter(Severity.WARNING::equals)
                                        .map(s -> " (warning)")
                                        .orElse(""))
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, true, pass ok",
        "3, 0, true, pass ok",
        "2, 5, false, pass ok",
        "SILENCE, 0, false, fail filtered",
        "SILENCE, SILENCE, true, fail filtered",
        "SILENCE, SILENCE, false, fail unreachable",
        "REFUSED, REFUSED, true, fail no-service",
        "NO_ROUTE, NO_ROUTE, false, fail unreachable",
        "0, SILENCE, true, warning tcp-blocked",
        "0, REFUSED, true, warning tcp-blocked",
        "0, HTTP, true, warning tcp-http",
        "UNTOLD, UNTOLD, true, unknown malformed"
    })
    void aReplyIsAnAnswerAndAPingIsNone(String udp, String tcp, boolean ping, String expected) {
        assertThat(said(answers(Map.of("10.0.0.53", ping), "10.0.0.53", udp, tcp)))
                .containsExactly(expected);
    }

    @Test
    void aLaterServerThatIsDeadSlowsDownAndOnlyAllOfThemBlock() {
        assertThat(said(answers(Map.of(), "10.0.0.1", "0", "0", "10.0.0.2", "SILENCE", "SILENCE")))
                .containsExactly("pass ok", "warning unreachable (warning)");
        assertThat(said(answers(Map.of(), "10.0.0.1", "SILENCE", "SILENCE", "10.0.0.2", "0", "0")))
                .containsExactly("fail unreachable (warning)", "pass ok");
        assertThat(said(answers(Map.of(), "10.0.0.1", "SILENCE", "SILENCE", "10.0.0.2", "REFUSED", "REFUSED")))
                .containsExactly("fail unreachable", "fail no-service");
    }

    @Test
    void whatOnlyNslookupAskedIsHalfKnown() {
        Query udp = query("10.0.0.1", false, "0");
        assertThat(said(new DnsAnswers(List.of("10.0.0.1"), List.of(), List.of(udp), Map.of(), Map.of())))
                .containsExactly("unknown no-tool (warning)");
    }

    @Test
    void serversThatTheProfileNamesComeAfterThoseOfTheHost() {
        DnsPort53Check.Params params = new DnsPort53Check.Params(List.of(), List.of("10.0.0.1", "10.0.0.9"));
        DnsAnswers others = answers(Map.of(), "10.0.0.1", "SILENCE", "SILENCE", "10.0.0.9", "SILENCE", "SILENCE");
        HostFacts facts = new HostFacts(
                new HostInfo("h1", "", List.of()),
                Instant.EPOCH,
                Map.of(
                        DnsAnswers.of(List.of()).key(),
                        Reading.got(answers(Map.of(), "10.0.0.1", "0", "0")),
                        DnsAnswers.of(List.of(), params.extraDns()).key(),
                        Reading.got(
                                new DnsAnswers(List.of(), others.servers(), others.queries(), Map.of(), Map.of()))));
        assertThat(new DnsPort53Check().judge(facts, params))
                .extracting(j -> j.outcome().code() + " " + j.subject())
                .containsExactly("pass nameserver:10.0.0.1", "warning nameserver:10.0.0.9");
    }

    @Test
    void withoutNameServersItDoesNotApply() {
        assertThat(said(answers(Map.of()))).containsExactly("not-applicable no-nameserver");
    }
}
