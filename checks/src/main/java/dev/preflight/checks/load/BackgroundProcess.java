package dev.preflight.checks.load;

import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that a session left behind, and which of them a later session still finds.
 *
 * @param pid its number
 * @param start when it started, in ticks since the host did (field 22 of {@code /proc/PID/stat}, proc(5))
 */
record BackgroundProcess(long pid, long start) {
    /**
     * Leaves one behind, in the environment that the login gives: what ends it belongs to the session of PAM. It ends by
     * itself after 30 s.
     */
    public static final FactRequest<BackgroundProcess> LEFT = Fact.named("left-behind", BackgroundProcess.class)
            .lane(Lane.LAST)
            .sideEffects()
            .parsedBy(BackgroundProcess::left)
            .in(Context.EXEC);

    /** Those that are still there after some seconds of a second session. */
    public static final FactRequest<List<BackgroundProcess>> FOUND = Fact.named("survivors", BackgroundProcess.class)
            .lane(Lane.RETURN)
            .parsedBy(BackgroundProcess::found)
            .in(Context.EXEC);

    private static Reading<BackgroundProcess> left(ProbeOutput output) throws FactFormatException {
        List<BackgroundProcess> left = lines(output, "left");
        if (left.size() != 1) {
            throw new FactFormatException("expected one line 'left PID START'");
        }
        return Reading.got(left.get(0));
    }

    private static Reading<List<BackgroundProcess>> found(ProbeOutput output) throws FactFormatException {
        if (!output.lines().contains("done")) {
            throw new FactFormatException("expected 'done' at the end");
        }
        return Reading.got(lines(output, "found"));
    }

    private static List<BackgroundProcess> lines(ProbeOutput output, String word) throws FactFormatException {
        List<BackgroundProcess> all = new ArrayList<>();
        for (String line : output.lines()) {
            if (line.startsWith(word + " ")) {
                String[] fields = line.split(" ", -1);
                if (fields.length != 3) {
                    throw new FactFormatException("expected '" + word + " PID START', got '" + line + "'");
                }
                all.add(new BackgroundProcess(Numbers.whole(fields[1]), Numbers.whole(fields[2])));
            }
        }
        return all;
    }
}
