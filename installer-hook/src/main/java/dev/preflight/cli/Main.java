package dev.preflight.cli;

import dev.preflight.hook.Version;
import dev.preflight.verdict.ExitCode;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/** The command {@code preflight}. */
public final class Main {
    /** How long the last line on standard error may take, once the process was told to end. */
    private static final long LAST_WORDS_MILLIS = 200;

    private Main() {}

    /** Runs the command and ends the process with one of {@link ExitCode}. */
    public static void main(String[] args) {
        Interruption interruption = new Interruption();
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(interruption, err), "preflight-signal"));
        Io io = new Io(
                System.in,
                out,
                err,
                System.getenv(),
                Optional.ofNullable(System.console()),
                Clock.systemUTC(),
                interruption);
        int code = run(io, args);
        out.flush();
        err.flush();
        interruption.finished(code);
        System.exit(code);
    }

    private static void end(Interruption interruption, PrintStream err) {
        if (interruption.early()) {
            // Whoever should read standard error may have stopped to; that must not keep us.
            Thread words = new Thread(() -> err.println("preflight: interrupted; no host was looked at"));
            words.setDaemon(true);
            words.start();
            try {
                words.join(LAST_WORDS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        // The runtime would end with the signal's number, and wait for other hooks.
        Runtime.getRuntime().halt(interruption.signalled());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                flush();
            }
        };
    }

    /** Runs the command in this process, and returns what it would end with. */
    static int run(Io io, String... args) {
        try {
            // The one question that scripts ask often needs no command line parser.
            if (Arrays.equals(args, new String[] {"--version"})) {
                io.out().println("preflight " + Version.text());
                return ExitCode.PROCEED.number();
            }
            return CommandTree.of(io, args).execute(args);
        } catch (RuntimeException | Error e) {
            return Failures.internal(io, e);
        }
    }
}
