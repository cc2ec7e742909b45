package dev.preflight.checks.firewall;

/** Whether a rule is about a packet, as far as the rule's text tells. */
enum Match {
    /** It is. */
    YES,
    /** It is not. */
    NO,
    /** It is about some of the packets in question, or it asks what is not known. */
    MAYBE;

    static Match of(boolean matches) {
        return matches ? YES : NO;
    }

    /** What both conditions of one rule come to. */
    Match and(Match other) {
        return this == NO || other == NO ? NO : this == YES ? other : MAYBE;
    }

    /** What alternatives of one condition come to. */
    Match or(Match other) {
        return this == YES || other == YES ? YES : this == NO ? other : MAYBE;
    }

    Match negatedIf(boolean negated) {
        return !negated || this == MAYBE ? this : this == YES ? NO : YES;
    }
}
