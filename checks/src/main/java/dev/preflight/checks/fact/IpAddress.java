package dev.preflight.checks.fact;

import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** The spelling of IP addresses. */
public final class IpAddress {
    private IpAddress() {}

    /** One spelling for each IP address: IPv6 in eight groups, without zone, prefix length or mapping of IPv4. */
    public static String canonical(String address) {
        String ip = Ascii.lower(address.replaceFirst("[/%].*", ""));
        if (ip.matches("[0-9a-f]{32}")) {
            ip = String.join(":", ip.split("(?<=\\G.{4})"));
        }
        if (ip.startsWith("::ffff:") && ip.contains(".")) {
            return ip.substring("::ffff:".length());
        }
        if (!ip.contains(":")) {
            return ip;
        }
        int gap = ip.indexOf("::");
        List<String> head = groups(gap < 0 ? ip : ip.substring(0, gap));
        List<String> tail = groups(gap < 0 ? "" : ip.substring(gap + 2));
        List<String> all = new ArrayList<>(head);
        all.addAll(Collections.nCopies(Math.max(0, 8 - head.size() - tail.size()), "0"));
        all.addAll(tail);
        return String.join(":", all);
    }

    private static List<String> groups(String text) {
        return text.isEmpty()
                ? List.of()
                : Pattern.compile(":")
                        .splitAsStream(text)
                        .map(group -> group.replaceFirst("^0+(?=.)", ""))
                        .toList();
    }
}
