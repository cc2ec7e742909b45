package dev.preflight.checks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.checks.files.ListFileFormatCheck.Params;
import dev.preflight.checks.settings.ListFileSettings.ListFileSetting;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ListFileFormatCheckTest {
    private static final String PATH = "/etc/platform/peers";

    @TempDir
    Path folder;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static ListFileSetting setting(String item, int min, int max, boolean comments) {
        return new ListFileSetting(PATH, "", item, min, max, "", comments);
    }

    private static List<String> said(String text, ListFileSetting file, String... known) {
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return said(
                new Params(List.of(file), List.of(known)),
                Map.of(ListFile.at(PATH).key(), Reading.got(new ListFile(ListFile.State.CONTENT, bytes, ""))));
    }

    private static List<String> said(Params params, Map<String, Reading<?>> readings) {
        HostFacts facts = new HostFacts(new HostInfo("h1", "10.0.0.1", List.of()), Instant.EPOCH, readings);
        return new ListFileFormatCheck()
                .judge(facts, params).stream()
                        .map(j -> j.outcome().code() + " " + j.code())
                        .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1,2         | fail several-per-line
            1;2         | fail several-per-line
            1 2         | fail several-per-line
            1、2        | fail several-per-line
            1，2        | fail several-per-line
            1           | pass ok
            """)
    void aSeparatorMakesSeveralItemsOfALine(String line, String expected) {
        String text = line.replace("1", "10.0.0.1").replace("2", "10.0.0.2") + "\n";
        assertThat(said(text, setting("ipv4", 1, 0, false))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ipv4      | 10.0.0.1             | true
            ipv4      | 255.255.255.255      | true
            ipv4      | 10.0.0.256           | false
            ipv4      | 10.0.0               | false
            ipv4      | 10.0.0.1.            | false
            ipv4      | 010.0.0.1            | false
            ipv6      | fe80::1              | true
            ipv6      | ::                   | true
            ipv6      | 1:2:3:4:5:6:7:8      | true
            ipv6      | 1:2:3:4:5:6:7        | false
            ipv6      | 1::2::3              | false
            ipv6      | ::ffff:10.0.0.1      | true
            ipv6      | fe80::12345          | false
            ipv6      | 10.0.0.1             | false
            host      | node-1.example.com   | true
            host      | fe80::1              | true
            host      | 10.0.0.1             | true
            host      | 10.0.0.300           | false
            host      | -node                | false
            host      | node_1               | false
            host:port | node-1:8080          | true
            host:port | node-1               | false
            host:port | node-1:65535         | true
            host:port | node-1:65536         | false
            host:port | node-1:0             | false
            host:port | [fe80::1]:53         | true
            host:port | fe80::1:53           | false
            """)
    void anItemIsOneOfItsTypeOrNot(String type, String item, boolean fits) {
        assertThat(ItemType.parse(type).fits(item)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"2, fail too-few", "3, pass ok", "4, pass ok", "5, fail too-many"})
    void thereAreAsManyAsThereShouldBe(int count, String expected) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append("10.0.0.").append(i).append('\n');
        }
        assertThat(said(text.toString(), setting("ipv4", 3, 4, false))).containsExactly(expected);
    }

    @Test
    void aListThatMayBeEmptyMayBeEmpty() {
        assertThat(said("", setting("ipv4", 0, 0, false))).containsExactly("pass ok");
        assertThat(said("\n", setting("ipv4", 1, 0, false))).containsExactly("fail empty", "warning blanks");
    }

    @Test
    void whatIsOddIsToldAllAtOnce() {
        assertThat(said("\ufeff10.0.0.1\r\n10.0.0.1 \r\nx.y", setting("ipv4", 1, 0, false), "10.0.0.1"))
                .containsExactly(
                        "fail wrong-type",
                        "warning crlf",
                        "warning byte-order-mark",
                        "warning blanks",
                        "warning repeated",
                        "warning no-final-newline",
                        "warning not-known");
    }

    @Test
    void commentsAreLinesUnlessTheyAreAllowed() {
        assertThat(said("# peers, all\n10.0.0.1\n", setting("ipv4", 1, 1, true)))
                .containsExactly("pass ok");
        assertThat(said("# peers, all\n10.0.0.1\n", setting("ipv4", 1, 1, false)))
                .containsExactly("fail several-per-line");
    }

    @Test
    void aFileThatIsNotServedIsNotTheOneThatWasCorrected() {
        ListFileSetting both = new ListFileSetting(PATH, "http://x/peers", "ipv4", 1, 0, "", false);
        Params params = new Params(List.of(both), List.of());
        Map<String, Reading<?>> readings = new HashMap<>();
        readings.put(ListFile.at(PATH).key(), Reading.got(new ListFile(ListFile.State.CONTENT, "10.0.0.1\n", "")));
        FactRequest<ListFile> url = ListFile.from("http://x/peers", "");
        readings.put(url.key(), Reading.got(new ListFile(ListFile.State.CONTENT, "10.0.0.2\n", "")));
        assertThat(said(params, readings)).containsExactly("pass ok", "pass ok", "warning differs");
        readings.put(url.key(), Reading.got(new ListFile(ListFile.State.NOT_SERVED, "", "404")));
        assertThat(said(params, readings)).containsExactly("pass ok", "fail not-served");
        readings.put(url.key(), Reading.missing(Reason.NO_TOOL, "curl"));
        assertThat(said(params, readings)).containsExactly("pass ok", "unknown no-tool");
    }

    @Test
    void onlyTheConsumerIsAskedAndAnAliasIsNotTakenForAnotherHost() {
        Map<String, Reading<?>> elsewhere = new HashMap<>();
        for (String consumer : List.of("h1", "h2")) {
            elsewhere.put(
                    ListFile.from("http://x/peers", consumer).key(),
                    Reading.got(new ListFile(ListFile.State.ELSEWHERE, "", "")));
        }
        ListFileSetting other = new ListFileSetting("", "http://x/peers", "ipv4", 1, 0, "h2", false);
        ListFileSetting own = new ListFileSetting("", "http://x/peers", "ipv4", 1, 0, "h1", false);
        assertThat(said(new Params(List.of(other), List.of()), elsewhere))
                .containsExactly("not-applicable not-consumer");
        assertThat(said(new Params(List.of(own), List.of()), elsewhere)).containsExactly("unknown ambiguous");
    }

    @Test
    void withoutListsItDoesNotApplyAndAMistakeIsRefused() {
        assertThat(said(new Params(List.of(), List.of()), Map.of())).containsExactly("not-applicable unset");
        assertThatThrownBy(() -> new Params(List.of(setting("ip", 1, 0, false)), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host:port");
        ListFileSetting nowhere = new ListFileSetting("", "", "ipv4", 1, 0, "", false);
        assertThatThrownBy(() -> new Params(List.of(nowhere), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void everyByteOfTheFileArrives(Shell shell) throws IOException {
        Path file = folder.resolve("etc/platform/peers");
        Files.createDirectories(file.getParent());
        assertThat(read(shell).fold(ListFile::state, missing -> null)).isEqualTo(ListFile.State.ABSENT);
        byte[] bytes = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a', '\r', '\n', 0, '\n', '\n'};
        Files.write(file, bytes);
        assertThat(read(shell).fold(ListFile::text, missing -> null))
                .isEqualTo(new String(bytes, StandardCharsets.ISO_8859_1));
        Files.write(file, new byte[1024 * 1024]);
        assertThat(read(shell).isMissing()).isFalse();
        Files.write(file, new byte[1024 * 1024 + 1]);
        assertThat(read(shell)).isEqualTo(Reading.missing(Reason.TRUNCATED, "> 1 MiB"));
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(read(shell)).isEqualTo(Reading.missing(Reason.NOT_READABLE, PATH));
    }

    private Reading<ListFile> read(Shell shell) {
        // A clean probe gets no PROBE_ROOT: the tree stands in the path itself.
        FactRequest<ListFile> inTree = ListFile.at(folder + PATH);
        Reading<ListFile> reading = ScriptRun.under(shell).run(inTree).reading(inTree);
        return reading.fold(
                Reading::got,
                missing -> Reading.missing(missing.reason(), missing.detail().replace(folder.toString(), "")));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatAnAddressGivesIsFetchedByItsConsumer(Shell shell) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/peers", exchange -> {
            byte[] body = "10.0.0.1\r\n\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            FactRequest<ListFile> here = ListFile.from(base + "/peers", "127.0.0.1");
            assertThat(ScriptRun.under(shell).run(here).reading(here))
                    .isEqualTo(Reading.got(new ListFile(ListFile.State.CONTENT, "10.0.0.1\r\n\n", "")));
            FactRequest<ListFile> elsewhere = ListFile.from(base + "/peers", "some-other-host");
            assertThat(ScriptRun.under(shell).run(elsewhere).reading(elsewhere))
                    .isEqualTo(Reading.got(new ListFile(ListFile.State.ELSEWHERE, "", "")));
            FactRequest<ListFile> missing = ListFile.from(base + "/none", "");
            assertThat(ScriptRun.under(shell).run(missing).reading(missing).fold(ListFile::state, m -> null))
                    .isEqualTo(ListFile.State.NOT_SERVED);
        } finally {
            server.stop(0);
        }
    }
}
