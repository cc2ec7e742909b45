package dev.preflight.cli;

import dev.preflight.app.Version;
import dev.preflight.verdict.ExitCode;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The command {@code preflight}. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with one of {@link ExitCode}. */
    public static void main(String[] args) {
        SignalEnd end = SignalEnd.install(args.length == 1 && args[0].equals("hook"));
        process(end, io -> run(io, args));
    }

    /**
     * Runs the body with the streams of this process, and exits with the code that it returns, or with that of a
     * signal.
     */
    static void process(ToIntFunction<Io> body) {
        process(SignalEnd.install(false), body);
    }

    private static void process(SignalEnd end, ToIntFunction<Io> body) {
        Signals.on(
                () -> System.exit(ExitCode.INTERRUPTED.number()),
                () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number()));
        Io io = new Io(
                System.in,
                end.out(),
                end.err(),
                System.getenv(),
                Optional.ofNullable(System.console()),
                Clock.systemUTC(),
                end.interruption());
        int code = body.applyAsInt(io);
        end.err().flush();
        end.interruption().finished(code);
        System.exit(code);
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
