package dev.preflight.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Remedies of checks that compare a host with what a profile requires. Where one is for the next boot, what the boot does
 * with its file is done before the next look.
 */
class RequiredRemediesIT {
    private static final String HOSTS = """
            name: required
            settings: {become: true, treat_as_host: true}
            checks:
              sysctl:
                params:
                  require:
                    net.ipv4.ip_forward: 1
                    net.ipv4.tcp_rmem: {min: 8192 131072 8388608}
              sysfs-setting: {params: {require: {/sys/class/net/lab0/gro_flush_timeout: 20000}}}
              resource-limits:
                params:
                  require: {nofile: {soft: 5000}, core: {soft: unlimited}}
                  contexts: [exec, login]
                  units: [lab-files.service]
              swap: {params: {at: [boot]}}
              locale: {params: {available: [en_DK.UTF-8]}}
              file-state:
                params:
                  require:
                    "/opt/lab it's": {mode: {eq: 0755}}
                    "/opt/lab it's/-f": {owner: deploy, group: ops, mode: {has: 0044}}
                    /opt/of-numbers: {group: deploy}
                    /opt/runs-as: {owner: deploy, mode: {eq: 4755}}
              filesystem:
                params:
                  require:
                    /mnt/lab: {lacks: [noexec, nosuid], has: [noatime, nodev], at: [now]}
                    /opt/closed/inside: {traversable_by: deploy, at: [now]}
              firewall: {params: {state: inactive}}
              leftovers: {params: {require: {lab: {interface: [gone0]}}}}
              user-account:
                params:
                  require:
                    labnew: {uid: 4321, home: /home/labnew, shell: [/bin/bash], member_of: [deploy, plain]}
                    plain: {member_of: [deploy, fishy], sudo: {nopasswd: true}}
                    cshy: {not_expired: true}
            """;

    /** What every host has before it is spoilt. */
    private static final String HEALTHY = """
            set -e
            mkdir -p /opt/closed/inside "/opt/lab it's" /mnt/lab /etc/security/limits.d
            ip link add lab0 type veth peer name lab1
            sysctl -qw net.ipv4.ip_forward=1 net.ipv4.tcp_rmem='8192 131072 8388608'
            if [ -d /run/systemd/system ]; then
              printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >/etc/systemd/system/lab-files.service
              systemctl daemon-reload; systemctl start lab-files.service
            else
              # The users of the lab have groups without a line there, which the first change of a group would add.
              grpconv
            fi
            """;

    static final List<RemedyFault> FAULTS = List.of(
            RemedyFault.of(
                    "sysctl set", "f48", "sysctl -qw net.ipv4.ip_forward=0 net.ipv4.tcp_rmem='4096 131072 6291456'"),
            RemedyFault.of("sysctl persist", "f48", "echo net.ipv4.ip_forward=0 >/etc/sysctl.d/99-zz-site.conf")
                    .and(
                            "sysctl -qw net.ipv4.ip_forward=0 net.ipv4.tcp_rmem='1 2 3'; systemctl restart systemd-sysctl"),
            RemedyFault.of("sysfs-setting set", "f48", "true"),
            RemedyFault.of("sysfs-setting persist", "f48", "true")
                    .and(
                            "echo 0 >/sys/class/net/lab0/gro_flush_timeout; systemd-tmpfiles --boot --create --prefix=/sys"),
            RemedyFault.of(
                    "resource-limits limits-d",
                    "f48",
                    "echo 'ops soft nofile 512' >/etc/security/limits.d/50-site.conf"),
            RemedyFault.of("resource-limits drop-in", "f48", "true").and("""
                            systemctl restart lab-files.service
                            grep 'open files  *5000 ' "/proc/$(systemctl show -p MainPID --value lab-files.service)/limits\""""),
            RemedyFault.of("swap disable", "f48", """
                            printf '[Swap]\\nWhat=/dev/labgone\\n[Install]\\nWantedBy=swap.target\\n' >/etc/systemd/system/dev-labgone.swap
                            mkdir -p /run/udev/data; systemctl enable dev-labgone.swap"""),
            RemedyFault.of("swap mask", "f49", """
                            d=/lib/systemd/system; mkdir -p /run/udev/data $d/swap.target.wants
                            printf '[Swap]\\nWhat=/dev/labgone\\n' >$d/dev-labgone.swap; ln -s ../dev-labgone.swap $d/swap.target.wants/"""),
            RemedyFault.of("locale set-locale", "f48", "echo LANG=C >/etc/default/locale"),
            RemedyFault.of("locale locale-gen", "f48", "sed -i 's/^[^#]/# &/' /etc/locale.gen")
                    .leaving("etc/locale\\.gen"),
            RemedyFault.of("locale set-first-locale", "f49", "rm -f /etc/default/locale")
                    .leaving("etc/default/locale"),
            RemedyFault.of("firewall stop-firewalld", "f48", "systemctl enable --now firewalld"),
            RemedyFault.of("firewall stop-ufw", "f49", "ufw allow 22/tcp; ufw --force enable"),
            RemedyFault.of("file-state chmod", "h48", "chmod 2775 \"/opt/lab it's\""),
            RemedyFault.of(
                    "file-state chown",
                    "h48",
                    "umask 077; : >\"/opt/lab it's/-f\"; : >/opt/of-numbers; chown 54321:54322 /opt/of-numbers; : >/opt/runs-as"),
            RemedyFault.of("filesystem remount", "h48", "mount -t tmpfs -o noexec,nosuid lab-fs /mnt/lab"),
            RemedyFault.of("filesystem chmod", "h48", "chmod 1700 /opt/closed; chmod 0750 /opt/closed/inside"),
            RemedyFault.of("leftovers delete-interface", "h48", "ip link add gone0 type bridge")
                    .leaving(" gone0:"),
            RemedyFault.of("user-account add-user", "h48", "groupadd labnew; usermod -aG labnew deploy")
                    .leaving(" ?home/labnew"),
            RemedyFault.of("user-account add-to-group", "h48", "true"),
            RemedyFault.of("user-account allow-sudo", "h48", "true"),
            RemedyFault.of("user-account never-expire", "h48", "chage -E 2020-01-01 cshy"));

    @TempDir
    static Path folder;

    @Test
    void whatIsRequiredIsMet() throws IOException {
        new RemedyTrial(folder).tried(HOSTS, HEALTHY, FAULTS);
    }
}
