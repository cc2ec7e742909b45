package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.testing.Commands;
import dev.preflight.testing.RealSshd;
import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates an ordinary user of this machine's OpenSSH, from the command line to the exit code. */
class GateRealHostsTest {
    private static final Path DOCKER = Path.of("/etc/docker");
    private static final Path SUDOERS = Path.of("/etc/sudoers.d");
    private static final Path DAEMON_JSON = DOCKER.resolve("daemon.json");
    private static final String[] DOCKER_PLANNED = {"--set", "settings.target_docker_version=26.1.3"};

    @TempDir
    Path folder;

    private RealSshd sshd;
    private Path key;
    private Gate gate;
    private boolean madeDocker;
    private Optional<Path> sudoers = Optional.empty();

    @BeforeEach
    void start() {
        sshd = RealSshd.launch();
        key = sshd.newKey("key", "", "-t", "ed25519");
        gate = new Gate(folder).host("one", sshd, key);
    }

    @AfterEach
    void stop() throws IOException {
        if (sshd != null) {
            sshd.close();
        }
        if (sudoers.isPresent()) {
            Files.delete(sudoers.get());
        }
        if (madeDocker) {
            try (Stream<Path> files = Files.list(DOCKER)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(DOCKER);
        }
    }

    /** Writes this machine's daemon.json; only where Docker has never been. */
    private void daemonJson(String text, String mode) throws IOException {
        Requirement.that(!Files.exists(DOCKER), "a machine without /etc/docker");
        Requirement.that(Requirement.find("dockerd").isEmpty(), "a machine without dockerd");
        Files.createDirectory(DOCKER);
        madeDocker = true;
        Files.setPosixFilePermissions(DOCKER, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(DAEMON_JSON, text);
        Files.setPosixFilePermissions(DAEMON_JSON, PosixFilePermissions.fromString(mode));
    }

    private void mend(Gate.Result result) {
        for (JsonNode finding : result.troubles("one")) {
            for (JsonNode remedy : finding.path("remedies")) {
                String command = remedy.path("command").asText();
                assertThat(command).as(remedy.toString()).isNotEqualTo("null");
                if (remedy.path("privilege").asText().equals("root")) {
                    Commands.run("", "/bin/sh", "-c", command);
                } else {
                    Commands.run("", "su", sshd.user(), "-c", command);
                }
            }
        }
    }

    @Test
    void aHealthyHostIsFitAndItsUserIsNotRoot() throws IOException {
        Path evidence = folder.resolve("evidence");

        Gate.Result result = gate.run("--save-evidence", evidence.toString());

        assertThat(result.code()).as(result.all()).isZero();
        assertThat(result.troubles("one"))
                .allSatisfy(
                        finding -> assertThat(finding.path("action").asText("")).isNotBlank());
        String uid = Commands.run("", "id", "-u", sshd.user()).strip();
        assertThat(uid).isNotEqualTo("0");
        assertThat(evidence.resolve("hosts/one/frames/host-identity@clean.out"))
                .content()
                .contains("\n" + uid + "\n");
    }

    @Test
    void aUmaskAndAnEmptyDaemonJsonBlockAndTheirCommandsMendThem() throws IOException {
        sshd.file(".bashrc", "umask 0027\n");
        daemonJson("", "rw-r--r--");

        Gate.Result blocked = gate.run(DOCKER_PLANNED);

        assertThat(blocked.code()).as(blocked.all()).isEqualTo(1);
        assertThat(blocked.troubles("one"))
                .filteredOn(finding -> finding.path("outcome").asText().equals("fail"))
                .extracting(finding -> finding.path("check").asText())
                .contains("umask-effective", "docker-daemon-json");
        for (JsonNode finding : blocked.troubles("one")) {
            assertThat(List.of("observed", "why", "action"))
                    .allSatisfy(field ->
                            assertThat(finding.path(field).asText("")).as(field).isNotBlank());
            assertThat(finding.path("remedies")).as(finding.toString()).isNotEmpty();
            boolean folded = !finding.path("causedBy").isEmpty();
            assertThat(folded).isEqualTo(finding.path("check").asText().equals("docker-daemon-json"));
        }
        assertThat(blocked.out()).contains("umask 0027", DAEMON_JSON + " is empty", "preflight-umask", "max-size");
        assertThat(blocked.out().indexOf("umask 0027")).isLessThan(blocked.out().indexOf(DAEMON_JSON + " is empty"));

        mend(blocked);
        Gate.Result mended = gate.run(DOCKER_PLANNED);

        assertThat(mended.code()).as(mended.all()).isZero();
        assertThat(Files.readString(DAEMON_JSON)).contains("\"max-size\": \"100m\"");
    }

    @Test
    void aDaemonJsonThatTheUserMayNotReadIsUndecidedAndSaysWhatWouldTell() throws IOException {
        daemonJson("{}\n", "rw-r-----");

        Gate.Result result = gate.run(DOCKER_PLANNED);

        assertThat(result.code()).as(result.all()).isEqualTo(3);
        assertThat(result.troubles("one")).singleElement().satisfies(finding -> {
            assertThat(finding.path("outcome").asText()).isEqualTo("unknown");
            assertThat(finding.path("reason").asText()).isEqualTo("not-readable");
            assertThat(finding.path("action").asText()).contains("0644");
        });
    }

    /** Lets the host's user call sudo without a password, until the test ends. */
    private void allowSudo() throws IOException {
        Path file = SUDOERS.resolve("preflight-test-" + sshd.user());
        Files.writeString(file, sshd.user() + " ALL=(ALL) NOPASSWD: ALL\n");
        sudoers = Optional.of(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    }

    @Test
    void sudoThatAsksForAPasswordIsUndecidedAndOneThatDoesNotIsMeasured() throws IOException {
        Requirement.tool("sudo");
        String withSudo = "settings.required_contexts=[exec, sudo]";

        Gate.Result refused = gate.run("--set", withSudo);
        allowSudo();
        Gate.Result allowed = gate.run("--set", withSudo);

        assertThat(refused.code()).as(refused.all()).isEqualTo(3);
        assertThat(refused.troubles("one")).singleElement().satisfies(finding -> {
            assertThat(finding.path("subject").path("name").asText()).isEqualTo("sudo");
            assertThat(finding.path("reason").asText()).isEqualTo("sudo-password");
            assertThat(finding.path("action").asText()).contains("NOPASSWD");
        });
        assertThat(allowed.code()).as(allowed.all()).isZero();
        assertThat(allowed.host("one").path("findings").toString()).contains("\"name\":\"sudo\"");
    }

    @Test
    void whatOnlyRootCanReadIsToldOnceTheProfileMayBecomeRoot() throws IOException {
        Requirement.tool("sudo");
        daemonJson("{}\n", "rw-r-----");
        allowSudo();

        Gate.Result result = gate.run(DOCKER_PLANNED[0], DOCKER_PLANNED[1], "--set", "settings.become=true");

        assertThat(result.code()).as(result.all()).isZero();
    }

    @Test
    void aStoppedSshdIsUndecidedAndTheOtherHostIsJudged() {
        try (RealSshd other = RealSshd.launch()) {
            gate.host("two", other, other.newKey("key", "", "-t", "ed25519"));
            other.stop();

            Gate.Result result = gate.run();

            assertThat(result.code()).as(result.all()).isEqualTo(3);
            assertThat(result.host("two").at("/unreachable/code").asText()).isEqualTo("refused");
            assertThat(result.host("one").path("verdict").asText()).isEqualTo("proceed");
            assertThat(result.out()).contains("one", "two");
        }
    }

    @Test
    void aChangedHostKeyShowsBothFingerprints() throws IOException {
        try (RealSshd other = RealSshd.launch()) {
            String known = other.knownHostsLine().replace(":" + other.port(), ":" + sshd.port());
            Gate impostor = new Gate(folder).host("one", sshd.port(), Gate.key(sshd.user(), key), known);

            Gate.Result result = impostor.run();

            assertThat(result.code()).as(result.all()).isEqualTo(3);
            assertThat(result.host("one").at("/unreachable/code").asText()).isEqualTo("host-key-changed");
            assertThat(result.out().replaceAll("\\s+", "")).contains(fingerprint(sshd), fingerprint(other));
        }
    }

    private static String fingerprint(RealSshd of) {
        return Commands.run("", "ssh-keygen", "-l", "-f", of.hostKey() + ".pub").split(" ")[1];
    }

    @Test
    void aWrongPasswordIsRefusedAndAppearsNowhere() throws IOException {
        String secret = "Wrong-" + sshd.password();
        Path evidence = folder.resolve("evidence");
        Path passwords = gate.file("password", secret + "\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Gate byPassword =
                new Gate(folder).host("one", sshd.port(), "ansible_user=" + sshd.user(), sshd.knownHostsLine());

        Gate.Result result =
                byPassword.run("--password-file", passwords.toString(), "--save-evidence", evidence.toString());

        assertThat(result.code()).as(result.all()).isEqualTo(3);
        assertThat(result.host("one").at("/unreachable/code").asText()).isEqualTo("auth-failed");
        assertThat(result.all()).doesNotContain(secret);
        assertThat(texts(evidence))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).doesNotContain(secret));
    }

    @Test
    void theRightPasswordLogsInAndAppearsNowhere() throws IOException {
        Path evidence = folder.resolve("evidence");
        Path passwords = gate.file("password", sshd.password() + "\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        // The host itself says it, as a careless start-up file would.
        sshd.file(".bashrc", "echo 'password is " + sshd.password() + "'\n");
        Gate byPassword =
                new Gate(folder).host("one", sshd.port(), "ansible_user=" + sshd.user(), sshd.knownHostsLine());

        Gate.Result result =
                byPassword.run("--password-file", passwords.toString(), "--save-evidence", evidence.toString());

        assertThat(result.code()).as(result.all()).isZero();
        assertThat(result.all()).doesNotContain(sshd.password());
        assertThat(texts(evidence))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).doesNotContain(sshd.password()));
    }

    private static List<String> texts(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> Commands.run("", "cat", file.toString()))
                    .toList();
        }
    }

    @Test
    void savedEvidenceIsJudgedAgainWithoutTheHost() throws IOException {
        Path evidence = folder.resolve("evidence");
        assertThat(gate.run("--save-evidence", evidence.toString()).code()).isZero();
        sshd.stop();
        String strict = gate.file("strict.yaml", """
                name: strict
                extends: three.yaml
                checks:
                  umask-effective: {params: {required_file_mode: "0664"}}
                """).toString();

        Gate.Result first = gate.judge(evidence, "--profile", strict);
        String firstJson = Files.readString(folder.resolve("verdict.json"));
        Gate.Result second = gate.judge(evidence, "--profile", strict);

        assertThat(first.code()).as(first.all()).isEqualTo(1);
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(folder.resolve("verdict.json")).hasContent(firstJson);
        assertThat(gate.judge(evidence).code()).isZero();
    }

    @Test
    void aWaiverHoldsUntilItsInstantAndNotAtIt() throws IOException {
        sshd.file(".bashrc", "umask 0027\n");
        Path evidence = folder.resolve("evidence");
        assertThat(gate.run("--save-evidence", evidence.toString()).code()).isEqualTo(1);
        String waived = gate.file("waived.yaml", """
                name: waived
                extends: three.yaml
                waivers:
                  - check: umask-effective
                    hosts: [one]
                    reason: the installer sets its own
                    owner: platform team
                    until: 2030-01-01T00:00:00Z
                """).toString();

        Gate.Result before = gate.judge(evidence, "--profile", waived, "--at", "2029-12-31T23:59:59Z");
        Gate.Result after = gate.judge(evidence, "--profile", waived, "--at", "2030-01-01T00:00:00Z");

        assertThat(before.code()).as(before.all()).isZero();
        assertThat(before.json().path("expiredWaivers")).isEmpty();
        assertThat(after.code()).as(after.all()).isEqualTo(1);
        assertThat(after.json().path("expiredWaivers")).hasSize(1);
        assertThat(after.out()).contains("has no", "waived.yaml:4:5");
    }

    @Test
    void aHostThatAnswersWithRandomBytesIsUndecidedWithoutAStackTrace() {
        try (RealSshd noise = RealSshd.launch("/bin/sh", "ForceCommand head -c 100000 /dev/urandom")) {
            gate.host("two", noise, noise.newKey("key", "", "-t", "ed25519"));

            Gate.Result result = gate.run();

            assertThat(result.code()).as(result.all()).isEqualTo(3);
            assertThat(result.host("one").path("verdict").asText()).isEqualTo("proceed");
            assertThat(result.out() + result.err()).doesNotContain("Exception", "\tat ", "\u001b");
        }
    }
}
