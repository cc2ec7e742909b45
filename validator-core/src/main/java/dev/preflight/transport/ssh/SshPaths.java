package dev.preflight.transport.ssh;

import dev.preflight.inventory.Host;
import dev.preflight.sshconfig.SshPath;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;

/** Knows through what each host of a run is reached. Safe for use by many threads. */
@FunctionalInterface
public interface SshPaths {
    /** For hosts of whose detours nothing was found out: one that has any is not dialled. */
    SshPaths NONE = host -> {
        if (host.login().filter(login -> !login.proxy().direct()).isPresent()) {
            throw new TransportException(
                    HostFailure.of(TransportFailure.NO_WAY).with("said", "nothing is known of its proxy"), null);
        }
        return SshPath.DIRECT;
    };

    /**
     * The path to a host.
     *
     * @throws TransportException if there is one, and it cannot be taken: the host is not dialled then
     */
    SshPath to(Host host) throws TransportException;
}
