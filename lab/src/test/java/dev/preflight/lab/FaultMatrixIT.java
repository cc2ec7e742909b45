package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault against every check that ships: with the fault only the checks that it concerns find anything; with it
 * taken out again, none does. What they find is the table of {@code docs/fault-matrix.md}; {@code -Dmatrix.update=true}
 * writes it anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {
    private static final Path TABLE = Path.of("..", "docs", "fault-matrix.md");

    /** The profile with the most checks, and all that this site knows of itself. */
    private static final String PROFILE = """
            name: lab
            extends: docker-swarm-classic
            settings:
              become: true
              treat_as_host: true
              install_user: ops
              required_contexts: [exec, login, sudo]
              platform_nics: [eth1]
              scheduler_model: swarm-classic
              planned_cpus: 0
              expected_nameservers: [10.77.0.1]
              platform_names: [db.platform.internal]
              list_files: [{path: /etc/acme-peers, item: ipv4, min: 2}]
            """;

    /** A fault in a host, and the checks that it concerns. */
    private record Row(String meaning, String host, Set<String> checks, List<String> fault) {
        static Row of(String meaning, String host, String checks, String... fault) {
            return new Row(meaning, host, new TreeSet<>(Arrays.asList(checks.split(", "))), List.of(fault));
        }

        @Override
        public String toString() {
            return String.join(" ", fault) + " on " + host;
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.of("umask 0027 for every session", "h1", "umask-effective", "umask"),
            Row.of("umask 0027 in one user's .bashrc", "h1", "umask-effective", "umask", "ops"),
            Row.of("PATH without sbin over SSH, but not in a login", "h1", "command-path", "path"),
            Row.of("jq that its users may not run", "h1", "jq-usable", "jq"),
            Row.of("no jq", "h1", "jq-usable", "no-jq"),
            Row.of("Kerberos's telnet in front of the usual one", "h1", "tool-identity", "kerberos-telnet"),
            Row.of("an nc that hears nothing", "h1", "tool-identity", "deaf-nc"),
            Row.of("an alias of ping", "h1", "tool-identity", "alias"),
            Row.of("log files that nothing rotates", "h1", "host-log-rotation", "log-rotation"),
            Row.of("containers that may log without end by default", "d1", "container-log-limits", "log-default"),
            Row.of("daemon.json of no bytes", "d1", "docker-daemon-json, container-log-limits", "daemon-json", "empty"),
            Row.of(
                    "daemon.json with a trailing comma",
                    "d1",
                    "docker-daemon-json, container-log-limits",
                    "daemon-json",
                    "bad"),
            Row.of("nine containers with 128 shares on 32 CPUs", "d1", "container-cpu-shares", "cpu-shares", "128"),
            Row.of("a container without log limit", "d1", "container-log-limits", "log-limits"),
            Row.of("a lease that rewrites resolv.conf", "h1", "resolv-conf-persistence, dns-port-53", "dhcp"),
            Row.of("UDP 53 dropped on the way", "h1", "dns-port-53", "dns-drop"),
            Row.of(
                    "a name server where none listens",
                    "h1",
                    "dns-port-53, resolv-conf-persistence",
                    "resolv-conf",
                    "nameserver 10.78.0.1\\n"),
            Row.of(
                    "127.0.0.1 before the name server, and nothing listens there",
                    "h1",
                    "resolver-loopback, dns-port-53, resolv-conf-persistence, resolver-rotate",
                    "resolv-conf",
                    "nameserver 127.0.0.1\\nnameserver 10.77.0.1\\n"),
            Row.of(
                    "two name servers that disagree, and rotate",
                    "h1",
                    "resolver-rotate, resolv-conf-persistence",
                    "dns-rotate"),
            Row.of("a default gateway that does not reply", "h1", "gateway-arp", "gateway-gone"),
            Row.of("another machine with the host's address", "h1", "duplicate-ip", "duplicate-ip"),
            Row.of("a network card that stopped sending, in the kernel's log", "h1", "kernel-log-signatures", "kmsg"),
            Row.of("a newer kernel that was not booted", "h1", "kernel-known-bad", "reboot-pending"),
            Row.of("two addresses on one line of a list", "h1", "list-file-format", "list-file"),
            Row.of("an MTU of 1350 on a required interface", "h1", "nic-mtu", "mtu"),
            Row.of("cable of a required interface pulled", "h1", "nic-link", "carrier"));

    private final Map<String, String> found = new TreeMap<>();
    private final Set<String> healthy = new HashSet<>();
    private Lab lab;

    @TempDir
    static Path folder;

    @BeforeAll
    void up() throws IOException {
        lab = Lab.with("h1", "d1");
        lab.call("dockerd", "d1");
        Files.writeString(folder.resolve("lab.yaml"), PROFILE);
    }

    @AfterEach
    void clear() {
        lab.clear("h1");
        lab.clear("d1");
    }

    static Stream<Row> rows() {
        return ROWS.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void onlyTheChecksItConcernsFindAFault(Row row) throws IOException {
        // The look after one fault is the look before the next.
        if (!healthy.remove(row.host())) {
            assertThat(look(row.host()).wrong()).as("before").isEmpty();
        }
        lab.fault(row.fault().get(0), row.host(), row.fault().stream().skip(1).toArray(String[]::new));
        Result with = look(row.host());
        lab.clear(row.host());
        assertThat(with.wrong()).as(with.out()).isNotEmpty();
        assertThat(with.wrong().stream().map(line -> line.split(" ")[1]))
                .as(with.out())
                .hasSameElementsAs(row.checks());
        assertThat(look(row.host()).wrong()).as("after").isEmpty();
        healthy.add(row.host());
        found.put(row.toString(), line(row, with));
    }

    private static String line(Row row, Result with) {
        return "| " + row.meaning() + " | `" + String.join(" ", row.fault()) + "` | "
                + String.join("<br>", with.wrong()) + " | " + with.exit() + " |";
    }

    private Result look(String host) throws IOException {
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine(host, "ops") + "\n");
        return lab.look(inventory, folder.resolve("lab.yaml"));
    }

    /** Only a run of every row can tell whether the table is true. */
    @AfterAll
    void theTableInTheDocsIsTrue() throws IOException {
        if (found.size() < ROWS.size()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(
                "# Faults and checks",
                "",
                "A test puts each fault into a real host of the [lab](lab.md), checks the host over SSH with the profile `docker-swarm-classic`,",
                "and removes the fault. It writes this table of all findings `fail`, `warning` or `unknown`. Without the fault there are none.",
                "",
                "| fault | `lab fault` | what the checks say | exit code |",
                "| --- | --- | --- | --- |"));
        ROWS.forEach(row -> lines.add(found.get(row.toString())));
        String table = String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("matrix.update")) {
            Files.writeString(TABLE, table);
        }
        assertThat(Files.readString(TABLE)).isEqualTo(table);
    }
}
