package dev.preflight.checks.accounts;

/** A soft limit, which a process has, and the hard one, up to which it may raise that: setrlimit(2). */
record LimitPair(long soft, long hard) {
    /** Both, as systemd writes them. */
    String shown(Limit limit) {
        return LimitValue.shown(soft, limit) + ":" + LimitValue.shown(hard, limit);
    }
}
