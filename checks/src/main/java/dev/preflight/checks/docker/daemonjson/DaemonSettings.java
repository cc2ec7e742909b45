package dev.preflight.checks.docker.daemonjson;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of dockerd, from its file and its flags together, and the state of its engine.
 *
 * @param file the object of the file; without entries where there is none
 * @param flags its flags
 * @param state the engine's state; empty if it is not known
 */
record DaemonSettings(Node.Mapping file, DaemonFlags flags, Optional<DockerEngineState> state) {

    /** The names of all keys that are set, those of flags as the file calls them. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        file.entries().forEach(entry -> keys.add(entry.key()));
        flags.flags().forEach(flag -> keys.add(DaemonKey.nameOfFlag(flag.name())));
        return keys;
    }

    /** The values of a key: its one text or number, the items of a list, the names in an object. */
    List<String> values(String key) {
        List<String> values = new ArrayList<>();
        Node node = last(key).orElse(null);
        if (node instanceof Node.Scalar scalar && scalar.type() != ScalarType.NULL) {
            values.add(scalar.text());
        } else if (node instanceof Node.Sequence list) {
            list.items().stream()
                    .filter(Node.Scalar.class::isInstance)
                    .forEach(item -> values.add(((Node.Scalar) item).text()));
        } else if (node instanceof Node.Mapping map) {
            map.entries().forEach(entry -> values.add(entry.key()));
        }
        for (DaemonFlags.Flag flag : flags.flags()) {
            if (DaemonKey.nameOfFlag(flag.name()).equals(key)) {
                boolean on = DaemonKey.isSwitch(flag.name()) && flag.value().isEmpty();
                values.add(on ? "true" : flag.value());
            }
        }
        return values;
    }

    /** The last value of a key. */
    Optional<String> value(String key) {
        return values(key).stream().reduce((before, after) -> after);
    }

    /** The value that the file gives a key: of two the last, as Go does. */
    Optional<Node> last(String key) {
        return file.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Node.Entry::value)
                .reduce((before, after) -> after);
    }

    /**
     * Whether a condition of the table holds: {@code key}, {@code key=value} or {@code swarm}; empty if that is not
     * known.
     */
    Optional<Boolean> holds(String condition) {
        if (condition.equals(DaemonRelation.SWARM)) {
            return state.flatMap(DockerEngineState::inSwarm);
        }
        int equals = condition.indexOf('=');
        if (equals < 0) {
            return Optional.of(values(condition).stream().anyMatch(value -> !value.isEmpty()));
        }
        String wanted = condition.substring(equals + 1);
        return Optional.of(values(condition.substring(0, equals)).stream().anyMatch(wanted::equals));
    }

    /** Whether all of these are known to hold. */
    boolean hold(List<String> conditions) {
        return conditions.stream().allMatch(one -> holds(one).orElse(false));
    }
}
