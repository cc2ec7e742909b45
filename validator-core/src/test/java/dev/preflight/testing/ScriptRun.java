package dev.preflight.testing;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.Readings;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Nonce;
import dev.preflight.probe.Redactor;
import dev.preflight.probe.Rights;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs probes on this machine, as a host would: compiled into one script, read back as frames. Their limits are so wide
 * that a busy machine does not reach them, unless a test is about limits.
 */
public final class ScriptRun {
    /** A nonce that tests know. */
    public static final Nonce NONCE = new Nonce("0123456789abcdef0123456789abcdef");

    private final Shell shell;
    private final Map<String, String> environment = new TreeMap<>();
    private boolean patient = true;

    /** No start-up file of the user who runs the tests is run by them. */
    private static final Path HOME = emptyHome();

    private ScriptRun(Shell shell) {
        this.shell = shell;
        environment.put("HOME", HOME.toString());
    }

    private static Path emptyHome() {
        try {
            Path home = Files.createTempDirectory("preflight-home");
            home.toFile().deleteOnExit();
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A host whose {@code /bin/sh} is this shell. */
    public static ScriptRun under(Shell shell) {
        return new ScriptRun(shell);
    }

    /** The same, with this variable in the login's environment. */
    public ScriptRun with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The same, with the limits that the probes have: for what has to reach them. */
    public ScriptRun withItsLimits() {
        patient = false;
        return this;
    }

    /** Runs these requests as the login user: in the user lane, or in the slow one if that is where all of them belong. */
    public Answer run(FactRequest<?>... requests) {
        SortedMap<Lane, LaneScript> lanes =
                ScriptCompiler.compile(List.of(requests), Rights.USER, System.getProperty("user.name"));
        return run(lanes.get(lanes.firstKey()));
    }

    /** Runs a compiled lane. */
    public Answer run(LaneScript script) {
        String text = script.text(NONCE, Duration.ofMinutes(10));
        return run(script, shell.replacing(patient ? Patience.with(text) : text));
    }

    /** Runs a compiled lane whose text was changed on the way, with the limits that stand in it. */
    public Answer run(LaneScript script, String text) {
        try {
            ProcessBuilder builder = new ProcessBuilder(shell.sh().toString(), "-c", shell.replacing(script.command()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            FrameReader reader = new FrameReader(script, NONCE, new Redactor(List.of()), InstantSource.system());
            Thread err = new Thread(() -> pump(process.getErrorStream(), reader::err));
            err.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The shell ended before it had read all: its status says so.
                reader.err(new byte[0], 0, 0);
            }
            pump(process.getInputStream(), reader::out);
            err.join();
            return new Answer(reader, process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Feed {
        void feed(byte[] bytes, int offset, int length);
    }

    private static void pump(InputStream from, Feed to) {
        byte[] buffer = new byte[8192];
        try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.feed(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came back. */
    public record Answer(FrameReader reader, int status) {
        /** The frame of this request. */
        public Frame frame(FactRequest<?> request) {
            return reader.frames().stream()
                    .filter(frame -> frame.key().equals(request.key()))
                    .findFirst()
                    .orElseThrow();
        }

        /** The standard output of this request's probe. */
        public String out(FactRequest<?> request) {
            String out = new String(frame(request).out(), StandardCharsets.UTF_8);
            String entered = Context.ENTERED + "\n";
            return request.context().entersAnotherShell()
                    ? out.substring(out.indexOf(entered) + entered.length())
                    : out;
        }

        /** The standard error of this request's probe. */
        public String err(FactRequest<?> request) {
            return new String(frame(request).err(), StandardCharsets.UTF_8);
        }

        /** The fact, parsed from this request's frame. */
        public <T> Reading<T> reading(FactRequest<T> request) {
            return Readings.parsed(request, frame(request), Optional.empty());
        }
    }
}
