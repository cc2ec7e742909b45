package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installers of docs/installers, built and run for real: they change nothing unless Preflight says that they may. */
class InstallersIT {
    private static final Path EXAMPLES =
            Path.of("..", "docs", "installers").toAbsolutePath().normalize();

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeEach
    void up() {
        lab = Lab.with("h1", "h2");
    }

    @AfterEach
    void clear() {
        lab.clear("h1");
        lab.exec("h1", "rm -rf /opt/acme");
        lab.exec("h2", "rm -rf /opt/acme");
    }

    @Test
    void aMakeselfArchiveInstallsOnlyIfItMay() throws IOException {
        Path archive = archive();
        Path target = folder.resolve("opt");

        assertThat(install(archive, request("\"profile\": \"no-such-profile\""), target)
                        .exit())
                .isEqualTo(2);
        assertThat(target).doesNotExist();

        lab.fault("umask", "h1", "ops");
        Result blocked = install(archive, request(""), target);
        assertThat(blocked.exit()).as(blocked.out() + blocked.err()).isEqualTo(1);
        assertThat(blocked.err()).contains("h1: blocked: umask-effective", "Nothing was installed");
        assertThat(target).doesNotExist();
        lab.clear("h1");

        lab.fault("no-sshd", "h1");
        Result undecided = install(archive, request(""), target);
        assertThat(undecided.exit()).as(undecided.out() + undecided.err()).isEqualTo(3);
        assertThat(undecided.err()).contains("h1: undecided", "Nothing was installed");
        assertThat(target).doesNotExist();
        lab.clear("h1");

        Result installed = install(archive, request(""), target);
        assertThat(installed.exit()).as(installed.out() + installed.err()).isZero();
        assertThat(target.resolve("acme.txt")).hasContent("acme");
    }

    @Test
    void anIzPackInstallerInstallsOnlyIfItMay() throws IOException {
        Path target = folder.resolve("izpack");

        Result mistaken = unpack(request("\"profile\": \"no-such-profile\""), target);
        assertThat(mistaken.exit()).as(mistaken.err()).isNotZero();
        assertThat(mistaken.err()).contains("Nothing was installed: Preflight ended with exit code 2");
        assertThat(target).doesNotExist();

        lab.fault("umask", "h1", "ops");
        Result blocked = unpack(request(""), target);
        assertThat(blocked.exit()).as(blocked.err()).isNotZero();
        assertThat(blocked.err()).contains("exit code 1", "h1: blocked: umask-effective");
        assertThat(target).doesNotExist();
        lab.clear("h1");

        lab.fault("no-sshd", "h1");
        Result undecided = unpack(request(""), target);
        assertThat(undecided.exit()).as(undecided.err()).isNotZero();
        assertThat(undecided.err()).contains("exit code 3", "h1: undecided");
        assertThat(target).doesNotExist();
        lab.clear("h1");

        Result installed = unpack(request(""), target);
        assertThat(installed.exit()).as(installed.out() + installed.err()).isZero();
        assertThat(target.resolve("acme.txt")).hasContent("acme");
    }

    @Test
    void anAnsiblePlayInstallsOnlyIfItMay() throws IOException {
        Requirement.tool("ansible-playbook");
        lab.fault("umask", "h1", "ops");
        Result blocked = play();
        assertThat(blocked.exit()).as(blocked.out() + blocked.err()).isNotZero();
        assertThat(blocked.out()).contains("umask-effective", "BLOCKED");
        assertNothingInstalled();
        lab.clear("h1");

        lab.fault("no-sshd", "h1");
        Result undecided = play();
        assertThat(undecided.exit()).as(undecided.out() + undecided.err()).isNotZero();
        assertThat(undecided.out()).contains("UNDECIDED");
        lab.clear("h1");
        assertNothingInstalled();

        Result installed = play();
        assertThat(installed.exit()).as(installed.out() + installed.err()).isZero();
        assertThat(lab.tryExec("h1", "ls -d /opt/acme").exit()).isZero();
        assertThat(lab.tryExec("h2", "ls -d /opt/acme").exit()).isZero();
    }

    private Result unpack(Path request, Path target) throws IOException {
        Path options = Files.writeString(folder.resolve("acme.properties"), "INSTALL_PATH=" + target + "\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return lab.atSeat(
                java,
                "-Djava.awt.headless=true",
                "-Dpreflight.command=" + lab.launcher(),
                "-Dpreflight.request=" + request,
                "-jar",
                Path.of("target", "acme.jar").toAbsolutePath().toString(),
                "-options",
                options.toString());
    }

    private void assertNothingInstalled() {
        assertThat(lab.tryExec("h1", "ls -d /opt/acme").exit()).isNotZero();
        assertThat(lab.tryExec("h2", "ls -d /opt/acme").exit()).isNotZero();
    }

    private Path archive() throws IOException {
        Requirement.tool("makeself");
        Path content = Files.createDirectories(folder.resolve("archive"));
        Files.createDirectories(content.resolve("payload"));
        Files.writeString(content.resolve("payload/acme.txt"), "acme");
        Path distribution = lab.launcher().getParent().getParent();
        run("cp", "-R", distribution.toString(), content.resolve("preflight").toString());
        run("cp", "-p", EXAMPLES.resolve("makeself/install.sh").toString(), content.toString());
        Path archive = folder.resolve("acme.run");
        run("makeself", "--nox11", content.toString(), archive.toString(), "Acme platform", "./install.sh");
        return archive;
    }

    private static void run(String... command) {
        Result result = Lab.run(new ProcessBuilder(command), 120);
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    private Path request(String more) throws IOException {
        String json = """
                {"schemaVersion": 1, "inventory": "%s", "knownHosts": ["%s"], "keyFile": "%s",
                 "hostDeadlineSeconds": 20%s}
                """.formatted(inventory(), lab.knownHosts(), lab.key(), more.isEmpty() ? "" : ", " + more);
        return Files.writeString(folder.resolve("request.json"), json);
    }

    private Result install(Path archive, Path request, Path target) {
        return lab.atSeat(archive.toString(), "--noprogress", "--", request.toString(), target.toString());
    }

    private Path inventory() throws IOException {
        String ssh = "ansible_ssh_private_key_file=" + lab.key() + " ansible_ssh_common_args='-o UserKnownHostsFile="
                + lab.knownHosts() + "'";
        return Files.writeString(
                folder.resolve("hosts.ini"),
                lab.inventoryLine("h1", "ops", ssh) + "\n" + lab.inventoryLine("h2", "ops", ssh) + "\n");
    }

    private Result play() throws IOException {
        String options = "{\"preflight_options\": [\"--known-hosts\", \"%s\", \"--host-deadline\", \"15m\"]}"
                .formatted(lab.knownHosts());
        return lab.atSeat(List.of(
                        "env",
                        "ANSIBLE_LOCAL_TEMP=" + folder,
                        "ANSIBLE_HOME=" + folder,
                        "ANSIBLE_RETRY_FILES_ENABLED=0",
                        "ansible-playbook",
                        "-i",
                        inventory().toString(),
                        "-e",
                        "preflight=" + lab.launcher(),
                        "-e",
                        options,
                        EXAMPLES.resolve("ansible/site.yml").toString())
                .toArray(String[]::new));
    }
}
