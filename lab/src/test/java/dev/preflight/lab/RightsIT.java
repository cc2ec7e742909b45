package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to become root on a real host, and that the password for it is found nowhere on either side. */
class RightsIT {
    /** That of the user opspw, and of root: lab/lib/host.sh. */
    private static final String PASSWORD = "lab-Horse-77-staple";

    private static final String WRONG = "lab-Wrong-88-staple";

    /** Only root may read the file that decides. */
    private static final String PROFILE = """
            name: rights
            extends: container-host
            settings: {become: true, target_docker_version: 20.10.24, required_contexts: [exec, sudo]}
            """;

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeEach
    void up() {
        lab = Lab.with("h2");
        lab.exec(
                "h2",
                "mkdir -p /etc/docker && echo '{}' >/etc/docker/daemon.json && chmod 600 /etc/docker/daemon.json");
        lab.exec("h2", "rm -f /var/log/sudo.log /var/log/auth.log");
        lab.exec("h2", "setsid busybox syslogd -n -O /var/log/auth.log </dev/null >/dev/null 2>&1 &");
        lab.exec(
                "h2",
                "printf 'Defaults logfile=/var/log/sudo.log\n' >/etc/sudoers.d/log && chmod 440 /etc/sudoers.d/log");
    }

    @AfterEach
    void clear() {
        lab.clear("h2");
        lab.exec("h2", "rm -rf /etc/docker; kill $(pgrep -f '^busybox syslogd')");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ops   | sudo |          |
            ops   | sudo | password |
            opspw | sudo | password |
            ops   | sudo |          | requiretty
            opspw | sudo | password | requiretty
            ops   | doas |          |
            opspw | doas | password |
            plain | su   | password |
            """)
    void rootReadsWhatOnlyRootMayRead(String user, String method, String password, String fault) throws IOException {
        if (fault != null) {
            lab.fault(fault, "h2");
        }
        Result result = look(user, method, password == null ? "" : PASSWORD);
        assertThat(daemonJson(result)).as(result.out() + result.err()).isEqualTo("pass ok");
        assertThat(result.json().path("hosts").path(0).path("rootRefused").isNull())
                .isTrue();
        assertPasswordIsNowhere(result, PASSWORD);
        assertThat(lab.exec("h2", "cat /var/log/auth.log"))
                .as("the log that was searched")
                .contains(method);
    }

    @ParameterizedTest
    @CsvSource({"text, " + PASSWORD, "text, " + WRONG, "junit, " + PASSWORD, "junit, " + WRONG})
    void noOtherFormatOfTheReportHoldsThePasswordEither(String format, String password) throws IOException {
        Result result = look(new Look("opspw", "sudo", password, "sudo", format));
        assertThat(result.out()).contains("h2");
        assertPasswordIsNowhere(result, password);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            opspw ; sudo ;                     ; sudo: a password is required
            opspw ; sudo ; lab-Wrong-88-staple ; incorrect password|try again|no password
            plain ; sudo ; lab-Wrong-88-staple ; incorrect password|try again|no password|not in the sudoers
            plain ; su   ; lab-Wrong-88-staple ; Authentication failure
            opspw ; doas ; lab-Wrong-88-staple ; Authentication failed|Authorization failed
            """)
    void whereRootIsRefusedItIsSaidAndTheRestIsReadAsTheUser(String user, String method, String password, String said)
            throws IOException {
        Result result = look(user, method, password == null ? "" : password);
        assertThat(daemonJson(result)).as(result.out() + result.err()).isEqualTo("unknown not-readable");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.json().path("hosts").path(0).path("rootRefused").asText())
                .containsPattern(said);
        // What needs no root is known.
        assertThat(result.findings())
                .anyMatch(finding -> finding.path("check").asText().equals("umask-effective")
                        && finding.path("outcome").asText().equals("pass"));
        assertPasswordIsNowhere(result, WRONG);
    }

    /** A context that an installer needs, and each cause for which sudo refuses it: each is mended in another way. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ops   | Defaults requiretty                                     | sudo-requiretty
            ops   | Defaults:ops noexec                                     | sudo-noexec
            plain | plain ALL=(ALL) NOPASSWD: /usr/bin/apt-get, /usr/bin/ls | sudo-commands
            opspw | Defaults !insults                                       | sudo-password
            """)
    void eachRefusalOfSudoIsToldByItsCause(String user, String rule, String code) throws IOException {
        lab.exec("h2", "echo '" + rule + "' >/etc/sudoers.d/zz-rule && chmod 440 /etc/sudoers.d/zz-rule");
        try {
            Result result = look(user, "sudo", "");
            assertThat(result.exit()).as(result.out()).isEqualTo(3);
            assertThat(result.findings())
                    .as(result.out())
                    .anyMatch(f -> f.path("subject").path("name").asText().equals("sudo")
                            && f.path("code").asText().equals(code));
        } finally {
            lab.exec("h2", "rm /etc/sudoers.d/zz-rule");
        }
    }

    /** Of a umask that sudoers sets, the line is named; only root may read it. */
    @Test
    void theLineOfSudoersThatSetsTheUmaskIsNamed() throws IOException {
        lab.exec("h2", "echo 'Defaults umask=0027' >/etc/sudoers.d/zz-umask && chmod 440 /etc/sudoers.d/zz-umask");
        try {
            assertThat(look(new Look("ops", "sudo", "", "sudo", "text")).out())
                    .contains("set at:")
                    .containsPattern("/etc/sudoers\\.d/zz-umask:1:\\s+Defaults umask=0027");
        } finally {
            lab.exec("h2", "rm /etc/sudoers.d/zz-umask");
        }
    }

    @Test
    void oneChannelAtATimeIsEnough() throws IOException {
        lab.fault("sshd", "h2", "MaxSessions 1");
        Result result = look("opspw", "sudo", PASSWORD);
        assertThat(daemonJson(result)).as(result.out() + result.err()).isEqualTo("pass ok");
    }

    @Test
    void oneChannelAtATimeIsEnoughForALoginBySudoToo() throws IOException {
        lab.fault("sshd", "h2", "MaxSessions 1");
        Result result = look("opspw", "sudo", PASSWORD, "sudo-i");
        assertThat(daemonJson(result)).as(result.out() + result.err()).isEqualTo("pass ok");
        assertThat(result.findings())
                .anyMatch(f -> f.path("subject").path("name").asText().equals("sudo-i")
                        && f.path("outcome").asText().equals("pass"));
        assertPasswordIsNowhere(result, PASSWORD);
    }

    @Test
    void whatSudoGivesIsMeasuredWithAPasswordToo() throws IOException {
        lab.exec(
                "h2",
                "echo 'Defaults:opspw umask=0077, umask_override' >/etc/sudoers.d/umask && chmod 440 /etc/sudoers.d/umask");
        try {
            Result result = look("opspw", "sudo", PASSWORD);
            assertThat(result.wrong()).contains("fail umask-effective wrong-mode");
        } finally {
            lab.exec("h2", "rm /etc/sudoers.d/umask");
        }
    }

    @ParameterizedTest
    @CsvSource({"/root/.profile,", "/root/.profile, requiretty", "/root/.bashrc,"})
    void whatALoginBySudoGivesIsMeasuredWithAPasswordToo(String file, String fault) throws IOException {
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (fault != null) {
            lab.fault(fault, "h2");
        }
        // What a login prints, and what would eat the script or the password.
        lab.exec("h2", "cp " + file + " /tmp/" + name + " && printf 'echo Welcome\\numask 0027\\n' >>" + file);
        try {
            Result result = look("opspw", "sudo", PASSWORD, "sudo-i");
            assertThat(result.findings().stream()
                            .filter(f -> f.path("check").asText().equals("umask-effective"))
                            .map(f -> f.path("outcome").asText() + " "
                                    + f.path("subject").path("name").asText()))
                    .as(result.out() + result.err())
                    .containsExactlyInAnyOrder("pass exec", "fail sudo-i");
            assertPasswordIsNowhere(result, PASSWORD);
        } finally {
            lab.exec("h2", "mv /tmp/" + name + " " + file);
        }
    }

    @ParameterizedTest
    @CsvSource({"/usr/bin/fish", "/bin/tcsh", "/bin/dash"})
    void aLoginBySudoOfAnotherShellIsMeasuredToo(String shell) throws IOException {
        lab.exec("h2", "cp /etc/passwd /tmp/passwd && sed -i 's|^\\(root:.*:\\)[^:]*$|\\1" + shell + "|' /etc/passwd");
        try {
            Result result = look("opspw", "sudo", PASSWORD, "sudo-i");
            assertThat(result.findings())
                    .as(result.out() + result.err())
                    .anyMatch(f -> f.path("subject").path("name").asText().equals("sudo-i")
                            && f.path("outcome").asText().equals("pass"));
        } finally {
            lab.exec("h2", "cp /tmp/passwd /etc/passwd");
        }
    }

    @Test
    void aWrongPasswordIsTriedOnceThoughTwoLanesWantIt() throws IOException {
        Result result = look("opspw", "sudo", WRONG, "sudo-i");
        assertThat(result.exit()).as(result.out()).isEqualTo(3);
        assertThat(result.findings())
                .anyMatch(f -> f.path("subject").path("name").asText().equals("sudo-i")
                        && f.path("code").asText().equals("sudo-password"));
        assertThat(lab.exec("h2", "grep -c 'opspw.*incorrect password' /var/log/sudo.log")
                        .strip())
                .isEqualTo("1");
        assertPasswordIsNowhere(result, WRONG);
    }

    private static String daemonJson(Result result) {
        return result.findings().stream()
                .filter(finding -> finding.path("check").asText().equals("docker-daemon-json"))
                .map(finding -> finding.path("outcome").asText() + " "
                        + finding.path("code").asText())
                .findFirst()
                .orElse("");
    }

    private Result look(String user, String method, String password) throws IOException {
        return look(user, method, password, "sudo");
    }

    private Result look(String user, String method, String password, String context) throws IOException {
        return look(new Look(user, method, password, context, "json"));
    }

    /** One run: who logs in, how they become root and with what, the context beside exec, and the report's format. */
    private record Look(String user, String method, String password, String context, String format) {}

    private Result look(Look look) throws IOException {
        Path profile = Files.writeString(
                folder.resolve("rights.yaml"), PROFILE.replace("exec, sudo", "exec, " + look.context));
        String line = lab.inventoryLine("h2", look.user, "ansible_become_method=" + look.method);
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), line + "\n");
        List<String> command = new ArrayList<>(List.of("run", "-i", inventory.toString(), "-p", profile.toString()));
        command.addAll(List.of("--format", look.format, "--only", "umask-effective,docker-daemon-json"));
        command.addAll(List.of("--save-evidence", folder.resolve("evidence").toString()));
        if (!look.password.isEmpty()) {
            Path file = Files.writeString(folder.resolve("password"), look.password + "\n");
            assertThat(file.toFile().setReadable(false, false) && file.toFile().setReadable(true, true))
                    .isTrue();
            command.addAll(List.of("--become-password-file", file.toString()));
        }
        command.addAll(lab.login());
        // The machine sees the processes of the seat and those of its hosts.
        try (Looker looker = new Looker(List.of(PASSWORD, WRONG, "--save-evidence", "#PF1"))) {
            Result result = lab.preflight(command);
            // What it must have seen on the two sides, if it saw anything: our own options, and the script's entry.
            assertThat(looker.seen()).containsExactlyInAnyOrder("--save-evidence", "#PF1");
            return result;
        }
    }

    private void assertPasswordIsNowhere(Result result, String password) throws IOException {
        assertThat(result.out()).doesNotContain(password);
        assertThat(result.err()).doesNotContain(password);
        try (Stream<Path> files = Files.walk(folder.resolve("evidence"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(password);
            }
        }
        // Logs, histories of shells, and whatever else was left.
        Result host =
                lab.tryExec("h2", "grep -rlaF " + password + " /tmp /var /home /root /run /etc /dev/shm 2>/dev/null");
        assertThat(host.out()).isEmpty();
    }
}
