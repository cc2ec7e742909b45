package dev.preflight.transport.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Unreachable;
import dev.preflight.transport.ssh.KnownHost.Marker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges the key that one host shows, for jsch, and keeps what was wrong with it. */
final class HostKeyCheck implements HostKeyRepository {
    /** The types that jsch can verify; a line with another type says nothing about the keys we ask for. */
    private static final Set<String> TYPES =
            Set.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa");

    private final KnownHosts known;
    private final String address;
    private final int port;
    private final boolean acceptNew;
    private volatile Optional<Unreachable> problem = Optional.empty();

    HostKeyCheck(KnownHosts known, String address, int port, boolean acceptNew) {
        this.known = known;
        this.address = address;
        this.port = port;
        this.acceptNew = acceptNew;
    }

    /** What was wrong with the key; empty if nothing was, or it was not shown yet. */
    Optional<Unreachable> problem() {
        return problem;
    }

    @Override
    public int check(String host, byte[] key) {
        String type = KnownHost.typeOf(key);
        String encoded = Base64.getEncoder().encodeToString(key);
        List<KnownHost> lines = lines();
        List<KnownHost> revoked = matching(lines, Marker.REVOKED, encoded);
        if (!revoked.isEmpty()) {
            return refuse(
                    CHANGED,
                    about(TransportFailure.HOST_KEY_CHANGED, type, key)
                            .with("file", places(revoked))
                            .with("said", "this key is revoked"));
        }
        if (!matching(lines, Marker.HOST, encoded).isEmpty()) {
            return OK;
        }
        List<KnownHost> expected = hostKeys();
        if (!expected.isEmpty()) {
            List<KnownHost> same =
                    expected.stream().filter(k -> k.type().equals(type)).toList();
            List<KnownHost> shown = same.isEmpty() ? expected : same;
            return refuse(
                    CHANGED,
                    about(TransportFailure.HOST_KEY_CHANGED, type, key)
                            .with(
                                    "expected",
                                    shown.stream().map(KnownHost::fingerprint).collect(Collectors.joining(", ")))
                            .with("file", places(shown)));
        }
        return acceptNew ? accept(type, key) : refuse(NOT_INCLUDED, unknown(type, key));
    }

    private int accept(String type, byte[] key) {
        try {
            if (known.add(KnownHosts.name(address, port), type, key)) {
                return OK;
            }
            return refuse(NOT_INCLUDED, unknown(type, key).with("said", "another key was accepted a moment before"));
        } catch (IOException e) {
            String said = "the key could not be written down: " + e;
            return refuse(NOT_INCLUDED, unknown(type, key).with("said", Said.clean(said)));
        }
    }

    private Unreachable unknown(String type, byte[] key) {
        Unreachable unknown = about(TransportFailure.HOST_KEY_UNKNOWN, type, key)
                .with("accept", "--accept-new")
                .with(
                        "line",
                        KnownHosts.line(
                                KnownHosts.name(address, port),
                                type,
                                Base64.getEncoder().encodeToString(key)));
        Unreachable placed =
                known.first().map(f -> unknown.with("file", f.toString())).orElse(unknown);
        return known.problems().isEmpty() ? placed : placed.with("said", String.join(", ", known.problems()));
    }

    private static Unreachable about(TransportFailure failure, String type, byte[] key) {
        return Unreachable.of(failure)
                .with("algorithm", Said.clean(type))
                .with("fingerprint", KnownHost.fingerprint(key));
    }

    private int refuse(int code, Unreachable why) {
        problem = Optional.of(why);
        return code;
    }

    /** As OpenSSH does: a host on another port may also be known by its name alone. */
    private List<KnownHost> lines() {
        String name = KnownHosts.name(address, port);
        String bare = KnownHosts.name(address, 22);
        return name.equals(bare)
                ? known.lookup(name)
                : Stream.concat(known.lookup(name).stream(), known.lookup(bare).stream())
                        .toList();
    }

    private List<KnownHost> hostKeys() {
        return known.lookup(KnownHosts.name(address, port)).stream()
                .filter(k -> k.marker() == Marker.HOST && TYPES.contains(k.type()))
                .toList();
    }

    private static List<KnownHost> matching(List<KnownHost> lines, Marker marker, String encoded) {
        return lines.stream()
                .filter(k -> k.marker() == marker && k.key().equals(encoded))
                .toList();
    }

    private static String places(List<KnownHost> lines) {
        return lines.stream().map(KnownHost::place).distinct().collect(Collectors.joining(", "));
    }

    /** What jsch needs to know for certificates: the authorities of this host and the revoked keys. */
    @Override
    public HostKey[] getHostKey() {
        return keys(lines());
    }

    @Override
    public HostKey[] getHostKey(@Nullable String host, @Nullable String type) {
        return keys(lines().stream()
                .filter(k -> k.marker() == Marker.HOST)
                .filter(k -> type == null || k.type().equals(type))
                .toList());
    }

    /** The lines are this host's already, so each says {@code *}: jsch knows neither negation nor hashes here. */
    private static HostKey[] keys(List<KnownHost> lines) {
        List<HostKey> keys = new ArrayList<>();
        for (KnownHost line : lines) {
            if (TYPES.contains(line.type())) {
                try {
                    byte[] blob = Base64.getDecoder().decode(line.key());
                    keys.add(new HostKey(marker(line.marker()), "*", HostKey.GUESS, blob, null));
                } catch (JSchException e) {
                    throw new IllegalStateException("the type was looked at before: " + line.type(), e);
                }
            }
        }
        return keys.toArray(HostKey[]::new);
    }

    private static String marker(Marker marker) {
        return switch (marker) {
            case HOST -> "";
            case AUTHORITY -> "@cert-authority";
            case REVOKED -> "@revoked";
        };
    }

    @Override
    public void add(HostKey key, @Nullable UserInfo ui) {
        throw new UnsupportedOperationException("keys are accepted in check()");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("no key is ever removed");
    }

    @Override
    public void remove(String host, String type, byte @Nullable [] key) {
        throw new UnsupportedOperationException("no key is ever removed");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return known.first().map(Object::toString).orElse("known_hosts");
    }
}
