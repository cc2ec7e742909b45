package dev.preflight.cli;

import dev.preflight.verdict.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** What this process does last when a signal ends it: it writes what there is to say, and halts with an exit code. */
final class SignalEnd extends Thread {
    /** How long the last line on standard error may take after a signal. */
    private static final long LAST_WORDS_MILLIS = 200;

    /** How long a short answer on standard output may take; the process must end within five seconds of the signal. */
    private static final long ANSWER_MILLIS = 4_000;

    private final Interruption interruption = new Interruption(new Signals());
    private final Output out = Output.to(new FileOutputStream(FileDescriptor.out));
    private final Output err = Output.to(new FileOutputStream(FileDescriptor.err));
    private final boolean hook;

    private SignalEnd(boolean hook) {
        super("preflight-signal");
        this.hook = hook;
    }

    /**
     * Installs it for the streams of this process. Until then a signal ends the process without a word, so this is the
     * first thing to do, and uses nothing that takes long to load.
     *
     * @param hook whether the command must answer on standard output even if it was ended before it began
     */
    static SignalEnd install(boolean hook) {
        SignalEnd end = new SignalEnd(hook);
        Runtime.getRuntime().addShutdownHook(end);
        if (hook) {
            // It may have to wait for a reader of its answer, before a run begins, too.
            new Signals().run();
        }
        return end;
    }

    Interruption interruption() {
        return interruption;
    }

    /** Standard output. */
    Output out() {
        return out;
    }

    /** Standard error. */
    Output err() {
        return err;
    }

    @Override
    public void run() {
        boolean lost = false;
        if (interruption.endsEarly()) {
            boolean unused =
                    within(LAST_WORDS_MILLIS, () -> err.println("preflight: interrupted; no host was looked at"));
            lost = hook && !answered();
        }
        int code = interruption.signalled(out::stuck);
        if (code == ExitCode.INTERNAL_ERROR.number() && !interruption.finished()) {
            boolean unused = within(
                    LAST_WORDS_MILLIS,
                    () -> err.println("error: interrupted, and the report could not be written in time"));
        }
        // Otherwise the JVM would wait for other hooks, and exit with the number of the signal.
        Runtime.getRuntime().halt(lost ? ExitCode.INTERNAL_ERROR.number() : code);
    }

    private boolean answered() {
        return within(ANSWER_MILLIS, () -> {
                    out.print(HookRefusal.interrupted());
                    out.flush();
                })
                && out.failure().isEmpty();
    }

    /** Prints in another thread, because a pipe may be full and no longer read; whether it came to its end. */
    private static boolean within(long millis, Runnable words) {
        Thread thread = new Thread(words, "preflight-last-words");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
