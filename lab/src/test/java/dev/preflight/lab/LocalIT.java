package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Preflight on the very host that it looks at, without SSH: an ordinary user started it, who becomes root with a password. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalIT {
    /** That of the user opspw, and of root: lab/lib/host.sh. */
    private static final String PASSWORD = "lab-Horse-77-staple";

    private static final String WRONG = "lab-Wrong-88-staple";

    private Lab lab;

    @BeforeAll
    void up() {
        lab = Lab.with("h2");
        Path java = Path.of(System.getProperty("java.home"));
        Path dist = lab.launcher().getParent().getParent();
        lab.copy(
                java,
                List.of("--exclude=src.zip", "--exclude=ct.sym", "bin", "lib", "conf", "release"),
                "h2",
                "/opt/java");
        lab.copy(dist, List.of("bin", "lib"), "h2", "/opt/preflight");
        lab.exec("h2", """
                mkdir -p /etc/docker && echo '{}' >/etc/docker/daemon.json && chmod 600 /etc/docker/daemon.json
                cd /opt
                cat >local.yaml <<'END'
                name: local
                extends: container-host
                settings: {become: true, target_docker_version: 20.10.24, required_contexts: [exec, sudo]}
                END
                """);
    }

    @AfterAll
    void down() {
        lab.exec("h2", "rm -rf /opt/java /opt/preflight /opt/local.* /etc/docker");
    }

    private JsonNode look(String user, String method, String password) {
        lab.exec(
                "h2",
                "cd /opt; echo 'here ansible_connection=local ansible_become_method=" + method
                        + "' >local.ini; umask 077; echo " + password + " >local.pass; chown " + user + " local.pass");
        Result result = lab.tryExec(
                "h2",
                "su " + user + " -c 'cd /opt; JAVA_HOME=/opt/java exec preflight/bin/preflight run -i local.ini"
                        + " -p local.yaml --only umask-effective,docker-daemon-json --format json"
                        + (password.isEmpty() ? "" : " --become-password-file local.pass") + "'");
        assertThat(result.out() + result.err()).doesNotContain(PASSWORD).doesNotContain(WRONG);
        return result.json();
    }

    private static String daemonJson(JsonNode report) {
        for (JsonNode finding : report.path("hosts").path(0).path("findings")) {
            if (finding.path("check").asText().equals("docker-daemon-json")) {
                return finding.path("outcome").asText() + " "
                        + finding.path("code").asText();
            }
        }
        return "";
    }

    @ParameterizedTest
    @CsvSource({"opspw, sudo, " + PASSWORD, "plain, su, " + PASSWORD, "ops, sudo, ''", "ops, doas, ''"})
    void rootReadsWhatOnlyRootMayRead(String user, String method, String password) {
        JsonNode report = look(user, method, password);
        assertThat(daemonJson(report)).as(report.toPrettyString()).isEqualTo("pass ok");
    }

    @ParameterizedTest
    @CsvSource({
        "opspw, sudo, " + WRONG + ", incorrect password|try again|no password",
        "plain, su, " + WRONG + ", Authentication failure",
        "opspw, sudo, '', a password is required",
        "opspw, doas, " + PASSWORD + ", no terminal is made",
    })
    void whereRootIsRefusedItIsSaidAndTheRestIsReadAsTheUser(String user, String method, String password, String said) {
        JsonNode report = look(user, method, password);
        assertThat(daemonJson(report)).as(report.toPrettyString()).isEqualTo("unknown not-readable");
        assertThat(report.path("hosts").path(0).path("rootRefused").asText()).containsPattern(said);
    }

    @Test
    void theUserIsLookedAtWhereTheyAre() {
        JsonNode report = look("opspw", "sudo", PASSWORD);
        assertThat(report.path("hosts").path(0).path("findings"))
                .as(report.toPrettyString())
                .anyMatch(f -> f.path("subject").path("name").asText().equals("sudo")
                        && f.path("outcome").asText().equals("pass"));
    }
}
