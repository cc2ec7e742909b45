package dev.preflight.transport.ssh;

import dev.preflight.fact.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * One line of a known_hosts file.
 *
 * @param marker what the line says of its key
 * @param type key type, such as {@code ssh-ed25519}
 * @param key public key in base64, as in the file
 * @param file the path of that file
 * @param line its line in the file, from 1
 */
record KnownHost(Marker marker, String type, String key, Path file, int line) {

    /** What a line says of its key (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
    enum Marker {
        /** The host's own key. */
        HOST,
        /** A key that signs host keys. */
        AUTHORITY,
        /** A key that must never be accepted. */
        REVOKED
    }

    /** Whether the line says this of this key, in base64. */
    boolean is(Marker says, String encoded) {
        return marker == says && key.equals(encoded);
    }

    String fingerprint() {
        return fingerprint(Base64.getDecoder().decode(key));
    }

    /** The file to change if the line is to go; what a link points to, as ssh-keygen would put a file in its place. */
    Path realFile() {
        try {
            return Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        } catch (IOException e) {
            return file.toAbsolutePath();
        }
    }

    String place() {
        return file + ":" + line;
    }

    /** As {@code ssh-keygen -lf} prints it: SHA-256 in base64 without padding. */
    static String fingerprint(byte[] blob) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(Sha256.of(blob));
    }

    /** The type that a public key names first (RFC 4253 section 6.6); empty if it is no such key. */
    static String typeOf(byte[] blob) {
        if (blob.length < 4) {
            return "";
        }
        int length = (blob[0] & 0xff) << 24 | (blob[1] & 0xff) << 16 | (blob[2] & 0xff) << 8 | (blob[3] & 0xff);
        return length < 0 || length > blob.length - 4 ? "" : new String(blob, 4, length, StandardCharsets.US_ASCII);
    }
}
