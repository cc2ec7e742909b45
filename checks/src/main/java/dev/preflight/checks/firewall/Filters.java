package dev.preflight.checks.firewall;

import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.firewall.Rule.Action;
import dev.preflight.checks.firewall.Walk.End;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that a packet to the host has to get through.
 *
 * @param acting managers that act: {@code firewalld}, {@code ufw}
 * @param failed what could not be listed
 * @param cut whether a list of rules was longer than what is sent
 * @param ufwEnabled whether ufw starts its rules when it is started
 * @param defaultZone firewalld's for what no zone names
 * @param zones of firewalld that act
 * @param permanent the same, as the next start has them
 * @param services what services of firewalld are, by name
 * @param ufw the status of ufw
 * @param tables rules of nft by family, table and chain
 * @param lists rules of iptables by backend and protocol: {@code nft v4}; {@code hidden} are those that nft does not show
 * @param docker whether docker has rules
 */
public record Filters(
        List<String> acting,
        List<String> failed,
        boolean cut,
        boolean ufwEnabled,
        String defaultZone,
        List<Zone> zones,
        List<Zone> permanent,
        Map<String, List<String>> services,
        List<String> ufw,
        Map<String, List<String>> tables,
        Map<String, List<String>> lists,
        boolean docker) {
    private static final String FIREWALLD = "firewalld";

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private static final Pattern REFUSES = Pattern.compile("\\b(drop|reject)\\b");

    public Filters {
        acting = List.copyOf(acting);
        failed = List.copyOf(failed);
        zones = List.copyOf(zones);
        permanent = List.copyOf(permanent);
        services = Map.copyOf(services);
        ufw = List.copyOf(ufw);
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        lists = Collections.unmodifiableMap(new LinkedHashMap<>(lists));
    }

    /** What an answer says of them; nothing if it is of before this was asked. */
    static Optional<Filters> of(HeadedText text) {
        Map<String, List<String>> services = text.all("service").stream()
                .collect(Collectors.toMap(Part::argument, Part::lines, (one, other) -> one, TreeMap::new));
        Map<String, List<String>> lists = new LinkedHashMap<>();
        text.all("iptables").forEach(part -> lists.put(part.argument(), part.lines()));
        return text.argument("ufw-enabled")
                .map(enabled -> new Filters(
                        text.arguments("acting"),
                        text.arguments("failed"),
                        text.first("cut").isPresent(),
                        enabled.equals("yes"),
                        text.argument("zone-default").orElse(""),
                        Zone.parse(text.lines("zones")),
                        Zone.parse(text.lines("permanent")),
                        services,
                        text.lines("ufw"),
                        tables(text.lines("nft")),
                        lists,
                        text.first("docker").isPresent()));
    }

    private static Map<String, List<String>> tables(List<String> lines) {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        List<String> chain = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("chain ")) {
                chain = new ArrayList<>();
                tables.put(line.substring("chain ".length()), chain);
            } else if (line.contains("{") && !line.contains("}")) {
                chain.add(line.strip());
            } else if (!chain.isEmpty() && open(chain.get(chain.size() - 1))) {
                // The elements of a long set go on.
                chain.set(chain.size() - 1, chain.get(chain.size() - 1) + " " + line.strip());
            } else {
                chain.add(line.strip());
            }
        }
        return tables;
    }

    private static boolean open(String rule) {
        return rule.lastIndexOf('{') > rule.lastIndexOf('}');
    }

    boolean acts(String manager) {
        return acting.contains(manager);
    }

    /** What the packet has to get through now. */
    List<Layer> layers(Packet packet) {
        List<Layer> layers = new ArrayList<>();
        if (acts(FIREWALLD)) {
            layers.addAll(zones(zones, packet));
        }
        if (acts("ufw")) {
            layers.add(new Layer("ufw", "ufw", "", UfwRules.ends(ufw, packet)));
        }
        tables.forEach((name, lines) -> table(name, lines, packet).ifPresent(layers::add));
        lists.forEach((name, lines) -> list(name, lines, packet).ifPresent(layers::add));
        return layers;
    }

    /** What firewalld lets through after its next start. */
    List<Layer> afterStart(Packet packet) {
        return acts(FIREWALLD) ? zones(permanent, packet) : List.of();
    }

    /** The zones that bind interfaces are those that act now: NetworkManager binds some at boot. */
    private List<Layer> zones(List<Zone> rules, Packet packet) {
        Map<String, Zone> byName =
                rules.stream().collect(Collectors.toMap(Zone::name, Function.identity(), (one, other) -> one));
        List<Layer> layers = new ArrayList<>();
        List<Zone> some = new ArrayList<>();
        for (Zone zone : zones) {
            Match sends = zone.sends(packet);
            if (sends == Match.YES) {
                return List.of(layer(byName, zone.name(), packet));
            }
            if (sends == Match.MAYBE) {
                some.add(zone);
            }
        }
        zones.stream().filter(zone -> zone.outer() && !some.contains(zone)).forEach(some::add);
        if (zones.stream().noneMatch(Zone::outer)) {
            layers.add(layer(byName, defaultZone, packet));
        }
        some.forEach(zone -> layers.add(layer(byName, zone.name(), packet)));
        return oneOf(layers);
    }

    private Layer layer(Map<String, Zone> byName, String name, Packet packet) {
        Zone zone = byName.get(name);
        Set<End> ends = zone == null ? Set.of(End.ACCEPTED, End.REFUSED) : zone.ends(packet, services);
        return new Layer("firewalld, zone " + name, FIREWALLD, name, ends);
    }

    /** The packet goes through one of these zones: if they differ, what becomes of it is open. */
    private static List<Layer> oneOf(List<Layer> zones) {
        Set<Set<End>> all = zones.stream().map(Layer::ends).collect(Collectors.toSet());
        return all.size() < 2
                ? zones
                : zones.stream()
                        .filter(Layer::mayRefuse)
                        .map(zone ->
                                new Layer(zone.name(), zone.manager(), zone.zone(), Set.of(End.ACCEPTED, End.REFUSED)))
                        .toList();
    }

    private boolean managed(String chain) {
        String[] names = chain.split(" ");
        boolean byFirewalld = names.length > 1 && names[1].equals(FIREWALLD) && acts(FIREWALLD);
        // These iptables lists better itself.
        boolean byIptables = (lists.containsKey("nft v4") && chain.startsWith("ip filter "))
                || (lists.containsKey("nft v6") && chain.startsWith("ip6 filter "));
        return byFirewalld || byIptables;
    }

    private Optional<Layer> table(String name, List<String> lines, Packet packet) {
        String head = lines.isEmpty() ? "" : lines.get(0);
        boolean family = name.startsWith("inet ") || name.startsWith(packet.v6() ? "ip6 " : "ip ");
        if (!head.startsWith("type ") || !family || managed(name)) {
            return Optional.empty();
        }
        String table = name.substring(0, name.lastIndexOf(' '));
        NftRule reader = new NftRule(packet, table, head.contains(" hook input "));
        Map<String, List<Rule>> chains = new LinkedHashMap<>();
        tables.forEach((chain, rules) -> {
            if (chain.startsWith(table + " ")) {
                chains.put(
                        chain,
                        rules.stream()
                                .filter(line -> !line.startsWith("type "))
                                .map(reader::read)
                                .toList());
            }
        });
        End policy = head.contains("policy drop") ? End.REFUSED : End.ACCEPTED;
        return Optional.of(Layer.of("nft, " + name, "nft", new Walk(chains).through(name), policy));
    }

    private Optional<Layer> list(String name, List<String> lines, Packet packet) {
        String other = name.replace(" v4", " v6");
        if (packet.v6() && !lists.containsKey(other)) {
            return Optional.of(new Layer("ip6tables", "iptables", "", Set.of(End.ACCEPTED, End.REFUSED)));
        }
        if (!name.endsWith(packet.v6() ? " v6" : " v4")) {
            return Optional.empty();
        }
        Map<String, List<Rule>> chains = chains(lines, new IptablesRule(packet));
        // The policy of INPUT is that of ufw, whose default was asked for.
        boolean drops = !acts("ufw") && lines.stream().anyMatch("-P INPUT DROP"::equals);
        String called = name.startsWith("hidden") ? "iptables-legacy" : "iptables";
        return Optional.of(Layer.of(
                called + ", chain INPUT",
                "iptables",
                new Walk(chains).through("INPUT"),
                drops ? End.REFUSED : End.ACCEPTED));
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

    /** Names of what refuses packets to this host. */
    List<String> refusing() {
        List<String> names = new ArrayList<>(acting);
        boolean nft = tables.entrySet().stream()
                .filter(chain -> !managed(chain.getKey()))
                .flatMap(chain -> chain.getValue().stream())
                .anyMatch(line ->
                        REFUSES.matcher(QUOTED.matcher(line).replaceAll("")).find());
        if (nft) {
            names.add("nft");
        }
        IptablesRule reader = new IptablesRule(new Packet("tcp", 1, 1, false, Optional.empty(), Optional.empty()));
        lists.forEach((name, lines) -> {
            boolean refuses = chains(lines, reader).entrySet().stream()
                    .filter(chain -> !chain.getKey().matches("(KUBE|cali|ufw6?|f2b)-.*|IN_.*|INPUT_.*"))
                    .flatMap(chain -> chain.getValue().stream())
                    .anyMatch(rule -> rule.action() == Action.REFUSE);
            String called = name.startsWith("hidden") ? "iptables-legacy" : "iptables";
            boolean managed = !acting.isEmpty() && !called.endsWith("legacy");
            if (!managed && (refuses || lines.contains("-P INPUT DROP")) && !names.contains(called)) {
                names.add(called);
            }
        });
        return names;
    }

    /** Names of rules that the manager does not show. */
    List<String> hidden() {
        List<String> names = new ArrayList<>();
        if (failed.contains("iptables-legacy") || lists.keySet().stream().anyMatch(name -> name.startsWith("hidden"))) {
            names.add("iptables-legacy");
        }
        if (docker && acts("ufw")) {
            names.add("docker");
        }
        return names;
    }
}
