package dev.preflight.checks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.JudgedFleet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostIdentityDuplicatesCheckTest {
    private static final HostIdentityDuplicatesCheck CHECK = new HostIdentityDuplicatesCheck();

    /** A host with a bond over two cards that share its address, a VLAN on it, and Docker's bridge. */
    private static Map<String, String> bonded(String id, String ip, String mac) {
        return host(
                id,
                id,
                "nic bond0 " + mac + " 1500\nnic eth0 " + mac + " 1500 physical\nnic eth1 " + mac
                        + " 1500 physical\nnic bond0.7 " + mac + " 1500\n",
                "nic bond0 ifindex=5 flags=0x1403 operstate=up carrier=1 bonding=active-backup lower=eth0 lower=eth1\n"
                        + "nic eth0 ifindex=2 flags=0x1803 operstate=up carrier=1 device=1\n"
                        + "nic eth1 ifindex=3 flags=0x1803 operstate=up carrier=1 device=1\n"
                        + "nic bond0.7 ifindex=6 flags=0x1003 operstate=up carrier=1 lower=bond0\n"
                        + "default bond0\naddr bond0 " + ip + "/24\naddr bond0.7 10.20." + ip.substring(5) + "/24\n");
    }

    private static Map<String, String> host(String hostname, String id, String marks, String links) {
        String machineId = id.isEmpty() ? "-" : String.format("%032x", id.hashCode() & 0xffffffffL);
        return Map.of(
                "host-marks",
                "hostname " + hostname + "\nmachine-id " + machineId + "\nboot-id boot-" + id + "\ncgroup v2\n"
                        + "nic docker0 02:42:ac:11:00:01 1500\n" + marks + "done\n",
                "links",
                "nic docker0 ifindex=9 flags=0x1003 operstate=up carrier=1 bridge=1\n" + links
                        + "addr docker0 172.17.0.1/16\nspeeds done\ndone\n");
    }

    private static List<String> wrong(JudgedFleet fleet) {
        return fleet.said(CHECK, "{}").stream()
                .filter(line -> !line.contains(" pass "))
                .toList();
    }

    @Test
    void bondsAndBridgesOfHealthyHostsGiveNoAlarm() {
        JudgedFleet fleet = new JudgedFleet()
                .host("h1", bonded("a", "10.0.0.1", "52:54:00:00:00:01"))
                .host("h2", bonded("b", "10.0.0.2", "52:54:00:00:00:02"));
        assertThat(fleet.said(CHECK, "{}")).containsExactly("host:h1 pass ok host", "host:h2 pass ok host");
    }

    @Test
    void oneAddressOfAVlanOnABondIsADuplicate() {
        JudgedFleet fleet = new JudgedFleet()
                .host("h1", bonded("a", "10.0.0.1", "52:54:00:00:00:01"))
                .host("h2", bonded("b", "10.0.0.1", "52:54:00:00:00:02"))
                .host("h3", bonded("c", "10.0.0.3", "52:54:00:00:00:03"));
        assertThat(wrong(fleet))
                .containsExactlyInAnyOrder(
                        "host:h1 fail same-ip ip:10.0.0.1",
                        "host:h2 fail same-ip ip:10.0.0.1",
                        "host:h1 fail same-ip ip:10.20.0.1",
                        "host:h2 fail same-ip ip:10.20.0.1");
    }

    @Test
    void oneHardwareAddressOfTwoHostsIsADuplicate() {
        JudgedFleet fleet = new JudgedFleet()
                .host("h1", bonded("a", "10.0.0.1", "52:54:00:00:00:01"))
                .host("h2", bonded("b", "10.0.0.2", "52:54:00:00:00:01"));
        assertThat(wrong(fleet))
                .containsExactly(
                        "host:h1 fail same-mac mac:52:54:00:00:00:01", "host:h2 fail same-mac mac:52:54:00:00:00:01");
    }

    private static Map<String, String> plain(String hostname, String id, String ip, String mac) {
        return host(
                hostname,
                id,
                "nic eth0 " + mac + " 1500\n",
                "nic eth0 ifindex=2 flags=0x1003 operstate=up carrier=1\ndefault eth0\naddr eth0 " + ip + "/24\n");
    }

    @Test
    void namesAndIdsAreWarnings() {
        JudgedFleet fleet = new JudgedFleet()
                .host("h1", plain("node", "a", "10.0.0.1", "52:54:00:00:00:01"))
                .host("h2", plain("node", "b", "10.0.0.2", "52:54:00:00:00:02"))
                .host("h3", plain("other", "b", "10.0.0.3", "52:54:00:00:00:03"));
        assertThat(wrong(fleet).stream().map(line -> line.replaceFirst("machine-id:.*", "id")))
                .containsExactlyInAnyOrder(
                        "host:h2 warning same-machine-id id",
                        "host:h3 warning same-machine-id id",
                        "host:h1 warning same-hostname hostname:node",
                        "host:h2 warning same-hostname hostname:node");
    }

    @Test
    void hostsWithoutAMachineIdShareNone() {
        JudgedFleet fleet = new JudgedFleet()
                .host("h1", plain("x", "", "10.0.0.1", "52:54:00:00:00:01"))
                .host("h2", plain("y", "", "10.0.0.2", "52:54:00:00:00:02"));
        assertThat(wrong(fleet)).isEmpty();
    }

    @Test
    void twoNamesForOneHostAreNoDuplicates() {
        Map<String, String> one = plain("x", "a", "10.0.0.1", "52:54:00:00:00:01");
        JudgedFleet fleet = new JudgedFleet().host("h1", one).host("h2", one);
        assertThat(wrong(fleet))
                .containsExactly(
                        "host:h1 warning two-names-for-one-host host", "host:h2 warning two-names-for-one-host host");
        // And a third that is another machine with the same address.
        fleet.host("h3", plain("z", "c", "10.0.0.1", "52:54:00:00:00:03"));
        assertThat(wrong(fleet)).contains("host:h3 fail same-ip ip:10.0.0.1", "host:h1 fail same-ip ip:10.0.0.1");
    }

    @Test
    void aDeadHostIsUnknownAndTheOthersAreStillCompared() {
        JudgedFleet fleet = new JudgedFleet()
                .host("h1", plain("x", "a", "10.0.0.1", "52:54:00:00:00:01"))
                .host("h2", plain("y", "b", "10.0.0.1", "52:54:00:00:00:02"))
                .host("h3", Map.of());
        assertThat(wrong(fleet))
                .containsExactlyInAnyOrder(
                        "host:h3 unknown unreachable fact:host-marks",
                        "host:h3 unknown unreachable fact:links",
                        "host:h1 fail same-ip ip:10.0.0.1",
                        "host:h2 fail same-ip ip:10.0.0.1");
    }

    @Test
    void oneHostHasNothingToBeComparedWith() {
        JudgedFleet fleet = new JudgedFleet().host("h1", plain("x", "a", "10.0.0.1", "52:54:00:00:00:01"));
        assertThat(fleet.said(CHECK, "{}")).containsExactly("host:h1 not-applicable one-host host");
    }
}
