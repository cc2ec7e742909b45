package dev.preflight.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.Readings;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Nonce;
import dev.preflight.probe.Redactor;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The script of one host of an exchange, run in a network namespace by one of this machine's shells. */
final class ScriptedHost implements AutoCloseable {
    static final int CONTROL = 40_001;
    private static final String RUN = "12345678";

    private final Process process;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

    ScriptedHost(String name, String namespace, Shell shell, Tools tools, Traffic traffic) throws IOException {
        this(name, namespace, shell, tools, traffic, Limits.WIDE);
    }

    ScriptedHost(String name, String namespace, Shell shell, Tools tools, Traffic traffic, Limits limits)
            throws IOException {
        LaneScript script = ExchangeScript.compile(traffic, RUN, name, CONTROL);
        Nonce nonce = Nonce.fresh();
        String whole = script.text(nonce, Duration.ofHours(1));
        byte[] text = shell.replacing(tools.only(limits.in(whole))).getBytes(UTF_8);
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace, "" + shell.sh(), "-c"));
        command.add(shell.replacing(LaneScript.command(text.length)));
        process = new ProcessBuilder(command).start();
        FrameReader reader = new FrameReader(script, nonce, new Redactor(List.of()), InstantSource.system());
        reader.onFrame(frames::add);
        read(process.getInputStream(), reader::out);
        read(process.getErrorStream(), reader::err);
        process.getOutputStream().write(text);
        process.getOutputStream().flush();
    }

    private interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    private static void read(InputStream from, Sink to) {
        Thread reading = new Thread(() -> {
            byte[] buffer = new byte[8192];
            try {
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    to.take(buffer, 0, count);
                }
            } catch (IOException e) {
                // The process was ended.
                return;
            }
        });
        reading.setDaemon(true);
        reading.start();
    }

    /** The next thing that the host says must be this. */
    <T> Reading<T> next(FactRequest<T> request) throws InterruptedException {
        Frame frame = frames.take();
        if (!frame.key().equals(request.key())) {
            throw new AssertionError("expected " + request.key() + ", got " + frame);
        }
        return Readings.parsed(request, frame, Optional.empty());
    }

    /** The same, where it is known. */
    <T> T known(FactRequest<T> request) throws InterruptedException {
        return next(request).fold(value -> value, missing -> {
            throw new AssertionError(request.key() + ": " + missing);
        });
    }

    void say(String lines) throws IOException {
        process.getOutputStream().write(lines.getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits until it has ended by itself. */
    void ends() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
