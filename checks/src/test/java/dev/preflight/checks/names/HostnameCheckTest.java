package dev.preflight.checks.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostnameCheckTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** A host that is called so now and at boot, and resolves its name to this. */
    private static String printed(String name, String resolved) {
        return "hostname " + name + "\nboot " + name + "\nhosts\nresolved\n" + resolved + "done\n";
    }

    private static String good(String name) {
        return printed(name, " 10.0.0.7 STREAM " + name + "\n 10.0.0.7 DGRAM\n");
    }

    private static List<Judgement> judged(String yaml, String printed) {
        return Judged.by(new HostnameCheck(), yaml, Map.of("host-names", printed));
    }

    private static String codes(String yaml, String printed) {
        return String.join(
                " ", judged(yaml, printed).stream().map(Judgement::code).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "62, {}, ok",
        "63, {}, ok",
        "64, {}, too-long",
        "14, label_max: 15, ok",
        "15, label_max: 15, ok",
        "16, label_max: 15, too-long",
        "62, total_max: 63, ok",
        "63, total_max: 63, ok",
        "63, total_max: 62, too-long",
    })
    void aNameIsAsLongAsItMayBe(int length, String yaml, String code) {
        assertThat(codes(yaml, good("a".repeat(length)))).isEqualTo(code);
    }

    /** The whole name counts as the host resolves it, and a long label wherever it is. */
    @ParameterizedTest
    @CsvSource({"14, ok", "15, ok", "16, too-long"})
    void theDomainCountsToo(int domain, String code) {
        String full = "h1." + "d".repeat(domain);
        assertThat(codes("total_max: 18", printed("h1", " 10.0.0.7 STREAM " + full + "\n")))
                .isEqualTo(code);
        assertThat(codes("label_max: 2", good("h1." + "d".repeat(48 + domain)))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "node_1, invalid, _",
        "node 1, invalid, ' '",
        "-node1, invalid, -",
        "node1-, invalid, -",
        "a.-b, invalid, -",
        "a..b, invalid, .",
        "nödé, invalid, é ö",
        "node-1, ok,",
        "1a.b-2.c, ok,",
        "Node1, upper-case,",
        "localhost, default-name,",
        "localhost.localdomain, default-name,",
        "(none), default-name,",
        "'', default-name,",
        "localhost-1, ok,",
    })
    void aNameHasTheFormOfOne(String name, String code, String characters) {
        List<Judgement> said = judged("{}", good(name));
        assertThat(said).extracting(Judgement::code).containsExactly(code);
        assertThat(Optional.ofNullable(said.get(0).args().get("characters")))
                .isEqualTo(Optional.ofNullable(characters).map(Arg::text));
    }

    @Test
    void aProfileHasRulesOfItsOwnForNames() {
        assertThat(codes("pattern: '^node-[0-9]+$'", good("node-7"))).isEqualTo("ok");
        assertThat(codes("pattern: '^node-[0-9]+$'", good("node-7a"))).isEqualTo("invalid");
        assertThat(codes("lower_case: false", good("Node1"))).isEqualTo("ok");
        assertThat(codes("fqdn: forbidden", good("h1"))).isEqualTo("ok");
        assertThat(codes("fqdn: forbidden", good("h1.example.com"))).isEqualTo("invalid");
    }

    @Test
    void aFullNameIsThatOfTheKernelOrOfTheAnswer() {
        assertThat(codes("fqdn: required", good("h1"))).isEqualTo("no-fqdn");
        assertThat(codes("fqdn: required", good("h1.example.com"))).isEqualTo("ok");
        assertThat(codes("fqdn: required", printed("h1", " 10.0.0.7 STREAM h1.example.com\n")))
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({
        "126.255.255.255, ok", "127.0.0.1, resolves-to-loopback", "127.0.1.1, resolves-to-loopback", "128.0.0.0, ok",
        "::1, resolves-to-loopback", "::2, ok", "fd00::1, ok", "::ffff:127.0.0.1, resolves-to-loopback",
    })
    void aLoopbackAddressIsNoneForOthers(String address, String code) {
        String only = printed("h1", " " + address + " STREAM h1\n");
        assertThat(codes("{}", only)).isEqualTo(code);
        assertThat(codes("not_loopback: false", only)).isEqualTo("ok");
        assertThat(codes("{}", printed("h1", " 10.0.0.7 STREAM h1\n " + address + " STREAM\n")))
                .isEqualTo(code);
    }

    @Test
    void theLineOfTheFileIsNamed() {
        Judgement said = judged(
                        "{}",
                        "hostname h1\nboot h1\nhosts\n 2 127.0.1.1 h1.example.com\nresolved\n"
                                + " 127.0.1.1 STREAM h1.example.com\ndone\n")
                .get(0);
        assertThat(said.args())
                .containsEntry("lines", Arg.texts(List.of("2")))
                .containsEntry("addresses", Arg.texts(List.of("127.0.1.1")));
    }

    @Test
    void withoutAnAnswerNothingIsResolvedAndWithoutTheToolOnlyTheFileIsKnown() {
        assertThat(codes("{}", printed("h1", ""))).isEqualTo("not-resolved");
        assertThat(codes("{}", "hostname h1\nboot h1\nhosts\nno-tool\ndone\n")).isEqualTo("no-tool");
        assertThat(codes("{}", "hostname h1\nboot h1\nhosts\n 3 10.0.0.7 h1.x.y h1\nno-tool\ndone\n"))
                .isEqualTo("ok");
        assertThat(codes("{}", "hostname -h\nboot -h\nnot-asked\ndone\n")).isEqualTo("invalid");
    }

    @Test
    void theNextBootMustSetTheSameName() {
        String now = "hostname h1\n%shosts\nresolved\n 10.0.0.7 STREAM h1\ndone\n";
        assertThat(codes("{}", now.formatted("boot H1\n"))).isEqualTo("ok");
        assertThat(codes("{}", now.formatted("boot h2\n"))).isEqualTo("wrong-after-boot");
        assertThat(codes("{}", now.formatted("no-boot\n"))).isEqualTo("wrong-after-boot");
        assertThat(codes("{}", now.formatted("unreadable\n"))).isEqualTo("not-readable");
        assertThat(codes("at: [now]", now.formatted("boot h2\n"))).isEqualTo("ok");
        assertThat(codes("at: [boot]", printed("node_1", ""))).isEqualTo("ok");
    }

    @Test
    void anythingElseIsRefused() {
        for (String text : List.of("boot h1\ndone\n", "hostname h1\nresolved\n 10.0.0.7\ndone\n")) {
            assertThatThrownBy(() -> Printed.reading(HostNames.REQUEST, text)).hasMessageContaining("expected");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsTheNameTheFilesAndTheAnswer(Shell shell) throws IOException {
        Tree.put(root, "proc/sys/kernel/hostname", "h1\n");
        assertThat(read(shell))
                .isEqualTo(new HostNames(
                        "h1", Reading.got(Optional.empty()), Reading.missing(Reason.NO_TOOL, "getent"), List.of()));
        Tree.put(root, "etc/hostname", "# a comment\n\nh2");
        Tree.put(root, "etc/hosts", "127.0.0.1 localhost # h1\n127.0.1.1 h1.example.com H1\n#10.0.0.7 h1\n");
        HostNames.Found file = new HostNames.Found(List.of("127.0.1.1"), "h1.example.com");
        assertThat(read(shell))
                .isEqualTo(new HostNames("h1", Reading.got(Optional.of("h2")), Reading.got(file), List.of("2")));
        Path getent = Tree.put(
                root, "usr/bin/getent", "#!/bin/sh\necho \"10.0.0.7  STREAM $2.example.com\"\necho '10.0.0.7  RAW'\n");
        Files.setPosixFilePermissions(getent, PosixFilePermissions.fromString("rwxr-xr-x"));
        HostNames.Found asked = new HostNames.Found(List.of("10.0.0.7"), "h1.example.com");
        assertThat(read(shell).found()).isEqualTo(Reading.got(asked));
        Tree.put(root, "proc/sys/kernel/hostname", "h1\ndone\n");
        assertThat(read(shell).hostname()).isEqualTo("h1?");
        assertThat(read(shell).found()).isEqualTo(Reading.missing(Reason.AMBIGUOUS, ""));
    }

    private HostNames read(Shell shell) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<HostNames> request = HostNames.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
    }
}
