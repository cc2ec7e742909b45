package dev.preflight.checks.firewall;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.firewall.Rule.Action;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Reads rules as {@code nft list ruleset} lists them. What it does not know may match or not. Source: nft(8).
 *
 * @param packet that they are read for
 * @param table family and name, which begin the names of its chains
 * @param way where the packet is
 */
record NftRule(Packet packet, String table, Way way) {
    private static final Pattern WORD = Pattern.compile("\\{[^}]*\\}|\"[^\"]*\"|\\S+");

    /** Says nothing about the packet, and does nothing to it. */
    private static final Pattern ASIDE =
            Pattern.compile("\\bcounter( packets \\d+ bytes \\d+| name \\S+)?|\\bcomment \"[^\"]*\"|meta nftrace set 1"
                    + "|\\blog( prefix \"[^\"]*\"| level \\w+| group \\d+| flags (all|skuid|ether|(tcp|ip) [a-z,]+)"
                    + "| snaplen \\d+| queue-threshold \\d+)*");

    private static final List<String> VERDICTS =
            List.of("accept", "drop", "reject", "return", "jump", "goto", "queue", "continue");

    Rule read(String line) {
        Matcher m = WORD.matcher(ASIDE.matcher(line).replaceAll(""));
        Deque<String> words = new ArrayDeque<>();
        while (m.find()) {
            words.add(m.group());
        }
        Match match = Match.YES;
        while (!words.isEmpty()) {
            String word = words.remove();
            if (VERDICTS.contains(word)) {
                return verdict(match, word, words);
            }
            match = match.and(condition(word, words));
            if ("vmap".equals(words.peek())) {
                return Rule.of(Match.MAYBE.and(match), Action.UNKNOWN);
            }
        }
        return Rule.of(match, Action.NONE);
    }

    private Rule verdict(Match match, String word, Deque<String> words) {
        return switch (word) {
            case "accept" -> Rule.of(match, Action.ACCEPT);
            case "drop", "reject" -> Rule.of(match, Action.REFUSE);
            case "return" -> Rule.of(match, Action.RETURN);
            case "jump", "goto" -> {
                String target = table + " " + (words.isEmpty() ? "" : words.remove());
                yield new Rule(match, word.equals("jump") ? Action.JUMP : Action.GOTO, target);
            }
            case "continue" -> Rule.of(match, Action.NONE);
            default -> Rule.of(match, Action.UNKNOWN);
        };
    }

    private Match condition(String word, Deque<String> words) {
        return switch (word) {
            case "tcp", "udp", "th" -> {
                Match ours = word.equals("th") ? Match.YES : packet.protocol(word);
                yield ours.and(transport(words));
            }
            case "ip", "ip6" -> Match.of(packet.v6() == word.equals("ip6")).and(network(words));
            case "meta" -> meta(words);
            case "iif", "iifname", "oif", "oifname" ->
                value(words, name -> Match.MAYBE.and(Match.of(!IptablesRule.inner(name))));
            case "ct" -> connection(words);
            case "icmp", "icmpv6", "igmp", "esp", "ah", "sctp", "dccp" -> unknown(words, Match.NO);
            case "fib" -> fib(words);
            default -> unknown(words, Match.MAYBE);
        };
    }

    /** Leaves the verdict of what is not read any further. */
    private static Match unknown(Deque<String> words, Match match) {
        while (!words.isEmpty() && !VERDICTS.contains(words.peek())) {
            if (words.peek().equals("vmap")) {
                return match;
            }
            words.remove();
        }
        return match;
    }

