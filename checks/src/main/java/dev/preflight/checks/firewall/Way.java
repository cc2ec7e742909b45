package dev.preflight.checks.firewall;

/** Where a packet is when rules are asked about it. */
enum Way {
    /** It goes to this host for certain: hook input. */
    TO_HOST,
    /** It has come in, and may go on to another host: hooks ingress and prerouting. */
    PASSING,
    /** It is the answer to that packet: hooks output, postrouting and egress. Source and destination are exchanged. */
    REPLY
}
