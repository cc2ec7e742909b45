package dev.preflight.sshconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is given to ssh for one host beside its name, its user and its port.
 *
 * @param port whether the port is given; if not, the one of ssh_config counts
 * @param first options that come before user and port, and so win over them
 * @param last options that come after them
 * @param config the file of {@code -F}, or {@code none}; empty: nothing is said of it
 */
public record SshGiven(boolean port, List<SshOption> first, List<SshOption> last, Optional<String> config) {
    /** Nothing at all. */
    public static final SshGiven NOTHING = new SshGiven(false, List.of(), List.of(), Optional.empty());

    /** The port alone. */
    public static final SshGiven PORT = new SshGiven(true, List.of(), List.of(), Optional.empty());

    /** Unmodifiable lists. */
    public SshGiven {
        first = List.copyOf(first);
        last = List.copyOf(last);
    }

    /** The port, or nothing. */
    public static SshGiven port(boolean given) {
        return given ? PORT : NOTHING;
    }

    /** All options in order. */
    public List<SshOption> options(int number, Optional<String> user) {
        List<SshOption> options = new ArrayList<>(first);
        if (port) {
            options.add(new SshOption(SshOption.PORT, Integer.toString(number)));
        }
        user.ifPresent(name -> options.add(new SshOption(SshOption.USER, name)));
        options.addAll(last);
        return options;
    }
}
