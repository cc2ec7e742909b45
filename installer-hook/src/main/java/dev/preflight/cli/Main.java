package dev.preflight.cli;

import dev.preflight.app.Version;
import dev.preflight.verdict.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The command {@code preflight}. */
public final class Main {
    /** How long the last line on standard error may take after a signal. */
    private static final long LAST_WORDS_MILLIS = 200;

    private Main() {}

    /** Runs the command and ends the process with one of {@link ExitCode}. */
    public static void main(String[] args) {
        process(io -> run(io, args));
    }

    /**
     * Runs the body with the streams of this process, and exits with the code that it returns, or with that of a
     * signal.
     */
    static void process(ToIntFunction<Io> body) {
        Interruption interruption = new Interruption();
        Output out = Output.to(new FileOutputStream(FileDescriptor.out));
        Output err = Output.to(new FileOutputStream(FileDescriptor.err));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(interruption, out, err), "preflight-signal"));
        Signals.on(
                () -> System.exit(ExitCode.INTERRUPTED.number()),
                () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number()));
        Io io = new Io(
                System.in,
                out,
                err,
                System.getenv(),
                Optional.ofNullable(System.console()),
                Clock.systemUTC(),
                interruption);
        int code = body.applyAsInt(io);
        err.flush();
        interruption.finished(code);
        System.exit(code);
    }

    private static void end(Interruption interruption, Output out, Output err) {
        if (interruption.early()) {
            say("preflight: interrupted; no host was looked at", err);
        }
        int code = interruption.signalled(out::stuck);
        if (code == ExitCode.INTERNAL_ERROR.number() && !interruption.finished()) {
            say("error: interrupted, and the report could not be written in time", err);
        }
        // Otherwise the JVM would wait for other hooks, and exit with the number of the signal.
        Runtime.getRuntime().halt(code);
    }

    /** Prints in another thread, because the pipe of standard error may be full and no longer read. */
    private static void say(String line, Output err) {
        Thread words = new Thread(() -> err.println(line));
        words.setDaemon(true);
        words.start();
        try {
            words.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the command in this process, and returns its exit code. */
    static int run(Io io, String... args) {
        int code = command(io, args);
        // A reader that closes the pipe is no error. Any other failure to write means that the report is lost.
        return io.out()
                .failure()
                .filter(why -> !Output.readerGone(why))
                .map(why -> Diagnostics.lostOutput(io, why))
                .orElse(code);
    }

    private static int command(Io io, String... args) {
        try {
            // Scripts ask for the version often, and building the command line takes time.
            if (Arrays.equals(args, new String[] {"--version"})) {
                io.out().println("preflight " + Version.text());
                return ExitCode.PROCEED.number();
            }
            return CommandTree.of(io, args).execute(args);
        } catch (RuntimeException | Error e) {
            return Diagnostics.internal(io, e);
        }
    }
}
