package dev.preflight.checks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.checks.JudgedFleet;
import dev.preflight.checks.fleet.NamesOfHosts.Lookup;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NamesResolveCheckTest {
    private static final NamesResolveCheck CHECK = new NamesResolveCheck();

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Map<String, String> host(int number, String names) {
        return Map.of(
                "names-of-hosts",
                names + "done\n",
                "links",
                "nic eth0 ifindex=2 flags=0x1003 mtu=1500 operstate=up carrier=1 device=1\n"
                        + "nic docker0 ifindex=3 flags=0x1003 mtu=1500 operstate=up carrier=1 bridge=1\n"
                        + "default eth0\naddr eth0 10.0.0." + number + "/24\naddr docker0 172.17.0.1/16\ndone\n",
                "host-marks",
                "hostname h" + number + "\nmachine-id " + "1".repeat(31) + number
                        + "\nboot-id 11111111-1111-4222-8333-444455556666\ncgroup v2\n" + "nic eth0 52:54:00:00:00:0"
                        + number + " 1500 physical\ndone\n");
    }

    private static String name(String name, String address, int ms, String more) {
        return "name " + name + "\n" + (address.isEmpty() ? "" : " address " + address + "\n")
                + (more.isEmpty() ? "" : " " + more + "\n") + " status " + (address.isEmpty() ? 2 : 0) + "\n ms " + ms
                + "\n";
    }

    private static String all(int hosts) {
        return IntStream.rangeClosed(1, hosts)
                .mapToObj(i -> name("h" + i, "10.0.0." + i, 10, ""))
                .collect(Collectors.joining());
    }

    private static List<String> said(String yaml, String first, String second, String third) {
        return new JudgedFleet()
                .host("h1", host(1, first))
                .host("h2", host(2, second))
                .host("h3", host(3, third))
                .said(CHECK, yaml);
    }

    @ParameterizedTest
    @CsvSource({"999, pass ok host", "1000, pass ok host", "1001, warning slow name:h2"})
    void moreThanTheTimeIsAWarning(int ms, String expected) {
        assertThat(said("max_time: 1s", all(3) + name("h2", "10.0.0.2", ms, ""), all(3), all(3)))
                .containsExactlyInAnyOrder("host:h1 " + expected, "host:h2 pass ok host", "host:h3 pass ok host");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, pass ok host",
        "10.0.0.9, fail wrong-address name:h2",
        "172.17.0.1, fail wrong-address name:h2",
        "127.0.0.1, fail loopback name:h2",
        "::1, fail loopback name:h2",
        "'', fail not-resolved name:h2",
    })
    void anAddressIsOneOfTheHostItselfAndNoneThatManyHave(String address, String expected) {
        assertThat(said("{}", all(3) + name("h2", address, 10, ""), all(3), all(3)))
                .containsExactlyInAnyOrder("host:h1 " + expected, "host:h2 pass ok host", "host:h3 pass ok host");
    }

    @Test
    void whatAHostFindsUnderItsOwnNameIsNotAskedHere() {
        assertThat(said("{}", all(3) + name("h1", "127.0.1.1", 10, ""), all(3), all(3)))
                .allMatch(line -> line.endsWith("pass ok host"));
    }

    @Test
    void aNameThatIsWrongOnSeveralHostsIsOneFindingWithAllOfThem() {
        String wrong = all(3) + name("h3", "10.0.0.30", 10, "");
        assertThat(new JudgedFleet()
                                .host("h1", host(1, wrong))
                                .host("h2", host(2, wrong))
                                .host("h3", host(3, all(3)))
                                .by(CHECK, "{}")
                                .stream()
                                .filter(one -> one.judgement().code().equals("wrong-address"))
                                .map(one -> one.scope() + " "
                                        + one.judgement().args().get("hosts")))
                .hasSize(2)
                .allMatch(line -> line.contains("h1: 10.0.0.30") && line.contains("h2: 10.0.0.30"));
    }

    @Test
    void aHostThatWasNotReachedIsUnknownAndTheOthersAreJudged() {
        String wrong = all(3) + name("h2", "10.0.0.9", 10, "");
        assertThat(new JudgedFleet()
                        .host("h1", host(1, wrong))
                        .host("h2", host(2, all(3)))
                        .host("h3", Map.of())
                        .said(CHECK, "{}"))
                .contains(
                        "host:h3 unknown unreachable fact:names-of-hosts",
                        "host:h1 fail wrong-address name:h2",
                        "host:h2 pass ok host")
                .noneMatch(line -> line.contains("name:h3"));
    }

    @Test
    void theAnswersAreTheSameEverywhere() {
        String vip = name("vip", "10.0.0.100", 10, "");
        String other = name("vip", "10.0.0.101", 10, "");
        assertThat(said("extra: [vip]", all(3) + vip, all(3) + vip, all(3) + vip))
                .allMatch(line -> line.endsWith("pass ok host"));
        assertThat(said("extra: [vip]", all(3) + vip, all(3) + vip, all(3) + other))
                .containsExactly(
                        "host:h1 warning answers-differ name:vip",
                        "host:h2 warning answers-differ name:vip",
                        "host:h3 warning answers-differ name:vip");
        assertThat(said("extra: [vip]", all(3), all(3) + vip, all(3) + vip))
                .as("what was not asked for")
                .contains("host:h1 unknown not-collected name:vip");
    }

    @ParameterizedTest
    @CsvSource({
        "reverse h2, pass ok host",
        "reverse H2.example.com, pass ok host",
        "reverse h22, warning reverse-differs name:h2",
        "'', warning no-reverse name:h2",
    })
    void anAddressLeadsBackToItsNameWhereThatIsAsked(String back, String expected) {
        String good = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> name("h" + i, "10.0.0." + i, 10, "reverse h" + i))
                .collect(Collectors.joining());
        assertThat(said("reverse: true", good + name("h2", "10.0.0.2", 10, back), good, good))
                .contains("host:h1 " + expected);
        assertThat(said("{}", good + name("h2", "10.0.0.2", 10, back), good, good))
                .contains("host:h1 pass ok host");
    }

    @Test
    void linesForOthersAreTheSameInAllFiles() {
        String lines = "file h1 10.0.0.1\nfile h2 10.0.0.2\nfile h3 10.0.0.3\n";
        String own = lines.replace("10.0.0.1\n", "127.0.1.1\n");
        assertThat(said("{}", all(3) + own, all(3) + lines, all(3) + lines))
                .allMatch(line -> line.endsWith("pass ok host"));
        assertThat(said(
                        "{extra: [x]}",
                        all(3) + name("x", "10.0.0.9", 1, "") + lines + "file x 10.0.0.9\n",
                        all(3) + name("x", "10.0.0.9", 1, "") + lines + "file x 10.0.0.9\n",
                        all(3) + name("x", "10.0.0.9", 1, "") + lines))
                .containsExactlyInAnyOrder(
                        "host:h3 warning hosts-files-differ file:/etc/hosts",
                        "host:h1 pass ok host",
                        "host:h2 pass ok host");
    }

    @Test
    void aNameWithoutADomainCannotBeLookedForInFull() {
        assertThat(said("names: fqdn", "", "", "")).contains("host:h1 unknown ambiguous name:h1");
        assertThat(new JudgedFleet().host("h1", host(1, "")).said(CHECK, "{}"))
                .containsExactly("host:h1 not-applicable one-host host");
        assertThat(new JudgedFleet()
                        .host("10.0.0.1", host(1, ""))
                        .host("fd00::2", host(2, ""))
                        .said(CHECK, "{}"))
                .containsExactly("fleet not-applicable no-names host");
    }

    @Test
    void whatIsNotKnownIsNoAnswer() {
        assertThat(read("name a\n not-asked\ndone\n", "a").addresses().toString())
                .contains("TIMEOUT");
        assertThat(read("name a\n status 143\n ms 2000\ndone\n", "a")
                        .addresses()
                        .toString())
                .contains("TIMEOUT");
        assertThat(read("name a\n status 127\ndone\n", "a").addresses().toString())
                .contains("MALFORMED");
        assertThat(read("name a\n no-tool\ndone\n", "a").addresses().toString()).contains("NO_TOOL");
        assertThat(read("name A\n no-tool\nfile a 10.0.0.1\ndone\n", "A")
                        .addresses()
                        .toString())
                .contains("10.0.0.1");
        assertThatThrownBy(() -> read("name a\n address 10.0.0.1\ndone\n", "a")).hasMessageContaining("status of a");
    }

    private static Lookup read(String printed, String name) {
        return got(Printed.reading(NamesOfHosts.request("inventory", List.of(), false), printed))
                .names()
                .get(name);
    }

    private static <T> T got(Reading<T> reading) {
        return reading.fold(value -> value, missing -> {
            throw new AssertionError(missing.toString());
        });
    }

    private NamesOfHosts found(Shell shell, String which, boolean reverse, String... hosts) {
        FactRequest<NamesOfHosts> clean =
                NamesOfHosts.request(which, List.of("vip"), reverse).naming(List.of(hosts));
        FactRequest<NamesOfHosts> request =
                new FactRequest<>(clean.fact(), Context.EXEC, clean.locators(), clean.arguments(), clean.hosts());
        return got(ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeLooksForEachNameOnceAndForNothingElse(Shell shell) throws IOException {
        getent("case $1:$2 in ahosts:h1) printf '%s\\n' '10.0.0.1 STREAM h1' '10.0.0.1 DGRAM' 'fe80::1%eth0 RAW' ;;"
                + " hosts:10.0.0.1) echo '10.0.0.1 h1.example.com h1' ;; *) exit 2 ;; esac\n");
        Tree.put(root, "etc/hosts", "10.0.0.9 H1 x # h2\n10.0.0.8 other\n::1 h1\n");
        NamesOfHosts read =
                found(shell, "both", true, "h1", "h2.example.com", "10.0.0.3", "fd00::4", "-x", "a b", "$(c)", "h1");
        assertThat(read.names()).containsOnlyKeys("vip", "h1", "h2", "h2.example.com");
        assertThat(got(read.names().get("h1").addresses())).containsExactly("10.0.0.1", "fe80:0:0:0:0:0:0:1");
        assertThat(read.names().get("h1").reverse()).containsExactly("h1.example.com", "h1");
        assertThat(got(read.names().get("h2").addresses())).isEmpty();
        assertThat(read.files().get("h1")).containsExactlyInAnyOrder("10.0.0.9", "0:0:0:0:0:0:0:1");
        assertThat(read.files()).containsOnlyKeys("h1");
        assertThat(found(shell, "short", false, "h2.example.com").names()).containsOnlyKeys("vip", "h2");
        assertThat(found(shell, "fqdn", false, "h2.example.com", "h3").names())
                .containsOnlyKeys("vip", "h2.example.com");
        assertThat(found(shell, "inventory", false, "h2.example.com", "h3").names())
                .containsOnlyKeys("vip", "h2.example.com", "h3");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aGetentWithoutAhostsIsAskedForHosts(Shell shell) throws IOException {
        getent("case $1:$2 in hosts:h1) echo '10.0.0.1 h1' ;; hosts:*) exit 2 ;; *) exit 1 ;; esac\n");
        NamesOfHosts read = found(shell, "inventory", false, "h1", "h2");
        assertThat(got(read.names().get("h1").addresses())).containsExactly("10.0.0.1");
        assertThat(got(read.names().get("h2").addresses())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void withoutGetentTheFileIsWhatThereIs(Shell shell) throws IOException {
        Tree.put(root, "etc/hosts", "10.0.0.1 h1\n");
        NamesOfHosts read = found(shell, "inventory", false, "h1", "h2");
        assertThat(got(read.names().get("h1").addresses())).containsExactly("10.0.0.1");
        assertThat(read.names().get("h2").addresses().toString()).contains("NO_TOOL");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void manyNamesAreAllAnswered(Shell shell) throws IOException {
        getent("echo '10.0.0.1 STREAM x'\n");
        String[] hosts = IntStream.range(0, 30).mapToObj(i -> "n" + i).toArray(String[]::new);
        NamesOfHosts read = found(shell, "inventory", false, hosts);
        assertThat(read.names())
                .hasSize(31)
                .allSatisfy(
                        (name, lookup) -> assertThat(got(lookup.addresses())).containsExactly("10.0.0.1"));
    }

    private void getent(String body) throws IOException {
        Tree.put(root, "usr/bin/getent", "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(root.resolve("usr/bin/getent"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
