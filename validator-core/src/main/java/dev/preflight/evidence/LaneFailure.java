package dev.preflight.evidence;

import dev.preflight.fact.Reason;

/**
 * Why a lane did not come to its end.
 *
 * @param reason what it makes of the facts that did not come
 * @param said the first line that the host or the connection said about it; untrusted, may be empty
 */
public record LaneFailure(Reason reason, String said) {}
