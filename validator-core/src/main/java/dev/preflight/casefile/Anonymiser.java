package dev.preflight.casefile;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces names and addresses of hosts by others, the same one for the same everywhere, so that what is equal stays equal
 * and hosts of one network stay in one network. New addresses are those that are reserved for tests: 198.18.0.0/15 (RFC
 * 2544), 2001:db8::/32 (RFC 3849), 00:00:5e:00:53:00 to ff (RFC 7042).
 */
final class Anonymiser {
    private static final Pattern IPV4 = Pattern.compile(
            "(?<![\\w.-])((?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d))"
                    + "\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\w-]|\\.\\d)");
    private static final Pattern IPV6 = Pattern.compile(
            "(?<![0-9A-Fa-f:.])(?:[23][0-9a-fA-F]{3}|[fF][cCdD][0-9a-fA-F]{2})(?::[0-9a-fA-F]{0,4}){2,7}(?![0-9A-Fa-f:])");
    private static final Pattern MAC =
            Pattern.compile("(?<![0-9A-Fa-f:])[0-9a-fA-F][02468aceACE](?::[0-9a-fA-F]{2}){5}(?![0-9A-Fa-f:])");
    /** Loopback, unspecified and link-local ones, groups, and masks say nothing of a site. */
    private static final Pattern COMMON = Pattern.compile("(0|127|22[4-9]|23\\d|24\\d|25[0-5])\\..*|169\\.254\\..*");

    private static final String NO_MAC = "00:00:00:00:00:00";
    private static final int NETWORKS = 512;
    private static final int OF_A_BYTE = 256;

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> networks = new LinkedHashMap<>();
    private final Map<String, String> ipv6 = new LinkedHashMap<>();
    private final Map<String, String> macs = new LinkedHashMap<>();

    /**
     * An anonymiser for these hosts.
     *
     * @param hosts their names; they become h1, h2 and so on
     */
    Anonymiser(Collection<String> hosts) {
        hosts.forEach(host -> names.put(host, "h" + (names.size() + 1)));
    }

    /** The new name of a host. */
    String name(String host) {
        return names.getOrDefault(host, host);
    }

    /** What a host said, with other names and addresses. */
    byte[] of(byte[] said) {
        // One char for each byte: what is not text stays as it is.
        return of(new String(said, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same for a text. */
    String of(String said) {
        String text = replaced(MAC, said, this::mac);
        text = replaced(IPV6, text, old -> ipv6.computeIfAbsent(old, any -> "2001:db8::" + (ipv6.size() + 1)));
        text = ipv4(text);
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = named(name.getKey(), name.getValue(), text);
        }
        return text;
    }

    /** Networks of 24 bits: their hosts keep the last number. */
    private String ipv4(String text) {
        return IPV4.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        COMMON.matcher(found.group()).matches()
                                ? found.group()
                                : networks.computeIfAbsent(found.group(1), any -> network(networks.size())) + "."
                                        + found.group(2)));
    }

    private static String network(int number) {
        int at = number % NETWORKS;
        return "198." + (18 + at / OF_A_BYTE) + "." + at % OF_A_BYTE;
    }

    private String mac(String old) {
        return old.equals(NO_MAC)
                ? old
                : macs.computeIfAbsent(old, any -> String.format("00:00:5e:00:53:%02x", (macs.size() + 1) % OF_A_BYTE));
    }

    /** A name, alone or with a domain behind it. */
    private static String named(String name, String fresh, String text) {
        Pattern full = Pattern.compile(
                "(?<![A-Za-z0-9_.-])" + Pattern.quote(name) + "(\\.[a-z0-9-]+(?:\\.[a-z0-9-]+)*)?(?![A-Za-z0-9_-])",
                Pattern.CASE_INSENSITIVE);
        return full.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(found.group(1) == null ? fresh : fresh + ".example.test"));
    }

    private static String replaced(Pattern pattern, String text, UnaryOperator<String> fresh) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(fresh.apply(found.group())));
    }
}
