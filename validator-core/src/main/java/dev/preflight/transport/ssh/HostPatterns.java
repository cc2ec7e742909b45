package dev.preflight.transport.ssh;

import dev.preflight.node.Ascii;
import dev.preflight.node.Glob;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The first field of a known_hosts line: which hosts it is about. */
sealed interface HostPatterns {

    /** Whether the line is about this host. */
    boolean matches(Name host);

    /** A host that is looked for. For one thread. */
    final class Name {
        private static final String HMAC = "HmacSHA1";

        private final String name;
        private final byte[] bytes;
        private final Mac mac;

        /** In lower case and known_hosts spelling ({@code name} or {@code [name]:port}). */
        Name(String name) {
            this.name = name;
            this.bytes = name.getBytes(StandardCharsets.UTF_8);
            try {
                // To find the algorithm costs more than to use it.
                this.mac = Mac.getInstance(HMAC);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + HMAC, e);
            }
        }

        private byte[] hashed(byte[] salt) {
            try {
                mac.init(new SecretKeySpec(salt, HMAC));
                return mac.doFinal(bytes);
            } catch (InvalidKeyException e) {
                throw new IllegalStateException("any salt is a key", e);
            }
        }
    }

    /** Reads the field; empty if it is damaged. */
    static Optional<HostPatterns> parse(String field) {
        if (!field.startsWith("|")) {
            return Optional.of(new Plain(Arrays.asList(Ascii.lower(field).split(","))));
        }
        String[] parts = field.split("\\|", -1);
        if (parts.length != 4 || !parts[1].equals("1")) {
            return Optional.empty();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            return salt.length == 0 ? Optional.empty() : Optional.of(new Hashed(salt, hash));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Names, with {@code *} and {@code ?}, and {@code !} for those that the line is not about. */
    final class Plain implements HostPatterns {
        private final List<String> patterns;

        private Plain(List<String> patterns) {
            this.patterns = patterns;
        }

        /** The names, if they are no more than that and can be looked up. */
        Optional<List<String>> names() {
            boolean plain = patterns.stream().noneMatch(p -> p.startsWith("!") || p.contains("*") || p.contains("?"));
            return plain ? Optional.of(patterns) : Optional.empty();
        }

        @Override
        public boolean matches(Name host) {
            boolean found = false;
            for (String pattern : patterns) {
                boolean negated = pattern.startsWith("!");
                if (Glob.of(negated ? pattern.substring(1) : pattern).matches(host.name)) {
                    if (negated) {
                        return false;
                    }
                    found = true;
                }
            }
            return found;
        }
    }

    /** One name, hidden behind HMAC-SHA1 with a salt of its own (ssh_config(5), HashKnownHosts). */
    final class Hashed implements HostPatterns {
        private final byte[] salt;
        private final byte[] hash;

        private Hashed(byte[] salt, byte[] hash) {
            this.salt = salt;
            this.hash = hash;
        }

        @Override
        public boolean matches(Name host) {
            return Arrays.equals(hash, host.hashed(salt));
        }
    }
}
