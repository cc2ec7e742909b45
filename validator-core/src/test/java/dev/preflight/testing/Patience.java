package dev.preflight.testing;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a script's own limits so wide that a busy machine does not reach them. For every test but those of the limits
 * themselves: how long a probe takes is told by the machine's load, and no test is about that.
 */
public final class Patience {
    /** Behind this a test hangs, and {@code test.hang} in the POM ends it. */
    private static final long TIMES = 60;

    /** A probe's call in a lane, and the guard that it brings behind sudo or su. */
    private static final Pattern LIMIT = Pattern.compile("\\b(pf_(?:probe|aside) [0-9]+|pf_watch) ([0-9]+) ");

    private static final Pattern ALARM = Pattern.compile("(?m)^PF_ALARM=([0-9]+)$");

    private Patience() {}

    /** The text of a lane with wide limits. */
    public static String with(String script) {
        Matcher alarm = ALARM.matcher(script);
        if (!alarm.find()) {
            throw new AssertionError("the script has no alarm, or no longer of this form: " + ALARM);
        }
        String patient = alarm.replaceAll(found -> "PF_ALARM=" + wide(found, 1));
        return LIMIT.matcher(patient)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + " " + wide(found, 2) + " "));
    }

    private static long wide(MatchResult found, int group) {
        return Long.parseLong(found.group(group)) * TIMES;
    }
}
