package dev.preflight.checks.firewall;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.firewall.Walk.End;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * @param tables rules of nft
 * @param lists rules of iptables
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
        NftTables tables,
        IptablesLists lists,
        boolean docker) {
    private static final String FIREWALLD = "firewalld";

    /** Anything that may come from another host. */
    private static final List<Packet> ANY = Stream.of("tcp", "udp")
            .flatMap(protocol -> Stream.of(false, true)
                    .map(v6 -> new Packet(protocol, 1, 65_535, v6, Optional.empty(), Optional.empty())))
            .toList();

    public Filters {
        acting = List.copyOf(acting);
        failed = List.copyOf(failed);
        zones = List.copyOf(zones);
        permanent = List.copyOf(permanent);
        services = Map.copyOf(services);
        ufw = List.copyOf(ufw);
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
                        NftTables.parse(text.lines("nft")),
                        new IptablesLists(lists),
                        text.first("docker").isPresent()));
    }

    boolean acts(String manager) {
        return acting.contains(manager);
    }

    /** The zone of firewalld through which all packets of other hosts come; empty if they may come through several. */
    public Optional<String> zone() {
        List<String> all = zones.stream()
                .filter(zone -> zone.outer() || !zone.sources().isEmpty())
                .map(Zone::name)
                .toList();
        return all.size() > 1
                ? Optional.empty()
                : Optional.of(all.isEmpty() ? defaultZone : all.get(0)).filter(name -> !name.isEmpty());
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
        layers.addAll(tables.layers(packet, this::managed, true));
        // The policy of INPUT is that of ufw, whose default was asked for.
        layers.addAll(lists.filters(packet, acting));
        layers.addAll(beside(packet));
        return layers;
    }

    /** What it and its reply have to get through besides the chains that filter what comes in. */
    private List<Layer> beside(Packet packet) {
        return Stream.concat(
                        tables.layers(packet, this::managed, false).stream(), lists.beside(packet, acting).stream())
                .toList();
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
        boolean byIptables = (lists.has("nft v4") && chain.startsWith("ip filter "))
                || (lists.has("nft v6") && chain.startsWith("ip6 filter "));
        return byFirewalld || byIptables;
    }

    /** Names of what refuses packets to this host. */
    List<String> refusing() {
        List<String> names = new ArrayList<>(acting);
        if (tables.refuse(this::managed, true)) {
            names.add("nft");
        }
        lists.refusing(true, !acting.isEmpty()).stream()
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names;
    }

    /** The same, and of what refuses before the filter, or what the host sends. */
    List<String> refusingAny() {
        List<String> names = new ArrayList<>(refusing());
        if (tables.refuse(this::managed, false)) {
            names.add("nft");
        }
        names.addAll(lists.refusing(false, !acting.isEmpty()));
        ANY.stream()
                .flatMap(packet -> beside(packet).stream())
                .filter(Layer::mayRefuse)
                .map(Layer::called)
                .forEach(names::add);
        return names.stream().distinct().toList();
    }

    /** Names of rules that the manager does not show. */
    List<String> hidden() {
        List<String> names = new ArrayList<>();
        if (failed.stream().anyMatch(name -> name.startsWith("iptables-legacy")) || lists.hidden()) {
            names.add("iptables-legacy");
        }
        if (docker && acts("ufw")) {
            names.add("docker");
        }
        return names;
    }
}
