package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs a kernel with bonds, VLANs and arrays of disks: in a virtual machine that has them and is booted once. */
class VmIT {
    private static final Set<String> GOOD = Set.of("pass", "not-applicable");

    /** The host as this site knows it: containers are in VLAN 7, and the platform's data goes over the bond. */
    private static final String SETTINGS = """
            settings:
              become: true
              install_user: ops
              platform_nics: [bond0]
              container_networks: [{mode: macvlan, parent: eth0, vlan: 7, mtu: 1500}]
            """;

    /** The checks of what stands on cables and disks. */
    private static final String SOME = "name: some\n" + SETTINGS + """
            checks: {nic-link: {}, nic-mtu: {}, raid-health: {}, raid-scrub: {}}
            """;

    /** Every check that ships. */
    private static final String ALL = "name: all\nextends: docker-swarm-classic\n" + SETTINGS + """
              required_contexts: [exec, login, sudo]
              scheduler_model: swarm-classic
              planned_cpus: 0
              expected_nameservers: [10.77.0.1]
              platform_names: [db.platform.internal]
              list_files: [{path: /etc/acme-peers, item: ipv4, min: 2}]
            """;

    private static final String PROCESSES = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '";

    private final Lab lab = Lab.with("v1");

    @TempDir
    private Path folder;

