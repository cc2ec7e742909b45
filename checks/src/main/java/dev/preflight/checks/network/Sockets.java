package dev.preflight.checks.network;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.IpAddress;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sockets that hold a port. Sources: proc(5) and the kernel's proc_net_tcp.rst for the tables, ss(8) for the owners, the
 * kernel's ip-sysctl.rst for the ports of outgoing connections.
 *
 * @param all those of TCP that listen, and all of UDP
 * @param owners who holds a port, by {@code tcp/6443}: an entry for each socket that ss names
 * @param outgoing ports that an outgoing connection may get
 */
record Sockets(List<Socket> all, Map<String, List<Owner>> owners, BitSet outgoing) {
    static final Fact<Sockets> FACT = Fact.named("sockets", Sockets.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .parsedBy(Sockets::parse);

    static final FactRequest<Sockets> REQUEST = FACT.request();

    private static final List<String> TABLES = List.of("tcp", "tcp6", "udp", "udp6");
    private static final Pattern LOCAL = Pattern.compile("([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})");
    private static final Pattern OWNER = Pattern.compile("(tcp|udp) \\S*:(\\d{1,5}) (users:\\(.*\\))?");
    /** As ss prints it since iproute2 4.0 and before that. */
    private static final Pattern USER = Pattern.compile("\\(\"([^\"]*)\",(?:pid=)?(\\d{1,10}),");

    /**
     * A socket.
     *
     * @param protocol {@code tcp} or {@code udp}
     * @param v6 whether it is one of IPv6
     * @param addresses what its address is in either byte order: the kernel prints that of the machine; empty for all
     *     addresses
     */
    record Socket(String protocol, boolean v6, Set<String> addresses, int port) {}

    /**
     * Who holds a socket; without names where ss shows none: to other users than root, and of the kernel's own.
     *
     * @param groups last parts of their control groups, such as the name of a unit
     */
    record Owner(List<String> names, List<String> groups) {}

    private static Reading<Sockets> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        List<String> tables = text.arguments("table");
        // Those of IPv6 are missing where the kernel has no IPv6.
        if (text.first("unreadable").isPresent() || !tables.contains("tcp") || !tables.contains("udp")) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/net");
        }
        List<Socket> all = new ArrayList<>();
        for (HeadedText.Part table : text.all("table")) {
            if (!TABLES.contains(table.argument())) {
                throw new FactFormatException("no table of sockets: " + table.argument());
            }
            for (String line : table.lines()) {
                all.add(socket(table.argument(), line));
            }
        }
        BitSet outgoing = ports(argument(text, "ip_local_port_range").strip().replace(' ', '-'));
        outgoing.andNot(ports(text.argument("ip_local_reserved_ports").orElse("")));
        return Reading.got(new Sockets(List.copyOf(all), owners(text), outgoing));
    }

    private static String argument(HeadedText text, String heading) throws FactFormatException {
        return text.argument(heading).orElseThrow(() -> new FactFormatException("expected " + heading));
    }

    /** Numbers and ranges with commas between; none in an empty text. */
    private static BitSet ports(String list) throws FactFormatException {
        BitSet ports = new BitSet();
        for (String part : list.isEmpty() ? new String[0] : list.split(",", -1)) {
            String[] ends = part.split("-+", 2);
            int first = Numbers.small(ends[0]);
            int last = Numbers.small(ends[ends.length - 1]);
            if (last < first || last > 65_535) {
                throw new FactFormatException("expected ports, found: " + part);
            }
            ports.set(first, last + 1);
        }
        return ports;
    }

    private static Socket socket(String table, String line) throws FactFormatException {
        Matcher m = LOCAL.matcher(line);
        if (!m.matches()) {
            throw new FactFormatException("expected an address and a port, found: " + line);
        }
        String hex = m.group(1);
        return new Socket(
                table.substring(0, 3),
                table.endsWith("6"),
                hex.matches("0+") ? Set.of() : Set.copyOf(List.of(address(hex), address(turned(hex)))),
                Integer.parseInt(m.group(2), 16));
    }

    /** With the bytes of each word of 32 bits in the other order. */
    private static String turned(String hex) {
        return hex.replaceAll("(..)(..)(..)(..)", "$4$3$2$1");
    }

    private static String address(String hex) {
        boolean mapped = hex.matches("0{20}FFFF.{8}");
        if (hex.length() > 8 && !mapped) {
            return IpAddress.canonical(hex);
        }
        long number = Long.parseLong(hex.substring(hex.length() - 8), 16);
        return (number >> 24) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private static Map<String, List<Owner>> owners(HeadedText text) {
        Map<String, List<String>> groups = text.all("group").stream()
                .map(part -> part.argument().split(" ", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> List.of(words[1]), (one, other) -> one));
        Map<String, List<Owner>> owners = new HashMap<>();
        for (String line : text.lines("owners")) {
            Matcher m = OWNER.matcher(line);
            if (m.matches()) {
                String users = m.group(3) == null ? "" : m.group(3);
                owners.computeIfAbsent(m.group(1) + "/" + m.group(2), port -> new ArrayList<>())
                        .add(owner(users, groups));
            }
        }
        return owners;
    }

    private static Owner owner(String users, Map<String, List<String>> groups) {
        List<String> names = new ArrayList<>();
        List<String> of = new ArrayList<>();
        Matcher m = USER.matcher(users);
        while (m.find()) {
            names.add(m.group(1));
            of.addAll(groups.getOrDefault(m.group(2), List.of()));
        }
        return new Owner(List.copyOf(names), List.copyOf(of));
    }
}
