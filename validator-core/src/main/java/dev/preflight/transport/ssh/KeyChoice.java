package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.ssh.KeyFiles.Loaded;
import dev.preflight.transport.ssh.KeyFiles.Unusable;
import dev.preflight.transport.ssh.KeyFiles.Usable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Which keys to try on a host.
 *
 * @param keys in the order to try them
 * @param unusable of the usual key files, those that exist and cannot be used, each with the reason
 * @param query whether to ask the server before signing
 */
record KeyChoice(List<Identity> keys, List<String> unusable, boolean query) {
    /**
     * From here on asking first is cheaper than signing in vain, and keeps clear of sshd's {@code MaxAuthTries} (6 by
     * default, sshd_config(5)).
     */
    private static final int MANY_AGENT_KEYS = 3;

    /** The one key that the inventory names, from its file or, if that is locked, from the agent. */
    static KeyChoice only(Path file, KeyFiles files, Agent agent) throws TransportException {
        Optional<Identity> held = heldBy(agent, files.peek(file));
        if (held.isPresent()) {
            return new KeyChoice(List.of(held.get()), List.of(), false);
        }
        Loaded loaded = files.load(file);
        if (loaded instanceof Usable usable) {
            return new KeyChoice(List.of(new LoginKeys.FileKey(file.toString(), usable.pair())), List.of(), false);
        }
        throw new TransportException(
                HostFailure.of(
                                Files.notExists(file)
                                        ? TransportFailure.KEY_FILE_MISSING
                                        : TransportFailure.KEY_FILE_UNREADABLE)
                        .with("file", file.toString())
                        .with("said", ((Unusable) loaded).why()),
                null);
    }

    /**
     * The agent's keys and the usual files that exist.
     *
     * @param password whether there is a password too; then no passphrase is asked for
     * @throws TransportException if there is nothing to log in with but a key file that cannot be used
     */
    static KeyChoice usual(List<Path> usual, KeyFiles files, Agent agent, boolean password) throws TransportException {
        List<Identity> keys = new ArrayList<>(agent.keys());
        List<String> unusable = new ArrayList<>();
        Optional<HostFailure> first = Optional.empty();
        for (Path file : usual) {
            if (!Files.exists(file) || heldBy(agent, files.peek(file)).isPresent()) {
                continue;
            }
            Loaded loaded = password ? files.peek(file) : files.load(file);
            if (loaded instanceof Usable usable) {
                keys.add(new LoginKeys.FileKey(file.toString(), usable.pair()));
            } else if (loaded instanceof Unusable reason) {
                unusable.add(file + ": " + reason.why());
                first = first.or(() -> Optional.of(HostFailure.of(TransportFailure.KEY_FILE_UNREADABLE)
                        .with("file", file.toString())
                        .with("said", reason.why())));
            }
        }
        if (keys.isEmpty() && !password && first.isPresent()) {
            throw new TransportException(first.get(), null);
        }
        return new KeyChoice(List.copyOf(keys), unusable, agent.keys().size() >= MANY_AGENT_KEYS);
    }

    private static Optional<Identity> heldBy(Agent agent, Loaded loaded) {
        return loaded instanceof Unusable unusable && unusable.locked()
                ? unusable.publicKey()
                        .flatMap(key -> agent.keys().stream()
                                .filter(k -> Base64.getEncoder()
                                        .encodeToString(k.getPublicKeyBlob())
                                        .equals(key))
                                .findFirst())
                : Optional.empty();
    }
}
