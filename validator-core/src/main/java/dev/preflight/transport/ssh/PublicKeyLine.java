package dev.preflight.transport.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A public key as files hold it: type, base64 and a comment (ssh-keygen(1)).
 *
 * @param type such as {@code ssh-ed25519}
 * @param base64 the key itself
 */
record PublicKeyLine(String type, String base64) {
    /** More than any key or certificate; guards against being pointed at something else. */
    private static final long LARGEST = 1 << 18;

    /** Reads the first line of a file; empty if there is no such file, or no key in it. */
    static Optional<PublicKeyLine> read(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST
                    ? parse(Files.readString(file, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException e) {
            // As ssh does: a public key that cannot be read is as none, the private one may do.
            return Optional.empty();
        }
    }

    static Optional<PublicKeyLine> parse(String text) {
        String[] words = text.strip().split("\\s+", 3);
        if (words.length < 2 || !words[0].matches("[a-z][a-z0-9@.-]+")) {
            return Optional.empty();
        }
        try {
            return Base64.getDecoder().decode(words[1]).length == 0
                    ? Optional.empty()
                    : Optional.of(new PublicKeyLine(words[0], words[1]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same of a key in the form of SSH, whose first string is its type (RFC 4253 section 6.6). */
    static Optional<PublicKeyLine> ofBlob(byte[] blob) {
        ByteBuffer bytes = ByteBuffer.wrap(blob);
        int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (length <= 0 || length > bytes.remaining()) {
            return Optional.empty();
        }
        String type = new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
        return Optional.of(new PublicKeyLine(type, Base64.getEncoder().encodeToString(blob)));
    }

    byte[] blob() {
        return Base64.getDecoder().decode(base64);
    }
}
