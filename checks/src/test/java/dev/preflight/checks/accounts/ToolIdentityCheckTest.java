package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.accounts.ToolIdentityCheck.Params;
import dev.preflight.checks.accounts.ToolOrigins.Connection;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ChangedProbe;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ToolIdentityCheckTest {
    private static final ToolIdentityCheck CHECK = new ToolIdentityCheck();

    @TempDir
    Path folder;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Params params(List<String> required, String... tools) {
        return new Params(List.of(tools), required, "");
    }

    /** The same answer in both contexts; what is said of the first. */
    private static List<Judgement> judge(Params params, String answer) throws FactFormatException {
        Map<String, Reading<?>> readings = new HashMap<>();
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        for (List<FactRequest<?>> group : CHECK.needs(params).groups()) {
            readings.put(group.get(0).key(), ToolOrigins.FACT.parser().parse(new ProbeOutput(bytes, new byte[0], 0)));
        }
        return CHECK.judge(new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings), params).stream()
                .filter(judgement -> judgement.subject().toString().contains("exec"))
                .toList();
    }

    private static List<String> codes(String tool, String answer) throws FactFormatException {
        return judge(params(List.of(), tool), answer).stream()
                .map(j -> j.outcome().code() + " " + j.code())
                .toList();
    }

    @Test
    void anAlternativesLinkIsNormal() throws FactFormatException {
        assertThat(codes("awk", """
                tool awk
                 at /usr/bin/awk /usr/bin/mawk
                 at /bin/awk /usr/bin/mawk
                packages dpkg
                owner /usr/bin/mawk
                 mawk
                end
                """)).containsExactly("pass ok");
    }

    @Test
    void twoPathsOfOneFileAreOneAndTwoFilesAreTold() throws FactFormatException {
        String answer = "tool ip\n at /usr/sbin/ip /usr/bin/ip\n at /bin/ip /usr/bin/ip\n%spackages dpkg\n"
                + "owner /usr/bin/ip\n iproute2\nend\n";
        assertThat(codes("ip", answer.formatted(""))).containsExactly("pass ok");
        assertThat(codes("ip", answer.formatted(" at /opt/bin/ip /opt/bin/ip\n")))
                .containsExactly("warning several");
    }

    @ParameterizedTest
    @CsvSource({
        "/bin/busybox, 'BusyBox v1.36.1 (2023-11-07 18:53:09 UTC) multi-call binary.', none, pass ok",
        "/bin/ping, 'BusyBox v1.30.1 multi-call binary.', none, pass ok",
        "/bin/ping, Usage: ping, none, unknown no-tool",
        "/bin/ping, Usage: ping, dpkg, warning unowned",
    })
    void whoseItIsMayBeToldByTheToolItself(String real, String help, String packages, String expected)
            throws FactFormatException {
        String answer = "tool ping\n at /bin/ping " + real + "\n help " + help + "\npackages " + packages + "\nend\n";
        assertThat(codes("ping", answer)).containsExactly(expected);
    }

    @Test
    void withoutPackagesWhatItHearsIsEnough() throws FactFormatException {
        String answer =
                "tool nc\n at /opt/nc /opt/nc\n said SSH-2.0-dropbear\n tried 10.0.0.5 22\npackages none\nend\n";
        assertThat(codes("nc", answer)).containsExactly("pass ok");
        assertThat(codes("nc", answer.replace("SSH-2.0-dropbear", "timed out"))).containsExactly("fail not-functional");
    }

    @ParameterizedTest
    @CsvSource({
        "'S.5....T.    /usr/bin/tar', warning changed",
        "'.M.....T.    /usr/bin/tar', pass ok",
        "'.......T.  c /etc/tar.conf', pass ok",
        "'S.5....T.  c /etc/tar.conf', pass ok",
        "'??5?????? /bin/tar', warning changed",
        "'missing     /usr/share/doc/tar', pass ok",
        "'..?......    /usr/bin/tar', pass ok",
    })
    void onlyAnotherDigestOfTheFileIsAChange(String line, String expected) throws FactFormatException {
        assertThat(codes(
                        "tar",
                        "tool tar\n at /usr/bin/tar /usr/bin/tar\npackages rpm\nowner /usr/bin/tar\n tar-1.34\n"
                                + "verify\n " + line + "\nend\n"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "krb5-workstation-1.6.1-70.el5.x86_64, fail kerberos-telnet",
        "heimdal-clients, fail kerberos-telnet",
        "telnet-0.17-66.el7.x86_64, pass ok",
    })
    void thePackageTellsKerberos(String owner, String expected) throws FactFormatException {
        String answer = "tool telnet\n at /usr/bin/telnet /usr/bin/telnet\npackages rpm\nowner /usr/bin/telnet\n "
                + owner + "\nend\n";
        assertThat(codes("telnet", answer)).containsExactly(expected);
    }

    @Test
    void theRemedyOfKerberosDisturbsNothingFirstAndNeverRemovesIt() throws FactFormatException {
        List<Judgement> judged = judge(params(List.of(), "telnet"), """
                tool telnet
                 at /usr/kerberos/bin/telnet /usr/kerberos/bin/telnet
                 at /usr/bin/telnet /usr/bin/telnet
                packages rpm
                profile /etc/profile.d/krb5-workstation.sh
                end
                """);
        assertThat(judged.get(0).remedies())
                .extracting(Remedy::effect)
                .containsExactly(Remedy.Effect.MANUAL, Remedy.Effect.CONFIRM, Remedy.Effect.MANUAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ping is aliased to `ping -c 4 -q'      | warning alias
            ping is an alias for ping -c 4 -q      | warning alias
            ping is a function                     | warning alias
            ping is a shell function from /etc/zsh | warning alias
            ping is /usr/bin/ping                  | pass ok
            ping is hashed (/usr/bin/ping)         | pass ok
            ping is a tracked alias for /bin/ping  | pass ok
            """)
    void whatTheLoginShellMakesOfTheName(String line, String expected) throws FactFormatException {
        assertThat(codes(
                        "ping",
                        "tool ping\n at /usr/bin/ping /usr/bin/ping\nshell\n " + line
                                + "\npackages dpkg\nowner /usr/bin/ping\n iputils-ping\nend\n"))
                .containsExactly(expected);
    }

    @Test
    void absenceMattersWhereItIsSaidToMatter() throws FactFormatException {
        String answer = "tool nc\npackages dpkg\nend\n";
        assertThat(codes("nc", answer)).containsExactly("not-applicable absent");
        assertThat(judge(params(List.of("nc"), "nc"), answer))
                .extracting(Judgement::code)
                .containsExactly("required-absent");
    }

    @Test
    void whatIsCutIsMalformed() {
        assertThatThrownBy(() -> codes("nc", "tool nc\npackages dpkg\n")).isInstanceOf(FactFormatException.class);
    }

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    /** Until the test is over; what hangs about for longer than a tool takes is a limit that a busy machine never meets. */
    private static final String FOR_GOOD = "while [ -e \"$0\" ]; do /bin/sleep 0.1; done 2>/dev/null";

    @BeforeEach
    void limits() throws IOException {
        program("limit", FOR_GOOD);
        program("hold", FOR_GOOD);
    }

    private ToolOrigins run(Shell shell, String connection, String... tools) {
        // What limits a tool, and what holds its input open: each by a program of the test.
        var request = ChangedProbe.of(
                        ToolOrigins.FACT,
                        "(sleep \"$s\" &&",
                        "(" + folder.resolve("limit") + " &&",
                        "exec sleep \"$0\"",
                        "exec " + folder.resolve("hold") + " \"$0\"")
                .in(Context.EXEC)
                .withArguments(List.of(tools));
        return ScriptRun.under(shell)
                .with("PATH", folder + ":/usr/bin:/bin")
                .with("SHELL", "/bin/bash")
                .with("HOME", folder.toString())
                .with("SSH_CONNECTION", connection)
                .run(request)
                .reading(request)
                .fold(got -> got, missing -> {
                    throw new AssertionError(missing);
                });
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFindsFilesOwnersAndAliases(Shell shell) throws IOException {
        program("tar", "exit 0");
        Files.writeString(folder.resolve(".bash_profile"), "alias tar='tar -v'\nawk() { :; }\n");
        ToolOrigins origins = run(shell, "", "tar", "awk", "nc-none");
        assertThat(origins.tools().get("tar").matches())
                .extracting(match -> match.owner().orElse("-"))
                .startsWith("-", "tar");
        assertThat(origins.tools().get("tar").shadow()).contains("tar is aliased to `tar -v'");
        assertThat(origins.tools().get("awk").shadow()).contains("awk is a function");
        assertThat(origins.tools().get("nc-none").matches()).isEmpty();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aToolThatStaysIsStoppedOnceItHeardAndOneThatHearsNothingInTheEnd(Shell shell) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread greeter = new Thread(() -> greet(server));
            greeter.setDaemon(true);
            greeter.start();
            // bash can connect by itself: a real client that stays, as nc does.
            program("nc", "exec bash -c 'exec 3<>/dev/tcp/'\"$1\"'/'\"$2\"'; exec cat <&3'");
            program("telnet", "echo Trying; mkdir " + folder.resolve("tried") + "; exec sleep 1200");
            String connection = "127.0.0.1 40000 127.0.0.1 " + server.getLocalPort();
            assertThat(run(shell, connection, "nc")
                            .tools()
                            .get("nc")
                            .connection()
                            .map(Connection::hears))
                    .contains(true);
            // Its limit comes each time that it has spoken.
            program("limit", "until rmdir " + folder.resolve("tried") + "; do /bin/sleep 0.1; done 2>/dev/null");
            ToolOrigins origins = run(shell, connection, "telnet");
            assertThat(origins.tools().get("telnet").connection().map(Connection::hears))
                    .contains(false);
            assertThat(origins.tools().get("telnet").connection())
                    .hasValueSatisfying(tried -> assertThat(tried.said()).contains("Trying"));
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void oneThatEndsWithItsInputIsAskedAgain(Shell shell) throws IOException {
        program(
                "telnet",
                "read -r x && exit 1; [ -e " + folder.resolve("mark") + " ] || { : >" + folder.resolve("mark")
                        + "; echo Connected; exit 1; }; echo SSH-2.0-x");
        ToolOrigins origins = run(shell, "127.0.0.1 40000 127.0.0.1 22", "telnet");
        assertThat(origins.tools().get("telnet").connection().map(Connection::hears))
                .contains(true);
    }

    /** So does telnet into a pipe: what it heard comes out at its end, and its end is that of its input. */
    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void oneThatSpeaksAtItsEndIsNotWaitedForLonger(Shell shell) throws IOException {
        Path asked = folder.resolve("asked");
        program("hold", "exec /bin/sleep 0.2");
        program(
                "telnet",
                "[ \"$1\" = --help ] || { echo x >>" + asked + "; read -r x; [ $(wc -l <" + asked
                        + ") = 1 ] || echo SSH-2.0-x; }");
        ToolOrigins origins = run(shell, "127.0.0.1 40000 127.0.0.1 22", "telnet");
        assertThat(origins.tools().get("telnet").connection().map(Connection::hears))
                .contains(true);
        assertThat(Files.readAllLines(asked)).hasSize(2);
    }

    private static void greet(ServerSocket server) {
        try {
            while (true) {
                Socket client = server.accept();
                OutputStream out = client.getOutputStream();
                out.write("SSH-2.0-test\r\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
