package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries remedies: with their faults in real hosts, what the report prints is run as it is by whom it names, twice, since
 * people do; then the finding is gone and nothing is worse; then its undo, and all is as it was. Faults that do not meddle
 * with each other share hosts and looks.
 *
 * @param folder where profiles and inventories are written
 */
record RemedyTrial(Path folder) {
    private static final Set<String> GOOD = Set.of("pass", "not-applicable", "skipped");

    /** What remedies may change and undos have to put back: files, interfaces, settings and rules of the kernel, units. */
    private static final String STATE = """
            cd / && where='etc home root opt usr/local usr/kerberos var/lib/dbus var/lib/systemd/linger'
            find $where -xdev \\( -name .bash_history -o -name dhclient -o -name .pwd.lock -o -path 'etc/*-' \\) -prune -o -printf '%p %y %m %U:%G %l\\n' 2>/dev/null | sort
            find $where -xdev -type f ! -path 'etc/*-' -exec cksum {} + 2>/dev/null | sort -k3
            ls -d var/lib/preflight* 2>/dev/null
            getfacl -R opt 2>/dev/null
            stat -c '%n %a' usr/bin/jq
            ip -o link show | grep -v '^1:' | sed 's/ qlen.*//'
            sysctl dev.raid.speed_limit_max 2>/dev/null
            sysctl net.ipv4.tcp_abort_on_overflow net.ipv4.ip_local_port_range
            sysctl net.ipv4.ip_forward net.ipv4.tcp_rmem
            cat sys/class/net/lab0/gro_flush_timeout 2>/dev/null
            grep ' /mnt/' proc/self/mounts
            sysctl fs.nr_open
            cat sys/kernel/mm/transparent_hugepage/enabled
            awk '{ print $1, $5 }' proc/swaps
            grep -oE '^(dummy|br_netfilter) ' proc/modules | sort
            iptables -S
            ufw show added 2>/dev/null
            firewall-cmd --list-all 2>/dev/null
            [ ! -d run/systemd/system ] || systemctl is-active logrotate.timer lab-files.service
            true""";

    /** What a report prints for one finding on one host. */
    private record Printed(String host, String user, String command, String undo) {}

    /** Tries the remedies of all these faults at once, on hosts that are prepared by a line of shell. */
    void tried(String profile, String healthy, List<RemedyFault> faults) throws IOException {
        List<String> hosts = faults.stream().map(RemedyFault::host).distinct().toList();
        Lab lab = Lab.with(hosts.toArray(String[]::new));
        sideBySide(hosts, host -> {
            lab.exec(host, healthy);
            faults.stream().filter(fault -> fault.host().equals(host)).forEach(fault -> put(lab, fault));
            return Stream.empty();
        });
        SortedMap<String, String> states = states(lab, hosts, faults);
        Map<String, JsonNode> spoilt = look(lab, profile, hosts);
        List<Printed> all = inTheirOrder(faults, spoilt);
        List<String> gone = keys(faults.stream(), spoilt).toList();
        List<String> missing = faults.stream()
                .filter(fault -> keys(Stream.of(fault), spoilt).findAny().isEmpty())
                .map(fault -> fault.host() + " " + fault.remedy())
                .toList();
        assertThat(missing)
                .as("not offered, where this was found: %s", String.join("\n", spoilt.keySet()))
                .isEmpty();
        List<Printed> twice =
                all.stream().flatMap(printed -> Stream.of(printed, printed)).toList();
        assertThat(run(lab, hosts, twice, Printed::command)).as("remedies").isEmpty();
        faults.forEach(fault -> lab.exec(fault.host(), fault.works()));
        Set<String> mended = look(lab, profile, hosts).keySet();
        assertThat(mended.stream().filter(key -> gone.contains(key) || !spoilt.containsKey(key)))
                .as("after the remedies, not gone or new")
                .isEmpty();
        Collections.reverse(all);
        assertThat(run(lab, hosts, all, Printed::undo)).as("undos").isEmpty();
        assertThat(changed(states, states(lab, hosts, faults)))
                .as("after the undos")
                .isEmpty();
        Set<String> again = new TreeSet<>(spoilt.keySet());
        // What cannot be undone stays mended.
        for (RemedyFault fault : faults) {
            again.removeIf(key -> of(fault, spoilt.get(key))
                    .anyMatch(printed -> printed.undo().isEmpty()));
        }
        assertThat(look(lab, profile, hosts).keySet()).as("after the undos").containsExactlyInAnyOrderElementsOf(again);
    }

    /** The findings that print something for one of these faults. */
    private static Stream<String> keys(Stream<RemedyFault> faults, Map<String, JsonNode> spoilt) {
        return faults.flatMap(fault -> spoilt.keySet().stream()
                .filter(key -> of(fault, spoilt.get(key)).findAny().isPresent()));
    }

    /** Runs on each host, one after the other, what is printed for it; what is empty is left out. */
    private static List<String> run(Lab lab, List<String> hosts, List<Printed> all, Function<Printed, String> what) {
        return sideBySide(
                hosts,
                host -> all.stream()
                        .filter(printed -> printed.host().equals(host)
                                && !what.apply(printed).isEmpty())
                        .flatMap(printed -> run(lab, printed, what.apply(printed))));
    }

    /** Does the same on each host, and on one it comes one after the other. */
    private static List<String> sideBySide(List<String> hosts, Function<String, Stream<String>> on) {
        return hosts.stream()
                .map(host -> CompletableFuture.supplyAsync(() -> on.apply(host).toList()))
                .toList()
                .stream()
                .flatMap(done -> done.join().stream())
                .toList();
    }

