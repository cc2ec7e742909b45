package dev.preflight.checks.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.resolver.DnsAnswers.End;
import dev.preflight.checks.resolver.DnsAnswers.Query;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DnsAnswersTest {
    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Reading<DnsAnswers> parsed(String text) throws FactFormatException {
        return DnsAnswers.of(List.of())
                .fact()
                .parser()
                .parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    private static Query one(String tool, String proto, String said) throws FactFormatException {
        String text = "tool " + tool + "\nquery " + tool + " " + proto + " 10.0.0.53 a.b\n " + said.replace("~", "\n ")
                + "\ndone\n";
        return parsed(text).fold(dns -> dns.queries().get(0), missing -> {
            throw new AssertionError(missing);
        });
    }

    /** As the tools print it: dig 9.11 and 9.18, nslookup of bind and of busybox 1.35, dd and python on a closed port. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dig      | ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 4660~a.b. 60 IN A 10.16.11.40 | ANSWERED | 10.16.11.40
            dig      | ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1                            | ANSWERED | rcode=3
            dig      | ;; ->>HEADER<<- opcode: QUERY, status: REFUSED, id: 1                             | ANSWERED | rcode=5
            dig      | ;; ->>HEADER<<- opcode: QUERY, status: NOTAUTH, id: 1                             | ANSWERED | rcode=9
            dig      | ;; ->>HEADER<<- opcode: QUERY, status: BADVERS, id: 1                             | ANSWERED | rcode=16
            dig      | ;; ->>HEADER<<- opcode: QUERY, status: RESERVED11, id: 1                          | ANSWERED | rcode=11
            dig      | ;; reply from unexpected source: 10.0.0.9#53, expected 10.0.0.53#53~;; no servers could be reached | OTHER_SOURCE | -
            dig      | ;; UDP setup with 2001:db8::1#53(2001:db8::1) for x. failed: network unreachable. | NO_ROUTE | -
            dig      | dig: 'a..b.' is not a legal name (empty label)                                     | UNTOLD   | -
            dig      | ;; connection timed out; no servers could be reached                              | SILENCE  | -
            dig      | ;; communications error to 10.0.0.53#53: timed out~;; no servers could be reached | SILENCE  | -
            dig      | ;; communications error to 10.0.0.53#53: connection refused                       | REFUSED  | -
            dig      | ;; reply from unexpected source: 10.0.0.9#53, expected 10.0.0.53#53~;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1 | OTHER_SOURCE | rcode=0
            nslookup | Server: 10.0.0.53~Address: 10.0.0.53:53~~Name: a.b~Address: 10.16.11.40           | ANSWERED | 10.16.11.40
            nslookup | Server: 10.0.0.53~Address 1: 10.0.0.53~Name: a.b~Address 1: 10.16.11.40           | ANSWERED | 10.16.11.40
            nslookup | ** server can't find a.b: NXDOMAIN                                                | ANSWERED | rcode=3
            nslookup | ** server can't find a.b: REFUSED                                                 | ANSWERED | rcode=5
            nslookup | ;; connection timed out; no servers could be reached                              | SILENCE  | -
            python   | 12 34 81 83 00 01 00 00 00 00 00 00                                               | ANSWERED | rcode=3
            python   | 99 99 81 83 00 01 00 00 00 00 00 00                                               | UNTOLD   | -
            python   | 12 34 01 00 00 01 00 00 00 00 00 00                                               | UNTOLD   | -
            nslookup | nslookup: can't resolve 'a.b': Name does not resolve                               | UNTOLD   | -
            bash     | Terminated                                                                        | SILENCE  | -
            python   | timed out                                                                         | SILENCE  | -
            python   | [Errno 111] Connection refused                                                    | REFUSED  | -
            python   | [Errno 101] Network is unreachable                                                | NO_ROUTE | -
            bash     | dd: error reading 'standard input': Connection refused~0+0 records in             | REFUSED  | -
            bash     | 12 34 81 80 00 01 00 01 00 00 00 00 01 61 01 62~ 00 00 01 00 01 c0 0c 00 01 00 01 00 00 00 3c 00 04 0a 10 0b 28 | ANSWERED | 10.16.11.40
            """)
    void eachToolSaysItInItsOwnWay(String tool, String said, End end, String verdict) throws FactFormatException {
        Query query = one(tool, "udp", said);
        assertThat(query.end()).isEqualTo(end);
        assertThat(query.verdict()).isEqualTo(verdict);
    }

    @Test
    void byTcpTwoBytesOfLengthComeFirst() throws FactFormatException {
        assertThat(one("python", "tcp", "00 0c 12 34 81 83 00 01 00 00 00 00 00 00")
                        .answered())
                .isTrue();
        assertThat(one("python", "tcp", "12 34 81 83 00 01 00 00 00 00 00 00").answered())
                .isFalse();
        // Something else on that port.
        Query http = one("python", "tcp", "48 54 54 50 2f 31 2e 31 20 34 30 30 20 42 61 64");
        assertThat(http.end()).isEqualTo(End.HTTP);
        assertThat(http.said()).isEqualTo("HTTP/1.1 400 Bad");
        assertThat(one("python", "tcp", "53 53 48 2d 32 2e 30 2d 4f 70").end()).isEqualTo(End.UNTOLD);
    }

    @Test
    void whatCouldNotBeReadOrWasEndedIsNoWord() throws FactFormatException {
        assertThat(parsed("unreadable /etc/resolv.conf\n"))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.reason()).isEqualTo(Reason.NOT_READABLE));
        assertThat(parsed("tool dig\nlibc 143 a.b \nlibc 2 a.b \nlibc 0 a.b 10.0.0.1\ndone\n")
                        .fold(DnsAnswers::lookups, missing -> Map.of()))
                .containsEntry("a.b", List.of("", "10.0.0.1"));
    }

    @Test
    void withoutToolsNothingIsKnown() throws FactFormatException {
        assertThat(parsed("server 10.0.0.53\ntool none\ndone\n"))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.reason()).isEqualTo(Reason.NO_TOOL));
        assertThat(parsed("tool none\ndone\n").isMissing()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aPortWhereNothingListensIsRefusedAndNotSilent(Shell shell) {
        var request = DnsAnswers.of(List.of("a.example"), List.of("127.0.0.77"));
        DnsAnswers found = ScriptRun.under(shell).run(request).reading(request).fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
        assertThat(found.query("127.0.0.77", "a.example", false).orElseThrow().end())
                .isEqualTo(End.REFUSED);
        assertThat(found.query("127.0.0.77", "a.example", true).orElseThrow().end())
                .isEqualTo(End.REFUSED);
    }
}
