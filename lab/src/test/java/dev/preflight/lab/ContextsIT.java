package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which an installer runs commands, on a real host with real sudo, su and SFTP. */
class ContextsIT {
    private static final String ALL = "exec, login, sudo, sudo-i, su, su-, upload, unit, cron";

    /** Those that another login than the install user's can have. */
    private static final String BY_ROOT = "sudo, sudo-i, su, su-, unit, cron";

    private static final String PROFILE = """
            name: contexts
            extends: container-host
            settings:
              become: true
              install_user: deploy
              required_contexts: [%s]
              install_units: [cron.service]
            """;

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeEach
    void up() {
        lab = Lab.with("s1");
    }

    @AfterEach
    void clear() {
        lab.clear("s1");
    }

    @Test
    void theInstallUserIsLookedAtInAllOfThem() throws IOException {
        assertThat(look("deploy").values()).containsOnly("pass ok");
    }

    @Test
    void aStartUpFileOfTheUserSpoilsWhateverTheSessionStarts() throws IOException {
        lab.fault("bashrc", "s1", "deploy", "umask 0027");
        // bash reads it as the shell of sshd, before sftp-server too; sudo adds it to its own, and su inherits that.
        assertThat(wrong("deploy")).containsExactly("exec", "login", "su", "su-", "sudo", "sudo-i", "upload");
    }

    @Test
    void whatPamGivesEverySessionShowsInEachOfItsSessions() throws IOException {
        lab.fault("umask", "s1");
        assertThat(wrong("deploy")).contains("exec", "login", "su", "su-", "upload");
    }

    @Test
    void anotherLoginUserSeesOnlyWhatTheInstallUserGetsThroughIt() throws IOException {
        Map<String, String> seen = look("ops");
        assertThat(seen)
                .containsEntry("su", "pass ok")
                .containsEntry("su-", "pass ok")
                .containsEntry("sudo", "pass ok")
                .containsEntry("sudo-i", "pass ok");
    }

    @Test
    void whatAnotherLoginUserCannotHaveIsAnErrorBeforeAnyHostIsReached() throws IOException {
        Result result = run("ops", ALL);
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
        assertThat(result.err().replaceAll("\\s+", " "))
                .contains("cannot be checked: exec, login, upload;", "can be checked: " + BY_ROOT);
    }

    @Test
    void anExpiredInstallUserIsToldAsSuch() throws IOException {
        lab.exec("s1", "cp -p /etc/shadow /root/shadow.kept && chage -E 1 deploy");
        try {
            assertThat(look("ops")).containsEntry("su-", "unknown account-expired");
        } finally {
            lab.exec("s1", "mv /root/shadow.kept /etc/shadow");
        }
    }

    @Test
    void theStartUpFileOfAnInstallUserIsSeenThroughTheirSudoToo() throws IOException {
        // Debian's own .profile reads .bashrc, and that ends in a shell that is not interactive: behind the new first
        // line.
        lab.fault("umask", "s1", "deploy");
        assertThat(look("ops")).containsEntry("sudo", "fail wrong-mode").containsEntry("su-", "fail wrong-mode");
    }

    @Test
    void theStartUpFileOfTheLoginUserIsNotTakenForTheInstallUsers() throws IOException {
        lab.fault("umask", "s1", "ops");
        assertThat(look("ops")).containsEntry("sudo", "pass ok");
    }

    @Test
    void aUserWithoutRightsIsToldWhatCouldNotBeSeen() throws IOException {
        Map<String, String> seen = look("plain");
        // What is read from files needs no rights.
        seen.remove("unit:cron.service");
        seen.remove("cron");
        assertThat(seen.values()).containsOnly("unknown sudo-password");
    }

    @Test
    void aNoisyRootIsLookedAtThroughItsNoise() throws IOException {
        lab.exec("s1", "cp -p /root/.profile /root/.profile.kept; echo 'echo Welcome; printf noise' >>/root/.profile");
        try {
            assertThat(look("deploy")).containsEntry("sudo-i", "pass ok");
        } finally {
            lab.exec("s1", "mv /root/.profile.kept /root/.profile");
        }
    }

    private List<String> wrong(String user) throws IOException {
        return look(user).entrySet().stream()
                .filter(e -> e.getValue().startsWith("fail"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What umask-effective says, by context. */
    private Map<String, String> look(String user) throws IOException {
        Result result = run(user, user.equals("deploy") ? ALL : BY_ROOT);
        Map<String, String> seen = new TreeMap<>();
        result.findings().stream()
                .filter(finding -> finding.path("subject").path("kind").asText().equals("context"))
                .forEach(finding -> seen.put(
                        finding.path("subject").path("name").asText(),
                        finding.path("outcome").asText() + " "
                                + finding.path("code").asText()));
        assertThat(seen).as(result.out() + result.err()).isNotEmpty();
        return seen;
    }

    private Result run(String user, String contexts) throws IOException {
        Path profile = Files.writeString(folder.resolve("contexts.yaml"), PROFILE.formatted(contexts));
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine("s1", user) + "\n");
        return lab.look(inventory, profile, "--only", "umask-effective");
    }
}
