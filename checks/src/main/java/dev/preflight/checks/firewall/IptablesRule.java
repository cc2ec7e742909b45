package dev.preflight.checks.firewall;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.firewall.Rule.Action;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads rules as {@code iptables -S} lists them. Sources: iptables(8), iptables-extensions(8).
 *
 * @param packet that they are read for
 * @param way where the packet is
 * @param asked managers that act and were asked themselves: {@code firewalld}, {@code ufw}; chains that another one has left
 *     behind are read like any
 */
record IptablesRule(Packet packet, Way way, List<String> asked) {
    private static final Pattern WORD = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\S+");

    /** Targets after which the walk goes on. */
    private static final Set<String> GO_ON = Set.of(
            "LOG",
            "NFLOG",
            "ULOG",
            "MARK",
            "CONNMARK",
            "SET",
            "TRACE",
            "CT",
            "NOTRACK",
            "CLASSIFY",
            "TCPMSS",
            "AUDIT",
            "SECMARK",
            "CONNSECMARK",
            "DSCP",
            "TOS",
            "TTL",
            "HL",
            "RATEEST",
            "CHECKSUM");

    /** What a list of fail2ban refuses are the addresses in it. */
    private static final Pattern FAIL2BAN = Pattern.compile("f2b-.*");

    private static final Pattern UFW = Pattern.compile("ufw6?-.*");

    /** Flags of TCP, all of them: what {@code ALL} stands for. */
    private static final String ALL = "SYN,ACK,FIN,RST,URG,PSH";

    /** The line without {@code -A} and the name of its chain. */
    Rule read(String chain, String line) {
        Deque<String> rest = new ArrayDeque<>();
        Matcher m = WORD.matcher(line);
        while (m.find()) {
            rest.add(m.group());
        }
        Match match = Match.YES;
        boolean negated = false;
        while (!rest.isEmpty()) {
            String word = rest.remove();
            if (word.equals("!")) {
                negated = true;
                continue;
            }
            if (Set.of("-j", "--jump", "-g", "--goto").contains(word)) {
                String target = value(rest);
                return new Rule(match, word.contains("g") ? Action.GOTO : action(target), target);
            }
            if (word.startsWith("-")) {
                match = match.and(condition(chain, word, rest).negatedIf(negated));
                negated = false;
            }
        }
        return Rule.of(match, Action.NONE);
    }

    IptablesRule {
        asked = List.copyOf(asked);
    }

    private Action action(String target) {
        return switch (target) {
            case "ACCEPT" -> Action.ACCEPT;
            case "DROP", "REJECT", "TARPIT", "STEAL" -> Action.REFUSE;
            case "RETURN" -> Action.RETURN;
            case "NFQUEUE", "QUEUE", "SYNPROXY" -> Action.UNKNOWN;
            default -> ofManager(target);
        };
    }

    private Action ofManager(String target) {
        if (target.startsWith("INPUT_ZONES") && asked.contains("firewalld")) {
            return Action.ACCEPT;
        }
        boolean aside =
                GO_ON.contains(target) || FAIL2BAN.matches(target) || (UFW.matches(target) && asked.contains("ufw"));
        return aside ? Action.NONE : Action.JUMP;
    }

    /** Rules of kube-proxy are about addresses and marks of services. */
    private static boolean kube(String chain) {
        return chain.startsWith("KUBE-");
    }

    /** The option's value; of some the next word is another option. */
    private static String value(Deque<String> rest) {
        String next = rest.isEmpty() ? "-" : rest.peek();
        return next.startsWith("-") || next.equals("!") ? "" : rest.remove();
    }

    private Match condition(String chain, String option, Deque<String> rest) {
        if (option.equals("-f")) {
            return Match.NO;
        }
        if (option.equals("--syn")) {
            return reply() ? Match.NO : packet.protocol("tcp");
        }
        String value = value(rest);
        return switch (option) {
            case "-m", "--match", "--comment" -> Match.YES;
            case "-p", "--protocol" -> packet.protocol(value);
            case "-s", "--source" -> reply() ? packet.to(value, true) : packet.from(value);
            case "-d", "--destination" -> reply() ? packet.from(value) : to(chain, value);
            case "-i", "--in-interface", "-o", "--out-interface" ->
                value.equals("+") ? Match.YES : inner(value) ? Match.NO : Match.MAYBE;
            case "--dport", "--dports", "--destination-port" -> reply() ? Match.MAYBE : ports(value);
            case "--sport", "--sports", "--source-port" -> reply() ? ports(value) : Match.MAYBE;
            case "--ctstate", "--state" ->
                Match.of(Arrays.asList(value.split(",")).contains(reply() ? "ESTABLISHED" : "NEW"));
            case "--tcp-flags" -> packet.protocol("tcp").and(flags(value, value(rest)));
            // rpfilter: it comes by the way that leads back to it.
            case "--invert" -> Match.NO;
            case "--loose", "--validmark", "--accept-local" -> Match.YES;
            case "--icmp-type", "--icmpv6-type" -> Match.NO;
            case "--dst-type", "--src-type" -> kind(option.equals("--dst-type") != reply(), value);
            case "--pkt-type" -> Match.of(value.equals("unicast"));
            case "--mark" -> kube(chain) ? Match.NO : Match.MAYBE;
            default -> Match.MAYBE;
        };
    }

    private boolean reply() {
        return way == Way.REPLY;
    }

    private Match to(String chain, String address) {
        return kube(chain) ? Match.NO : packet.to(address, way == Way.TO_HOST);
    }

    private Match ports(String list) {
        return packet.ports(Arrays.asList(list.split(",")));
    }

    /** The kind of the host's own address, or of the other's. */
    private static Match kind(boolean own, String value) {
        boolean local = value.equals("LOCAL");
        return own ? Match.of(local) : local ? Match.NO : Match.MAYBE;
    }

    /** Interfaces that no other host is behind. */
    static boolean inner(String name) {
        return name.matches("lo|docker\\d*|br-[0-9a-f]{12}|(veth|cni|flannel|cali|cilium|virbr|podman|kube-|lxc).*");
    }

    /** The first packet of a connection has SYN and no other flag, the reply SYN and ACK. */
    private Match flags(String mask, String set) {
        Set<String> examined = names(mask);
        examined.retainAll(reply() ? Set.of("SYN", "ACK") : Set.of("SYN"));
        return Match.of(examined.equals(names(set)));
    }

    private static Set<String> names(String flags) {
        return flags.equals("NONE")
                ? new TreeSet<>()
                : new TreeSet<>(Arrays.asList(flags.replace("ALL", ALL).split(",")));
    }
}
