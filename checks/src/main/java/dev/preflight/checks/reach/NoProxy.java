package dev.preflight.checks.reach;

import dev.preflight.checks.fact.Cidr;
import dev.preflight.node.Ascii;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A list of what is not sent to a proxy, by the rules of Go programs such as docker, containerd and kubelet: the package
 * golang.org/x/net/http/httpproxy. An address or range holds all that is in it; a name holds itself and what ends with it, and
 * one with a dot in front only the latter. Curl before 7.86, wget and Python know no ranges.
 *
 * @param entries in its order, in small letters
 */
record NoProxy(List<String> entries) {
    NoProxy {
        entries = List.copyOf(entries);
    }

    static NoProxy of(String list) {
        return new NoProxy(Stream.of(list.split(",", -1))
                .map(entry -> Ascii.lower(entry.strip()))
                .filter(entry -> !entry.isEmpty())
                .toList());
    }

    /** Whether nothing that this range, address or domain names is sent to a proxy. */
    boolean covers(String need) {
        Optional<Cidr> range = Cidr.of(need);
        return entries.stream()
                .anyMatch(entry -> entry.equals("*")
                        || range.map(wanted -> Cidr.of(portless(entry))
                                        .filter(entryRange -> entryRange.holds(wanted))
                                        .isPresent())
                                .orElseGet(() -> coversName(entry, Ascii.lower(need))));
    }

    private static boolean coversName(String entry, String need) {
        String name = portless(entry).replaceFirst("^\\*\\.", ".");
        String suffix = name.startsWith(".") ? name : "." + name;
        // ".svc" asks for what ends with it, "db.svc" for that name and what ends with it.
        return need.startsWith(".") ? need.endsWith(suffix) : need.equals(name) || need.endsWith(suffix);
    }

    /** What is excepted at one port only is not excepted at others; such an entry covers nothing as a whole. */
    private static String portless(String entry) {
        return entry.matches("[^:]*:\\d+") ? "" : entry;
    }
}
