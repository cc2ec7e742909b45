package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lab itself: its hosts are what they should be, its faults are real and can be taken out, and nothing is left. */
class LabIT {
    @Test
    void hostsAnswerOverSsh() {
        Lab lab = Lab.with("h1", "a1");
        for (String host : List.of("h1", "a1")) {
            Result answer =
                    lab.atSeat("ssh", "-F", lab.call("ssh-config").strip(), host, "cat /etc/os-release; uname -n");
            assertThat(answer.exit()).as(answer.err()).isZero();
            assertThat(answer.out())
                    .contains(host.equals("a1") ? "ID=alpine" : "ID=debian")
                    .endsWith(host + "\n");
        }
        assertThat(lab.tryExec("a1", "command -v bash sudo jq python3").out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            umask          |                | su ops -s /bin/sh -c 'umask; :' </dev/null; grep -c 0027 /etc/pam.d/common-session
            path           |                | cat /etc/environment
            jq             |                | stat -c %a /usr/bin/jq
            no-jq          |                | command -v jq
            kerberos-telnet |               | sh -lc 'command -v telnet'
            deaf-nc        |                | command -v nc
            alias          |                | sh -lc 'type ping'
            daemon-json    | bad            | cat /etc/docker/daemon.json
            log-rotation   |                | ls /etc/cron.daily /var/log/syslog
            disk-full      | /home/ops      | head -c 9999 /dev/zero >/home/ops/x; echo $?; rm -f /home/ops/x
            read-only      |                | touch /x; echo $?; rm -f /x
            noexec-tmp     |                | grep -c ' /tmp .*noexec' /proc/self/mounts
            hung-mount     |                | timeout 1 stat /srv/nfs; echo $?
            hidepid        |                | grep -c hidepid /proc/self/mounts
            carrier        |                | cat /sys/class/net/eth1/carrier
            mtu            |                | cat /sys/class/net/eth1/mtu
            kmsg           |                | dmesg
            reboot-pending |                | ls /lib/modules
            finite-run     | 100            | sleep 0.3; pgrep -fc ^lab-burn
            thread-leak    | 100            | sleep 0.7; pgrep -fc ^lab-leak
            io-wait        | 3              | sleep 0.7; grep -sl "(perl) D " /proc/[0-9]*/stat; :
            locale         | zh_CN.UTF-8    | cat /etc/environment
            session-kill   |                | cat /etc/pam.d/sshd
            host-firewall  |                | nft list ruleset
            local-dns      |                | ss -Hlun sport = :53
            port-taken     |                | ss -Hlun sport = :4789
            """)
    void aFaultIsSeenAndTakenOutAgain(String fault, String argument, String look) {
        Lab lab = Lab.with("h1");
        String before = lab.tryExec("h1", look).toString();
        if (argument == null) {
            lab.fault(fault, "h1");
        } else {
            lab.fault(fault, "h1", argument);
        }
        String with = lab.tryExec("h1", look).toString();
        lab.clear("h1");
        assertThat(with).isNotEqualTo(before);
        assertThat(lab.tryExec("h1", look).toString()).isEqualTo(before);
    }

    /** The shell would take the later one without a word. */
    @Test
    void noNameStandsForTwoFaults() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("faults"))) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.matches("[a-z_]+\\(\\) \\{.*"))
                        .map(line -> line.substring(0, line.indexOf('(')))
                        .forEach(names::add);
            }
        }
        assertThat(names).contains("fault_umask").doesNotHaveDuplicates();
    }

    @Test
    void nothingIsLeftBehind(@TempDir Path folder) throws Exception {
        Lab lab = Lab.with("h1");
        Path script = Path.of("lab").toAbsolutePath();
        Map<String, String> environment =
                Map.of("PREFLIGHT_LAB_RUN", folder.resolve("second").toString());
        assertThat(call(environment, script.toString(), "up", "h7", "s7", "d7").exit())
                .isZero();
        assertThat(call(environment, script.toString(), "fault", "hung-mount", "h7")
                        .exit())
                .isZero();
        assertThat(call(environment, script.toString(), "dockerd", "d7").exit()).isZero();
        String here = Files.readString(Path.of("/proc/self/mounts"));
        assertThat(here).contains(folder + "/second");
        assertThat(call(environment, script.toString(), "down").exit()).isZero();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(folder.toString());
        assertThat(folder.resolve("second")).doesNotExist();
        assertThat(call(Map.of(), "sh", "-c", "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '")
                        .out())
                .doesNotContain(folder + "/second");
        // The first lab was not disturbed.
        assertThat(lab.exec("h1", "uname -n")).isEqualTo("h1\n");
    }

    private static Result call(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return Lab.run(builder, 120);
    }
}
