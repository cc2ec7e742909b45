package dev.preflight.checks.docker.daemonjson;

import java.util.List;
import java.util.Optional;

/**
 * What the file is judged by, beside the version.
 *
 * @param flags the flags of dockerd
 * @param byUnit whether a systemd unit starts dockerd, so that a drop-in can change its flags
 * @param state the state of its engine; empty if it is not known
 * @param accepted whether {@code dockerd --validate} accepts the file
 * @param requiredKeys keys that the profile wants
 */
record DaemonContext(
        DaemonFlags flags,
        boolean byUnit,
        Optional<DockerEngineState> state,
        boolean accepted,
        List<String> requiredKeys) {
    /** The same for a release that is not installed, which cannot be asked. */
    DaemonContext unasked() {
        return new DaemonContext(flags, byUnit, state, false, requiredKeys);
    }
}
