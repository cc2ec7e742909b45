package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What only a look at several hosts can find, on hosts that have it: who is named, that no other host is, that it is
 * over when the fault is, and what is said when one host is silent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetIT {
    private static final Set<String> GOOD = Set.of("pass", "not-applicable");

    private static final String PROFILE = """
            name: lab-fleet
            settings: {become: true, treat_as_host: true, install_user: ops}
            checks:
              umask-effective: {}
              command-path: {}
              nic-link: {}
              nic-mtu: {}
              kernel-known-bad: {}
              docker-daemon-json: {}
              resolv-conf-persistence: {}
              clock-sync: {}
              host-identity-duplicates: {}
              container-name-duplicates: {}
              same-kernel: {check: same-on-all, params: {value: kernel}}
              same-mtu: {check: same-on-all, params: {value: mtu, name: eth1}}
              same-keepalive: {check: same-on-all, params: {value: sysctl, name: net.ipv4.tcp_keepalive_time}}
            """;

    /** Asking who else has an address takes seconds, so only its own test does. */
    private static final String WITH_ADDRESSES = PROFILE + "  duplicate-ip: {}\n";

    private final Map<String, String> lines = new HashMap<>();
    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeAll
    void up() {
        lab = Lab.with("h1", "h2", "h3", "h4", "d1", "d2");
        lab.call("dockerd", "d1");
        lab.call("dockerd", "d2");
    }

    @AfterEach
    void clear() {
        lab.call("clear");
    }

    @Test
    void aClockThatIsAheadAndAZoneOfItsOwnAreNamedAgainstTheOthers() throws IOException {
        lab.fault("clock-skew", "h2");
        lab.fault("time-zone", "h3");
        lab.fault("clock-skew", "h4", "-2");
        Result with = look("h1", "h2", "h3", "h4");
        assertThat(wrong(with))
                .containsExactly(
                        "h2 fail clock-sync skew", "h3 warning clock-sync time-zone", "h4 warning clock-sync skew");
        assertThat(with.exit()).isEqualTo(1);
        // The clock is 37 s ahead; how exactly that is measured depends on the machine, and the text says it.
        assertThat(observed(with, "skew")).matches("the clock is 3[678](\\.\\d)? s from .*");
        assertThat(observed(with, "time-zone")).contains("Asia/Shanghai", "Etc/UTC");
        lab.call("clear");
        lab.fault("clock-skew", "h3");
        lab.fault("clock-skew", "h4");
        assertThat(wrong(look("h1", "h2", "h3", "h4"))).containsExactly("fleet fail clock-sync no-majority");
        lab.call("clear");
        assertThat(wrong(look("h1", "h2", "h3", "h4"))).isEmpty();
    }

    @Test
    void aClonedImageAndANameThatIsGivenTwiceAreWarnings() throws IOException {
        lab.fault("machine-id", "h2", "h1");
        lab.fault("host-name", "h4", "h3");
        Result with = look("h1", "h2", "h3", "h4", "d1");
        assertThat(wrong(with))
                .containsExactly(
                        "h1 warning host-identity-duplicates same-machine-id",
                        "h2 warning host-identity-duplicates same-machine-id",
                        "h3 warning host-identity-duplicates same-hostname",
                        "h4 warning host-identity-duplicates same-hostname");
        assertThat(with.exit()).isZero();
        lab.call("clear");
        assertThat(wrong(look("h1", "h2", "h3", "h4", "d1"))).isEmpty();
    }

    @Test
    void anAddressOfTwoHostsBlocksAndTheHostsOfItAreNamed() throws IOException {
        lab.fault("same-ip", "h1", "h2");
        lab.fault("same-mac", "h3", "h4");
        Result with = run(WITH_ADDRESSES, "h1", "h2", "h3", "h4", "d1", "d2");
        assertThat(wrong(with))
                .containsExactly(
                        "h1 fail duplicate-ip foreign-mac",
                        "h1 fail host-identity-duplicates same-ip",
                        "h2 fail duplicate-ip foreign-mac",
                        "h2 fail host-identity-duplicates same-ip",
                        "h3 fail host-identity-duplicates same-mac",
                        "h4 fail host-identity-duplicates same-mac");
        assertThat(with.exit()).isEqualTo(1);
        assertThat(observed(with, "same-ip")).contains("10.77.0.200", "h1 (eth0)", "h2 (eth0)");
        assertThat(observed(with, "same-mac")).contains("h3 (eth1)", "h4 (eth0)");
        lab.call("clear");
        // Both engines have their bridge at the same address, and that is no duplicate.
        assertThat(wrong(run(WITH_ADDRESSES, "h1", "h2", "h3", "h4", "d1", "d2")))
                .isEmpty();
    }

    @Test
    void aTwinOfAContainerIsFoundWhileItRunsWhileItIsStoppedAndWhileItsEngineIs() throws IOException {
        lab.fault("container-namesake", "d1", "d2");
        lab.fault("container-twin", "d2", "d1");
        List<String> twins = List.of(
                "d1 fail container-name-duplicates duplicate-on-global-network",
                "d2 fail container-name-duplicates duplicate-on-global-network");
        Result with = look("d1", "d2", "h1");
        assertThat(wrong(with)).containsExactlyElementsOf(twins);
        assertThat(with.exit()).isEqualTo(1);
        assertThat(observed(with, "duplicate-on-global-network"))
                .contains("db-proxy@d1 (running, always), db-proxy@d2 (running, always)");
        // Each engine has an agent too, on a bridge of its own.
        assertThat(with.out()).doesNotContain("agent@");
        lab.exec("d2", "docker stop -t 0 db-proxy");
        assertThat(wrong(look("d1", "d2"))).containsExactlyElementsOf(twins);
        // The engine of a host that came back is often not up yet, and its disk has the twin.
        lab.fault("engine-killed", "d2");
        Result stored = look("d1", "d2");
        assertThat(wrong(stored)).containsExactlyElementsOf(twins);
        assertThat(observed(stored, "duplicate-on-global-network")).contains("db-proxy@d2 (stored, always)");
        lab.call("clear");
        assertThat(wrong(look("d1", "d2", "h1"))).isEmpty();
    }

    @Test
    void theOddHostOfThreeIsNamedAndOfTwoHalvesNobodyIs() throws IOException {
        lab.fault("old-kernel", "h1");
        lab.fault("mtu", "h2", "9000");
        lab.fault("sysctl", "h3");
        Result odd = look("h1", "h2", "h3");
        assertThat(wrong(odd))
                .containsExactly(
                        "h1 fail same-kernel differs", "h2 fail same-mtu differs", "h3 fail same-keepalive differs");
        assertThat(odd.exit()).isZero();
        assertThat(findings(odd).stream()
                        .filter(finding -> finding.path("code").asText().equals("differs"))
                        .map(finding -> finding.path("observed").asText()))
                .contains("9000; most hosts have 1500", "600; most hosts have 7200")
                .anyMatch(text -> text.startsWith("2.6."));
        lab.clear("h1");
        lab.fault("mtu", "h1", "9000");
        lab.fault("sysctl", "h4");
        Result tie = look("h1", "h2", "h3", "h4");
        assertThat(wrong(tie))
                .containsExactly("fleet fail same-keepalive no-majority", "fleet fail same-mtu no-majority");
        assertThat(findings(tie).stream()
                        .filter(finding -> finding.path("code").asText().equals("no-majority"))
                        .map(finding -> finding.path("observed").asText()))
                .anySatisfy(text -> assertThat(text).contains("9000 (h1, h2)", "1500 (h3, h4)"))
                .anySatisfy(text -> assertThat(text).contains("7200 (h1, h2)", "600 (h3, h4)"));
        lab.call("clear");
        assertThat(wrong(look("h1", "h2", "h3", "h4"))).isEmpty();
    }

    @Test
    void aSilentHostIsUnknownAndMayBeTheOneThatWouldDecide() throws IOException {
        lab.fault("container-namesake", "d1", "d2");
        lab.fault("no-sshd", "h4");
        Result healthy = look("h1", "h2", "h4", "d1", "d2");
        assertThat(wrong(healthy))
                .filteredOn(line -> !line.startsWith("h4 unknown "))
                .containsExactly("fleet unknown container-name-duplicates peer-unreachable");
        assertThat(wrong(healthy))
                .filteredOn(line -> line.startsWith("h4 "))
                .allMatch(line -> line.endsWith(" unreachable"))
                .anyMatch(line -> line.contains(" clock-sync "))
                .anyMatch(line -> line.contains(" host-identity-duplicates "))
                .anyMatch(line -> line.contains(" container-name-duplicates "))
                .anyMatch(line -> line.contains(" same-kernel "));
        assertThat(healthy.exit()).isEqualTo(3);
        assertThat(observed(healthy, "peer-unreachable")).endsWith(" h4");
        // More than half of all, the silent one too, name the odd one; two of three that answer name none.
        lab.fault("clock-skew", "h2");
        lab.fault("sysctl", "h2");
        lab.fault("container-twin", "d2", "d1");
        assertThat(wrong(look("h1", "h2", "h4", "d1", "d2")))
                .filteredOn(line -> !line.startsWith("h4 unknown "))
                .containsExactly(
                        "d1 fail container-name-duplicates duplicate-on-global-network",
                        "d2 fail container-name-duplicates duplicate-on-global-network",
                        "h2 fail clock-sync skew",
                        "h2 fail same-keepalive differs");
        assertThat(wrong(look("h1", "h2", "h4")))
                .filteredOn(line -> !line.startsWith("h4 unknown "))
                .containsExactly("fleet fail clock-sync no-majority", "fleet fail same-keepalive no-majority");
    }

    private Result look(String... hosts) throws IOException {
        return run(PROFILE, hosts);
    }

    private Result run(String profile, String... hosts) throws IOException {
        Path file = Files.writeString(folder.resolve("fleet.yaml"), profile);
        StringBuilder inventory = new StringBuilder();
        for (String host : hosts) {
            inventory
                    .append(lines.computeIfAbsent(host, name -> lab.inventoryLine(name, "ops")))
                    .append('\n');
        }
        Path ini = Files.writeString(folder.resolve("hosts.ini"), inventory);
        return lab.look(ini, file);
    }

    /** The findings of the hosts and those of all of them together. */
    private static List<JsonNode> findings(Result result) {
        List<JsonNode> all = new ArrayList<>(result.findings());
        result.json().path("fleet").forEach(all::add);
        return all;
    }

    /** Every finding that is not good, as {@code host outcome check code}. */
    private static List<String> wrong(Result result) {
        List<String> lines = new ArrayList<>(wrong("fleet", result.json().path("fleet")));
        result.json()
                .path("hosts")
                .forEach(host -> lines.addAll(wrong(host.path("name").asText(), host.path("findings"))));
        return lines.stream().distinct().sorted().toList();
    }

    private static List<String> wrong(String host, JsonNode findings) {
        List<String> lines = new ArrayList<>();
        findings.forEach(finding -> {
            String outcome = finding.path("outcome").asText();
            if (!GOOD.contains(outcome)) {
                String check = finding.path("check").asText();
                lines.add(host + " " + outcome + " "
                        + finding.path("instance").asText(check) + " "
                        + finding.path("code").asText());
            }
        });
        return lines;
    }

    private static String observed(Result result, String code) {
        return findings(result).stream()
                .filter(finding -> finding.path("code").asText().equals(code))
                .map(finding -> finding.path("observed").asText())
                .findFirst()
                .orElseThrow();
    }
}
