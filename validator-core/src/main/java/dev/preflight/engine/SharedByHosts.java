package dev.preflight.engine;

import java.util.Optional;

/**
 * What the hosts of a run have in common.
 *
 * @param turns when a host with much output is judged
 * @param exchangeSession the exchange of the run; empty if there is none
 * @param compared whether there are several hosts
 */
record SharedByHosts(
        RunOptions options,
        RunJudging judging,
        Turns turns,
        HostScheduler scheduler,
        RunResults results,
        Optional<ExchangeSession> exchangeSession,
        boolean compared) {}
