package dev.preflight.checks.resolver;

import dev.preflight.checks.fact.ResolverState;

/** A program that writes resolv.conf: whether it is at work on a host, and what keeps the name servers as they are. */
interface ResolvOwner {

    /** What the owner will do with the name servers at the next lease, or the next boot. */
    enum Hold {
        /** It takes none from the network: there is nothing to fear. */
        STATIC,
        /** It would, and its settings keep it from it. */
        PROTECTED,
        /** It will. */
        OVERWRITES,
        /** Its settings cannot be read. */
        UNTOLD
    }

    /** The name that reports and remedies use. */
    String id();

    /** Whether it is at work here. */
    boolean active(ResolverState host);

    /** What it will do; asked only if it is at work. */
    Hold hold(ResolverState host);

    /** Where it keeps what it would write; empty if it keeps nothing. */
    default String copy() {
        return "";
    }
}
