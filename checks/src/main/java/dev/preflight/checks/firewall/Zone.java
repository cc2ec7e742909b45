package dev.preflight.checks.firewall;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.firewall.Rule.Action;
import dev.preflight.checks.firewall.Walk.End;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A zone of firewalld, as {@code --list-all-zones} shows it. Sources: firewalld.zone(5), firewalld.richlanguage(5): of rich
 * rules without a priority those that refuse come first; firewalld.zones(5): a zone that names the source goes before one
 * that names the interface.
 *
 * @param name such as {@code public}
 * @param interfaces bound to it
 * @param sources addresses and networks bound to it
 * @param target what becomes of all else: {@code default}, {@code ACCEPT}, {@code DROP}, {@code %%REJECT%%}
 * @param open ports as {@code 22/tcp}
 * @param services by name
 * @param protocols all of whose ports are open
 * @param forwarded ports that go elsewhere
 * @param rich its rich rules
 */
record Zone(
        String name,
        List<String> interfaces,
        List<String> sources,
        String target,
        List<String> open,
        List<String> services,
        List<String> protocols,
        List<String> forwarded,
        List<String> rich) {
    /** Elements of rich rules that are about something else. */
    private static final List<String> OTHER =
            List.of(" masquerade ", " icmp-block ", " icmp-type ", " forward-port ", " source-port ");

    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z]+)=[\"']([^\"']*)[\"']");

    Zone {
        interfaces = List.copyOf(interfaces);
        sources = List.copyOf(sources);
        open = List.copyOf(open);
        services = List.copyOf(services);
        protocols = List.copyOf(protocols);
        forwarded = List.copyOf(forwarded);
        rich = List.copyOf(rich);
    }

    /** Reads what is listed, a zone after another. */
    static List<Zone> parse(List<String> lines) {
        List<Zone> zones = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            boolean heading = !line.isBlank() && !Character.isWhitespace(line.charAt(0));
            if (heading && !block.isEmpty()) {
                zones.add(of(block));
                block.clear();
            }
            if (!line.isBlank()) {
                block.add(line);
            }
        }
        if (!block.isEmpty()) {
            zones.add(of(block));
        }
        return zones;
    }

    private static Zone of(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        List<String> rich = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String text = line.strip();
            int colon = text.indexOf(": ");
            if (text.startsWith("rule ")) {
                rich.add(text);
            } else if (colon > 0) {
                values.put(text.substring(0, colon), text.substring(colon + 2).strip());
            } else if (text.startsWith("port=")) {
                values.merge("forward-ports", text, (all, one) -> all + " " + one);
            }
        }
        return new Zone(
                lines.get(0).split(" ", 2)[0],
                words(values, "interfaces"),
                words(values, "sources"),
                values.getOrDefault("target", "default"),
                words(values, "ports"),
                words(values, "services"),
                words(values, "protocols"),
                words(values, "forward-ports"),
                rich);
    }

    private static List<String> words(Map<String, String> values, String key) {
        String value = values.getOrDefault(key, "");
        return value.isEmpty() ? List.of() : Arrays.asList(value.split("\\s+"));
    }

    /** Whether another host is behind one of its interfaces. */
    boolean outer() {
        return interfaces.stream().anyMatch(one -> !IptablesRule.inner(one));
    }

    /** Whether a packet comes from what is bound to it. */
    Match sends(Packet packet) {
        return sources.stream().map(packet::from).reduce(Match.NO, Match::or);
    }

    /** What may become of a packet that it is asked about. */
    Set<End> ends(Packet packet, Map<String, List<String>> definitions) {
        List<Rule> rules = new ArrayList<>();
        for (String rule : rich) {
            rules.add(rich(rule, packet, definitions));
        }
        // Refusals first; a rule with a priority may be anywhere.
        Collections.sort(
                rules, (one, other) -> Boolean.compare(other.action() == Action.REFUSE, one.action() == Action.REFUSE));
        for (String protocol : protocols) {
            rules.add(Rule.of(packet.protocol(protocol), Action.ACCEPT));
        }
        for (String port : open) {
            rules.add(Rule.of(port(port, packet), Action.ACCEPT));
        }
        for (String service : services) {
            rules.add(Rule.of(service(service, packet, definitions), Action.ACCEPT));
        }
        for (String forward : forwarded) {
            Matcher m = Pattern.compile("port=([0-9-]+):proto=(\\w+):.*").matcher(forward);
            Match match = m.matches() ? packet.port(m.group(1)).and(packet.protocol(m.group(2))) : Match.MAYBE;
            rules.add(Rule.of(match, Action.UNKNOWN));
        }
        Set<End> ends = EnumSet.noneOf(End.class);
        for (End end : new Walk(Map.of(name, rules)).through(name)) {
            ends.add(end == End.FELL ? (target.equals("ACCEPT") ? End.ACCEPTED : End.REFUSED) : end);
        }
        return ends;
    }

    private static Match port(String port, Packet packet) {
        String[] parts = port.split("/", 2);
        return parts.length < 2 ? Match.MAYBE : packet.port(parts[0]).and(packet.protocol(parts[1]));
    }

    /** Lines of its file; what it includes, and a file that is not there, may open any port. */
    private static Match service(String name, Packet packet, Map<String, List<String>> definitions) {
        List<String> lines = definitions.get(name);
        if (lines == null) {
            return Match.MAYBE;
        }
        Match match = Match.NO;
        for (String line : lines) {
            Map<String, String> attributes = attributes(line);
            String protocol = attributes.getOrDefault("protocol", "");
            String port = attributes.getOrDefault("port", "");
            if (line.startsWith("protocol ")) {
                match = match.or(packet.protocol(attributes.getOrDefault("value", "")));
            } else if (line.startsWith("port ")) {
                match = match.or((port.isEmpty() ? Match.YES : packet.port(port)).and(packet.protocol(protocol)));
            } else {
                match = match.or(Match.MAYBE);
            }
        }
        return match;
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new HashMap<>();
        Matcher m = ATTRIBUTE.matcher(text);
        while (m.find()) {
            attributes.put(m.group(1), m.group(2));
        }
        return attributes;
    }

    private static Rule rich(String rule, Packet packet, Map<String, List<String>> definitions) {
        String words = " " + rule.replaceAll("[\"'][^\"']*[\"']", "") + " ";
        Map<String, String> is = attributes(rule);
        Action action = words.contains(" accept ")
                ? Action.ACCEPT
                : words.contains(" drop ") || words.contains(" reject ") ? Action.REFUSE : Action.NONE;
        Match match = is.containsKey("family")
                ? Match.of(is.getOrDefault("family", "").equals(packet.v6() ? "ipv6" : "ipv4"))
                : Match.YES;
        if (words.contains(" source ")) {
            boolean plain = is.containsKey("address") && !words.contains(" destination ");
            match = match.and(
                    plain
                            ? packet.from(is.getOrDefault("address", "")).negatedIf(words.contains(" NOT "))
                            : Match.MAYBE);
        }
        if (words.contains(" destination ") || is.containsKey("priority") || words.contains(" limit ")) {
            match = match.and(Match.MAYBE);
        }
        if (words.contains(" port ")) {
            match = match.and(port(is.getOrDefault("port", "") + "/" + is.getOrDefault("protocol", ""), packet));
        } else if (words.contains(" service ")) {
            match = match.and(service(is.getOrDefault("name", ""), packet, definitions));
        } else if (words.contains(" protocol ")) {
            match = match.and(packet.protocol(is.getOrDefault("value", "")));
        } else if (OTHER.stream().anyMatch(words::contains)) {
            match = match.and(Match.MAYBE);
        }
        return Rule.of(match, action);
    }
}
