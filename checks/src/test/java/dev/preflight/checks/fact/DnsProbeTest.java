package dev.preflight.checks.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.fact.DnsAnswers.End;
import dev.preflight.checks.fact.DnsAnswers.Query;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final String SERVER = "127.9.53.1";
    private static final String NOBODY = "127.9.53.9";

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
                folder.resolve("dns-answers.sh"), request.fact().script());
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

    /** Its answers come in two pieces, as some servers send them: the length, and then the rest. */
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
                    Thread.sleep(50);
                    out.write(reply);
                    out.flush();
                    Thread.sleep(3000);
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
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(DatagramPacket packet) {
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @ParameterizedTest
    @MethodSource("shellsAndTools")
    void eachToolTellsAnAnswerFromARefusal(Shell shell, String tool) throws IOException, FactFormatException {
        byUdp(SERVER, (socket, packet) -> send(socket, reply(bytes(packet)), packet));
        byTcp(SERVER);
        FactRequest<DnsAnswers> request = DnsAnswers.of(List.of(NAME), List.of(SERVER, NOBODY));
        String path = tool.equals("nslookup") ? only("nslookup", "nc") : only(tool);
        DnsAnswers answers = got(run(shell, path, request));
        for (boolean tcp : List.of(false, true)) {
            Query answered = answers.query(SERVER, NAME, tcp).orElseThrow();
            assertThat(answered.end()).as("%s", answered).isEqualTo(End.ANSWERED);
            assertThat(answered.verdict()).isEqualTo("rcode=3");
            assertThat(answers.query(NOBODY, NAME, tcp).orElseThrow().end()).isEqualTo(End.REFUSED);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aReplyWithAnotherNumberIsNoAnswer(Shell shell) throws IOException, FactFormatException {
        byUdp(SERVER, (socket, packet) -> {
            byte[] reply = reply(bytes(packet));
            reply[0]++;
            send(socket, reply, packet);
        });
        DnsAnswers answers = got(run(shell, only("python"), DnsAnswers.of(List.of(NAME), List.of(SERVER))));
        assertThat(answers.query(SERVER, NAME, false).orElseThrow().answered()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aReplyFromElsewhereIsToldApart(Shell shell) throws IOException, FactFormatException {
        DatagramSocket other = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.9.53.2"), 53));
        open.add(other);
        byUdp(SERVER, (socket, packet) -> send(other, reply(bytes(packet)), packet));
        DnsAnswers answers = got(run(shell, only("python"), DnsAnswers.of(List.of(NAME), List.of(SERVER))));
        assertThat(answers.query(SERVER, NAME, false).orElseThrow().end()).isEqualTo(End.OTHER_SOURCE);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void answersThatComeAtOnceDoNotMix(Shell shell) throws IOException, FactFormatException {
        for (int i = 1; i <= 3; i++) {
            byte last = (byte) i;
            byUdp("127.9.53.1" + i, (socket, packet) -> {
                byte[] reply = reply(bytes(packet));
                reply[3] = last;
                send(socket, reply, packet);
            });
        }
        List<String> servers = List.of("127.9.53.11", "127.9.53.12", "127.9.53.13");
        List<String> names = Stream.of("a", "b", "c", "d", "e", "f").toList();
        String path = only("bash");
        for (int run = 0; run < 5; run++) {
            DnsAnswers answers = got(run(shell, path, DnsAnswers.of(names, servers)));
            for (int i = 1; i <= 3; i++) {
                for (String name : names) {
                    assertThat(answers.query("127.9.53.1" + i, name, false)
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
    @MethodSource("shellsWithoutTools")
    void whatNobodyCanAskIsSaid(Shell shell) throws IOException, FactFormatException {
        Reading<DnsAnswers> none = run(shell, only(), DnsAnswers.of(List.of(), List.of(SERVER)));
        assertThat(none)
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.reason()).isEqualTo(dev.preflight.fact.Reason.NO_TOOL));
    }
}
