package dev.preflight.checks.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.link.SshLogins.Login;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Commands;
import dev.preflight.testing.DeadPort;
import dev.preflight.testing.RealSshd;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe against the sshd of this machine, by the ssh of this machine. */
class SshLoginsTest {
    private static final String REAL = "/usr/bin/ssh";

    @TempDir
    Path folder;

    private RealSshd sshd;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private RealSshd sshd(String shell, String... config) {
        sshd = RealSshd.launch(shell, config);
        return sshd;
    }

    @AfterEach
    void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    /** An ssh with these settings in front of those of the probe, as if the user had them. */
    private String pathOf(String settings) throws IOException {
        Path ssh = Files.writeString(folder.resolve("ssh"), "#!/bin/sh\nexec " + REAL + " " + settings + " \"$@\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder + ":" + System.getenv("PATH");
    }

    private String known(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("known"), lines + "\n");
        return "-o UserKnownHostsFile=" + file + " -o GlobalKnownHostsFile=/dev/null -o IdentitiesOnly=yes";
    }

    private static FactRequest<SshLogins> request(String user, int port) {
        return SshLogins.FACT
                .in(Context.EXEC)
                .with("USER", user)
                .with("PORT", Integer.toString(port))
                .loggingIn(List.of("there", "127.0.0.1", "0"));
    }

    private Reading<Login> login(Shell shell, String settings, String user, int port) throws IOException {
        FactRequest<SshLogins> request = request(user, port);
        return ScriptRun.under(shell)
                .with("PATH", pathOf(settings))
                .run(request)
                .reading(request)
                .flatMap(logins -> logins.to("there"));
    }

    private static String fault(Reading<Login> reading) {
        return reading.fold(
                login -> login.status() == 0
                        ? ""
                        : LoginFault.of(login).map(LoginFault::code).orElse("?" + login),
                missing -> missing.toString());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLoginIsToldAsItWent(Shell shell) throws IOException {
        RealSshd there = sshd("/bin/bash");
        Path key = there.newKey("key", "", "-t", "ed25519");
        String trusted = known(there.knownHostsLine());
        Reading<Login> good = login(shell, trusted + " -i " + key, there.user(), there.port());
        assertThat(fault(good)).isEmpty();
        assertThat(good.fold(Login::said, missing -> List.of("?"))).isEmpty();
        assertThat(good.fold(Login::accepted, missing -> 0)).isEqualTo(1);
        assertThat(good.fold(Login::took, missing -> Optional.<Long>empty())).isPresent();
        there.file(".bashrc", "echo 'Welcome to $(touch x)'; yes | head -c 200000\n");
        Reading<Login> loud = login(shell, trusted + " -i " + key, there.user(), there.port());
        assertThat(fault(loud)).isEmpty();
        assertThat(loud.fold(Login::said, missing -> List.<String>of())).startsWith("Welcome to $(touch x)");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whyItFailsIsTold(Shell shell) throws IOException {
        RealSshd there = sshd("/bin/bash");
        Path key = there.newKey("key", "", "-t", "ed25519");
        Path secret = there.newKey("secret", "passphrase", "-t", "ed25519");
        Path other = folder.resolve("other");
        Commands.run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
        String line = there.knownHostsLine();
        String wrong = line.split(" ", -1)[0] + " "
                + Files.readString(folder.resolve("other.pub")).strip();
        assertThat(fault(login(shell, known("") + " -i " + key, there.user(), there.port())))
                .isEqualTo("host-key-unknown");
        assertThat(fault(login(shell, known(wrong) + " -i " + key, there.user(), there.port())))
                .isEqualTo("host-key-changed");
        assertThat(fault(login(shell, known(line) + " -i " + other, there.user(), there.port())))
                .isEqualTo("key-refused");
        assertThat(fault(login(shell, known(line) + " -o IdentityFile=none", there.user(), there.port())))
                .isEqualTo("no-key");
        assertThat(fault(login(shell, known(line) + " -i " + secret, there.user(), there.port())))
                .isEqualTo("needs-password");
        try (DeadPort dead = DeadPort.take()) {
            assertThat(fault(login(shell, known(line) + " -i " + key, "www-data", dead.port())))
                    .as("a name with a dash")
                    .isEqualTo("refused");
            assertThat(fault(login(shell, known(line) + " -i " + key, there.user(), dead.port())))
                    .isEqualTo("refused");
        }
    }

    @Test
    void anAccountThatMayNotLogInIsNoFaultOfItsKey() throws IOException {
        RealSshd there = sshd("/usr/sbin/nologin");
        Path key = there.newKey("key", "", "-t", "ed25519");
        assertThat(fault(login(
                        Shells.all().findFirst().orElseThrow(),
                        known(there.knownHostsLine()) + " -i " + key,
                        there.user(),
                        there.port())))
                .isEqualTo("account-refused");
    }

    @Test
    void aHostThatTakesNoKeysNeedsAPassword() throws IOException {
        RealSshd there = sshd("/bin/bash", "PubkeyAuthentication no", "Banner " + banner());
        Path key = there.newKey("key", "", "-t", "ed25519");
        assertThat(fault(login(
                        Shells.all().findFirst().orElseThrow(),
                        known(there.knownHostsLine()) + " -i " + key,
                        there.user(),
                        there.port())))
                .isEqualTo("needs-password");
    }

    /** Longer than what is kept of the messages: the last of them decide. */
    private Path banner() throws IOException {
        return Files.writeString(folder.resolve("banner"), "Authorized users only.\n".repeat(40));
    }

    /** All that a user can set which would make ssh write. */
    @Test
    void nothingIsWrittenWhereTheLoginBegins() throws IOException {
        RealSshd there = sshd("/bin/bash");
        Path key = there.newKey("key", "", "-t", "ed25519");
        String known = there.knownHostsLine().replace("[127.0.0.1]", "[localhost]");
        there.file(".ssh/known_hosts", known + "\n");
        there.file(".ssh/id_ed25519", Files.readString(key));
        there.file(
                ".ssh/config",
                "UpdateHostKeys yes\nCheckHostIP yes\nHashKnownHosts yes\nControlMaster auto\nControlPersist 60\n"
                        + "ControlPath ~/.ssh/%C\nAddKeysToAgent yes\nPermitLocalCommand yes\nLocalCommand touch ~/made\n");
        Commands.run("", "chmod", "-R", "go-rwx", there.home() + "/.ssh");
        String before = listing(there.home());
        String said = as(there, "localhost");
        assertThat(said).contains(" status 0").endsWith("done\n");
        assertThat(listing(there.home())).isEqualTo(before);
        // Without that directory ssh would make it (before 8.5), and still knows no host.
        Commands.run("", "mv", there.home() + "/.ssh", there.folder() + "/kept");
        assertThat(as(there, "localhost")).contains("Host key verification failed.");
        assertThat(there.home().resolve(".ssh")).doesNotExist();
    }

    private static String as(RealSshd there, String address) {
        return Commands.run(
                "PARAM_USER= PARAM_PORT=" + there.port() + "\nset -- there " + address + " 0\n"
                        + SshLogins.FACT.script(),
                "su",
                there.user(),
                "-s",
                "/bin/sh",
                "-c",
                "sh -s 2>&1");
    }

    private static String listing(Path home) {
        return Commands.run(
                "",
                "sh",
                "-c",
                "cd \"$1\" && find . -printf '%p %s %T@ %i\\n' | sort && cat .ssh/known_hosts",
                "list",
                home.toString());
    }
}
