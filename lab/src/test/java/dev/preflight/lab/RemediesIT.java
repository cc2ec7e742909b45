package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.api.Check;
import dev.preflight.api.Untried;
import dev.preflight.checks.AllChecks;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every remedy that is a command, of every check: with its fault in a real host, what the report prints is run as it is by
 * whom it names, twice, since people do; then the finding is gone and nothing is worse; then its undo, and all is as it was.
 * Faults that do not meddle with each other share hosts and looks. A remedy that is neither tried here nor excused by
 * {@link Untried} fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemediesIT {
    private static final Set<String> GOOD = Set.of("pass", "not-applicable", "skipped");

    /** What remedies may change and undos have to put back: files, interfaces, settings and rules of the kernel, units. */
    private static final String STATE = """
            cd / && where='etc home root opt usr/local usr/kerberos var/lib/dbus var/lib/systemd/linger'
            find $where -xdev \\( -name .bash_history -o -name dhclient \\) -prune -o -printf '%p %y %m %U:%G %l\\n' 2>/dev/null | sort
            find $where -xdev -type f -exec cksum {} + 2>/dev/null | sort -k3
            ls -d var/lib/preflight* 2>/dev/null
            getfacl -R opt 2>/dev/null
            stat -c '%n %a' usr/bin/jq
            ip -o link show | grep -v '^1:' | sed 's/ qlen.*//'
            sysctl dev.raid.speed_limit_max 2>/dev/null
            sysctl net.ipv4.tcp_abort_on_overflow net.ipv4.ip_local_port_range
            iptables -S
            [ ! -d run/systemd/system ] || systemctl is-active logrotate.timer lab-files.service
            true""";

    /** A fault in a host, the remedy that is for it, and what works before and after it. */
    private record Fault(String remedy, String host, String put, String works) {
        static Fault of(String remedy, String host, String put) {
            return new Fault(remedy, host, put, "true");
        }

        Fault and(String stillWorks) {
            return new Fault(remedy, host, put, stillWorks);
        }
    }

    /** What a report prints for one finding on one host. */
    private record Printed(String host, String user, String command, String undo) {}

    private final Set<String> ran = new TreeSet<>();

    @TempDir
    static Path folder;

    private static final String OPS = """
            name: remedies
            extends: container-host
            settings:
              become: true
              treat_as_host: true
              sample_time: 2s
              required_contexts: [exec, login, sudo, unit]
              install_units: [lab-files.service]
              platform_nics: [eth1, lab0]
              list_files: [{path: /etc/acme-peers, item: ipv4, min: 2}]
            checks:
              command-path: {params: {required_commands: [modprobe, k3s]}}
              jq-usable: {params: {must_run: [jq, /opt/tools/bin/deep/helper, /opt/acl-a/helper, /opt/acl-b/helper, /opt/acl-c/helper]}}
              host-log-rotation: {params: {platform_log_globs: ["/opt/app/log/*.log"]}}
              short-tcp-reset: {}
              log-growth: {params: {max_file: 1}}
              tool-identity: {}
              host-identity-duplicates: {}
              clock-sync: {}
            """;

    /** As an image has it whose D-Bus has a file of its own. */
    private static final String CLONE = """
            mkdir -p /var/lib/dbus; echo 0123456789abcdef0123456789abcdef >/etc/machine-id
            rm -f /var/lib/dbus/machine-id; cp /etc/machine-id /var/lib/dbus/machine-id""";

    private static final List<Fault> ON_OPS = List.of(
            Fault.of(
                    "umask-effective user-umask",
                    "h41",
                    "sed -i '1i if true; then\\n  umask 0027\\nfi' /home/ops/.bashrc; echo umask 027 >>/home/ops/.profile"),
            Fault.of(
                    "umask-effective sudo-umask",
                    "h41",
                    "echo 'Defaults umask=0077, umask_override' >/etc/sudoers.d/zz-site; chmod 440 /etc/sudoers.d/zz-site"),
            Fault.of(
                    "command-path user-path",
                    "h42",
                    "sed -i '1i PATH=/usr/bin:/bin:/opt/vendor/bin' /home/ops/.bashrc; echo 'export PATH=/usr/bin:/bin' >>/home/ops/.profile"),
            Fault.of("command-path sudo-path", "h42", """
                            mkdir -p /opt/vendor/bin; cp /usr/local/bin/k3s /opt/vendor/bin/vendorctl
                            echo 'Defaults secure_path="/sbin:/bin:/usr/sbin:/usr/bin:/opt/vendor/bin"' >/etc/sudoers.d/zz-el9
                            chmod 440 /etc/sudoers.d/zz-el9""").and("su - ops -c 'sudo vendorctl'"),
            Fault.of("jq-usable make-executable", "h43", "chmod 0750 /usr/bin/jq"),
            // A user who may not enter the first does not see the others; what everybody may enter lies between.
            Fault.of("jq-usable open-directory", "h43", "chmod 0750 /opt/tools; chmod 0710 /opt/tools/bin/deep"),
            Fault.of("jq-usable add-acl", "h43", "setfacl -m u:deploy:r-x,o::--- /opt/acl-a"),
            Fault.of("jq-usable change-acl", "h43", "setfacl -m u:ops:--- /opt/acl-b"),
            // The mask takes what the entry gives.
            Fault.of("jq-usable change-acl", "h43", "setfacl -m u:ops:r-x,m::r-- /opt/acl-c"),
            // As krb5-workstation of EL5 has it.
            Fault.of("tool-identity unset-profile", "h44", """
                            mkdir -p /usr/kerberos/bin; printf '#!/bin/sh\\necho no ticket >&2; exit 1\\n' >/usr/kerberos/bin/telnet
                            chmod 755 /usr/kerberos/bin/telnet
                            printf '%s\\n' 'if ! echo ${PATH} | /bin/grep -q /usr/kerberos/bin ; then' \
                              '  PATH=/usr/kerberos/bin:${PATH}' fi >/etc/profile.d/zz-krb5.sh""").and("su - ops -c 'echo in' | grep -x in"),
            Fault.of("list-file-format one-a-line", "h43", "echo '10.78.0.1,10.78.0.2' >/etc/acme-peers; " + CLONE),
            Fault.of("nic-mtu raise", "h43", "ip link set eth1 mtu 1350"),
            Fault.of("nic-link link-up", "h44", "ip link set lab0 down"),
            Fault.of("short-tcp-reset set", "h44", "sysctl -w net.ipv4.tcp_abort_on_overflow=1"),
            Fault.of("short-tcp-reset set-ports", "h44", "sysctl -w net.ipv4.ip_local_port_range='40000 41000'"),
            Fault.of(
                    "host-log-rotation platform-rule",
                    "h44",
                    "rm /etc/logrotate.d/lab; chown deploy:deploy /opt/app/log; chmod 0775 /opt/app/log; echo x >/opt/app/log/a.log"),
            Fault.of("host-log-rotation rule-mode", "h43", "chmod 0664 /etc/logrotate.d/lab"),
            Fault.of("host-identity-duplicates new-machine-id", "h42", CLONE),
            Fault.of("clock-sync set-time-zone", "h44", "ln -sfn /usr/share/zoneinfo/Asia/Shanghai /etc/localtime"),
            Fault.of("umask-effective unit-umask", "s41", """
                            mkdir -p /etc/systemd/system/lab-files.service.d
                            printf '[Service]\\nUMask=0077\\n' >/etc/systemd/system/lab-files.service.d/zz-site.conf
                            systemctl daemon-reload"""),
            Fault.of("host-log-rotation bound-journal", "s41", """
                            mkdir -p /var/log/journal /etc/systemd/journald.conf.d; mount -t tmpfs -o size=512m lab-journal /var/log/journal
                            printf '[Journal]\\nSystemMaxUse=100G\\n' >/etc/systemd/journald.conf.d/zz-our-override.conf
                            systemctl restart systemd-journald"""),
            Fault.of("host-log-rotation enable-timer", "s41", "systemctl disable --now logrotate.timer"),
            Fault.of("docker-daemon-json write-smallest", "d41", ": >/etc/docker/daemon.json"),
            Fault.of(
                    "docker-daemon-json cut-mark",
                    "d42",
                    "printf '\\357\\273\\277{\"log-driver\": \"local\"}\\n' >/etc/docker/daemon.json"),
            Fault.of("container-log-limits write-limits", "d44", "rm -f /etc/docker/daemon.json"),
            Fault.of("container-log-limits add-limits", "d45", "echo '{\"debug\": false}' >/etc/docker/daemon.json"),
            Fault.of("host-log-rotation cut-journal", "h41", """
                            d=/var/log/journal; mkdir -p $d; mount -t tmpfs -o size=64m lab-journal $d; d=$d/$(cat /etc/machine-id); mkdir $d
                            head -c 30000000 /dev/zero >$d/system@00000000000000000000000000000001-0000000000000001-0005000000000000.journal"""),
            Fault.of("log-growth empty", "h43", "truncate -s 3G /var/log/app.log"),
            Fault.of(
                    "host-log-rotation start-timer",
                    "s42",
                    "systemctl enable logrotate.timer; systemctl stop logrotate.timer"),
            Fault.of(
                    "host-log-rotation enable-timer-at-boot",
                    "s43",
                    "systemctl disable logrotate.timer; systemctl start logrotate.timer"));

    /** What every host has before it is spoilt. */
    private static final String HEALTHY = """
            set -e
            mkdir -p /etc/docker /opt/app/log /opt/tools/bin/deep /opt/acl-a /opt/acl-b /opt/acl-c
            printf '#!/bin/sh\\necho ok\\n' >/usr/local/bin/k3s; chmod 755 /usr/local/bin/k3s
            for d in tools/bin/deep acl-a acl-b acl-c; do cp /usr/local/bin/k3s /opt/$d/helper; done
            printf '/opt/app/log/*.log {\\n  daily\\n  missingok\\n}\\n' >/etc/logrotate.d/lab
            ip link add lab0 type veth peer name lab1; ip link set lab1 up; ip link set lab0 up
            if [ -d /run/systemd/system ]; then
              printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >/etc/systemd/system/lab-files.service
              systemctl daemon-reload; systemctl start lab-files.service; systemctl enable --now logrotate.timer
            fi
            """;

    /** Links, an engine that runs, and an array of disks. */
    private static final String OTHERS = """
            name: remedies
            settings: {become: true, treat_as_host: true, sample_time: 2s, scheduler_model: swarm-classic, planned_cpus: 0}
            checks:
            """;

    @Test
    void whatIsPrintedMendsAndIsUndone() throws IOException {
        tried(OPS, HEALTHY, ON_OPS);
    }

    @Test
    void aHostLetsInWhatItsRulesDropped() throws IOException {
        String drop = "iptables -A INPUT -p %s --dport %d -j DROP";
        // The site's own, which never counts behind that.
        String behind = drop + "; " + drop.replace("DROP", "ACCEPT");
        tried(
                OTHERS + "  tcp-ports: {params: {tcp_ports: [{port: 2377}]}}\n  vxlan-udp: {}\n",
                "true",
                List.of(
                        Fault.of("tcp-ports iptables", "h46", String.format(drop, "tcp", 2377)),
                        Fault.of("vxlan-udp iptables", "h46", String.format(drop, "udp", 4789)),
                        Fault.of("tcp-ports iptables", "h47", String.format(behind, "tcp", 2377, "tcp", 2377)),
                        Fault.of("vxlan-udp iptables", "h46", "iptables -A OUTPUT -p udp --dport 4789 -j DROP")));
    }

    /** In a place of its own, which no other fault may fill. */
    @Test
    void aFullJournalMakesRoomAndASessionLeavesItsProcesses() throws IOException {
        tried(
                OTHERS + "  log-growth: {}\n  long-run-process: {}\n",
                "mkdir -p /var/lib/systemd/linger",
                List.of(Fault.of("log-growth vacuum", "s44", """
                                mount -t tmpfs -o size=100m lab-log /var/log; mkdir /var/log/journal
                                systemctl restart systemd-journald; journalctl --flush; d=/var/log/journal/$(cat /etc/machine-id)
                                head -c 100000000 /dev/zero \
                                  >$d/system@00000000000000000000000000000001-0000000000000001-0005000000000000.journal"""), Fault.of("long-run-process linger", "s44", """
                                mkdir -p /etc/systemd/logind.conf.d
                                printf '[Login]\\nKillUserProcesses=yes\\n' >/etc/systemd/logind.conf.d/zz-site.conf
                                systemctl unmask systemd-logind; systemctl start systemd-logind""")));
    }

    @Test
    void containersAreScheduledAgain() throws IOException {
        Lab.with("d46").call("dockerd", "d46");
        tried(
                OTHERS + "  container-cpu-shares: {}\n",
                "true",
                List.of(Fault.of("container-cpu-shares lower-shares", "d46", "@cpu-shares 128")));
    }

    @Test
    void aScrubEnds() throws IOException {
        tried(
                OTHERS + "  raid-scrub: {}\n",
                "true",
                List.of(
                        Fault.of("raid-scrub stop", "v1", "@vm-scrub"),
                        Fault.of("raid-scrub slow-down", "v1", "true")));
    }

    private void tried(String profile, String healthy, List<Fault> faults) throws IOException {
        List<String> hosts = faults.stream().map(Fault::host).distinct().toList();
        Lab lab = Lab.with(hosts.toArray(String[]::new));
        sideBySide(hosts, host -> {
            lab.exec(host, healthy);
            faults.stream().filter(fault -> fault.host().equals(host)).forEach(fault -> put(lab, fault));
            return Stream.empty();
        });
        SortedMap<String, String> states = states(lab, hosts);
        Map<String, JsonNode> spoilt = look(lab, profile, hosts);
        List<Printed> all = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Fault fault : faults) {
            List<String> keys = spoilt.keySet().stream()
                    .filter(key -> of(fault, key, spoilt).findAny().isPresent())
                    .toList();
            if (keys.isEmpty()) {
                missing.add(fault.host() + " " + fault.remedy());
            }
            keys.stream()
                    .flatMap(key -> of(fault, key, spoilt))
                    .filter(printed -> !all.contains(printed))
                    .forEach(all::add);
            gone.addAll(keys);
        }
        assertThat(missing)
                .as("not offered, where this was found: %s", String.join("\n", spoilt.keySet()))
                .isEmpty();
        assertThat(sideBySide(
                        hosts,
                        host -> all.stream()
                                .filter(printed -> printed.host().equals(host))
                                .flatMap(printed -> Stream.of(printed, printed))
                                .flatMap(printed -> run(lab, printed, printed.command()))))
                .as("remedies")
                .isEmpty();
        faults.forEach(fault -> lab.exec(fault.host(), fault.works()));
        assertThat(look(lab, profile, hosts).keySet())
                .as("after the remedies")
                .doesNotContainAnyElementsOf(gone)
                .isSubsetOf(spoilt.keySet());
        Collections.reverse(all);
        assertThat(sideBySide(
                        hosts,
                        host -> all.stream()
                                .filter(printed -> printed.host().equals(host)
                                        && !printed.undo().isEmpty())
                                .flatMap(printed -> run(lab, printed, printed.undo()))))
                .as("undos")
                .isEmpty();
        assertThat(states(lab, hosts)).as("after the undos").isEqualTo(states);
        Set<String> again = new TreeSet<>(spoilt.keySet());
        // What cannot be undone stays mended.
        for (Fault fault : faults) {
            again.removeIf(key ->
                    of(fault, key, spoilt).anyMatch(printed -> printed.undo().isEmpty()));
        }
        assertThat(look(lab, profile, hosts).keySet()).as("after the undos").containsExactlyInAnyOrderElementsOf(again);
        faults.forEach(fault -> ran.add(fault.remedy()));
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
    private static void put(Lab lab, Fault fault) {
        if (fault.put().startsWith("@")) {
            String[] words = fault.put().substring(1).split(" ");
            lab.fault(words[0], fault.host(), Arrays.copyOfRange(words, 1, words.length));
        } else {
            lab.exec(fault.host(), fault.put());
        }
    }

    /** What this finding prints for this fault. */
    private static Stream<Printed> of(Fault fault, String key, Map<String, JsonNode> found) {
        JsonNode finding = found.get(key);
        String[] names = fault.remedy().split(" ");
        String scope = finding.path("scope").path("host").asText();
        if (!finding.path("check").asText().equals(names[0]) || !(scope.isEmpty() || scope.equals(fault.host()))) {
            return Stream.empty();
        }
        List<Printed> printed = new ArrayList<>();
        for (JsonNode remedy : finding.path("remedies")) {
            // Of two hosts, the text says on which.
            boolean elsewhere = scope.isEmpty()
                    && remedy.path("text").asText().matches("On \\S+, .*")
                    && !remedy.path("text").asText().startsWith("On " + fault.host() + ", ");
            if (remedy.path("id").asText().equals(names[1]) && !elsewhere) {
                boolean root = remedy.path("privilege").asText().equals("root");
                printed.add(new Printed(
                        fault.host(),
                        root ? "root" : remedy.path("user").asText("ops"),
                        remedy.path("command").asText(),
                        remedy.path("undo").asText("")));
            }
        }
        return printed.stream();
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

    private static SortedMap<String, String> states(Lab lab, List<String> hosts) {
        SortedMap<String, String> states = Collections.synchronizedSortedMap(new TreeMap<>());
        sideBySide(hosts, host -> {
            states.put(host, lab.exec(host, STATE));
            return Stream.empty();
        });
        return states;
    }

    /** All findings that are not good, by what does not change with their values. */
    private static Map<String, JsonNode> look(Lab lab, String profile, List<String> hosts) throws IOException {
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

    /** The promise of this class: no command is left out in silence. */
    @AfterAll
    void everyCommandWasTriedOrIsExcused() throws IOException {
        Set<String> commands = new TreeSet<>();
        Set<String> texts = new TreeSet<>();
        SortedMap<String, String> excused = new TreeMap<>();
        for (Check<?> check : new AllChecks().checks()) {
            String id = check.spec().id();
            Properties properties = new Properties();
            try (InputStream in = check.getClass().getResourceAsStream(id + "_en.properties")) {
                properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
            properties.stringPropertyNames().stream()
                    .filter(key -> key.matches("remedy\\.[a-z0-9-]+"))
                    .forEach(key -> (properties.containsKey(key + ".command") ? commands : texts)
                            .add(id + " " + key.substring("remedy.".length())));
            for (Untried untried : check.getClass().getAnnotationsByType(Untried.class)) {
                List.of(untried.remedies()).forEach(remedy -> excused.put(id + " " + remedy, untried.why()));
            }
        }
        System.out.printf(
                "Remedies: %d commands run and undone, %d texts only, %d commands not tried:%n",
                ran.size(), texts.size(), excused.size());
        excused.forEach((remedy, why) -> System.out.println("  " + remedy + ": " + why));
        assertThat(excused.keySet()).as("excused, and there").isSubsetOf(commands);
        assertThat(excused.keySet().stream().filter(ran::contains))
                .as("excused, and tried")
                .isEmpty();
        commands.removeAll(excused.keySet());
        assertThat(ran).as("tried, of all that are commands and not excused").isEqualTo(commands);
    }
}
