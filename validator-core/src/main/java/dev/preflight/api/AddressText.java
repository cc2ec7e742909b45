package dev.preflight.api;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a text is an address of IPv4 or IPv6: RFC 4291 section 2.2, which may name its link. */
final class AddressText {
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private AddressText() {}

    static boolean fits(String text) {
        int zone = text.indexOf('%');
        boolean named = zone > 0 && Shape.INTERFACE.fits(text.substring(zone + 1));
        return IPV4.matcher(text).matches() || isIpv6(named ? text.substring(0, zone) : text);
    }

    /** Eight groups, of which "::" stands for one or more that are zero. */
    private static boolean isIpv6(String text) {
        int dotted = text.lastIndexOf(':') + 1;
        if (dotted > 0 && text.indexOf('.') >= 0) {
            return IPV4.matcher(text.substring(dotted)).matches() && isIpv6(text.substring(0, dotted) + "0:0");
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        List<String> groups = Arrays.asList((gap < 0 ? text : text.replace("::", ":")).split(":", -1));
        int written = (int) groups.stream().filter(group -> !group.isEmpty()).count();
        boolean shaped = groups.stream().allMatch(group -> group.matches("[0-9A-Fa-f]{0,4}"));
        return shaped && (gap < 0 ? written == 8 && groups.size() == 8 : written < 8);
    }
}
