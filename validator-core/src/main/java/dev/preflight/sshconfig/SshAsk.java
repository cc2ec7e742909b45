package dev.preflight.sshconfig;

import dev.preflight.node.Place;
import java.util.List;
import java.util.Optional;

/**
 * A command line of ssh of which to know how it would log in.
 *
 * @param name the host's name on it
 * @param options its other options, in order; none is {@code -F}
 * @param config the file of {@code -F}, or {@code none}; empty: those that ssh reads by default
 * @param place where the host was named, for what is wrong with it
 */
public record SshAsk(String name, List<SshOption> options, Optional<String> config, Place place) {
    /** An unmodifiable list. */
    public SshAsk {
        options = List.copyOf(options);
    }

    /** Whether no configuration file is to be read. */
    boolean withoutConfig() {
        return config.filter("none"::equalsIgnoreCase).isPresent();
    }
}
