package dev.preflight.checks.firewall;

/**
 * A rule, read for one packet.
 *
 * @param match whether it is about that packet
 * @param action what it does with it
 * @param target the chain of a jump
 */
record Rule(Match match, Action action, String target) {
    /** What a rule does. */
    enum Action {
        /** Ends the walk: the packet gets in, as far as this base chain is concerned. */
        ACCEPT,
        /** Ends the walk: drop or reject. */
        REFUSE,
        /** Ends the chain. */
        RETURN,
        /** Walks another chain and comes back. */
        JUMP,
        /** Walks another chain and does not come back. */
        GOTO,
        /** Counts, logs or marks. */
        NONE,
        /** Any of these. */
        UNKNOWN
    }

    static Rule of(Match match, Action action) {
        return new Rule(match, action, "");
    }
}
