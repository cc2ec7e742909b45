package dev.preflight.checks.fact;

import dev.preflight.checks.fact.Links.Aggregate;
import dev.preflight.checks.fact.Links.Blind;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what {@code ovs-vsctl show} says: bridges, below them ports, below these interfaces. */
final class OvsText {
    /** The devices by which Open vSwitch shows itself: of the kernel's datapath, and of the one in user space. */
    static final Set<String> DATAPATHS = Set.of("ovs-system", "ovs-netdev");

    private static final Pattern PEER = Pattern.compile("peer=\"?([^\",}]+)");

    private static final class Interface {
        private String bridge = "";
        private String port = "";
        private String name = "";
        private String type = "system";
        private String peer = "";
    }

    private final List<Interface> interfaces = new ArrayList<>();
    private String bridge = "";
    private String port = "";
    private Interface last = new Interface();
    private boolean listed;
    private String error = "";

    void line(String answer, String rest) {
        listed |= answer.equals("show");
        error = answer.equals("error") && error.isEmpty() ? rest : error;
        String text = rest.strip().replace("\"", "");
        String value = text.substring(text.indexOf(' ') + 1);
        switch (text.substring(0, Math.max(0, text.indexOf(' ')))) {
            case "Bridge" -> bridge = value;
            case "Port" -> port = value;
            case "Interface" -> {
                last = new Interface();
                last.bridge = bridge;
                last.port = port;
                last.name = value;
                interfaces.add(last);
            }
            case "type:" -> last.type = value;
            case "options:" -> PEER.matcher(value).results().forEach(m -> last.peer = m.group(1));
            default -> {}
        }
    }

    /** For each interface of the host's own, the devices through which its bridge reaches the wire. */
    Map<String, List<String>> uplinks() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        interfaces.stream().filter(i -> i.type.equals("internal")).forEach(own -> {
            Set<String> found = new LinkedHashSet<>();
            collect(own.bridge, new LinkedHashSet<>(), found);
            all.put(own.name, List.copyOf(found));
        });
        return all;
    }

    private void collect(String bridge, Set<String> seen, Set<String> found) {
        if (seen.add(bridge)) {
            Set<String> bonds = bonds().keySet();
            interfaces.stream().filter(i -> i.bridge.equals(bridge)).forEach(i -> {
                if (i.type.equals("system")) {
                    found.add(bonds.contains(i.port) ? i.port : i.name);
                }
                interfaces.stream()
                        .filter(other -> i.type.equals("patch") && other.name.equals(i.peer))
                        .forEach(other -> collect(other.bridge, seen, found));
            });
        }
    }

    /** Ports of several interfaces. */
    Map<String, Aggregate> bonds() {
        Map<String, Set<String>> ports = new LinkedHashMap<>();
        interfaces.forEach(i ->
                ports.computeIfAbsent(i.port, port -> new LinkedHashSet<>()).add(i.name));
        ports.values().removeIf(names -> names.size() < 2);
        Map<String, Aggregate> bonds = new LinkedHashMap<>();
        ports.forEach((port, names) -> bonds.put(port, new Aggregate(names, Set.of(), false, "", Map.of())));
        return bonds;
    }

    Optional<Blind> blind(Set<String> nics) {
        if (listed || Collections.disjoint(nics, DATAPATHS)) {
            return Optional.empty();
        }
        boolean denied = Ascii.lower(error).contains("permission denied");
        Reason reason = denied ? Reason.NO_PERMISSION : Reason.NOT_READABLE;
        return Optional.of(error.isEmpty() ? new Blind(Reason.NO_TOOL, "ovs-vsctl") : new Blind(reason, error));
    }
}
