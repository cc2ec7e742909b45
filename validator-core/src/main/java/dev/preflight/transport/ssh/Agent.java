package dev.preflight.transport.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.SSHAgentConnector;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys that a running ssh-agent holds, listed once. No agent, or one that does not answer, holds none. */
final class Agent {
    private final Optional<Path> socket;
    private Optional<List<Identity>> listed = Optional.empty();

    Agent(Optional<Path> socket) {
        this.socket = socket;
    }

    synchronized List<Identity> keys() {
        if (listed.isEmpty()) {
            listed = Optional.of(socket.map(Agent::list).orElse(List.of()));
        }
        return listed.orElseThrow();
    }

    private static List<Identity> list(Path socket) {
        try {
            return List.copyOf(new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities());
        } catch (AgentProxyException e) {
            // This Java has no Unix sockets: as if there were no agent, like OpenSSH with a dead one.
            return List.of();
        }
    }
}
