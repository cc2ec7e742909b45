package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real host with systemd whose units, drop-ins, control groups and containers bear names that would do something if they
 * were taken for more: every probe answers, and no file of it changes. None of the words could delete.
 */
class HostileUnitsIT {
    private static final String DAY = """
            name: lab-hostile-units
            extends: docker-swarm-classic
            settings: {become: true, treat_as_host: true, install_user: ops, platform_nics: [eth1]}
            """;

    private static final String BURN_IN = """
            name: lab-hostile-units-burn-in
            extends: burn-in
            settings: {become: true, treat_as_host: true, install_user: ops, sample_time: 4s}
            checks:
              threads-retrans: {params: {interval: 2s}}
              load-idle-mismatch: {params: {interval: 1s, again: 1s}}
              long-run-process: {params: {expected_processes: [{pattern: lab-hostile}], survival_test: false}}
            """;

    /** How a probe's answer is lost, other than by rights or tools that the host lacks. */
    private static final List<String> LOST =
            List.of("malformed", "died", "timeout", "truncated", "internal-error", "check-error");

    /**
     * The host's own docker.service starts a shell that sleeps, with options of which find(1) would make something.
     * Control groups take every letter but a line feed and a slash; units only some, and the rest is written as numbers
     * (systemd.unit(5)).
     */
    private static final String HOST = """
            mkdir -p /srv/hostile && cp /bin/dash /srv/hostile/dockerd && chmod -R a+rX /srv/hostile
            : >/var/run/docker.pid && touch -d '2001-01-01' /var/run/docker.pid
            cd /etc/systemd/system && mkdir -p docker.service.d ssh.service.d cron.service.d
            cat >docker.service <<'X'
            [Service]
            ExecStart=/srv/hostile/dockerd -c "sleep 600; :" lab-hostile --config-file=-fprint --data-root=-printf --exec-root=$${IFS}`id>x` --log-opt=%%n%%s
            Environment=-fprint=1 "MORE=$(touch x)" 'LAST=`touch x`'
            EnvironmentFile=-/srv/hostile/$(touch x)
            X
            for n in -fprint -printf '$(touch x)' '`touch x`' ';touch x;' '*' '%n%s' 'two
            lines'; do
              for u in docker ssh cron; do
                printf '[Service]\\nEnvironment="A=%%n" B=$(touch x)\\nUMask=0022\\n' >"$u.service.d/$n.conf"
                : >"$u.service.d/$n"
              done
              : >"./$n.service" && mkdir -p "./$n.service.d" && : >"./$n.service.d/$n.conf"
              case $n in *lines) continue ;; esac
              mkdir -p "/sys/fs/cgroup/$n" "/sys/fs/cgroup/system.slice/docker-$n.scope"
              setsid /bin/sh -c 'echo "$$" >"/sys/fs/cgroup/$1/cgroup.procs"
                exec /srv/hostile/dockerd -c "sleep 600; :" lab-hostile "$1"' w "$n" </dev/null >/dev/null 2>&1 &
              setsid /bin/sh -c 'echo "$$" >"/sys/fs/cgroup/system.slice/docker-$1.scope/cgroup.procs"
                exec unshare -m -p -u --fork --mount-proc /srv/hostile/dockerd -c "sleep 600; :" lab-hostile "$1" \
                  --config-file=-fprint' w "$n" </dev/null >/dev/null 2>&1 &
            done
            printf '[Service]\\nExecStart=/srv/hostile/dockerd -c "sleep 600; :" lab-hostile %%%%n -fprint\\n' >./-fprint.service
            cp ./-fprint.service '\\x24\\x28touch\\x20x\\x29.service' && cp ./-fprint.service tpl@.service
            systemctl daemon-reload
            systemctl start -- docker.service -fprint.service '\\x24\\x28touch\\x20x\\x29.service' 'tpl@\\x60id\\x60.service'
            systemctl is-active -- docker.service -fprint.service 'tpl@\\x60id\\x60.service'
            """;

    /** All that a probe could have written or deleted; logs, the records of logins and sudo's time stamps move by themselves. */
    private static final String SUM = """
            cd / && find bin etc home opt root sbin srv tmp usr/local usr/sbin var -xdev \
              \\( -path var/log -o -path var/lib/sudo -o -path var/lib/systemd -o -path var/cache -o -path var/lib/lab-kmsg \
              -o -path 'tmp/systemd-private*' -o -path var/tmp \\) -prune \
              -o \\( -type f -o -type l \\) -print0 | sort -z | xargs -0 sha256sum 2>/dev/null
            ls -1 / /root /home/ops /var/run/docker.pid
            """;

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeEach
    void up() throws IOException {
        lab = Lab.with("s1");
        Files.writeString(folder.resolve("day.yaml"), DAY);
        Files.writeString(folder.resolve("burn-in.yaml"), BURN_IN);
        Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine("s1", "ops") + "\n");
    }

    @AfterEach
    void clear() {
        lab.tryExec("s1", """
                systemctl stop -- docker.service -fprint.service '\\x24\\x28touch\\x20x\\x29.service' 'tpl@*.service'
                for p in /proc/[0-9]*; do case $(tr '\\0' ' ' <$p/cmdline) in *lab-hostile*) kill -9 ${p#/proc/} ;; esac; done
                cd /etc/systemd/system && rm -rf docker.service* ssh.service.d cron.service.d tpl@.service ./-fprint.* ./-printf.* \
                  ./*touch* './*.service' './*.service.d' ./%n%s.* ./two*
                rm -rf /srv/hostile /var/run/docker.pid
                systemctl daemon-reload
                cd /sys/fs/cgroup && rmdir -- -fprint -printf *touch* '*' %n%s system.slice/docker-*.scope""");
        lab.clear("s1");
    }

    private Result look(String profile, String... more) {
        Result result = lab.look(folder.resolve("hosts.ini"), folder.resolve(profile), more);
        assertThat(result.findings()).as(result.err()).isNotEmpty();
        return result;
    }

    private static List<String> lost(Result result) {
        return result.findings().stream()
                .filter(finding -> LOST.contains(finding.path("code").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    @Test
    void aHostWithHostileUnitsAnswersWholeAndStaysAsItIs() {
        lab.exec("s1", HOST);
        String before = lab.exec("s1", SUM);
        Result day = look("day.yaml");
        // It needs half a minute of its own.
        Result burnIn = look("burn-in.yaml", "--skip", "log-growth");
        assertThat(lost(day)).isEmpty();
        assertThat(lost(burnIn)).isEmpty();
        // Several daemons of root: which of their files counts is not known.
        assertThat(day.findings())
                .filteredOn(finding -> finding.path("check").asText().equals("docker-daemon-json"))
                .isNotEmpty()
                .allMatch(finding -> finding.path("outcome").asText().equals("unknown"));
        assertThat(lab.exec("s1", SUM)).isEqualTo(before);
    }
}
