package dev.preflight.checks.firewall;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.firewall.Walk.End;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Rules of nft. Of base chains (nft(8), "hook") the kernel asks those of ingress, prerouting and input about what comes in, and
 * those of output, postrouting and egress about the answer; of type nat only about the first packet of a connection.
 *
 * @param chains their lines, by family, table and chain; the first line of a base chain is its type
 */
record NftTables(Map<String, List<String>> chains) {
    private static final Pattern BASE = Pattern.compile("type (\\w+) hook (\\w+) .*");

    private static final Pattern JUMP = Pattern.compile("(?:jump|goto) ([^ ,}]+)");

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private static final Pattern REFUSES = Pattern.compile("\\b(drop|reject)\\b");

    NftTables {
        chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
    }

    static NftTables parse(List<String> lines) {
        Map<String, List<String>> chains = new LinkedHashMap<>();
        List<String> chain = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("chain ")) {
                chain = new ArrayList<>();
                chains.put(line.substring("chain ".length()), chain);
            } else if (!chain.isEmpty() && !whole(line) && !line.contains("}")) {
                chain.add(line.strip());
            } else if (!chain.isEmpty() && !whole(chain.get(chain.size() - 1))) {
                // The elements of a long set go on.
                chain.set(chain.size() - 1, chain.get(chain.size() - 1) + " " + line.strip());
            } else {
                chain.add(line.strip());
            }
        }
        return new NftTables(chains);
    }

    private static boolean whole(String rule) {
        return rule.lastIndexOf('{') <= rule.lastIndexOf('}');
    }

    /**
     * What the packet has to get through.
     *
     * @param left names of chains that are asked elsewhere
     * @param filter whether of the hooks that filter what comes in, or of the others
     */
    List<Layer> layers(Packet packet, Predicate<String> left, boolean filter) {
        List<Layer> layers = new ArrayList<>();
        chains.forEach((name, lines) -> {
            if (!left.test(name) && filters(lines) == filter) {
                layer(name, lines, packet).ifPresent(layers::add);
            }
        });
        return layers;
    }

    /** Whether this is a base chain that filters what comes in; most firewalls have no other that refuses. */
    private static boolean filters(List<String> lines) {
        Matcher base = BASE.matcher(head(lines));
        return base.matches()
                && base.group(1).equals("filter")
                && (base.group(2).equals("input") || base.group(2).equals("prerouting"));
    }

    private static String head(List<String> lines) {
        return lines.isEmpty() ? "" : lines.get(0);
    }

    private static Optional<Way> way(String type, String hook) {
        return switch (hook) {
            case "input" -> Optional.of(Way.TO_HOST);
            case "output", "postrouting", "egress" -> type.equals("nat") ? Optional.empty() : Optional.of(Way.REPLY);
            case "forward" -> Optional.empty();
            default -> Optional.of(Way.PASSING);
        };
    }

    private Optional<Layer> layer(String name, List<String> lines, Packet packet) {
        Matcher base = BASE.matcher(head(lines));
        String family = name.split(" ", 2)[0];
        if (!base.matches() || family.equals(packet.v6() ? "ip" : "ip6")) {
            return Optional.empty();
        }
        Optional<Way> way = way(base.group(1), base.group(2));
        if (way.isEmpty()) {
            return Optional.empty();
        }
        End policy = head(lines).contains("policy drop") ? End.REFUSED : End.ACCEPTED;
        Set<End> ends = walk(name, new NftRule(packet, table(name), way.get()));
        Layer layer = Layer.of("nft, " + name, "nft", ends, policy);
        // A bridge and a device are not on every way; a datagram need not have an answer.
        boolean sure = family.startsWith("i") && !head(lines).contains(" device");
        return Optional.of(
                sure && !(way.get() == Way.REPLY && packet.protocol().equals("udp")) ? layer : layer.unsure());
    }

    private static String table(String chain) {
        return chain.substring(0, Math.max(0, chain.lastIndexOf(' ')));
    }

    private Set<End> walk(String base, NftRule reader) {
        Map<String, List<Rule>> rules = new LinkedHashMap<>();
        chains.forEach((chain, lines) -> {
            if (chain.startsWith(reader.table() + " ")) {
                rules.put(
                        chain,
                        lines.stream()
                                .filter(line -> !line.startsWith("type "))
                                .map(reader::read)
                                .toList());
            }
        });
        return new Walk(rules).through(base);
    }

    /**
     * Whether a rule refuses something.
     *
     * @param left names of chains that are asked elsewhere
     * @param filter whether of the hooks that filter what comes in, or of the answers
     */
    boolean refuse(Predicate<String> left, boolean filter) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>();
        chains.forEach((name, lines) -> {
            Matcher base = BASE.matcher(head(lines));
            if (base.matches()
                    && (filter
                            ? filters(lines)
                            : way(base.group(1), base.group(2)).equals(Optional.of(Way.REPLY)))) {
                next.add(name);
            }
        });
        while (!next.isEmpty()) {
            String name = next.remove();
            if (reached.add(name)) {
                for (String line : chains.getOrDefault(name, List.of())) {
                    Matcher jump = JUMP.matcher(line);
                    while (jump.find()) {
                        next.add(table(name) + " " + jump.group(1));
                    }
                }
            }
        }
        return reached.stream()
                .filter(name -> !left.test(name))
                .flatMap(name -> chains.getOrDefault(name, List.of()).stream())
                .anyMatch(line ->
                        REFUSES.matcher(QUOTED.matcher(line).replaceAll("")).find());
    }
}
