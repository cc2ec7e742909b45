package dev.preflight.checks.fact;

import dev.preflight.checks.fact.Links.Aggregate;
import dev.preflight.checks.fact.Links.Carrier;
import dev.preflight.checks.fact.Links.Nic;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what the probe of {@link Links} prints: one line a thing, the word before it says what. */
final class LinksText {
    private final SortedMap<String, Map<String, String>> nics = new TreeMap<>();
    private final Map<String, Set<String>> lower = new LinkedHashMap<>();
    private final Map<String, AggregateText> monitors = new LinkedHashMap<>();
    private final OvsText ovs = new OvsText();
    private final Set<String> defaults = new LinkedHashSet<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private boolean speedsRead;

    /** The interfaces; missing where there is none, which no host has. */
    static Reading<Links> parse(ProbeOutput output) throws FactFormatException {
        LinksText text = new LinksText();
        List<String> lines = output.lines();
        for (String line : lines) {
            text.line(line);
        }
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals("done")) {
            throw new FactFormatException("the last line should be \"done\"");
        }
        return text.nics.isEmpty()
                ? Reading.missing(Reason.NOT_READABLE, "no interface in /sys/class/net")
                : Reading.got(text.links());
    }

    private void line(String line) throws FactFormatException {
        String[] word = line.split(" ", 3);
        String name = word.length > 1 ? word[1] : "";
        String rest = word.length > 2 ? word[2] : "";
        switch (word[0]) {
            case "nic" -> nic(name, rest);
            case "speed", "changes" -> values(name).put(word[0], rest);
            case "vlan" -> below(name).add(rest);
            case "bond" ->
                monitors.computeIfAbsent(name, n -> new AggregateText()).bond(rest);
            case "team" ->
                monitors.computeIfAbsent(name, n -> new AggregateText()).team(rest);
            case "ovs" -> ovs.line(name, rest);
            case "default" -> defaults.add(name);
            case "addr" -> addresses.put(IpAddress.canonical(rest), name);
            case "speeds" -> speedsRead = true;
            case "done" -> {}
            default -> throw new FactFormatException("expected a line about interfaces, found \"" + line + "\"");
        }
    }

    private Map<String, String> values(String nic) {
        return nics.computeIfAbsent(nic, n -> new LinkedHashMap<>());
    }

    private Set<String> below(String nic) {
        return lower.computeIfAbsent(nic, n -> new LinkedHashSet<>());
    }

    private void nic(String name, String rest) {
        Map<String, String> values = values(name);
        for (String pair : rest.split(" ")) {
            int equals = pair.indexOf('=');
            String value = pair.substring(equals + 1);
            if (pair.startsWith("lower=")) {
                below(name).add(value);
            } else if (equals > 0) {
                values.put(pair.substring(0, equals), value);
            }
        }
    }

    private Links links() {
        SortedMap<String, Nic> all = new TreeMap<>();
        SortedMap<String, Aggregate> aggregates = new TreeMap<>(ovs.bonds());
        Map<String, List<String>> bridges = new LinkedHashMap<>(ovs.uplinks());
        nics.forEach((name, values) -> {
            Nic nic = nic(name, values);
            all.put(name, nic);
            AggregateText monitor = monitors.getOrDefault(name, new AggregateText());
            // A team looks like anything with several devices below; only a bond says what it is.
            boolean team =
                    !nic.bridge() && !nic.physical() && nic.lower().size() > 1 && !OvsText.DATAPATHS.contains(name);
            if (values.containsKey("bonding") || team || monitor.isTeam()) {
                aggregates.put(name, monitor.aggregate(nic.lower(), values.getOrDefault("bonding", "")));
            } else if (nic.bridge()) {
                bridges.put(name, nic.lower());
            }
        });
        return new Links(all, aggregates, bridges, ovs.blind(nics.keySet()), defaults, addresses, speedsRead);
    }

    private Nic nic(String name, Map<String, String> values) {
        String[] speed = values.getOrDefault("speed", "- -").split(" ");
        String flags = values.getOrDefault("flags", "?");
        Carrier carrier = switch (values.getOrDefault("carrier", "?")) {
            case "1" -> Carrier.UP;
            case "0" -> Carrier.DOWN;
            default -> Carrier.UNREADABLE;
        };
        return new Nic(
                name,
                flags.startsWith("0x") ? Links.number(flags.substring(2), 16) : OptionalInt.empty(),
                carrier,
                values.getOrDefault("operstate", "?"),
                speed[0],
                speed.length > 1 ? speed[1] : "-",
                List.of(
                        Links.number(values.getOrDefault("carrier_changes", "?"), 10),
                        Links.number(values.getOrDefault("changes", "?"), 10)),
                values.containsKey("device"),
                values.containsKey("bridge"),
                List.copyOf(lower.getOrDefault(name, Set.of())),
                Links.number(values.getOrDefault("mtu", "?"), 10));
    }
}