    @BeforeEach
    void askAsUser() throws IOException {
        Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine("v1", "ops") + "\n");
    }

    @AfterEach
    void clear() {
        lab.clear("v1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vm-unplug eth2             | warning nic-link bond-port-down nic:bond0
            vm-unplug eth1, vm-unplug  | fail nic-link bond-no-live-port nic:bond0
            vm-mtu eth2 1400           | warning nic-mtu below-expected nic:eth2, warning nic-mtu bond-ports-differ nic:bond0
            vm-mtu eth0.7 1350         | warning nic-mtu below-expected nic:eth0.7, fail nic-mtu layer2 container-network:macvlan@eth0
            vm-mtu eth0 1400           | warning nic-mtu below-expected nic:eth0, warning nic-mtu below-expected nic:eth0.7, \
            fail nic-mtu layer2 container-network:macvlan@eth0
            vm-scrub                   | warning raid-scrub running md:md0
            vm-disk                    | fail raid-health degraded md:md0
            vm-rebuild                 | fail raid-health degraded md:md0, warning raid-health rebuilding md:md0
            """)
    void aFaultIsToldAndNothingElseAndNothingWhenItIsMended(String faults, String expected) throws IOException {
        for (String fault : faults.split(", ")) {
            List<String> words = Arrays.asList(fault.split(" "));
            lab.fault(words.get(0), "v1", words.stream().skip(1).toArray(String[]::new));
        }
        List<String> with = wrong(SOME);
        lab.clear("v1");
        assertThat(with).containsExactlyInAnyOrder(expected.split(", "));
        assertThat(wrong(SOME)).isEmpty();
    }

    /** With the parent's MTU raised again the VLAN's stays small: the kernel takes it down, and not up. */
    @Test
    void aVlanStaysSmallWhenItsParentHasGrownAgain() throws IOException {
        lab.fault("vm-mtu", "v1", "eth0", "1400");
        lab.exec("v1", "ip link set eth0 mtu 1500");
        assertThat(wrong(SOME))
                .containsExactlyInAnyOrder(
                        "warning nic-mtu below-expected nic:eth0.7",
                        "fail nic-mtu layer2 container-network:macvlan@eth0");
    }

    /**
     * All at once, and every check that ships: each fault is reported by the checks that it concerns, and by no other.
     */
    @Test
    void noOtherCheckIsMisledByThem() throws IOException {
        // What earlier disks left in the log does not matter here.
        List<String> log = List.of("fail kernel-log-signatures io-error device:md0");
        assertThat(wrong(ALL)).isSubsetOf(log);
        lab.fault("vm-unplug", "v1");
        lab.fault("vm-mtu", "v1");
        lab.fault("vm-disk", "v1");
        assertThat(wrong(ALL))
                .containsExactlyInAnyOrder(
                        "warning nic-link bond-port-down nic:bond0",
                        "warning nic-mtu below-expected nic:eth0.7",
                        "fail nic-mtu layer2 container-network:macvlan@eth0",
                        "fail raid-health degraded md:md0",
                        log.get(0));
    }

    /** The machine's own load, which none of the other hosts of the lab has for itself. */
    @Test
    void tasksThatWaitAreToldFromTasksThatWork() throws IOException {
        String profile = """
                name: load
                settings: {become: true, treat_as_host: true}
                checks: {load-idle-mismatch: {params: {again: 5s}}}
                """;
        assertThat(wrong(profile)).isEmpty();
        lab.fault("vm-io-wait", "v1");
        assertThat(wrong(profile)).containsExactly("warning load-idle-mismatch io-wait host:load");
        lab.clear("v1");
        assertThat(wrong(profile)).isEmpty();
    }

    /** On the interface that the host has for one VLAN, and on one made for the other and taken away again. */
    @Test
    void gatewaysOfContainerNetworksAreAskedOnTheirVlans() throws IOException {
        String profile = """
                name: vlan
                settings:
                  become: true
                  container_networks:
                    - {mode: macvlan, parent: eth0, vlan: 7, gateway: 10.20.0.1}
                    - {mode: macvlan, parent: eth0, vlan: 9, gateway: 10.20.9.1}
                checks: {gateway-arp: {params: {probe_container_vlans: true}}}
                """;
        String interfaces = lab.exec("v1", "ls /sys/class/net");
        String seven = "fail gateway-arp vlan-unanswered container-vlan:eth0 7 10.20.0.1";
        String nine = "fail gateway-arp vlan-unanswered container-vlan:eth0 9 10.20.9.1";
        assertThat(wrong(profile)).containsExactlyInAnyOrder(seven, nine);
        lab.fault("vm-vlan-gateway", "v1", "7", "10.20.0.1");
        assertThat(wrong(profile)).containsExactly(nine);
        lab.fault("vm-vlan-gateway", "v1", "9", "10.20.9.1");
        assertThat(wrong(profile)).isEmpty();
        assertThat(lab.exec("v1", "ls /sys/class/net")).isEqualTo(interfaces);
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        Path script = Path.of("lab").toAbsolutePath();
        Path second = folder.resolve("second");
        String interfaces = ran("ls", "/sys/class/net");
        ran("env", "PREFLIGHT_LAB_RUN=" + second, script.toString(), "up", "v7");
        assertThat(ran("sh", "-c", PROCESSES)).contains("qemu", second.toString());
        assertThat(ran("ls", "/sys/class/net")).isEqualTo(interfaces);
        ran("env", "PREFLIGHT_LAB_RUN=" + second, script.toString(), "down");
        assertThat(ran("sh", "-c", PROCESSES)).doesNotContain(second.toString());
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(second.toString());
        assertThat(second).doesNotExist();
    }

    private static String ran(String... command) {
        Result result = Lab.run(new ProcessBuilder(command), 120);
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    private List<String> wrong(String profile) throws IOException {
        Path file = Files.writeString(folder.resolve("profile.yaml"), profile);
        List<String> command = new ArrayList<>(List.of("run", "-p", file.toString(), "--format", "json"));
        command.addAll(List.of("-i", folder.resolve("hosts.ini").toString(), "--host-deadline", "15m"));
        command.addAll(lab.login());
        return lab.preflight(command).findings().stream()
                .filter(finding -> !GOOD.contains(finding.path("outcome").asText()))
                .map(VmIT::words)
                .toList();
    }

    private static String words(JsonNode finding) {
        JsonNode subject = finding.path("subject");
        return String.join(
                " ",
                finding.path("outcome").asText(),
                finding.path("check").asText(),
                finding.path("code").asText(),
                subject.path("kind").asText() + ":" + subject.path("name").asText());
    }
}