    /** A line of shell, or a fault of the lab's own. */
    private static void put(Lab lab, RemedyFault fault) {
        if (fault.put().startsWith("@")) {
            String[] words = fault.put().substring(1).split(" ");
            lab.fault(words[0], fault.host(), Arrays.copyOfRange(words, 1, words.length));
        } else {
            lab.exec(fault.host(), fault.put());
        }
    }

    /** As a person runs them, down the report; what is printed twice is run where it is printed last. */
    private static List<Printed> inTheirOrder(List<RemedyFault> faults, Map<String, JsonNode> spoilt) {
        List<Printed> all = new ArrayList<>();
        for (JsonNode finding : spoilt.values()) {
            for (JsonNode remedy : finding.path("remedies")) {
                for (RemedyFault fault : faults) {
                    of(fault, finding, remedy).ifPresent(printed -> {
                        all.remove(printed);
                        all.add(printed);
                    });
                }
            }
        }
        return all;
    }

    /** What this finding prints for this fault. */
    private static Stream<Printed> of(RemedyFault fault, JsonNode finding) {
        List<Printed> printed = new ArrayList<>();
        finding.path("remedies").forEach(remedy -> of(fault, finding, remedy).ifPresent(printed::add));
        return printed.stream();
    }

    private static Optional<Printed> of(RemedyFault fault, JsonNode finding, JsonNode remedy) {
        String[] names = fault.remedy().split(" ");
        String scope = finding.path("scope").path("host").asText();
        boolean about = finding.path("check").asText().equals(names[0])
                && (scope.isEmpty() || scope.equals(fault.host()))
                && remedy.path("id").asText().equals(names[1]);
        // Of two hosts, the text says on which.
        String text = remedy.path("text").asText();
        boolean elsewhere =
                scope.isEmpty() && text.matches("On \\S+, .*") && !text.startsWith("On " + fault.host() + ", ");
        if (!about || elsewhere) {
            return Optional.empty();
        }
        boolean root = remedy.path("privilege").asText().equals("root");
        return Optional.of(new Printed(
                fault.host(),
                root ? "root" : remedy.path("user").asText("ops"),
                remedy.path("command").asText(),
                remedy.path("undo").asText("")));
    }

    /** What went wrong. */
    private static Stream<String> run(Lab lab, Printed printed, String command) {
        String quoted = "'" + command.replace("'", "'\\''") + "'";
        Result result = lab.tryExec(printed.host(), "exec su - " + printed.user() + " -c " + quoted);
        return result.exit() == 0
                ? Stream.empty()
                : Stream.of(printed.host() + " as " + printed.user() + ": " + command + "\nended with " + result.exit()
                        + "\n" + result.out() + result.err());
    }

    private static SortedMap<String, String> states(Lab lab, List<String> hosts, List<RemedyFault> faults) {
        SortedMap<String, String> states = Collections.synchronizedSortedMap(new TreeMap<>());
        sideBySide(hosts, host -> {
            states.put(
                    host,
                    lab.exec(host, STATE)
                            .lines()
                            .filter(line -> faults.stream()
                                    .noneMatch(fault -> fault.host().equals(host)
                                            && fault.leaves().matcher(line).find()))
                            .collect(Collectors.joining("\n")));
            return Stream.empty();
        });
        return states;
    }

    /** The lines of before and after that the other has not; empty if all is the same, in the same order. */
    private static List<String> changed(SortedMap<String, String> before, SortedMap<String, String> after) {
        List<String> changed = new ArrayList<>();
        before.forEach((host, text) -> {
            List<String> was = text.lines().toList();
            List<String> is = after.get(host).lines().toList();
            was.stream().filter(line -> !is.contains(line)).forEach(line -> changed.add(host + " - " + line));
            is.stream().filter(line -> !was.contains(line)).forEach(line -> changed.add(host + " + " + line));
        });
        return changed.isEmpty() && !before.equals(after)
                ? List.of("the order, or the number of equal lines")
                : changed;
    }

    /** All findings that are not good, by what does not change with their values. */
    private Map<String, JsonNode> look(Lab lab, String profile, List<String> hosts) throws IOException {
        Path inventory = folder.resolve("hosts.ini");
        Files.writeString(
                inventory,
                hosts.stream().map(host -> lab.inventoryLine(host, "ops")).collect(Collectors.joining("\n", "", "\n")));
        Path file = Files.writeString(folder.resolve("remedies.yaml"), profile);
        Result result = lab.look(inventory, file);
        assertThat(result.exit()).as(result.out() + result.err()).isIn(0, 1, 3);
        JsonNode report = result.json();
        Map<String, JsonNode> wrong = new LinkedHashMap<>();
        List<JsonNode> findings = new ArrayList<>(result.findings());
        report.path("fleet").forEach(findings::add);
        report.path("fleet").path("findings").forEach(findings::add);
        report.path("links").path("findings").forEach(findings::add);
        for (JsonNode finding : findings) {
            // How exactly clocks can be compared depends on how busy the machine is, and no remedy here is about a
            // rate, for
            // which a host has to be watched for half a minute.
            boolean untold = finding.path("subject").path("name").asText().equals("skew")
                    || finding.path("code").asText().equals("sample-too-short");
            if (!GOOD.contains(finding.path("outcome").asText("pass")) && !untold) {
                wrong.put(
                        Stream.of("scope", "check", "code", "outcome", "subject")
                                .map(name -> finding.path(name).toString())
                                .collect(Collectors.joining(" ")),
                        finding);
            }
        }
        return wrong;
    }
}
