package dev.preflight.checks.files;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What one line of a list is. Its spelling in profiles is {@link #toString()}. */
final class ItemType {
    /** RFC 1123 section 2.1: labels of letters, digits and hyphens. */
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*+");

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private static final List<ItemType> ALL = List.of(
            new ItemType("ipv4", ItemType::isIpv4),
            new ItemType("ipv6", ItemType::isIpv6),
            new ItemType("host", ItemType::isHost),
            new ItemType("host:port", ItemType::isHostAndPort));

    private final String id;
    private final Predicate<String> test;

    private ItemType(String id, Predicate<String> test) {
        this.id = id;
        this.test = test;
    }

    /**
     * The type with this spelling.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ItemType parse(String text) {
        return ALL.stream()
                .filter(type -> type.id.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected ipv4, ipv6, host or host:port"));
    }

    /** Whether this is one item of the type, and nothing else. */
    public boolean fits(String item) {
        return test.test(item);
    }

    private static boolean isIpv4(String item) {
        return IPV4.matcher(item).matches();
    }

    /** RFC 4291 section 2.2: eight groups, of which "::" stands for one or more that are zero. */
    private static boolean isIpv6(String item) {
        String text = item;
        int dotted = text.lastIndexOf(':') + 1;
        if (dotted > 0 && text.indexOf('.') >= 0) {
            if (!isIpv4(text.substring(dotted))) {
                return false;
            }
            text = text.substring(0, dotted) + "0:0";
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        List<String> groups = Arrays.asList((gap < 0 ? text : text.replace("::", ":")).split(":", -1));
        long written = groups.stream().filter(group -> !group.isEmpty()).count();
        boolean shapes = groups.stream().allMatch(group -> group.matches("[0-9A-Fa-f]{0,4}"));
        return shapes && (gap < 0 ? written == 8 && groups.size() == 8 : written < 8);
    }

    /** A name, or an address: a host of digits and dots alone can only be an address. */
    private static boolean isHost(String item) {
        return isIpv6(item)
                || (item.matches("[\\d.]+") ? isIpv4(item) : HOST.matcher(item).matches());
    }

    private static boolean isHostAndPort(String item) {
        int colon = item.lastIndexOf(':');
        String port = item.substring(colon + 1);
        String host = item.substring(0, Math.max(0, colon));
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && isIpv6(host.substring(1, host.length() - 1));
        return port.matches("[1-9]\\d{0,4}")
                && Integer.parseInt(port) <= 65535
                && (bracketed || (!host.contains(":") && isHost(host)));
    }

    @Override
    public String toString() {
        return id;
    }
}