    private Match transport(Deque<String> words) {
        String key = words.isEmpty() ? "" : words.remove();
        // The port of the host.
        if (key.equals(reply() ? "sport" : "dport")) {
            return value(words, packet::port);
        }
        if (key.equals("flags")) {
            String flags = String.join(" ", words);
            if (!reply()
                    && (flags.startsWith("syn / fin,syn,rst,ack")
                            || flags.startsWith("& (fin | syn | rst | ack) == syn"))) {
                drop(words, flags.startsWith("syn") ? 3 : 10);
                return Match.YES;
            }
            if (!reply()
                    && (flags.startsWith("!= syn / fin,syn,rst,ack")
                            || flags.startsWith("& (fin | syn | rst | ack) != syn"))) {
                return unknown(words, Match.NO);
            }
        }
        return unknown(words, Match.MAYBE);
    }

    private static void drop(Deque<String> words, int count) {
        for (int i = 0; i < count && !words.isEmpty(); i++) {
            words.remove();
        }
    }

    private Match network(Deque<String> words) {
        String key = words.isEmpty() ? "" : words.remove();
        return switch (key) {
            case "saddr", "daddr" ->
                key.equals("saddr") == reply()
                        ? value(words, address -> packet.to(address, way != Way.PASSING))
                        : value(words, packet::from);
            case "protocol", "nexthdr" -> value(words, packet::protocol);
            default -> unknown(words, Match.MAYBE);
        };
    }

    private Match meta(Deque<String> words) {
        String key = words.isEmpty() ? "" : words.remove();
        return switch (key) {
            case "l4proto" -> value(words, packet::protocol);
            case "nfproto" -> value(words, name -> Match.of(name.equals(packet.v6() ? "ipv6" : "ipv4")));
            case "pkttype" -> value(words, name -> Match.of(name.equals("unicast") || name.equals("host")));
            case "iif", "iifname", "oif", "oifname" -> condition(key, words);
            default -> unknown(words, Match.MAYBE);
        };
    }

    /** It comes from another host by the way that leads back to it, and goes to this host. */
    private Match fib(Deque<String> words) {
        if (reply()) {
            return unknown(words, Match.MAYBE);
        }
        boolean source = "saddr".equals(words.peek());
        while (!words.isEmpty() && !VERDICTS.contains(words.peek())) {
            String word = words.remove();
            if (word.equals("type")) {
                return value(words, type -> Match.of(!source && type.equals("local")));
            }
            if (word.equals("missing")) {
                return Match.NO;
            }
        }
        return Match.MAYBE;
    }

    private boolean reply() {
        return way == Way.REPLY;
    }

    private String state() {
        return reply() ? "established" : "new";
    }

    /** It is of no known connection, or a reply in one that it began; nothing has changed where it goes. */
    private Match connection(Deque<String> words) {
        String key = words.isEmpty() ? "" : words.remove();
        if (key.equals("state") && "vmap".equals(words.peek())) {
            words.remove();
            boolean ours = !words.isEmpty()
                    && Arrays.asList(words.remove().split("[^a-z]")).contains(state());
            // The keyword stays for the caller, who cannot tell which of the verdicts it is.
            if (ours) {
                words.addFirst("vmap");
            }
            return Match.of(ours);
        }
        return switch (key) {
            case "state" -> value(words, name -> Match.of(name.equals(state())));
            case "status" -> value(words, name -> reply() ? Match.MAYBE : Match.NO);
            default -> unknown(words, Match.MAYBE);
        };
    }

    /** Whether one of the values that follow fits; a set of the table's own is not known. */
    private static Match value(Deque<String> words, Function<String, Match> fits) {
        String value = words.isEmpty() ? "" : words.peek();
        if (value.equals("vmap")) {
            return Match.MAYBE;
        }
        drop(words, 1);
        boolean negated = value.equals("!=");
        if (negated || value.equals("==")) {
            value = words.isEmpty() ? "" : words.remove();
        }
        if (value.startsWith("@") || value.isEmpty() || value.matches("[<>&|!].*")) {
            return unknown(words, Match.MAYBE);
        }
        String[] all = value.replaceAll("[{}\"]", "").split(",");
        return Arrays.stream(all)
                .map(String::strip)
                .map(fits)
                .reduce(Match.NO, Match::or)
                .negatedIf(negated);
    }
}
