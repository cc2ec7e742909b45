package dev.preflight.checks.network;

import dev.preflight.checks.fact.Cidr;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.IpAddress;
import dev.preflight.checks.network.NetRanges.Address;
import dev.preflight.checks.network.NetRanges.Route;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the probe of {@link NetRanges} prints. */
final class NetRangesText {
    /** In front of a destination, where ip prints the kind of a route. */
    private static final Set<String> KINDS = Set.of("unicast", "blackhole", "unreachable", "prohibit", "nat", "local");

    /** Those by which nothing is sent. */
    private static final Set<String> REFUSED = Set.of("blackhole", "unreachable", "prohibit");

    /** RTF_GATEWAY, RTF_REJECT of linux/route.h; RTF_LOCAL, RTF_ANYCAST of linux/ipv6_route.h. */
    private static final long GATEWAY = 0x2;

    private static final long REJECT = 0x200;
    private static final long LOCAL = 0x8000_0000L;
    private static final long ANYCAST = 0x0010_0000L;

    /** Of which family a default route is does not matter here. */
    private static final Cidr EVERYTHING = new Cidr(32, BigInteger.ZERO, 0);

    private NetRangesText() {}

    static Reading<NetRanges> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Optional<Part> unreadable = text.first("unreadable");
        if (unreadable.isPresent()) {
            String what = unreadable.get().argument();
            return Reading.missing(Reason.NOT_READABLE, what.isEmpty() ? "ip route show table all" : what);
        }
        if (text.first("table").isPresent()) {
            return Reading.missing(Reason.NO_TOOL, "ip");
        }
        List<Route> routes = new ArrayList<>();
        for (Part part : text.all("routes")) {
            for (String line : part.lines()) {
                routes.add(route(line));
            }
        }
        if (text.first("main").isPresent()) {
            boolean little = text.argument("order").map(String::strip).equals(Optional.of("1"));
            for (String line : text.lines("main")) {
                routes.add(ofKernel(line, little));
            }
            for (String line : text.arguments("local")) {
                routes.add(new Route(network(line), List.of(), List.of("lo"), "local"));
            }
            Set<Cidr> own = own(text);
            for (String line : text.lines("main6")) {
                ofKernel6(line, own).ifPresent(routes::add);
            }
        } else if (text.first("routes").isEmpty()) {
            throw new FactFormatException("expected routes");
        }
        NetRanges withoutDevices = new NetRanges(List.of(), routes, servers(text));
        List<Address> addresses = new ArrayList<>();
        for (String line : text.arguments("addr")) {
            addresses.add(address(line, withoutDevices));
        }
        if (addresses.isEmpty()) {
            throw new FactFormatException("expected an address; every host has one of its own");
        }
        return Reading.got(new NetRanges(addresses, routes, withoutDevices.nameservers()));
    }

    /** Each address of the host alone. */
    private static Set<Cidr> own(HeadedText text) throws FactFormatException {
        Set<Cidr> own = new HashSet<>();
        for (String line : text.arguments("addr")) {
            own.add(network(IpAddress.canonical(words(line, 2)[1])));
        }
        return own;
    }

    /** What names no address is none that could be in a range: resolv.conf(5). */
    private static List<Cidr> servers(HeadedText text) {
        return text.arguments("nameserver").stream()
                .flatMap(word -> Cidr.of(word).stream())
                .distinct()
                .toList();
    }

    /** {@code eth0 10.0.0.7/24}; without ip its network is unknown, and of IPv4 its device, but for the route to it. */
    private static Address address(String line, NetRanges host) throws FactFormatException {
        String[] words = words(line, 2);
        String plain = IpAddress.canonical(words[1]);
        Cidr alone = network(plain);
        if (!words[0].equals("?")) {
            return new Address(words[0], alone, words[1].indexOf('/') < 0 ? alone : network(words[1]));
        }
        Optional<Route> route = host.onLink(alone);
        String device = route.map(one -> String.join(",", one.devices())).orElse("?");
        return new Address(plain.startsWith("127.") ? "lo" : device, alone, alone);
    }

    /** A line of {@code ip -o route show table all}. */
    private static Route route(String line) throws FactFormatException {
        String[] words = line.strip().split("[\\s\\\\]+");
        int at = KINDS.contains(words[0]) && words.length > 1 ? 1 : 0;
        boolean refused = REFUSED.contains(words[0]);
        List<Cidr> gateways = new ArrayList<>();
        List<String> devices = new ArrayList<>();
        String table = "main";
        for (int i = at + 1; i < words.length - 1; i++) {
            switch (words[i]) {
                case "via" -> {
                    boolean family = words[i + 1].matches("inet6?") && i + 2 < words.length;
                    gateways.add(network(words[family ? i + 2 : i + 1]));
                }
                case "dev" -> devices.add(words[i + 1]);
                case "table" -> table = words[i + 1];
                default -> {}
            }
        }
        Cidr to = words[at].equals("default") ? EVERYTHING : network(words[at]);
        return new Route(to, gateways, refused ? List.of() : devices, table);
    }

    /** A line of {@code /proc/net/route}: device, destination, router, flags, mask. */
    private static Route ofKernel(String line, boolean little) throws FactFormatException {
        String[] words = words(line, 5);
        long flags = number(words[3], 16).longValue();
        int prefix = number(words[4], 16).bitCount();
        Cidr to = Cidr.around(32, ordered(words[1], little), prefix);
        boolean router = (flags & GATEWAY) != 0;
        return new Route(
                to,
                router ? List.of(new Cidr(32, ordered(words[2], little), 32)) : List.of(),
                (flags & REJECT) != 0 ? List.of() : List.of(words[0]),
                "main");
    }

    /** A line of {@code /proc/net/ipv6_route}: device, destination, length of its prefix, router, flags. */
    private static Optional<Route> ofKernel6(String line, Set<Cidr> own) throws FactFormatException {
        String[] words = words(line, 5);
        long flags = number(words[4], 16).longValue();
        Cidr to = Cidr.around(128, number(words[1], 16), number(words[2], 16).intValue());
        boolean local = (flags & LOCAL) != 0;
        // What the kernel adds for each address.
        if ((local && own.contains(to)) || (flags & ANYCAST) != 0 || words[1].startsWith("ff")) {
            return Optional.empty();
        }
        boolean router = (flags & GATEWAY) != 0;
        return Optional.of(new Route(
                to,
                router ? List.of(new Cidr(128, number(words[3], 16), 128)) : List.of(),
                (flags & REJECT) != 0 ? List.of() : List.of(words[0]),
                local ? "local" : "main"));
    }

    private static BigInteger ordered(String hex, boolean little) throws FactFormatException {
        BigInteger number = number(hex, 16);
        return little ? BigInteger.valueOf(Integer.toUnsignedLong(Integer.reverseBytes(number.intValue()))) : number;
    }

    private static Cidr network(String word) throws FactFormatException {
        return Cidr.of(word).orElseThrow(() -> new FactFormatException("expected a range, found: " + word));
    }

    private static BigInteger number(String word, int radix) throws FactFormatException {
        if (!word.matches("[0-9a-fA-F]{1,32}")) {
            throw new FactFormatException("expected a number, found: " + word);
        }
        return new BigInteger(word, radix);
    }

    private static String[] words(String line, int count) throws FactFormatException {
        String[] words = line.strip().split("\\s+");
        if (words.length != count) {
            throw new FactFormatException("expected " + count + " words, found: " + line);
        }
        return words;
    }
}
