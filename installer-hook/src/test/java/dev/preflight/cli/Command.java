package dev.preflight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one call of the command came to.
 *
 * @param exit what it ended with
 * @param out standard output
 * @param err standard error
 */
record Command(int exit, String out, String err) {
    /** Tests look for whole sentences. */
    static final Map<String, String> UNWRAPPED = Map.of("PREFLIGHT_COLUMNS", "9999");

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC);

    /**
     * What a run is to wait where a test does not say so itself: a busy machine is to reach no limit, and the ssh_config of
     * who runs the test leads nowhere.
     */
    static List<String> patience(List<String> args) {
        List<String> more = new ArrayList<>();
        for (String option : List.of("--connect-timeout", "--host-deadline", "--deadline")) {
            if (!args.contains(option)) {
                more.addAll(List.of(option, "20m"));
            }
        }
        if (!args.contains("-F")) {
            more.addAll(List.of("-F", "none"));
        }
        return more;
    }

    /** Calls it in this process with these options, and with {@link #patience}. */
    static Command patiently(List<String> options, String... more) {
        List<String> args = new ArrayList<>(options);
        args.addAll(List.of(more));
        args.addAll(patience(args));
        return run(args.toArray(String[]::new));
    }

    /** Calls it in this process. */
    static Command run(String... args) {
        return fed("", args);
    }

    /** Calls it in this process with this standard input. */
    static Command fed(String in, String... args) {
        return fed(in.getBytes(StandardCharsets.UTF_8), args);
    }

    /** Calls it in this process with these bytes as standard input. */
    static Command fed(byte[] in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Command run = into(out, in, args);
        return new Command(run.exit, out.toString(StandardCharsets.UTF_8), run.err);
    }

    /** Calls it in this process without saying how wide a line may be. */
    static Command wrapped(String... args) {
        return in(Map.of(), args);
    }

    /** Calls it in this process with lines of at most so many columns. */
    static Command wide(int columns, String... args) {
        return in(Map.of("PREFLIGHT_COLUMNS", Integer.toString(columns)), args);
    }

    /** Calls it in this process with this environment. */
    static Command in(Map<String, String> env, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Command run = into(out, new byte[0], env, args);
        return new Command(run.exit, out.toString(StandardCharsets.UTF_8), run.err);
    }

    /** Calls it in this process with this as standard output. */
    static Command into(OutputStream out, byte[] in, String... args) {
        return into(out, in, UNWRAPPED, args);
    }

    private static Command into(OutputStream out, byte[] in, Map<String, String> env, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Io io = new Io(
                new ByteArrayInputStream(in),
                Output.to(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                env,
                Optional.empty(),
                CLOCK,
                new Interruption());
        int exit = Main.run(io, args);
        io.err().flush();
        return new Command(exit, "", err.toString(StandardCharsets.UTF_8));
    }

    /** Standard output as JSON. */
    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + out, e);
        }
    }

    /** The host of this name in a report in JSON. */
    JsonNode host(String name) {
        for (JsonNode host : json().get("hosts")) {
            if (host.get("name").asText().equals(name)) {
                return host;
            }
        }
        throw new AssertionError("no host " + name + ": " + out);
    }

    /** How the host of this name was not reached. */
    String unreachable(String name) {
        return host(name).get("unreachable").path("code").asText();
    }
}
