package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.FrameProtocol;
import dev.preflight.fact.Lane;
import dev.preflight.inventory.Host;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.Session;
import dev.preflight.transport.StdinFeed;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.local.LocalTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that gets more to read while it runs, under the shells and the head that hosts have. */
class LaterScriptTest {
    /** Longer than a pipe holds and than any reader takes at once. */
    private static final String BODY = ("# " + "x".repeat(97) + "\n").repeat(1_000)
            + "echo ready\nread -r a\necho \"one $a\"\nread -r b\necho \"two $b\"\necho said >&2\n"
            + "read -r c || echo end\n";

    private final StdinFeed later = new StdinFeed();

    @TempDir
    Path tools;

    static Stream<Arguments> shells() {
        return Stream.of("head", "busybox")
                .filter(Requirement::has)
                .flatMap(head -> Shells.all().map(shell -> Arguments.of(shell, head)));
    }

    private static byte[] script() {
        return new LaneScript(Lane.USER, BODY, List.of())
                .text(Nonce.fresh(), Duration.ofSeconds(60))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What runs under this shell and finds this head. */
    private String on(Shell shell, String head, String command) throws IOException {
        tool("head", head.equals("busybox") ? "busybox head" : head);
        tool("awk", "awk");
        return shell.replacing(command).replace("PATH=/bin:/usr/bin", "PATH=" + tools);
    }

    private void tool(String name, String program) throws IOException {
        String path = "PATH='" + System.getenv("PATH") + "'";
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + path + " exec " + program + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private OptionalInt run(String command, byte[] script, CollectedOutput output) throws TransportException {
        try (Session session = new LocalTransport().open(Host.local(), new Cancellation())) {
            return session.run(Call.of(command, script).with(later), output);
        }
    }

    private CollectedOutput answering() {
        return CollectedOutput.answering(later, "ready", "a  \\\n", "one a", "b\n", "two b");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void readsWhatComesLaterAndAnswersEach(Shell shell, String head) throws Exception {
        byte[] script = script();
        CollectedOutput output = answering();
        OptionalInt end = run(on(shell, head, LaneScript.command(script.length)), script, output);
        assertThat(output.out()).isEqualTo("ready\none a  \\\ntwo b\nend\n");
        assertThat(output.err()).isEqualTo("said\n");
        assertThat(end).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void soDoesTheProgramForALoginShell(Shell shell, String head) throws Exception {
        byte[] script = script();
        CollectedOutput output = answering();
        run(on(shell, head, "exec " + LaneScript.loginProgram("echo first", script.length)), script, output);
        assertThat(output.out()).isEqualTo("first\nready\none a  \\\ntwo b\nend\n");
        assertThat(output.err()).isEqualTo("said\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aScriptThatIsNotWholeIsNotRun(Shell shell, String head) throws Exception {
        byte[] script = script();
        later.close();
        for (String program :
                List.of(LaneScript.program(script.length - 2), LaneScript.loginProgram("true", script.length - 2))) {
            isDamaged(on(shell, head, program), script);
        }
        // As where a start-up file ate the first line.
        byte[] rest = Arrays.copyOfRange(script, "#PF1\n".length(), script.length);
        for (String program :
                List.of(LaneScript.program(script.length), LaneScript.loginProgram("true", script.length))) {
            isDamaged(on(shell, head, program), rest);
        }
    }

    private void isDamaged(String command, byte[] script) throws TransportException {
        CollectedOutput output = new CollectedOutput();
        assertThat(run(command, script, output)).hasValue(FrameProtocol.DAMAGED);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).isEqualTo(FrameProtocol.SAID_DAMAGED + "\n");
    }

    /** busybox has a head of its own, wherever it looks. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aHostWithoutHeadSaysSo(String name) throws Exception {
        Shell shell =
                Shells.all().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        byte[] script = script();
        CollectedOutput output = new CollectedOutput();
        String command = on(shell, "head", LaneScript.command(script.length));
        Files.delete(tools.resolve("head"));
        assertThat(run(command, script, output)).hasValue(FrameProtocol.NO_TOOL);
        assertThat(output.err().lines()).endsWith(FrameProtocol.SAID_NO_TOOL + " head");
    }
}
