package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real host on which names and arguments would do something if they were taken for more: what is said of it stays what is
 * said of a healthy one, and no file of it changes. None of the words could delete: at most they make a file or print.
 */
class HostileHostIT {
    private static final String DAEMON = """
            name: lab-hostile
            extends: docker-swarm-classic
            settings: {become: true, treat_as_host: true, install_user: ops, platform_nics: [eth1]}
            """;

    private static final String BURN_IN = """
            name: lab-hostile-burn-in
            extends: burn-in
            settings: {become: true, treat_as_host: true, install_user: ops, sample_time: 4s}
            checks:
              threads-retrans: {params: {interval: 2s}}
              load-idle-mismatch: {params: {interval: 1s, again: 1s}}
              long-run-process: {params: {expected_processes: [{pattern: lab-hostile}], survival_test: false}}
            """;

    /** What a busy machine shows by itself: its load and its threads are those of all hosts. */
    private static final List<String> OF_THE_MACHINE = List.of("load-idle-mismatch", "threads-retrans", "clock-");

    /**
     * A dockerd of a user without rights, and one of root in a process and mount namespace of its own, as a container has
     * them; both run a shell that sleeps. The file that Docker writes at its start is old, so that its settings look newer.
     */
    private static final String PROCESSES = """
            mkdir -p /srv/hostile/opt && cp /bin/dash /srv/hostile/dockerd && chmod -R a+rX /srv/hostile
            : >/var/run/docker.pid && touch -d '2001-01-01' /var/run/docker.pid
            run='/srv/hostile/dockerd -c "sleep 600; :" lab-hostile --config-file=WORD --data-root=WORD --validate-not'
            for word in -printf -fprint '$(touch x)' /srv/hostile/opt; do
              line=$(printf '%s' "$run" | sed "s#WORD#'$word'#g")
              cd / && setsid su plain -s /bin/sh -c "exec $line" </dev/null >/dev/null 2>&1 &
              cd / && setsid unshare -m -p --fork --mount-proc /bin/sh -c "exec $line" </dev/null >/dev/null 2>&1 &
            done
            # Not a daemon: it only looks at a file.
            cd / && setsid /srv/hostile/dockerd -c 'sleep 600; :' --validate --config-file=/srv/hostile/opt </dev/null >/dev/null 2>&1 &
            """;

    private static final String NAMES = """
            for name in '-fprint' '$(touch x)' '`touch x`' ';touch x;' '*' 'a[$(touch x)]' '%n%s'; do
              : >"/etc/logrotate.d/$name" && : >"/etc/cron.d/$name" && : >"/var/log/$name.log"
              mkdir -p /etc/systemd/system/docker.service.d /etc/systemd/journald.conf.d "/etc/systemd/system/$name.service.d"
              : >"/etc/systemd/system/docker.service.d/$name.conf" && : >"/etc/systemd/journald.conf.d/$name.conf"
              printf '%s\\n' "Jan  1 00:00:00 $name kernel: $name" >>/var/log/kern.log
              mkdir -p "/srv/hostile/mnt/$name" && mount -t tmpfs tmpfs "/srv/hostile/mnt/$name"
            done
            : >"/etc/cron.d/two
            lines"
            ip link add '-fprint' type veth peer name '$(id>x)'
            ip link add '*;id>x;' type veth peer name 'a[$(id>x)]'
            for d in /sys/fs/cgroup/pids /sys/fs/cgroup; do mkdir -p "$d/docker/-fprint" 2>/dev/null; done; :
            """;

    /** All that a probe could have written or deleted; logs, the records of logins and sudo's time stamps move by themselves. */
    private static final String SUM = """
            cd / && find bin etc home opt root sbin srv tmp usr/local usr/sbin var -xdev \
              \\( -path var/log -o -path var/lib/sudo -o -path var/lib/systemd -o -path var/cache -o -path var/lib/lab-kmsg \\) -prune \
              -o \\( -type f -o -type l \\) -print0 | sort -z | xargs -0 sha256sum 2>/dev/null
            ls -1 / /root /home/ops /var/log /var/run/docker.pid
            """;

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeEach
    void up() throws IOException {
        lab = Lab.with("h1");
        Files.writeString(folder.resolve("day.yaml"), DAEMON);
        Files.writeString(folder.resolve("burn-in.yaml"), BURN_IN);
        Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine("h1", "ops") + "\n");
    }

    @AfterEach
    void clear() {
        lab.tryExec("h1", """
                for p in /proc/[0-9]*; do case $(tr '\\0' ' ' <$p/cmdline) in *lab-hostile* | /srv/hostile/*) kill -9 ${p#/proc/} ;; esac; done
                umount /srv/hostile/mnt/* ; ip link del -- '-fprint' ; ip link del '*;id>x;'
                rm -rf /srv/hostile /var/run/docker.pid /etc/systemd/system/docker.service.d /etc/systemd/journald.conf.d /etc/systemd/system/*.service.d
                cd /etc/logrotate.d && rm -f -- ./-fprint ./*touch* './*' ./%n%s ; cd /etc/cron.d && rm -f -- ./-fprint ./*touch* './*' ./%n%s ./two*
                cd /var/log && rm -f -- ./-fprint.log ./*touch* './*.log' ./%n%s.log""");
        lab.clear("h1");
    }

    private List<String> wrong(String profile) {
        // It needs half a minute of its own.
        String[] more = profile.startsWith("burn") ? new String[] {"--skip", "log-growth"} : new String[0];
        Result result = lab.look(folder.resolve("hosts.ini"), folder.resolve(profile), more);
        assertThat(result.findings()).isNotEmpty();
        return result.wrong().stream()
                .filter(line -> OF_THE_MACHINE.stream().noneMatch(line::contains))
                .toList();
    }

    @Test
    void aHostWithHostileNamesIsToldAsAHealthyOneAndStaysAsItIs() {
        List<String> day = wrong("day.yaml");
        List<String> burnIn = wrong("burn-in.yaml").stream()
                .filter(line -> !line.contains("long-run-process"))
                .toList();
        lab.exec("h1", PROCESSES);
        lab.exec("h1", NAMES);
        String before = lab.exec("h1", SUM);
        assertThat(lab.exec("h1", "cat /proc/[0-9]*/comm").lines().filter("dockerd"::equals))
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(wrong("day.yaml")).isEqualTo(day);
        assertThat(wrong("burn-in.yaml").stream()
                        .filter(line -> !line.contains("long-run-process"))
                        .toList())
                .isEqualTo(burnIn);
        assertThat(lab.exec("h1", SUM)).isEqualTo(before);
    }
}
