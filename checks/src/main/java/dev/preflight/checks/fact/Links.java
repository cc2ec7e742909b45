package dev.preflight.checks.fact;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The network interfaces of a host, what they stand on, and which of them routes and addresses name.
 *
 * @param nics the interfaces by name, {@code lo} among them
 * @param aggregates bonds, teams and bonds inside of Open vSwitch by name; the last have no interface of that name
 * @param bridges the devices below each Linux bridge and each internal port of Open vSwitch
 * @param blind why the bridges of Open vSwitch could not be listed, on a host that runs it
 * @param defaultDevices devices of the default routes
 * @param addresses device by address, spelled as {@link #canonical} does
 * @param speedsRead whether speed and duplex were read within their limit
 */
public record Links(
        SortedMap<String, Nic> nics,
        SortedMap<String, Aggregate> aggregates,
        Map<String, List<String>> bridges,
        Optional<Blind> blind,
        Set<String> defaultDevices,
        Map<String, String> addresses,
        boolean speedsRead) {

    /** Reads everything in one go; root sees Open vSwitch and the LACP partner as well. */
    public static final Fact<Links> FACT =
            Fact.named("links", Links.class).prefersRoot().parsedBy(Links::parse);

    /** Whether a cable, or what stands for one, is there. */
    public enum Carrier {
        /** Link. */
        UP,
        /** No link. */
        DOWN,
        /** The kernel would not say: so it does for every interface that is administratively down. */
        UNREADABLE
    }

    /**
     * One interface. Numbers that the kernel did not tell are empty.
     *
     * @param flags of {@code if.h}: see {@link #isUp()}
     * @param operstate for people only: it is {@code unknown} for drivers that work
     * @param speed as the kernel spells it, in Mbit/s; {@code -} if it was not read
     * @param duplex as the kernel spells it; {@code -} if it was not read
     * @param changes how often the carrier came or went since boot, first and last thing in the probe
     * @param physical whether hardware is behind it, a virtual machine's included
     * @param lower the devices it stands on
     * @param mtu its largest IP packet, in bytes
     */
    public record Nic(
            String name,
            OptionalInt flags,
            Carrier carrier,
            String operstate,
            String speed,
            String duplex,
            List<OptionalInt> changes,
            boolean physical,
            boolean bridge,
            List<String> lower,
            OptionalInt mtu) {

        /** IFF_UP, the lowest bit of the flags (linux/if.h). */
        private static final int IFF_UP = 0x1;

        /** Whether it was not switched off. */
        public boolean isUp() {
            return flags.isPresent() && (flags.getAsInt() & IFF_UP) != 0;
        }

        /**
         * The speed in Mbit/s. Virtual interfaces have none: -1, or, from kernels that print it unsigned, 65535 or
         * 4294967295 (SPEED_UNKNOWN of linux/ethtool.h).
         */
        public OptionalInt knownSpeed() {
            OptionalInt value = number(speed, 10);
            boolean known = value.isPresent() && value.getAsInt() > 0 && value.getAsInt() != 65535;
            return known ? value : OptionalInt.empty();
        }
    }

    /**
     * Ports that stand for one another.
     *
     * @param ports their names
     * @param down those that the driver or daemon itself holds for down
     * @param lacp whether 802.3ad
     * @param partner MAC address of the other side; empty if not reported (the kernel reports it to root only)
     * @param aggregators aggregator id by port
     */
    public record Aggregate(
            Set<String> ports, Set<String> down, boolean lacp, String partner, Map<String, String> aggregators) {}

    /**
     * Why something cannot be seen.
     *
     * @param detail what the tool said, or its name
     */
    public record Blind(Reason reason, String detail) {}

    /** The devices by which Open vSwitch shows itself: of the kernel's datapath, and of the one in user space. */
    private static final Set<String> DATAPATHS = Set.of("ovs-system", "ovs-netdev");

    /** The device that has this address, if any. */
    public Optional<String> deviceOf(String address) {
        return Optional.ofNullable(addresses.get(canonical(address)));
    }

    /** One spelling for each IP address: IPv6 in eight groups, without zone, prefix length or mapping of IPv4. */
    public static String canonical(String address) {
        String ip = Ascii.lower(address.replaceFirst("[/%].*", ""));
        if (ip.matches("[0-9a-f]{32}")) {
            ip = String.join(":", ip.split("(?<=\\G.{4})"));
        }
        if (ip.startsWith("::ffff:") && ip.contains(".")) {
            return ip.substring("::ffff:".length());
        }
        if (!ip.contains(":")) {
            return ip;
        }
        int gap = ip.indexOf("::");
        List<String> head = groups(gap < 0 ? ip : ip.substring(0, gap));
        List<String> tail = groups(gap < 0 ? "" : ip.substring(gap + 2));
        List<String> all = new ArrayList<>(head);
        all.addAll(Collections.nCopies(Math.max(0, 8 - head.size() - tail.size()), "0"));
        all.addAll(tail);
        return String.join(":", all);
    }

    private static List<String> groups(String text) {
        return text.isEmpty()
                ? List.of()
                : Pattern.compile(":")
                        .splitAsStream(text)
                        .map(group -> group.replaceFirst("^0+(?=.)", ""))
                        .toList();
    }

    private static OptionalInt number(String text, int radix) {
        try {
            return OptionalInt.of(Integer.parseInt(text, radix));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static Reading<Links> parse(ProbeOutput output) throws FactFormatException {
        Text text = new Text();
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

    /** What the lines of the probe have said so far. */
    private static final class Text {
        private final SortedMap<String, Map<String, String>> nics = new TreeMap<>();
        private final Map<String, Set<String>> lower = new LinkedHashMap<>();
        private final Map<String, Monitor> monitors = new LinkedHashMap<>();
        private final OvsText ovs = new OvsText();
        private final Set<String> defaults = new LinkedHashSet<>();
        private final Map<String, String> addresses = new LinkedHashMap<>();
        private boolean speedsRead;

        void line(String line) throws FactFormatException {
            String[] word = line.split(" ", 3);
            String name = word.length > 1 ? word[1] : "";
            String rest = word.length > 2 ? word[2] : "";
            switch (word[0]) {
                case "nic" -> nic(name, rest);
                case "speed", "changes" -> values(name).put(word[0], rest);
                case "vlan" -> below(name).add(rest);
                case "bond" ->
                    monitors.computeIfAbsent(name, n -> new Monitor()).bond(rest);
                case "team" ->
                    monitors.computeIfAbsent(name, n -> new Monitor()).team(rest);
                case "ovs" -> ovs.line(name, rest);
                case "default" -> defaults.add(name);
                case "addr" -> addresses.put(canonical(rest), name);
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

        Links links() {
            SortedMap<String, Nic> all = new TreeMap<>();
            SortedMap<String, Aggregate> aggregates = new TreeMap<>(ovs.bonds());
            Map<String, List<String>> bridges = new LinkedHashMap<>(ovs.uplinks());
            nics.forEach((name, values) -> {
                Nic nic = nic(name, values);
                all.put(name, nic);
                Monitor monitor = monitors.getOrDefault(name, new Monitor());
                // A team looks like anything with several devices below; only a bond says what it is.
                boolean team = !nic.bridge() && !nic.physical() && nic.lower().size() > 1 && !DATAPATHS.contains(name);
                if (values.containsKey("bonding") || team || monitor.isTeam) {
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
                    flags.startsWith("0x") ? number(flags.substring(2), 16) : OptionalInt.empty(),
                    carrier,
                    values.getOrDefault("operstate", "?"),
                    speed[0],
                    speed.length > 1 ? speed[1] : "-",
                    List.of(
                            number(values.getOrDefault("carrier_changes", "?"), 10),
                            number(values.getOrDefault("changes", "?"), 10)),
                    values.containsKey("device"),
                    values.containsKey("bridge"),
                    List.copyOf(lower.getOrDefault(name, Set.of())),
                    number(values.getOrDefault("mtu", "?"), 10));
        }
    }

    /** What {@code /proc/net/bonding} or {@code teamdctl} says of one aggregate. */
    private static final class Monitor {
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

        /** Indented text: ports stand two columns in, what is said of them further. */
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

        Aggregate aggregate(List<String> lower, String bondMode) {
            ports.addAll(lower);
            return new Aggregate(ports, down, lacp || bondMode.equals("802.3ad"), partner, aggregators);
        }
    }

    /** What {@code ovs-vsctl show} says: bridges, below them ports, below these interfaces. */
    private static final class OvsText {
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
}
