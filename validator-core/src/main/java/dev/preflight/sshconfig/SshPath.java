package dev.preflight.sshconfig;

import dev.preflight.fact.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Enough to tell by accident no two commands for one, and too few to guess a secret by that is in it. */
    private static final int DIGEST_BYTES = 4;

    /** An unmodifiable list. */
    public SshPath {
        jumps = List.copyOf(jumps);
    }

    /**
     * The path in words that are the same for the same path, such as {@code ops@10.0.0.1:22}; empty if there is no detour.
     * Of a command, which may hold secrets, only a short digest.
     */
    public String text() {
        return Stream.concat(
                        command.stream().map(text -> "proxy command " + Sha256.hex(text, DIGEST_BYTES)),
                        jumps.stream()
                                .map(SshLogin::target)
                                .map(to -> to.user() + "@" + to.address() + ":" + to.port()))
                .collect(Collectors.joining(","));
    }

    /** The path to the last of its jump hosts. */
    public SshPath before() {
        return new SshPath(command, jumps.subList(0, jumps.size() - 1));
    }
}
