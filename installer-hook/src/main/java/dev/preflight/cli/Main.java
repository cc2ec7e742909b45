package dev.preflight.cli;

import dev.preflight.app.Version;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The command {@code preflight}. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with one of {@link ExitCode}. */
    public static void main(String[] args) {
        // No lambda: to make the first one takes longer than to print the help.
        process(SignalEnd.install(args.length == 1 && args[0].equals("hook")), new ToIntFunction<>() {
            @Override
            public int applyAsInt(Io io) {
                return run(io, args);
            }
        });
    }

    /**
     * Runs the body with the streams of this process, and exits with the code that it returns, or with that of a
     * signal.
     */
    static void process(ToIntFunction<Io> body) {
        process(SignalEnd.install(false), body);
    }

    private static void process(SignalEnd end, ToIntFunction<Io> body) {
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
        IOException why = io.out().failure().orElse(null);
        return why == null || Output.readerGone(why) ? code : Diagnostics.lostOutput(io, why);
    }

    private static int command(Io io, String... args) {
        try {
            // These are asked for often, and building the command line takes time.
            if (args.length == 1 && args[0].equals("--version")) {
                io.out().println("preflight " + Version.text());
                return ExitCode.PROCEED.number();
            }
            if (args.length == 1 && args[0].equals("--help")) {
                io.out().print(TopHelp.text(io.width()));
                return ExitCode.PROCEED.number();
            }
            return CommandTree.of(io, args).execute(args);
        } catch (RuntimeException | Error e) {
            return Diagnostics.internal(io, e);
        }
    }
}
