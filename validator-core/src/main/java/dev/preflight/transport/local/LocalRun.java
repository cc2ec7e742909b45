package dev.preflight.transport.local;

import dev.preflight.transport.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.apache.commons.exec.ProcessDestroyer;
import org.jspecify.annotations.Nullable;

/**
 * One command: pumps its streams in daemon threads, and ends it with all that it started when no more of it is wanted.
 * commons-exec's own watchdog knows the shell only, not its children, and kills it at once.
 */
final class LocalRun implements ExecuteStreamHandler, ProcessDestroyer, ExecuteResultHandler {
    private static final int BUFFER = 16 * 1024;

    /** A lane that has printed its end marker ends by itself at once, without a signal. */
    private static final Duration LEAVING = Duration.ofSeconds(1);

    /** stop.sh kills two seconds behind SIGTERM; on a busy machine its own work takes a while too. */
    private static final Duration STOPPED_BY = Duration.ofSeconds(10);

    private final CommandRun run;
    private final CountDownLatch drained = new CountDownLatch(2);
    private final CountDownLatch known = new CountDownLatch(1);
    private @Nullable OutputStream stdin;
    private @Nullable InputStream stdout;
    private @Nullable InputStream stderr;
    private Optional<Process> process = Optional.empty();
    private volatile Optional<Process> leaving = Optional.empty();
    private volatile Optional<Process> stopper = Optional.empty();
    private volatile Optional<Process> stopped = Optional.empty();
    private volatile boolean begun;
    private boolean ended;
    private volatile OptionalInt status = OptionalInt.empty();
    private volatile Optional<Exception> failure = Optional.empty();

    LocalRun(CommandRun run) {
        this.run = run;
    }

    /** The command was handed over: a process of it is known soon, though its first words may come before. */
    void begun() {
        begun = true;
    }

    OptionalInt status() {
        return status;
    }

    /** Why the command could not be started, if so. */
    Optional<Exception> failure() {
        return failure;
    }

    /** Ends what still runs, ends the wait and hands on nothing more. Does not block, see {@link #awaitGone}. */
    void end() {
        run.mute();
        Optional<Process> running;
        synchronized (this) {
            running = ended ? Optional.empty() : process;
            ended = true;
        }
        running.ifPresent(this::stop);
        // Not before: from here on the thread that runs the command waits for what is stopped.
        run.over();
        while (drained.getCount() > 0) {
            drained.countDown();
        }
    }

    /** Waits until what {@link #end} ended is gone, or has been killed; a little longer than that takes. */
    void awaitGone() throws InterruptedException {
        if (begun) {
            known.await();
        }
        Optional<Process> last = leaving;
        if (last.isPresent() && !last.get().waitFor(LEAVING.toMillis(), TimeUnit.MILLISECONDS)) {
            stop(last.get());
        }
        Optional<Process> by = stopper;
        if (by.isPresent() && !by.get().waitFor(STOPPED_BY.toMillis(), TimeUnit.MILLISECONDS)) {
            by.get().destroyForcibly();
            stopped.ifPresent(Stopper::kill);
        }
    }

    private synchronized void stop(Process running) {
        if (run.sinkDone() && leaving.isEmpty()) {
            leaving = Optional.of(running);
        } else if (stopper.isEmpty() && running.isAlive()) {
            stopped = Optional.of(running);
            stopper = Optional.of(Stopper.start(running));
        }
    }

    @Override
    public boolean add(Process started) {
        boolean late;
        synchronized (this) {
            process = Optional.of(started);
            late = ended;
        }
        if (late) {
            stop(started);
        }
        known.countDown();
        return true;
    }

    @Override
    public synchronized boolean remove(Process done) {
        process = Optional.empty();
        return true;
    }

    @Override
    public synchronized int size() {
        return process.isPresent() ? 1 : 0;
    }

    @Override
    public void setProcessInputStream(OutputStream stream) {
        stdin = stream;
    }

    @Override
    public void setProcessOutputStream(InputStream stream) {
        stdout = stream;
    }

    @Override
    public void setProcessErrorStream(InputStream stream) {
        stderr = stream;
    }

    @Override
    public void start() {
        if (stdin != null && stdout != null && stderr != null) {
            InputStream out = stdout;
            InputStream err = stderr;
            OutputStream in = stdin;
            daemon("stdout", () -> pump(out, true));
            daemon("stderr", () -> pump(err, false));
            daemon("stdin", () -> write(in));
        }
    }

    /** Called when the shell has ended: what it printed may still be on its way. */
    @Override
    public void stop() {
        try {
            drained.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stdin != null) {
            leaveUnread(stdin);
        }
    }

    /** Commons Exec closes the stream next, and would take input that the command did not read for its failure. */
    private static void leaveUnread(OutputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // The command ended without reading it all, as it may.
            return;
        }
    }

    @Override
    public void onProcessComplete(int exitValue) {
        status = OptionalInt.of(exitValue);
        known.countDown();
        run.over();
    }

    @Override
    public void onProcessFailed(ExecuteException e) {
        failure = Optional.of(e);
        known.countDown();
        run.over();
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, "preflight-local-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void write(OutputStream stream) {
        try (stream) {
            if (!run.send(stream)) {
                end();
            }
        } catch (IOException e) {
            // The command ended without reading it all, as it may.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(InputStream stream, boolean standardOutput) {
        byte[] buffer = new byte[BUFFER];
        try {
            int count = stream.read(buffer);
            while (count >= 0) {
                if (!run.hand(standardOutput, buffer, 0, count)) {
                    end();
                }
                count = stream.read(buffer);
            }
        } catch (IOException e) {
            // The pipe was closed because no more of it is wanted.
            return;
        } finally {
            drained.countDown();
        }
    }
}
