package dev.preflight.sshconfig;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a host is to be reached through itself, which ssh refuses. */
final class JumpLoop {
    private static final Pattern HOP = Pattern.compile("(?:ssh://)?(?:(.*)@)?(\\[[^]]*]|[^:]*)(?::([0-9]{1,5}))?/?");

    private JumpLoop() {}

    /** As ssh compares: the last hop with the host, its user and its port. */
    static boolean is(String jump, SshLogin.Target target) {
        Matcher hop = HOP.matcher(jump.substring(jump.lastIndexOf(',') + 1).strip());
        if (!hop.matches()) {
            return false;
        }
        String host = hop.group(2).replaceAll("[\\[\\]]", "");
        String user = hop.group(1) == null ? target.user() : hop.group(1);
        int port = hop.group(3) == null ? SshLogin.DEFAULT_PORT : Integer.parseInt(hop.group(3));
        return host.equals(target.address()) && user.equals(target.user()) && port == target.port();
    }
}
