package dev.preflight.checks.firewall;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a walk of one packet through the chains of a table may end: in more than one way if a rule may match or not. */
final class Walk {
    /** How a chain ends. */
    enum End {
        /** Its packet gets in. */
        ACCEPTED,
        /** It is dropped or rejected. */
        REFUSED,
        /** Nothing decided: what called the chain goes on. */
        FELL
    }

    /** The kernel refuses loops (nft(8), "jump"); jumps are limited to 16 there. */
    private static final int DEEPEST = 16;

    private final Map<String, List<Rule>> chains;
    private final Map<String, Set<End>> walked = new HashMap<>();

    Walk(Map<String, List<Rule>> chains) {
        this.chains = chains;
    }

    /** How a walk that begins at this chain may end. */
    Set<End> through(String chain) {
        return through(chain, 0);
    }

    private Set<End> through(String chain, int depth) {
        Set<End> known = walked.get(chain);
        if (known != null) {
            return known;
        }
        List<Rule> rules = chains.get(chain);
        if (rules == null) {
            return EnumSet.of(End.FELL);
        }
        if (depth > DEEPEST) {
            return EnumSet.allOf(End.class);
        }
        Set<End> ends = ends(rules, depth);
        walked.put(chain, ends);
        return ends;
    }

    private Set<End> ends(List<Rule> rules, int depth) {
        Set<End> ends = EnumSet.noneOf(End.class);
        for (Rule rule : rules) {
            if (rule.match() == Match.NO) {
                continue;
            }
            Set<End> of = ends(rule, depth);
            boolean goesOn = goesOn(rule, of);
            of.stream()
                    .filter(end ->
                            end != End.FELL || rule.action() == Rule.Action.RETURN || rule.action() == Rule.Action.GOTO)
                    .forEach(ends::add);
            if (rule.match() == Match.YES && !goesOn) {
                return ends;
            }
        }
        ends.add(End.FELL);
        return ends;
    }

    private static boolean goesOn(Rule rule, Set<End> ends) {
        return switch (rule.action()) {
            case NONE, UNKNOWN -> true;
            case JUMP -> ends.contains(End.FELL);
            case ACCEPT, REFUSE, RETURN, GOTO -> false;
        };
    }

    private Set<End> ends(Rule rule, int depth) {
        return switch (rule.action()) {
            case ACCEPT -> EnumSet.of(End.ACCEPTED);
            case REFUSE -> EnumSet.of(End.REFUSED);
            case RETURN, NONE -> EnumSet.of(End.FELL);
            case JUMP, GOTO -> through(rule.target(), depth + 1);
            case UNKNOWN -> EnumSet.allOf(End.class);
        };
    }
}
