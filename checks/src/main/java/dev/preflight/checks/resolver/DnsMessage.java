package dev.preflight.checks.resolver;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The bytes of a query and of its reply. Source: RFC 1035 section 4.
 *
 * @param rcode the response code
 * @param address the first IPv4 address of the answer; empty if there is none
 */
record DnsMessage(int rcode, String address) {
    /** The id of all our queries; a reply with another id is not for us. */
    private static final int ID = 0x1234;

    private static final int HEADER = 12;
    private static final int TYPE_A = 1;

    /** "HTTP/" in hex: how each answer of HTTP/1 begins (RFC 9112 section 4). */
    private static final String HTTP = "485454502f";

    /** As much of its first line as says something. */
    private static final int LONGEST_LINE = 80;

    /**
     * A query for the address of a name, in hex.
     *
     * @param name with or without a dot at its end; {@code .} is the root
     */
    static String query(String name) {
        StringBuilder hex = new StringBuilder("12340100000100000000" + "0000");
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            // RFC 1035 section 2.3.4: 63 octets.
            int length = Math.min(63, bytes.length);
            hex.append(HexFormat.of().toHexDigits((byte) length))
                    .append(HexFormat.of().formatHex(bytes, 0, length));
        }
        return hex.append("0000010001").toString();
    }

    /** The first line of what is an answer of HTTP, such as of a proxy; empty if it is none. */
    static Optional<String> http(String said) {
        String hex = said.lines()
                .filter(line -> line.strip().matches("[0-9a-f]{2}( +[0-9a-f]{2})*+"))
                .reduce("", String::concat)
                .replaceAll("\\s", "");
        if (!hex.startsWith(HTTP) || hex.length() % 2 != 0) {
            return Optional.empty();
        }
        String text = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        return text.lines().findFirst().map(line -> line.substring(0, Math.min(LONGEST_LINE, line.length())));
    }

    /** A reply to such a query; empty if it is none. */
    static Optional<DnsMessage> reply(String hex, boolean tcp) {
        byte[] all;
        try {
            all = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int begin = tcp ? 2 : 0;
        boolean ours = all.length >= begin + HEADER && number(all, begin) == ID && (all[begin + 2] & 0x80) != 0;
        return ours ? Optional.of(new DnsMessage(all[begin + 3] & 0x0f, address(all, begin))) : Optional.empty();
    }

    private static int number(byte[] all, int at) {
        return (all[at] & 0xff) << 8 | (all[at + 1] & 0xff);
    }

    private static String address(byte[] all, int begin) {
        int at = begin + HEADER;
        for (int i = number(all, begin + 4); i > 0; i--) {
            at = behindName(all, at) + 4;
        }
        for (int i = number(all, begin + 6); i > 0; i--) {
            at = behindName(all, at);
            if (at + 10 > all.length) {
                return "";
            }
            int length = number(all, at + 8);
            if (number(all, at) == TYPE_A && length == 4 && at + 14 <= all.length) {
                return (all[at + 10] & 0xff) + "." + (all[at + 11] & 0xff) + "." + (all[at + 12] & 0xff) + "."
                        + (all[at + 13] & 0xff);
            }
            at += 10 + length;
        }
        return "";
    }

    /** Labels up to the empty one, or up to a pointer, which is two octets long. */
    private static int behindName(byte[] all, int from) {
        int at = from;
        while (at < all.length && all[at] != 0) {
            if ((all[at] & 0xc0) == 0xc0) {
                return at + 2;
            }
            at += 1 + (all[at] & 0xff);
        }
        return at + 1;
    }
}
