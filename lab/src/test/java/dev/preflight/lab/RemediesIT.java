package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Check;
import dev.preflight.api.Untried;
import dev.preflight.checks.AllChecks;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every remedy that is a command, of every check, is tried as {@link RemedyTrial} does it. One that is neither in a table
 * here, nor in {@link RequiredRemediesIT}, nor excused by {@link Untried} fails.
 */
class RemediesIT {
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

    private static final List<RemedyFault> ON_OPS = List.of(
            RemedyFault.of(
                    "umask-effective user-umask",
                    "h41",
                    "sed -i '1i if true; then\\n  umask 0027\\nfi' /home/ops/.bashrc; echo umask 027 >>/home/ops/.profile"),
            RemedyFault.of(
                    "umask-effective sudo-umask",
                    "h41",
                    "echo 'Defaults umask=0077, umask_override' >/etc/sudoers.d/zz-site; chmod 440 /etc/sudoers.d/zz-site"),
            RemedyFault.of(
                    "command-path user-path",
                    "h42",
                    "sed -i '1i PATH=/usr/bin:/bin:/opt/vendor/bin' /home/ops/.bashrc; echo 'export PATH=/usr/bin:/bin' >>/home/ops/.profile"),
            RemedyFault.of("command-path sudo-path", "h42", """
                            mkdir -p /opt/vendor/bin; cp /usr/local/bin/k3s /opt/vendor/bin/vendorctl
                            echo 'Defaults secure_path="/sbin:/bin:/usr/sbin:/usr/bin:/opt/vendor/bin"' >/etc/sudoers.d/zz-el9
                            chmod 440 /etc/sudoers.d/zz-el9""").and("su - ops -c 'sudo vendorctl'"),
            RemedyFault.of("jq-usable make-executable", "h43", "chmod 0750 /usr/bin/jq"),
            // A user who may not enter the first does not see the others; what everybody may enter lies between.
            RemedyFault.of("jq-usable open-directory", "h43", "chmod 0750 /opt/tools; chmod 0710 /opt/tools/bin/deep"),
            RemedyFault.of("jq-usable add-acl", "h43", "setfacl -m u:deploy:r-x,o::--- /opt/acl-a"),
            RemedyFault.of("jq-usable change-acl", "h43", "setfacl -m u:ops:--- /opt/acl-b"),
            // The mask takes what the entry gives.
            RemedyFault.of("jq-usable change-acl", "h43", "setfacl -m u:ops:r-x,m::r-- /opt/acl-c"),
            // As krb5-workstation of EL5 has it.
            RemedyFault.of("tool-identity unset-profile", "h44", """
                            mkdir -p /usr/kerberos/bin; printf '#!/bin/sh\\necho no ticket >&2; exit 1\\n' >/usr/kerberos/bin/telnet
                            chmod 755 /usr/kerberos/bin/telnet
                            printf '%s\\n' 'if ! echo ${PATH} | /bin/grep -q /usr/kerberos/bin ; then' \
                              '  PATH=/usr/kerberos/bin:${PATH}' fi >/etc/profile.d/zz-krb5.sh""").and("su - ops -c 'echo in' | grep -x in"),
            RemedyFault.of(
                    "list-file-format one-a-line", "h43", "echo '10.78.0.1,10.78.0.2' >/etc/acme-peers; " + CLONE),
            RemedyFault.of("nic-mtu raise", "h43", "ip link set eth1 mtu 1350"),
            RemedyFault.of("nic-link link-up", "h44", "ip link set lab0 down"),
            RemedyFault.of("short-tcp-reset set", "h44", "sysctl -w net.ipv4.tcp_abort_on_overflow=1"),
            RemedyFault.of("short-tcp-reset set-ports", "h44", "sysctl -w net.ipv4.ip_local_port_range='40000 41000'"),
            RemedyFault.of(
                    "host-log-rotation platform-rule",
                    "h44",
                    "rm /etc/logrotate.d/lab; chown deploy:deploy /opt/app/log; chmod 0775 /opt/app/log; echo x >/opt/app/log/a.log"),
            RemedyFault.of("host-log-rotation rule-mode", "h43", "chmod 0664 /etc/logrotate.d/lab"),
            RemedyFault.of("host-identity-duplicates new-machine-id", "h42", CLONE),
            RemedyFault.of(
                    "clock-sync set-time-zone", "h44", "ln -sfn /usr/share/zoneinfo/Asia/Shanghai /etc/localtime"),
            RemedyFault.of("umask-effective unit-umask", "s41", """
                            mkdir -p /etc/systemd/system/lab-files.service.d
                            printf '[Service]\\nUMask=0077\\n' >/etc/systemd/system/lab-files.service.d/zz-site.conf
                            systemctl daemon-reload"""),
            RemedyFault.of("host-log-rotation bound-journal", "s41", """
                            mkdir -p /var/log/journal /etc/systemd/journald.conf.d; mount -t tmpfs -o size=512m lab-journal /var/log/journal
                            printf '[Journal]\\nSystemMaxUse=100G\\n' >/etc/systemd/journald.conf.d/zz-our-override.conf
                            systemctl restart systemd-journald"""),
            RemedyFault.of("host-log-rotation enable-timer", "s41", "systemctl disable --now logrotate.timer"),
            RemedyFault.of("docker-daemon-json write-smallest", "d41", ": >/etc/docker/daemon.json"),
            RemedyFault.of(
                    "docker-daemon-json cut-mark",
                    "d42",
                    "printf '\\357\\273\\277{\"log-driver\": \"local\"}\\n' >/etc/docker/daemon.json"),
            RemedyFault.of("container-log-limits write-limits", "d44", "rm -f /etc/docker/daemon.json"),
            RemedyFault.of(
                    "container-log-limits add-limits", "d45", "echo '{\"debug\": false}' >/etc/docker/daemon.json"),
            RemedyFault.of("host-log-rotation cut-journal", "h41", """
                            d=/var/log/journal; mkdir -p $d; mount -t tmpfs -o size=64m lab-journal $d; d=$d/$(cat /etc/machine-id); mkdir $d
                            head -c 30000000 /dev/zero >$d/system@00000000000000000000000000000001-0000000000000001-0005000000000000.journal"""),
            RemedyFault.of("log-growth empty", "h43", "truncate -s 3G /var/log/app.log"),
            RemedyFault.of(
                    "host-log-rotation start-timer",
                    "s42",
                    "systemctl enable logrotate.timer; systemctl stop logrotate.timer"),
            RemedyFault.of(
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

    private static final String DROP = "iptables -A INPUT -p %s --dport %d -j DROP";

    /** With the site's own, which never counts behind that. */
    private static final String BEHIND = DROP + "; " + DROP.replace("DROP", "ACCEPT");

    /** What hosts are reached at is not in the zone that is the default. */
    private static final String FIREWALLD = "systemctl enable --now firewalld"
            + " && firewall-cmd --permanent --zone=dmz --add-interface=eth0 && firewall-cmd --reload";

    private static final List<RemedyFault> DROPPED = List.of(
            RemedyFault.of("tcp-ports iptables", "h46", String.format(DROP, "tcp", 2377)),
            RemedyFault.of("vxlan-udp iptables", "h46", String.format(DROP, "udp", 4789)),
            RemedyFault.of("tcp-ports iptables", "h47", String.format(BEHIND, "tcp", 2377, "tcp", 2377)),
            RemedyFault.of("vxlan-udp iptables", "h46", "iptables -A OUTPUT -p udp --dport 4789 -j DROP"),
            RemedyFault.of("tcp-ports firewalld", "f46", FIREWALLD).leaving("etc/firewalld/zones/dmz\\.xml"),
            RemedyFault.of("vxlan-udp firewalld", "f46", "true"),
            RemedyFault.of("firewall firewalld", "f46", "true").and("systemctl restart firewalld"),
            RemedyFault.of("tcp-ports ufw", "f47", "ufw allow 22/tcp; ufw --force enable"),
            RemedyFault.of("vxlan-udp ufw", "f47", "true"),
            RemedyFault.of("firewall ufw", "f47", "true").and("systemctl restart ufw"));

    private static final List<RemedyFault> APART = List.of(
            RemedyFault.of("log-growth vacuum", "s44", """
                                mount -t tmpfs -o size=100m lab-log /var/log; mkdir /var/log/journal
                                systemctl restart systemd-journald; journalctl --flush; d=/var/log/journal/$(cat /etc/machine-id)
                                head -c 100000000 /dev/zero \
                                  >$d/system@00000000000000000000000000000001-0000000000000001-0005000000000000.journal"""), RemedyFault.of("long-run-process linger", "s44", """
                                mkdir -p /etc/systemd/logind.conf.d
                                printf '[Login]\\nKillUserProcesses=yes\\n' >/etc/systemd/logind.conf.d/zz-site.conf
                                systemctl unmask systemd-logind; systemctl start systemd-logind"""));

    private static final List<RemedyFault> CONTAINERS =
            List.of(RemedyFault.of("container-cpu-shares lower-shares", "d46", "@cpu-shares 128"));

    /** What a host that is a namespace shares with the machine, a virtual machine has for itself. */
    private static final List<RemedyFault> OF_MACHINE = List.of(
            RemedyFault.of("raid-scrub stop", "v1", "@vm-scrub"),
            RemedyFault.of("raid-scrub slow-down", "v1", "true"),
            RemedyFault.of("kernel-modules load", "v1", "true"),
            RemedyFault.of("kernel-modules load-at-boot", "v1", "true").and("""
                            modprobe -ra dummy br_netfilter && /lib/systemd/systemd-modules-load
                            grep '^dummy ' /proc/modules && grep '^br_netfilter ' /proc/modules"""),
            RemedyFault.of("sysfs-setting set", "v1", "echo always >/sys/kernel/mm/transparent_hugepage/enabled"),
            RemedyFault.of("swap swapoff", "v1", """
                            head -c 8388608 /dev/zero >/swap.d-1; chmod 600 /swap.d-1; mkswap /swap.d-1 && swapon -p 5 /swap.d-1"""),
            // Of a user who does not log in: a way in that gets more than the kernel allows is closed.
            RemedyFault.of(
                    "resource-limits raise",
                    "v1",
                    "echo 'nolog - nofile 1048577' >/etc/security/limits.d/90-site.conf"));

    @Test
    void whatIsPrintedMendsAndIsUndone() throws IOException {
        new RemedyTrial(folder).tried(OPS, HEALTHY, ON_OPS);
    }

    @Test
    void aHostLetsInWhatItsRulesDropped() throws IOException {
        new RemedyTrial(folder)
                .tried(
                        OTHERS + "  tcp-ports: {params: {tcp_ports: [{port: 2377}]}}\n  vxlan-udp: {}\n"
                                + "  firewall: {params: {open: {2377/tcp: {}}}}\n",
                        "true",
                        DROPPED);
    }

    /** In a place of its own, which no other fault may fill. */
    @Test
    void aFullJournalMakesRoomAndASessionLeavesItsProcesses() throws IOException {
        new RemedyTrial(folder)
                .tried(
                        OTHERS + "  log-growth: {}\n  long-run-process: {}\n",
                        "mkdir -p /var/lib/systemd/linger",
                        APART);
    }

    @Test
    void containersAreScheduledAgain() throws IOException {
        Lab.with("d46").call("dockerd", "d46");
        new RemedyTrial(folder).tried(OTHERS + "  container-cpu-shares: {}\n", "true", CONTAINERS);
    }

    @Test
    void theMachineItselfIsSet() throws IOException {
        new RemedyTrial(folder).tried(OTHERS + """
                          raid-scrub: {}
                          kernel-modules: {params: {require: {dummy: {state: loaded}, br-netfilter: {state: loaded}}}}
                          sysfs-setting: {params: {require: {/sys/kernel/mm/transparent_hugepage/enabled: {value: madvise, at: [now]}}}}
                          swap: {params: {at: [now]}}
                          resource-limits: {params: {require: {nofile: {soft: 64}}}}
                        """, "true", OF_MACHINE);
    }

    /** No command is left out in silence: each is in a table of a test, here or in a class beside this one. */
    @Test
    void everyCommandIsTriedOrExcused() throws IOException {
        Set<String> ran = Stream.of(ON_OPS, DROPPED, APART, CONTAINERS, OF_MACHINE, RequiredRemediesIT.FAULTS)
                .flatMap(List::stream)
                .map(RemedyFault::remedy)
                .collect(Collectors.toCollection(TreeSet::new));
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
