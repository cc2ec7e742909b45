package dev.preflight.transport.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A certificate of OpenSSH, as in {@code id_ed25519-cert.pub}. Source: PROTOCOL.certkeys of OpenSSH.
 *
 * @param line the key as public-key files hold it
 * @param certifies base64 of the plain public key that it certifies
 * @param ofUser whether it is for users, not for hosts
 * @param from the first second in which it is valid
 * @param until the first second in which it is no longer valid
 */
record UserCertificate(PublicKeyLine line, String certifies, boolean ofUser, Instant from, Instant until) {
    /** How the names of all types of certificates end. */
    private static final String SUFFIX = "-cert-v01@openssh.com";

    /** How many fields of the public key lie between the nonce and the serial number. */
    private static final Map<String, Integer> FIELDS = Map.of(
            "ssh-rsa", 2,
            "ssh-ed25519", 1,
            "ecdsa-sha2-nistp256", 2,
            "ecdsa-sha2-nistp384", 2,
            "ecdsa-sha2-nistp521", 2,
            "sk-ssh-ed25519@openssh.com", 2,
            "sk-ecdsa-sha2-nistp256@openssh.com", 3);

    /** How long the serial number is. */
    private static final int SERIAL = Long.BYTES;

    /** SSH2_CERT_TYPE_USER. */
    private static final int USER = 1;

    /** Whether a type or signature algorithm is that of a certificate. */
    static boolean isType(String type) {
        return type.endsWith(SUFFIX);
    }

    /** The type of the plain key, such as {@code ssh-ed25519}; signatures are made and named with it. */
    static String plainType(String type) {
        if (!isType(type)) {
            return type;
        }
        String plain = type.substring(0, type.length() - SUFFIX.length());
        return plain.startsWith("sk-") ? plain + "@openssh.com" : plain;
    }

    /** Reads one; empty if it is none, or of an unknown type. */
    static Optional<UserCertificate> of(PublicKeyLine line) {
        Integer fields = isType(line.type()) ? FIELDS.get(plainType(line.type())) : null;
        if (fields == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer blob = ByteBuffer.wrap(line.blob());
            if (!new String(string(blob), StandardCharsets.US_ASCII).equals(line.type())) {
                return Optional.empty();
            }
            skip(blob);
            int begin = blob.position();
            for (int i = 0; i < fields; i++) {
                skip(blob);
            }
            String plain = plain(line, begin, blob.position());
            blob.position(blob.position() + SERIAL);
            boolean user = blob.getInt() == USER;
            skip(blob);
            skip(blob);
            return Optional.of(new UserCertificate(line, plain, user, instant(blob), instant(blob)));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // It ends too early.
            return Optional.empty();
        }
    }

    private static String plain(PublicKeyLine line, int begin, int end) {
        byte[] type = plainType(line.type()).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer plain = ByteBuffer.allocate(Integer.BYTES + type.length + end - begin);
        plain.putInt(type.length).put(type).put(line.blob(), begin, end - begin);
        return Base64.getEncoder().encodeToString(plain.array());
    }

    private static void skip(ByteBuffer blob) {
        int length = blob.getInt();
        if (length < 0 || length > blob.remaining()) {
            throw new BufferUnderflowException();
        }
        blob.position(blob.position() + length);
    }

    private static byte[] string(ByteBuffer blob) {
        int length = blob.getInt();
        if (length < 0 || length > blob.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        blob.get(bytes);
        return bytes;
    }

    /** Seconds since 1970, unsigned; what no calendar holds is for ever. */
    private static Instant instant(ByteBuffer blob) {
        long seconds = blob.getLong();
        return seconds < 0 || seconds > Instant.MAX.getEpochSecond() ? Instant.MAX : Instant.ofEpochSecond(seconds);
    }

    /** Why servers will refuse it at this time; empty if nothing speaks against it. */
    Optional<String> wrongAt(Instant now) {
        if (!ofUser) {
            return Optional.of("it is a certificate of a host, not of a user");
        }
        if (now.isBefore(from)) {
            return Optional.of("the certificate is not valid before " + from);
        }
        return now.isBefore(until) ? Optional.empty() : Optional.of("the certificate expired at " + until);
    }
}
