package dev.preflight.checks.fact;

import dev.preflight.checks.fact.Links.Aggregate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads what {@code /proc/net/bonding} or {@code teamdctl} says of one aggregate. */
final class AggregateText {
    private final Set<String> ports = new LinkedHashSet<>();
    private final Set<String> down = new LinkedHashSet<>();
    private final Map<String, String> aggregators = new TreeMap<>();
    private String partner = "";
    private String port = "";
    private boolean lacp;
    private boolean isTeam;

    void bond(String line) {
        String value = line.substring(line.indexOf(':') + 1).strip();
        if (line.startsWith("Slave Interface:")) {
            port = value;
            ports.add(port);
        } else if (line.startsWith("Partner Mac Address:")) {
            partner = value;
        } else if (!port.isEmpty() && line.startsWith("MII Status:") && !value.equals("up")) {
            down.add(port);
        } else if (!port.isEmpty() && line.startsWith("Aggregator ID:")) {
            aggregators.put(port, value);
        }
    }

    /** Indented text: ports are indented by two columns, their properties by more. */
    void team(String line) {
        isTeam = true;
        String text = line.strip();
        if (line.matches(" {2}[^ :]+")) {
            port = text;
        } else if (text.equals("runner: lacp")) {
            lacp = true;
        } else if (!port.isEmpty() && text.equals("link summary: down")) {
            down.add(port);
        } else if (!port.isEmpty() && text.startsWith("aggregator ID:")) {
            String id = text.substring("aggregator ID:".length()).strip();
            aggregators.put(port, id.indexOf(',') < 0 ? id : id.substring(0, id.indexOf(',')));
        }
    }

    /** Whether it was {@code teamdctl} that spoke of it. */
    boolean isTeam() {
        return isTeam;
    }

    Aggregate aggregate(List<String> lower, String bondMode) {
        ports.addAll(lower);
        return new Aggregate(ports, down, lacp || bondMode.equals("802.3ad"), partner, aggregators);
    }
}
