package dev.preflight.define.read;

import dev.preflight.define.value.Value;
import java.util.OptionalInt;

/**
 * What a read gave.
 *
 * @param exit the status of a command; empty for everything else, and for a command that the host does not have
 */
public record Answer(Value value, OptionalInt exit) {
    /** Of what is no command. */
    public static Answer of(Value value) {
        return new Answer(value, OptionalInt.empty());
    }
}
