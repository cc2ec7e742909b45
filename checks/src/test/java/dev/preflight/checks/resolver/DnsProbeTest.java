package dev.preflight.checks.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.resolver.DnsAnswers.End;
import dev.preflight.checks.resolver.DnsAnswers.Query;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.ChangedProbe;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe that asks name servers, under every shell and with each tool alone, against servers of our own. */
class DnsProbeTest {
    private static final String NAME = "db.example";

    /** Port 53 is the only one that is asked; a network of 127/8 for each test, so that none meets another's server. */
    private final String net = "127." + ThreadLocalRandom.current().nextInt(1, 255) + "."
            + ThreadLocalRandom.current().nextInt(256) + ".";

    private final String server = net + "1";
    private final String nobody = net + "9";
    private String firstWait = "600";

    /** What the probe needs beside the tool that asks. */
    private static final List<String> PLAIN =
            List.of("sh", "cat", "head", "sed", "grep", "od", "dd", "sleep", "timeout", "rm", "env");

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Thread> serving = new CopyOnWriteArrayList<>();
    private final List<Path> links = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        // The kernel keeps the port while a thread still waits at the closed socket, and the next test wants it.
        for (Thread thread : serving) {
            thread.interrupt();
            thread.join();
        }
        for (Path link : links) {
            Files.delete(link);
        }
    }

    static Stream<Shell> shells() {
        return Shells.all();
    }

    static Stream<Arguments> shellsAndTools() {
        List<String> tools = Stream.of("dig", "python", "perl", "bash", "nslookup")
                .filter(tool -> program(tool).isPresent())
                .toList();
        return Shells.all().flatMap(shell -> tools.stream().map(tool -> Arguments.of(shell, tool)));
    }

    /** By its own path: a python that a version manager stands in for needs more than a PATH of one folder. */
    private static Optional<Path> program(String tool) {
        return switch (tool) {
            case "python" -> Optional.of(Path.of("/usr/bin/python3")).filter(Files::isExecutable);
            case "nslookup", "nc" -> Requirement.find("busybox");
            default -> Requirement.find(tool);
        };
    }

    private String only(String... tools) throws IOException {
        Path path = Files.createTempDirectory(folder, "path");
        for (String plain : PLAIN) {
            link(path.resolve(plain), Requirement.find(plain).orElseThrow().toRealPath());
        }
        for (String tool : tools) {
            // Busybox looks at the name that it is called by.
            link(path.resolve(tool), program(tool).orElseThrow());
        }
        return path.toString();
    }

    private void link(Path at, Path to) throws IOException {
        links.add(Files.createSymbolicLink(at, to));
    }

    private Reading<DnsAnswers> run(Shell shell, String path, FactRequest<DnsAnswers> request)
            throws IOException, FactFormatException {
        Path script = Files.writeString(
                folder.resolve("dns-answers.sh"), patient(request.fact()).script());
        List<String> command = new ArrayList<>(List.of(shell.sh().toString(), script.toString()));
        command.addAll(request.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(false);
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PROBE_ROOT", folder.toString());
        request.locators().forEach((name, value) -> builder.environment().put("PARAM_" + name, value));
        Process process = builder.redirectInput(
                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] out = process.getInputStream().readAllBytes();
        return request.fact().parser().parse(new ProbeOutput(out, new byte[0], 0));
    }

    /** What waits two to six seconds for an answer waits as long as it takes, and a tool that gives up asks again. */
    private Fact<DnsAnswers> patient(Fact<DnsAnswers> fact) throws IOException {
        Path nap = Files.writeString(
                folder.resolve("nap"), "#!/bin/sh\nwhile [ -e \"$0\" ]; do /bin/sleep 0.1; done 2>/dev/null\n");
        Files.setPosixFilePermissions(nap, PosixFilePermissions.fromString("rwxr-xr-x"));
        String again =
                "again() { while :; do o=$(\"$@\" 2>&1); case $o in *refused*) break ;; *'timed out'*) ;; *) break ;; esac; done;"
                        + " printf '%s\\n' \"$o\"; }\n";
        return ChangedProbe.of(
                fact,
                "servers=\n",
                again + "servers=\n",
                "k.settimeout(2)",
                "k.settimeout(" + firstWait + " if i == 1 else 600)",
                "alarm 2;",
                "alarm 600;",
                "+time=2",
                "+time=600",
                "timeout 1 sh",
                "timeout 600 sh",
                "timeout 2 dd",
                "timeout 600 dd",
                "timeout 3 bash",
                "timeout 600 bash",
                "(sleep \"$t\" &&",
                "(" + nap + " &&",
                // Holds the input of nc open until the server has answered and closed.
                "    sleep 2\n",
                "    until [ -e " + folder.resolve("served") + " ]; do sleep 0.1; done\n",
                "limit 5 nslookup",
                "again nslookup");
    }

    private static DnsAnswers got(Reading<DnsAnswers> reading) {
        return reading.fold(answers -> answers, missing -> {
            throw new AssertionError(missing);
        });
    }

    /** A reply to this query: no such name. */
    private static byte[] reply(byte[] query) {
        byte[] reply = query.clone();
        reply[2] |= (byte) 0x80;
        reply[3] = 3;
        return reply;
    }

    private void byUdp(String address, BiConsumer<DatagramSocket, DatagramPacket> answer) throws IOException {
        Requirement.root();
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 53));
        open.add(socket);
        serve(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[512], 512);
            socket.receive(packet);
            answer.accept(socket, packet);
        });
    }

    /** Its answers come in two pieces, as some servers send them: the length, and then the rest; and then it closes. */
    private void byTcp(String address) throws IOException {
        ServerSocket server = new ServerSocket(53, 20, InetAddress.getByName(address));
        open.add(server);
        serve(() -> {
            Socket one = server.accept();
            serveOnce(() -> {
                try (one) {
                    InputStream in = one.getInputStream();
                    int length = in.read() << 8 | in.read();
                    byte[] reply = reply(in.readNBytes(length));
                    OutputStream out = one.getOutputStream();
                    out.write(new byte[] {(byte) (length >> 8), (byte) length});
                    out.flush();
                    // Long enough for the first piece to be read alone.
                    Thread.sleep(50);
                    out.write(reply);
                    out.flush();
                    one.shutdownOutput();
                    Files.createFile(folder.resolve("served"));
                    in.readAllBytes();
                }
            });
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void serve(Work work) {
        serveOnce(() -> {
            while (!Thread.interrupted()) {
                work.run();
            }
        });
    }

    private void serveOnce(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException closed) {
                // The test is over.
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        serving.add(thread);
        thread.start();
    }

    private static void send(DatagramSocket from, byte[] bytes, DatagramPacket to) {
        try {
            from.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(DatagramPacket packet) {
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shellsAndTools")
    void eachToolTellsAnAnswerFromARefusal(Shell shell, String tool) throws IOException, FactFormatException {
        byUdp(server, (socket, packet) -> send(socket, reply(bytes(packet)), packet));
        byTcp(server);
        FactRequest<DnsAnswers> request = DnsAnswers.of(List.of(NAME), List.of(server, nobody));
        String path = tool.equals("nslookup") ? only("nslookup", "nc") : only(tool);
        DnsAnswers answers = got(run(shell, path, request));
        for (boolean tcp : List.of(false, true)) {
            Query answered = answers.query(server, NAME, tcp).orElseThrow();
            assertThat(answered.end()).as("%s", answered).isEqualTo(End.ANSWERED);
            assertThat(answered.verdict()).isEqualTo("rcode=3");
            assertThat(answers.query(nobody, NAME, tcp).orElseThrow().end()).isEqualTo(End.REFUSED);
        }
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aReplyWithAnotherNumberIsNoAnswer(Shell shell) throws IOException, FactFormatException {
        byUdp(server, (socket, packet) -> {
            byte[] reply = reply(bytes(packet));
            reply[0]++;
            send(socket, reply, packet);
        });
        DnsAnswers answers = got(run(shell, only("python"), DnsAnswers.of(List.of(NAME), List.of(server))));
        assertThat(answers.query(server, NAME, false).orElseThrow().answered()).isFalse();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aReplyFromElsewhereIsToldApart(Shell shell) throws IOException, FactFormatException {
        // The first socket is one that does not hear it.
        firstWait = "0.2";
        DatagramSocket other = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(net + "2"), 53));
        open.add(other);
        byUdp(server, (socket, packet) -> send(other, reply(bytes(packet)), packet));
        DnsAnswers answers = got(run(shell, only("python"), DnsAnswers.of(List.of(NAME), List.of(server))));
        assertThat(answers.query(server, NAME, false).orElseThrow().end()).isEqualTo(End.OTHER_SOURCE);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void answersThatComeAtOnceDoNotMix(Shell shell) throws IOException, FactFormatException {
        for (int i = 1; i <= 3; i++) {
            byte last = (byte) i;
            byUdp(net + "1" + i, (socket, packet) -> {
                byte[] reply = reply(bytes(packet));
                reply[3] = last;
                send(socket, reply, packet);
            });
        }
        List<String> servers = List.of(net + "11", net + "12", net + "13");
        List<String> names = Stream.of("a", "b", "c", "d", "e", "f").toList();
        String path = only("bash");
        for (int run = 0; run < 5; run++) {
            DnsAnswers answers = got(run(shell, path, DnsAnswers.of(names, servers)));
            for (int i = 1; i <= 3; i++) {
                for (String name : names) {
                    assertThat(answers.query(net + "1" + i, name, false)
                                    .orElseThrow()
                                    .verdict())
                            .isEqualTo("rcode=" + i);
                }
            }
        }
    }

    private List<String> servers(Shell shell, String conf) throws IOException, FactFormatException {
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/resolv.conf"), conf, StandardCharsets.UTF_8);
        return got(run(shell, only("bash"), DnsAnswers.of(List.of()))).servers();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aDirectoryInPlaceOfTheFileIsNotAFileWithoutServers(Shell shell) throws IOException, FactFormatException {
        Files.createDirectories(folder.resolve("etc/resolv.conf"));
        assertThat(run(shell, only("bash"), DnsAnswers.of(List.of())))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "/etc/resolv.conf"));
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void serversAreReadAsLibcReadsThem(Shell shell) throws IOException, FactFormatException {
        assertThat(servers(shell, "search a.b\nnameserver 127.9.53.7")).containsExactly("127.9.53.7");
        assertThat(servers(shell, "nameserver\t127.9.53.7\r\nnameserver   127.9.53.8 # old\r\n"))
                .containsExactly("127.9.53.7", "127.9.53.8");
        assertThat(servers(shell, " nameserver 127.9.53.7\n#nameserver 127.9.53.8\nnameservers 127.9.53.9\n"))
                .isEmpty();
        assertThat(servers(
                        shell,
                        "nameserver 127.9.53.6\nnameserver 127.9.53.7\nnameserver 127.9.53.8\nnameserver 127.9.53.9\n"))
                .containsExactly("127.9.53.6", "127.9.53.7", "127.9.53.8");
    }

    /** Busybox's shell has a nslookup of its own. */
    static Stream<Shell> shellsWithoutTools() {
        return Shells.all().filter(shell -> !shell.name().equals("busybox"));
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shellsWithoutTools")
    void whatNobodyCanAskIsSaid(Shell shell) throws IOException, FactFormatException {
        Reading<DnsAnswers> none = run(shell, only(), DnsAnswers.of(List.of(), List.of(server)));
        assertThat(none)
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.reason()).isEqualTo(Reason.NO_TOOL));
    }
}
