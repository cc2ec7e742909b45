package dev.preflight.checks.accounts;

/** A soft limit, which a process has, and the hard one, up to which it may raise that: setrlimit(2). */
record LimitPair(long soft, long hard) {
    /** Of both the greater ones. */
    LimitPair orMore(LimitPair other) {
        return new LimitPair(Math.max(soft, other.soft), Math.max(hard, other.hard));
    }

    /** Both, as systemd writes them. */
    String shown(Limit limit) {
        return LimitValue.shown(soft, limit) + ":" + LimitValue.shown(hard, limit);
    }
}
