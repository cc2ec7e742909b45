package dev.preflight.transport;

import java.util.OptionalInt;

/**
 * How a command ended.
 *
 * @param sinkDone whether the sink had all it wanted before the command ended
 * @param status exit status, where the host told one
 */
public record CommandEnd(boolean sinkDone, OptionalInt status) {}
