package dev.preflight.transport.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Ends a process and what it started as a host's own guard does: SIGTERM, and SIGKILL two seconds later. A process of its
 * own does it, so that it is done to the end though this one ends before.
 */
final class Stopper {
    /** The guard's own text, so that both do the same. */
    private static final String TEXT = text() + "PF_SLEEP=sleep\npf_of \"$1\" && pf_stop \"$1\" \"$PF_BORN\" all\n";

    private Stopper() {}

    /** Starts to end it, and returns what does it. Where that cannot be started it is killed at once, and returned itself. */
    static Process start(Process running) {
        try {
            return new ProcessBuilder("/bin/sh", "-c", TEXT, "stop", Long.toString(running.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            kill(running);
            return running;
        }
    }

    /** Ends it and what it started by SIGKILL, at once: for where ending it gently takes too long. */
    static void kill(Process running) {
        List<ProcessHandle> all = running.descendants().toList();
        running.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static String text() {
        try (InputStream in = Stopper.class.getResourceAsStream("/dev/preflight/probe/stop.sh")) {
            if (in == null) {
                throw new IllegalStateException("no resource stop.sh");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
