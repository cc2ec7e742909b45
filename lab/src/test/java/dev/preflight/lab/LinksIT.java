package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is lost between hosts, on hosts between which it is lost: which direction is named, and that no other is.
 *
 * <p>A datagram that is dropped without a word is no error to its sender: {@code nc -uz} calls the port open. And where only
 * what goes to the port is dropped, an answer from it comes back: an echo proves the direction that works, and is taken for
 * both. Who falls into either finds nothing in most rows here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinksIT {
    private static final Set<String> GOOD = Set.of("pass", "not-applicable", "skipped");

    private static final String CHECKS = """
            checks:
              vxlan-udp: {}
              path-mtu: {}
              duplicate-ip-peers: {}
              short-connections: {}
              tcp-ports: {params: {tcp_ports: [{port: 2377}]}}
            """;

    private static final String AS_ROOT = "name: links\nsettings: {become: true}\n" + CHECKS;
    private static final String AS_USER = "name: links\n" + CHECKS;

    /** As a field engineer runs it, with what the site knows of itself. */
    private static final String SHIPPED = """
            name: site
            extends: overlay-network
            settings:
              become: true
              platform_names: [db.platform.internal]
              expected_nameservers: [10.77.0.1]
            checks:
              tcp-ports: {params: {tcp_ports: [{port: 7946}]}}
            """;

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeAll
    void up() {
        lab = Lab.with("h1", "h2", "h3", "d1", "d2");
    }

    @AfterEach
    void clear() {
        lab.call("clear");
    }

    /** Faults of one row lie in different directions, and none hides another; nor is any left over of the row before. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wire-drop h1 h2 udp dport 4789, wire-drop h2 h1 tcp dport 2377, wire-drop h2 h3 @th,64,32 0x08000000, \
            wire-drop h1 h3 udp length > 1400, wire-nat h3 h1, wire-loss h3 h2 \
            | h1>h2 fail vxlan-udp asymmetric, h2>h1 fail tcp-ports dropped, h2>h3 fail vxlan-udp vxlan-dropped, \
            h1>h3 fail vxlan-udp large-dropped, h1>h3 fail path-mtu black-hole, h3>h1 warning vxlan-udp nat, \
            h3>h2 warning vxlan-udp loss
            wire-drop h1 h2 udp dport 4789, wire-drop h2 h1 udp dport 4789, host-firewall h3 reject, duplicate-ip h2 \
            | h1>h2 fail vxlan-udp dropped, h2>h1 fail vxlan-udp dropped, h1>h3 fail vxlan-udp rejected, \
            h2>h3 fail vxlan-udp rejected, h2 fail duplicate-ip-peers peer-sees-foreign-mac
            mtu h2 1350, port-taken h3 \
            | h1>h2 fail vxlan-udp large-dropped, h2>h1 fail vxlan-udp large-dropped, h3>h2 fail vxlan-udp large-dropped, \
            h2>h3 fail vxlan-udp large-dropped, \
            h1>h2 fail path-mtu black-hole, h3>h2 fail path-mtu black-hole, h2>h1 fail path-mtu local-mtu, h2>h3 fail path-mtu local-mtu
            """)
    void eachIsNamedWithItsDirectionAndNothingElseIs(String faults, String expected) throws IOException {
        for (String fault : faults.split(", ")) {
            List<String> words = Arrays.asList(fault.split(" "));
            lab.fault(words.get(0), words.get(1), words.stream().skip(2).toArray(String[]::new));
        }
        assertThat(wrong(look(AS_ROOT, "h1", "h2", "h3")))
                .containsExactlyInAnyOrder(Stream.of(expected.split(", "))
                        .filter(one -> !one.isEmpty())
                        .toArray(String[]::new));
    }

    @Test
    void hostsThatHaveNothingWrongPass() throws IOException {
        Result clean = look(SHIPPED, "h1", "h2", "h3");
        assertThat(wrong(clean)).isEmpty();
        assertThat(clean.exit()).isZero();
        assertThat(wrong(look(AS_USER, "h1", "h2", "h3"))).isEmpty();
    }

    /** What is seen at the interface is not what the port's owner gets, if the host's own firewall is between. */
    @Test
    void aPortOfSomebodyElseBehindAFirewallIsNotTakenForOpen() throws IOException {
        lab.fault("port-taken", "h2");
        lab.fault("host-firewall", "h2");
        assertThat(wrong(look(AS_ROOT, "h1", "h2"))).containsExactly("h1>h2 unknown vxlan-udp port-in-use");
    }

    /** The end of a page, which may be all that is read, must not list a host that reaches no peer. */
    @Test
    void anEndOfADeadLinkIsNoCleanHost() throws IOException {
        lab.fault("wire-drop", "h1", "h2", "udp", "dport", "4789");
        Path page = folder.resolve("page.txt");
        List<String> arguments = arguments("name: links\nchecks: {vxlan-udp: {}}\n", "h1", "h2", "h3");
        arguments.addAll(List.of("--format", "text:" + page));
        Result result = lab.preflight(arguments);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(stream(result.json().path("hosts"))
                        .map(host -> host.path("name").asText() + " "
                                + host.path("verdict").asText()))
                .containsExactly("h1 blocked", "h2 blocked", "h3 proceed");
        List<String> lines = Files.readAllLines(page);
        assertThat(lines.subList(lines.indexOf("CLEAN HOSTS") + 1, lines.size()).stream()
                        .map(String::strip)
                        .filter(line -> line.matches("h\\d .*")))
                .singleElement()
                .asString()
                .startsWith("h3 ");
    }

    @Test
    void whereItIsLostIsTold() throws IOException {
        lab.fault("host-firewall", "h2");
        assertThat(observed(look(AS_ROOT, "h1", "h2"), "vxlan-udp"))
                .contains("reached the receiver's interface, so that host itself drops them", "udp dport 4789 drop");
        lab.call("clear");
        lab.fault("wire-drop", "h1", "h2", "udp", "dport", "4789");
        assertThat(observed(look(AS_ROOT, "h1", "h2"), "vxlan-udp"))
                .contains("lost before it", "this port is filtered");
    }

    /** With its overlay up the kernel owns the port; a swarm that says Ready may have lost one direction. */
    @Test
    void aSwarmInServiceIsLookedAtAndNotDisturbed() throws Exception {
        lab.call("dockerd", "d1");
        lab.call("dockerd", "d2");
        lab.fault("container-twin", "d1", "d2");
        String twin = lab.exec(
                        "d2",
                        "docker inspect -f '{{(index .NetworkSettings.Networks \"lab-overlay\").IPAddress}}' db-proxy")
                .strip();
        CompletableFuture<String> pings = CompletableFuture.supplyAsync(() -> lab.exec(
                "d1", "nsenter -t $(docker inspect -f '{{.State.Pid}}' db-proxy) -n ping -i 0.1 -w 15 " + twin));
        assertThat(wrong(look(AS_ROOT, "d1", "d2"))).isEmpty();
        assertThat(wrong(look(AS_USER, "d1", "d2")))
                .containsExactlyInAnyOrder(
                        "d1>d2 unknown vxlan-udp port-in-use", "d2>d1 unknown vxlan-udp port-in-use");
        assertThat(pings.join()).contains(" 0% packet loss");
        lab.fault("wire-drop", "d1", "d2", "udp", "dport", "4789");
        assertThat(lab.exec("d2", "docker node ls --format '{{.Hostname}} {{.Status}}'"))
                .contains("d1 Ready", "d2 Ready");
        assertThat(wrong(look(AS_ROOT, "d1", "d2"))).containsExactly("d1>d2 fail vxlan-udp asymmetric");
    }

    /** The one that is cut off does not even learn that we are gone: its alarm ends it. */
    @Test
    void nothingIsLeftOfUsWhenWeAreKilled() throws Exception {
        List<String> command = new ArrayList<>(List.of(lab.launcher().toString()));
        command.addAll(arguments(AS_ROOT, "h1", "h2", "h3"));
        Process run = lab.seat(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.out").toFile())
                .start();
        for (String host : List.of("h1", "h2", "h3")) {
            await(host, "ss -lun | grep -q ':4789 '");
        }
        lab.fault("cut", "h3");
        run.descendants().forEach(ProcessHandle::destroyForcibly);
        run.destroyForcibly().waitFor();
        String none = "! ss -lun | grep -q ':4789 ' && ! pgrep -f '[V]XP1|[#]PF1' >/dev/null";
        for (String host : List.of("h1", "h2", "h3")) {
            await(host, none);
        }
    }

    /** One dead, one without any tool, one with busybox's alone, and the pairs of all others judged as ever. */
    @Test
    void amongTwentyHostsTheBlindOnesAreNamedAndAllOthersAreRight() throws IOException {
        String[] many = IntStream.rangeClosed(1, 20).mapToObj(i -> "h" + i).toArray(String[]::new);
        lab = Lab.with(many);
        lab.fault("shell", "h4", "ops", "/bin/sh");
        lab.fault(
                "no-program",
                "h4",
                "/usr/bin/python3.11",
                "/usr/bin/perl",
                "/usr/bin/nc",
                "/usr/bin/bash",
                "/usr/bin/socat");
        lab.fault("no-program", "h5", "/usr/bin/python3.11", "/usr/bin/perl", "/usr/bin/nc.openbsd", "/usr/bin/socat");
        lab.fault("cut", "h6");
        lab.fault("wire-drop", "h1", "h2", "udp", "dport", "4789");
        Result result = look(AS_ROOT, many);
        List<String> wrong = wrong(result);
        Set<String> blind = Set.of("h4", "h5", "h6");
        assertThat(wrong.stream()
                        .filter(line -> blind.stream().noneMatch(host -> line.matches(".*\\b" + host + "\\b.*"))))
                .containsExactly("h1>h2 fail vxlan-udp asymmetric");
        assertThat(wrong.stream().filter(line -> line.contains("vxlan-udp") && line.matches("h1>h[456] .*")))
                .containsExactlyInAnyOrder(
                        "h1>h4 unknown vxlan-udp no-tool",
                        "h1>h5 unknown vxlan-udp no-tool",
                        "h1>h6 unknown vxlan-udp peer-unreachable");
    }

    private void await(String host, String condition) {
        Eventually.is(() -> lab.tryExec(host, condition).exit() == 0);
    }

    private List<String> arguments(String profile, String... hosts) throws IOException {
        List<String> lines = Stream.of(hosts)
                .map(host -> lab.inventoryLine(
                        host, "ops", "preflight_address=" + lab.address(host).replace("10.77.", "10.78.")))
                .toList();
        Files.write(folder.resolve("hosts.ini"), lines);
        Files.writeString(folder.resolve("links.yaml"), profile);
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "-i",
                folder.resolve("hosts.ini").toString(),
                "-p",
                folder.resolve("links.yaml").toString(),
                "--format",
                "json"));
        arguments.addAll(lab.login());
        return arguments;
    }

    private Result look(String profile, String... hosts) throws IOException {
        return lab.preflight(arguments(profile, hosts));
    }

    /** What is wrong, as "who outcome check code". */
    private static List<String> wrong(Result result) {
        Stream<String> ofHosts = stream(result.json().path("hosts"))
                .flatMap(host -> stream(host.path("findings"))
                        .filter(LinksIT::isWrong)
                        .map(finding -> host.path("name").asText() + line(finding)));
        Stream<String> others = stream(result.json().path("fleet"))
                .filter(LinksIT::isWrong)
                .map(finding -> who(finding.path("scope")) + line(finding));
        return Stream.concat(ofHosts, others).distinct().toList();
    }

    private static boolean isWrong(JsonNode finding) {
        return !GOOD.contains(finding.path("outcome").asText());
    }

    private static String line(JsonNode finding) {
        return " " + finding.path("outcome").asText() + " "
                + finding.path("check").asText() + " "
                + finding.path("code").asText();
    }

    private static String who(JsonNode scope) {
        return scope.path("kind").asText().equals("pair")
                ? scope.path("from").asText() + ">" + scope.path("to").asText()
                : scope.path("host").asText();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all.stream();
    }

    private static String observed(Result result, String check) {
        return stream(result.json().path("fleet"))
                .filter(finding -> finding.path("outcome").asText().equals("fail"))
                .filter(finding -> finding.path("check").asText().equals(check))
                .map(finding -> finding.path("observed").asText())
                .findFirst()
                .orElse("");
    }
}
