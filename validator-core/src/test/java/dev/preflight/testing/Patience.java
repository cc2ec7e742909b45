package dev.preflight.testing;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a script's own limits so wide that a busy machine does not reach them. For every test but those of the limits
 * themselves: how long a probe takes depends on the machine's load, and no test is about that.
 */
public final class Patience {
    /** Behind this a test hangs, and {@code test.hang} in the POM ends it. */
    private static final long TIMES = 60;

    /** A probe's call in a lane, and in a context that the lane enters. */
    private static final Pattern LIMIT =
            Pattern.compile("\\b(pf_(?:probe|context|framed|member|all) [0-9]+) ([0-9]+) ");

    /** What a context gets beside the time to enter it. */
    private static final Pattern MORE =
            Pattern.compile("(?m)^(.*\\bpf_context [0-9]+ [0-9]+ [0-9]+ [a-z-]+) ([0-9]+)$");

    private static final Pattern ALARM = Pattern.compile("(?m)^PF_ALARM=([0-9]+)$");

    private Patience() {}

    /** The text of a lane with wide limits. */
    public static String with(String script) {
        Matcher alarm = ALARM.matcher(script);
        if (!alarm.find()) {
            throw new AssertionError("the script has no alarm, or no longer of this form: " + ALARM);
        }
        String patient = alarm.replaceAll(found -> "PF_ALARM=" + wide(found, 1));
        patient = LIMIT.matcher(patient)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + " " + wide(found, 2) + " "));
        return MORE.matcher(patient)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + " " + wide(found, 2)));
    }

    private static long wide(MatchResult found, int group) {
        return Long.parseLong(found.group(group)) * TIMES;
    }
}
