package dev.preflight.checks.software;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What commands print about their versions in one context. The fact's arguments are, for each command, its name, the
 * number of its arguments, and these.
 *
 * @param commands by the name that was asked for, each of them
 */
record CommandVersions(SortedMap<String, Command> commands) {
    /** Several commands that each take their ten seconds are one fault of the host. */
    static final Fact<CommandVersions> FACT = Fact.named("command-versions", CommandVersions.class)
            .limit(Duration.ofSeconds(45))
            .parsedBy(CommandVersions::parse);

    /** Status of a program that SIGTERM or SIGKILL ended: here only the probe does, after ten seconds. */
    private static final List<Integer> ENDED = List.of(143, 137);

    /** From here on a shell says that it could not run a file, or which signal ended it: POSIX.1-2017, 2.8.2. */
    private static final int CANNOT_RUN = 126;

    /**
     * One command.
     *
     * @param file what the shell finds; empty if nothing
     * @param real the file behind its links
     * @param status of the call; -1 if there was none
     * @param said the first lines of both streams
     */
    record Command(String file, String real, int status, List<String> said) {
        Command {
            said = List.copyOf(said);
        }

        boolean ranTooLong() {
            return ENDED.contains(status);
        }

        boolean runs() {
            return status < CANNOT_RUN;
        }
    }

    CommandVersions {
        commands = Collections.unmodifiableSortedMap(new TreeMap<>(commands));
    }

    private static Reading<CommandVersions> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        SortedMap<String, Command> commands = new TreeMap<>();
        for (Part part : text.all("command")) {
            String file = first(part, "file");
            String status = first(part, "status");
            if (!file.isEmpty() && !status.matches("\\d{1,3}")) {
                throw new FactFormatException("expected the status of " + part.argument());
            }
            commands.put(
                    part.argument(),
                    new Command(
                            file,
                            first(part, "real"),
                            status.isEmpty() ? -1 : Integer.parseInt(status),
                            part.values("said")));
        }
        return Reading.got(new CommandVersions(commands));
    }

    private static String first(Part part, String word) {
        return part.values(word).stream().findFirst().orElse("");
    }
}
