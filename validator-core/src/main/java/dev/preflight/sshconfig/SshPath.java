package dev.preflight.sshconfig;

import java.util.List;
import java.util.Optional;

/**
 * Through what a host is reached.
 *
 * @param command the shell command whose standard input and output lead to the first server, tokens replaced; empty: that
 *     one is dialled
 * @param jumps how to log in to the jump hosts, in the order in which they are gone through; none: the host itself is the
 *     first server
 */
public record SshPath(Optional<String> command, List<SshLogin> jumps) {
    /** Without any detour. */
    public static final SshPath DIRECT = new SshPath(Optional.empty(), List.of());

    /** An unmodifiable list. */
    public SshPath {
        jumps = List.copyOf(jumps);
    }

    /** The path to the last of its jump hosts. */
    public SshPath before() {
        return new SshPath(command, jumps.subList(0, jumps.size() - 1));
    }
}
