package dev.preflight.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a text is an address to connect to: RFC 3986 by HTTP and without a user, or a port of TCP. */
final class EndpointText {
    private static final String HOST = "(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}])";
    /** What came of one target is written at once, which a pipe does up to 4096 bytes: pipe(7). */
    private static final int LONGEST = 1000;

    private static final Pattern URL =
            Pattern.compile("https?://" + HOST + "(?::([0-9]{1,5}))?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%\\[\\]-]*)?");
    private static final Pattern TCP = Pattern.compile("tcp://" + HOST + ":([0-9]{1,5})");

    private EndpointText() {}

    static boolean fits(String text) {
        Matcher m = (text.startsWith("tcp:") ? TCP : URL).matcher(text);
        if (text.length() > LONGEST || !m.matches()) {
            return false;
        }
        int port = m.group(1) == null ? 1 : Integer.parseInt(m.group(1));
        return Shape.PORT.least() <= port && port <= Shape.PORT.most();
    }
}
