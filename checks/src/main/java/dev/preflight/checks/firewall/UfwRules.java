package dev.preflight.checks.firewall;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.firewall.Rule.Action;
import dev.preflight.checks.firewall.Walk.End;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules of ufw, as {@code ufw status verbose} lists them: the first that matches decides. Sources: ufw(8); ufw's
 * src/frontend.py and src/ufw/backend_iptables.py, {@code get_status}.
 */
final class UfwRules {
    private static final Pattern RULE =
            Pattern.compile("(\\S.*?)\\s{2,}(ALLOW|DENY|REJECT|LIMIT)(?: (IN|OUT|FWD))?\\s+(\\S.*?)(?:\\s+# .*)?");

    private static final Pattern DEFAULT = Pattern.compile("Default: (\\w+) \\(incoming\\).*");

    private static final Pattern IN_BRACKETS = Pattern.compile(" \\([^)]*\\)+");

    private UfwRules() {}

    static Set<End> ends(List<String> lines, Packet packet) {
        List<Rule> rules = new ArrayList<>();
        Set<End> rest = EnumSet.of(End.ACCEPTED, End.REFUSED);
        for (String line : lines) {
            Matcher incoming = DEFAULT.matcher(line);
            if (incoming.matches()) {
                rest = EnumSet.of(incoming.group(1).equals("allow") ? End.ACCEPTED : End.REFUSED);
                continue;
            }
            Matcher m = RULE.matcher(line.strip());
            if (m.matches() && (m.group(3) == null || m.group(3).equals("IN"))) {
                boolean lets = m.group(2).equals("ALLOW") || m.group(2).equals("LIMIT");
                rules.add(Rule.of(match(m.group(1), m.group(4), packet), lets ? Action.ACCEPT : Action.REFUSE));
            }
        }
        Set<End> ends = EnumSet.noneOf(End.class);
        for (End end : new Walk(Map.of("ufw", rules)).through("ufw")) {
            ends.addAll(end == End.FELL ? rest : EnumSet.of(end));
        }
        return ends;
    }

    private static Match match(String to, String from, Packet packet) {
        boolean v6 = to.contains(" (v6)") || from.contains(" (v6)") || to.contains("::") || from.contains("::");
        Match match = Match.of(v6 == packet.v6());
        int on = to.indexOf(" on ");
        if (on >= 0) {
            match = match.and(IptablesRule.inner(to.substring(on + 4).split(" ", 2)[0]) ? Match.NO : Match.MAYBE);
        }
        String target = plain(on < 0 ? to : to.substring(0, on));
        for (String word : target.split(" ")) {
            match = match.and(target(word, packet));
        }
        String[] source = plain(from).split(" ", 2);
        match = match.and(source[0].equals("Anywhere") ? Match.YES : packet.from(source[0]));
        return source.length > 1 ? match.and(Match.MAYBE) : match;
    }

    /** Without the name of an application and the mark of IPv6. */
    private static String plain(String text) {
        return IN_BRACKETS.matcher(text).replaceAll("").strip();
    }

    /** {@code Anywhere}, an address, or ports with or without a protocol; else the name of an application. */
    private static Match target(String word, Packet packet) {
        if (word.equals("Anywhere")) {
            return Match.YES;
        }
        String[] parts = word.split("/", 2);
        if (parts[0].matches("[0-9,:]+") && !parts[0].contains("::")) {
            Match protocol = parts.length < 2 ? Match.YES : packet.protocol(parts[1]);
            return protocol.and(packet.ports(Arrays.asList(parts[0].split(","))));
        }
        return packet.to(word, true);
    }
}
