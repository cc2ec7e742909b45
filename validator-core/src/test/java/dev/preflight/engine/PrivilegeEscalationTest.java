package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Lane;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Become.Method;
import dev.preflight.inventory.Secret;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Nonce;
import dev.preflight.testing.RealSshd;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ThrowawayRoot;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.Session;
import dev.preflight.transport.StdinFeed;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.ssh.Client;
import dev.preflight.transport.ssh.SshOptions;
import dev.preflight.transport.ssh.SshTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every way to become root for a script that gets more to read while it runs: real sudo by a real sshd. In place of su and
 * doas, which would need root's password or are not here, stand scripts that ask as those do.
 */
class PrivilegeEscalationTest {
    private static final String BODY =
            "# " + "x".repeat(50_000) + "\nid -u\nread -r a\necho \"one $a\"\nread -r b\necho \"two $b\"\n";

    private static RealSshd sshd;
    private static Path key;
    private static ThrowawayRoot root;

    private final StdinFeed later = new StdinFeed();
    private Session session;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        Requirement.tool("sudo");
        sshd = RealSshd.launch("/bin/sh");
        root = ThrowawayRoot.in(sshd.folder());
        key = sshd.newKey("plain", "", "-t", "ed25519");
        tool("su", "printf 'Password: ' >&2; read -r p; [ \"$p\" = " + sshd.password() + " ] && exec sh -c \"$3\"");
        tool(
                "doas",
                "case $1 in -n) shift; exec \"$@\";; esac; [ -t 0 ] || exit 1\n"
                        + "printf 'doas (u@h) password: ' >/dev/tty; read -r p; [ \"$p\" = " + sshd.password()
                        + " ] && exec \"$@\"");
    }

    private static void tool(String name, String script) throws IOException {
        Path file = Files.writeString(sshd.folder().resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterAll
    static void stop() {
        if (root != null) {
            root.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    @BeforeEach
    void logIn() throws TransportException {
        SshOptions options = Client.options(folder, sshd);
        session = new SshTransport(options).open(Client.host(sshd, key), new Cancellation());
    }

    @AfterEach
    void logOut() throws IOException {
        session.close();
        Files.deleteIfExists(sudoers());
    }

    private static Path sudoers() {
        return Path.of("/etc/sudoers.d/preflight-test-" + sshd.user());
    }

    private static void sudoers(boolean password, boolean terminal) throws IOException {
        String rule = sshd.user() + " ALL=(ALL) " + (password ? "" : "NOPASSWD: ") + "ALL\n";
        String wants = terminal ? "Defaults:" + sshd.user() + " requiretty\n" : "";
        Files.writeString(sudoers(), root.sudoersLine(sshd.user()) + wants + rule);
        Files.setPosixFilePermissions(sudoers(), PosixFilePermissions.fromString("r--r-----"));
    }

    private static PrivilegeEscalation entry(Method method, boolean password, Lane lane, Optional<StdinFeed> later) {
        Optional<Secret> secret = password ? Optional.of(Secret.of(sshd.password())) : Optional.empty();
        String text = new LaneScript(lane, BODY, List.of()).text(Nonce.fresh(), Duration.ofSeconds(60));
        return new PrivilegeEscalation(new Become(true, method, secret), lane, text, later);
    }

    private CollectedOutput answering(String uid) {
        return CollectedOutput.answering(later, uid, "a\n", "one a", "b\n");
    }

    /** With the tools that stand in. */
    private CollectedOutput run(Call call, CollectedOutput output) throws TransportException {
        String command = "PATH=" + sshd.folder() + ":$PATH; " + call.command();
        session.run(new Call(command, call.input(), call.passwordPrompt(), call.terminal(), call.later()), output);
        return output;
    }

    @ParameterizedTest
    @CsvSource({
        "ROOT, false, false",
        "ROOT, true, false",
        "ROOT, true, true",
        "ROOT, false, true",
        "ROOT_LOGIN, true, false",
        "ROOT_LOGIN, false, true",
        "ROOT_LOGIN, true, true",
    })
    void bySudo(Lane lane, boolean password, boolean terminal) throws Exception {
        sudoers(password, terminal);
        PrivilegeEscalation entry = entry(Method.SUDO, password, lane, Optional.of(later));
        CollectedOutput output = run(entry.first(), answering("0\n"));
        if (terminal) {
            assertThat(output.err()).contains("tty");
            output = run(entry.second(output.err()).orElseThrow(), answering("0\n"));
        }
        assertThat(output.out()).isEqualTo("0\none a\ntwo b\n");
        assertThat(output.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "must be run from a terminal (tty)"})
    void bySu(String said) throws Exception {
        PrivilegeEscalation entry = entry(Method.SU, true, Lane.ROOT, Optional.of(later));
        Call call = said.isEmpty() ? entry.first() : entry.second(said).orElseThrow();
        assertThat(run(call, answering("\n")).out()).endsWith("\none a\ntwo b\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void byDoas(boolean password) throws Exception {
        Call call = entry(Method.DOAS, password, Lane.ROOT, Optional.of(later)).first();
        assertThat(call.terminal()).isEqualTo(password);
        assertThat(run(call, answering("\n")).out()).endsWith("\none a\ntwo b\n");
    }

    /** Where root logs in and no sudo is there, none is needed; who is not root gets nothing so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh: 1: exec: sudo: not found",
                "ash: exec: line 0: sudo: not found",
                "bash: line 1: exec: sudo: not found",
                "sudo: Command not found.",
                "fish: Unknown command: sudo"
            })
    void whereThereIsNoSudoRootIsRootAlready(String said) throws Exception {
        Call call = entry(Method.SUDO, false, Lane.ROOT, Optional.empty())
                .second(said)
                .orElseThrow();
        assertThat(call.command()).doesNotContain("sudo");
        CollectedOutput output = run(call, new CollectedOutput());
        boolean root = run(Call.of("id -u", new byte[0]), new CollectedOutput())
                .out()
                .strip()
                .equals("0");
        assertThat(output.out().startsWith("0\none ")).isEqualTo(root);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void withoutItTheScriptIsReadToItsEnd(Method method) throws Exception {
        sudoers(false, false);
        Call call =
                entry(method, method == Method.SU, Lane.ROOT, Optional.empty()).first();
        assertThat(call.later()).isEmpty();
        assertThat(run(call, new CollectedOutput()).out()).endsWith("\none \ntwo \n");
    }
}
