package dev.preflight.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads one input after another in a thread of its own, and says what is wrong with how it ended. Time is what the thread
 * had of the CPU, so that a busy machine changes nothing.
 */
final class FuzzedThread implements AutoCloseable {
    /** The limit for one input. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** Garbage collection and compiling can make one try slow; three in a row they do not. */
    private static final int TRIES = 3;

    /** An input that has not ended by then is not merely slow; CPU time. */
    private static final Duration HANGS = Duration.ofSeconds(30);

    /** What reading one input of at most {@link Mutator#LONGEST} bytes may take; counts what is thrown away, too. */
    private static final long MOST_BYTES = 2L << 30;

    /** The default of a 64-bit JVM on Linux; a smaller one would find faults that no host can make. */
    private static final long STACK_BYTES = 1 << 20;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Fuzz.Reader reader;
    private final List<Class<? extends Throwable>> allowed;
    private final Thread[] made = new Thread[1];
    private final ExecutorService executor;
    /** The thread's CPU time when it began its input. */
    private volatile long began;

    /** What is wrong with how an input ended, and whether it has not ended at all. */
    record Fault(String text, boolean hangs) {}

    /** What one try cost, and what is wrong with how it ended. */
    private record Try(Optional<Fault> fault, long nanos, long bytes) {}

    FuzzedThread(String target, Fuzz.Reader reader, List<Class<? extends Throwable>> allowed) {
        this.reader = reader;
        this.allowed = List.copyOf(allowed);
        this.executor = Executors.newSingleThreadExecutor(task -> {
            made[0] = new Thread(null, task, "fuzz-" + target, STACK_BYTES);
            made[0].setDaemon(true);
            return made[0];
        });
    }

    /** What is wrong with how reading this input ends; empty if nothing is. */
    Optional<Fault> tryOut(byte[] input) {
        Try first = once(input);
        if (first.fault().isPresent() || first.nanos() < LIMIT.toNanos()) {
            return first.fault().or(() -> tooMuch(first, input));
        }
        long least = first.nanos();
        for (int i = 0; i < TRIES; i++) {
            least = Math.min(least, once(input).nanos());
        }
        return least < LIMIT.toNanos()
                ? Optional.empty()
                : Optional.of(new Fault(
                        "took " + TimeUnit.NANOSECONDS.toMillis(least) + " ms of CPU for " + input.length
                                + " bytes, four times",
                        false));
    }

    private static Optional<Fault> tooMuch(Try one, byte[] input) {
        return one.bytes() < MOST_BYTES
                ? Optional.empty()
                : Optional.of(
                        new Fault("allocated " + (one.bytes() >> 20) + " MiB for " + input.length + " bytes", false));
    }

    private Try once(byte[] input) {
        Callable<Try> task = () -> measured(input);
        Future<Try> future = executor.submit(task);
        while (true) {
            try {
                return future.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                Thread thread = made[0];
                if (threads.getThreadCpuTime(thread.getId()) - began > HANGS.toNanos()) {
                    return new Try(
                            Optional.of(new Fault("does not end; is at\n" + at(thread), true)), HANGS.toNanos(), 0);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private Try measured(byte[] input) {
        long id = Thread.currentThread().getId();
        long bytes = threads.getThreadAllocatedBytes(id);
        began = threads.getCurrentThreadCpuTime();
        Optional<Fault> fault = Optional.empty();
        try {
            reader.read(input.clone());
        } catch (Throwable e) {
            if (allowed.stream().noneMatch(type -> type.isInstance(e))) {
                fault = Optional.of(new Fault(text(e), false));
            }
        }
        long nanos = threads.getCurrentThreadCpuTime() - began;
        return new Try(fault, nanos, threads.getThreadAllocatedBytes(id) - bytes);
    }

    private static String at(Thread thread) {
        StringBuilder out = new StringBuilder();
        for (StackTraceElement element : thread.getStackTrace()) {
            out.append("  at ").append(element).append('\n');
        }
        return out.toString();
    }

    /** The first lines of the stack trace: a stack overflow has thousands. */
    private static String text(Throwable e) {
        StringWriter out = new StringWriter();
        e.printStackTrace(new PrintWriter(out));
        return String.join("\n", out.toString().lines().limit(40).toList());
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
