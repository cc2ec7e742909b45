package dev.preflight.transport.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import dev.preflight.inventory.Host;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.ssh.KnownHost.Marker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges the key that one host shows, for jsch, and keeps what was wrong with it. */
final class HostKeyCheck implements HostKeyRepository {
    /** How the algorithms of OpenSSH's certificates end (its PROTOCOL.certkeys). */
    private static final String CERTIFICATE = "-cert-v01@openssh.com";

    /** The types that jsch can verify. */
    private static final Set<String> TYPES =
            Set.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa");

    private final KnownHosts known;
    private final String name;
    private final String bareName;
    private final boolean acceptNew;
    private volatile Optional<HostFailure> problem = Optional.empty();

    HostKeyCheck(KnownHosts known, String address, int port, boolean acceptNew) {
        this.known = known;
        this.name = KnownHosts.name(address, port);
        this.bareName = KnownHosts.name(address, Host.DEFAULT_PORT);
        this.acceptNew = acceptNew;
    }

    /** What was wrong with the key; empty if nothing was, or it was not shown yet. */
    Optional<HostFailure> problem() {
        return problem;
    }

    /**
     * The algorithms to ask the host's keys for: as OpenSSH does, first those for which a key of the host is known, and
     * certificates if an authority for it is. Looks the host up, which with many hashed lines takes a while once.
     *
     * @param all the algorithms that can be asked for, in order, separated by commas
     */
    String algorithms(String all) {
        Set<String> types = Stream.of(name, bareName)
                .map(this::hostKeys)
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .orElse(List.of())
                .stream()
                .map(KnownHost::type)
                .collect(Collectors.toSet());
        boolean authority = lines().stream().anyMatch(line -> line.marker() == Marker.AUTHORITY);
        // The sort is stable: among themselves both kinds stay in order.
        return Stream.of(all.split(","))
                .sorted(Comparator.comparing(algorithm ->
                        !(types.contains(plainType(algorithm)) || (authority && algorithm.endsWith(CERTIFICATE)))))
                .collect(Collectors.joining(","));
    }

    /** The type of the keys behind an algorithm: RSA has several (RFC 8332), and each has one for certificates. */
    private static String plainType(String algorithm) {
        String plain = algorithm.endsWith(CERTIFICATE)
                ? algorithm.substring(0, algorithm.length() - CERTIFICATE.length())
                : algorithm;
        return plain.startsWith("rsa-sha2-") ? "ssh-rsa" : plain;
    }

    @Override
    public int check(String host, byte[] key) {
        String type = KnownHost.typeOf(key);
        String encoded = Base64.getEncoder().encodeToString(key);
        List<KnownHost> revoked = lines().stream()
                .filter(line -> line.is(Marker.REVOKED, encoded))
                .toList();
        if (!revoked.isEmpty()) {
            return refuse(
                    CHANGED, about(TransportFailure.HOST_KEY_REVOKED, type, key).with("file", places(revoked)));
        }
        List<KnownHost> expected = hostKeys(name);
        if (expected.isEmpty()) {
            // As ssh: who is not known on this port may be known by the bare name, but no other key there counts.
            boolean byBareName = hostKeys(bareName).stream().anyMatch(line -> line.is(Marker.HOST, encoded));
            return byBareName ? OK : unknownOrNew(type, key);
        }
        if (expected.stream().anyMatch(line -> line.is(Marker.HOST, encoded))) {
            return OK;
        }
        return refuse(CHANGED, changed(expected, type, key));
    }

    private HostFailure changed(List<KnownHost> expected, String type, byte[] key) {
        List<KnownHost> same =
                expected.stream().filter(k -> k.type().equals(type)).toList();
        List<KnownHost> shown = same.isEmpty() ? expected : same;
        return about(TransportFailure.HOST_KEY_CHANGED, type, key)
                .with("expected", shown.stream().map(KnownHost::fingerprint).collect(Collectors.joining(", ")))
                .with("file", places(shown))
                // Every key of the host has to go before another is accepted.
                .with(
                        "knownHosts",
                        expected.stream()
                                .map(KnownHost::realFile)
                                .distinct()
                                .map(Path::toString)
                                .collect(Collectors.joining("\n")));
    }

    private int unknownOrNew(String type, byte[] key) {
        return acceptNew ? accept(type, key) : refuse(NOT_INCLUDED, unknown(type, key));
    }

    private int accept(String type, byte[] key) {
        try {
            if (known.add(name, type, key)) {
                return OK;
            }
            return refuse(NOT_INCLUDED, unknown(type, key).with("said", "another key was accepted a moment before"));
        } catch (IOException e) {
            String said = "the key could not be written down: " + e;
            return refuse(NOT_INCLUDED, unknown(type, key).with("said", RemoteText.clean(said)));
        }
    }

    private HostFailure unknown(String type, byte[] key) {
        HostFailure unknown = about(TransportFailure.HOST_KEY_UNKNOWN, type, key)
                .with("accept", "--accept-new")
                .with("line", KnownHosts.line(name, type, Base64.getEncoder().encodeToString(key)));
        HostFailure placed =
                known.first().map(f -> unknown.with("file", f.toString())).orElse(unknown);
        List<String> wrong = new ArrayList<>(known.problems());
        if (known.first().isEmpty()) {
            wrong.add("the user has no known_hosts file (UserKnownHostsFile none): name one with --known-hosts");
        }
        return wrong.isEmpty() ? placed : placed.with("said", String.join(", ", wrong));
    }

    private HostFailure about(TransportFailure failure, String type, byte[] key) {
        return HostFailure.of(failure)
                .with(HostFailure.TARGET, name)
                .with("algorithm", RemoteText.clean(type))
                .with("fingerprint", KnownHost.fingerprint(key));
    }

    private int refuse(int code, HostFailure why) {
        problem = Optional.of(why);
        return code;
    }

    /** All that is said of the host, by its name with the port and by the bare one. */
    private List<KnownHost> lines() {
        return Stream.of(name, bareName)
                .distinct()
                .flatMap(spelling -> known.lookup(spelling).stream())
                .distinct()
                .toList();
    }

    private List<KnownHost> hostKeys(String spelling) {
        return known.lookup(spelling).stream()
                .filter(line -> line.marker() == Marker.HOST)
                .toList();
    }

    private static String places(List<KnownHost> lines) {
        return lines.stream().map(KnownHost::place).collect(Collectors.joining(", "));
    }

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
