package dev.preflight.checks.firewall;

import dev.preflight.checks.firewall.Rule.Action;
import dev.preflight.checks.firewall.Walk.End;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rules of iptables, in the tables filter, raw, mangle and security. Base chains: iptables(8), "TABLES".
 *
 * @param lists their lines by backend, protocol and table: {@code nft v4} is the table filter, {@code legacy v6 raw}
 *     another one; {@code hidden} are those that nft does not show
 */
record IptablesLists(Map<String, List<String>> lists) {
    private static final String INPUT = "INPUT";

    private static final List<String> MANAGERS = List.of("firewalld", "ufw");

    private static final Map<String, Way> BASES =
            Map.of("PREROUTING", Way.PASSING, INPUT, Way.TO_HOST, "OUTPUT", Way.REPLY, "POSTROUTING", Way.REPLY);

    /** Rules that others make for addresses and marks of their own, or that a manager was asked about. */
    private static final String OTHERS =
            "(KUBE|cali|ufw6?|f2b)-.*|(IN|OUT)_.*|(INPUT|OUTPUT|PREROUTING|POSTROUTING)_.*";

    IptablesLists {
        lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
    }

    boolean has(String name) {
        return lists.containsKey(name);
    }

    boolean hidden() {
        return lists.keySet().stream().anyMatch(name -> name.startsWith("hidden"));
    }

    private static boolean filter(String name) {
        return name.endsWith(" v4") || name.endsWith(" v6");
    }

    private static String called(String name) {
        return name.startsWith("hidden") ? "iptables-legacy" : "iptables";
    }

    /** What the packet has to get through in chains INPUT of tables filter; of managers that were asked not what is theirs. */
    List<Layer> filters(Packet packet, List<String> asked) {
        List<Layer> layers = new ArrayList<>();
        lists.forEach((name, lines) -> {
            if (filter(name) && packet.v6() && !has(name.replace(" v4", " v6"))) {
                layers.add(new Layer("ip6tables", "iptables", "", Set.of(End.ACCEPTED, End.REFUSED)));
            } else if (filter(name) && of(name, packet)) {
                layers.add(layer(name, lines, INPUT, packet, asked));
            }
        });
        return layers;
    }

    /** What it and its reply have to get through elsewhere. */
    List<Layer> beside(Packet packet, List<String> asked) {
        List<Layer> layers = new ArrayList<>();
        lists.forEach((name, lines) -> {
            if (of(name, packet)) {
                BASES.keySet().stream()
                        .sorted()
                        .filter(chain -> !(filter(name) && chain.equals(INPUT)) && has(lines, chain))
                        .map(chain -> layer(name, lines, chain, packet, asked))
                        .forEach(layers::add);
            }
        });
        return layers;
    }

    private static boolean of(String name, Packet packet) {
        return name.contains(packet.v6() ? " v6" : " v4");
    }

    private static boolean has(List<String> lines, String chain) {
        return lines.stream()
                .anyMatch(line -> line.startsWith("-P " + chain + " ") || line.startsWith("-A " + chain + " "));
    }

    private static Layer layer(String name, List<String> lines, String chain, Packet packet, List<String> asked) {
        Way way = Optional.ofNullable(BASES.get(chain)).orElse(Way.PASSING);
        Map<String, List<Rule>> chains = chains(lines, new IptablesRule(packet, way, asked));
        boolean drops = !asked.contains("ufw") && lines.contains("-P " + chain + " DROP");
        String table = filter(name) ? "" : " of " + name.substring(name.lastIndexOf(' ') + 1);
        Layer layer = Layer.of(
                called(name) + ", chain " + chain + table,
                "iptables",
                new Walk(chains).through(chain),
                drops ? End.REFUSED : End.ACCEPTED);
        // A datagram need not have an answer.
        return way == Way.REPLY && packet.protocol().equals("udp") ? layer.unsure() : layer;
    }

    private static Map<String, List<Rule>> chains(List<String> lines, IptablesRule reader) {
        Map<String, List<Rule>> chains = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].equals("-A")) {
                chains.computeIfAbsent(words[1], name -> new ArrayList<>()).add(reader.read(words[1], words[2]));
            }
        }
        return chains;
    }

    /**
     * Names of what has rules that refuse.
     *
     * @param filter whether in chains INPUT of tables filter, or for replies
     * @param managed whether a manager has made those that are not hidden
     */
    Set<String> refusing(boolean filter, boolean managed) {
        Set<String> names = new TreeSet<>();
        lists.forEach((name, lines) -> {
            boolean ours = !managed || name.startsWith("hidden");
            boolean asked = BASES.entrySet().stream()
                    .filter(base -> filter ? filter(name) && base.getKey().equals(INPUT) : base.getValue() == Way.REPLY)
                    .anyMatch(base -> refuses(lines, base.getKey()));
            if (ours && asked) {
                names.add(called(name));
            }
        });
        return names;
    }

    /** Whether a chain, or what it jumps to, has a rule that refuses, whatever the packet. */
    private static boolean refuses(List<String> lines, String base) {
        Map<String, List<Rule>> chains = chains(
                lines,
                new IptablesRule(
                        new Packet("tcp", 1, 1, false, Optional.empty(), Optional.empty()), Way.PASSING, MANAGERS));
        return lines.contains("-P " + base + " DROP") || refuses(chains, base, new TreeSet<>());
    }

    private static boolean refuses(Map<String, List<Rule>> chains, String chain, Set<String> seen) {
        if (chain.matches(OTHERS) || !seen.add(chain)) {
            return false;
        }
        return chains.getOrDefault(chain, List.of()).stream()
                .anyMatch(rule -> rule.action() == Action.REFUSE || refuses(chains, rule.target(), seen));
    }
}
