package dev.preflight.checks.resolver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a dhclient.conf makes of the name servers of a lease. The statements of the file come first, then those in the
 * block of the interface, each in its order, as dhclient carries them out: dhclient.conf(5), "MODIFIERS", "DECLARATIONS".
 */
final class DhclientConf {
    /** The block in which the probe puts the lines of an included file; dhclient itself has no such block. */
    private static final String INCLUDED = "include";

    /** A file that could not be followed, whatever it says. */
    private static final String UNTOLD = "include;";

    private DhclientConf() {}

    /** Whether an included file that could not be read may have settings for this interface. */
    static boolean untold(List<String> lines, String card) {
        return at(lines, "").contains(UNTOLD) || at(lines, card).contains(UNTOLD);
    }

    /**
     * The name servers that reach the script of the client whatever a lease brings; empty if the lease has a say.
     *
     * @param lines a statement each, and the openings and ends of blocks
     * @param option {@code domain-name-servers} or {@code dhcp6.name-servers}
     */
    static Optional<List<String>> fixed(List<String> lines, String card, String option) {
        List<String> statements = new ArrayList<>(at(lines, ""));
        statements.addAll(at(lines, card));
        Optional<List<String>> servers = Optional.empty();
        for (String statement : statements) {
            String[] words = statement.replaceFirst(";$", "").split(" ", 3);
            if (words.length < 3 || !words[1].equals(option)) {
                continue;
            }
            List<String> named = List.of(words[2].strip().split("[ ,]+"));
            servers = switch (words[0]) {
                case "supersede" -> Optional.of(named);
                case "prepend" -> servers.map(others -> joined(named, others));
                case "append" -> servers.map(others -> joined(others, named));
                default -> servers;
            };
        }
        return servers;
    }

    /** The statements in blocks of this interface; with no name, those in no block. */
    private static List<String> at(List<String> lines, String card) {
        List<String> wanted = card.isEmpty() ? List.of() : List.of("interface " + card);
        List<String> found = new ArrayList<>();
        List<String> blocks = new ArrayList<>();
        for (String line : lines) {
            if (line.endsWith("{")) {
                blocks.add(line.replaceFirst(" ?\\{$", ""));
            } else if (line.equals("}")) {
                if (!blocks.isEmpty()) {
                    blocks.remove(blocks.size() - 1);
                }
            } else if (blocks.stream()
                    .filter(block -> !block.equals(INCLUDED))
                    .toList()
                    .equals(wanted)) {
                found.add(line);
            }
        }
        return found;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
