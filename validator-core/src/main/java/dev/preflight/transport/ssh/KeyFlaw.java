package dev.preflight.transport.ssh;

import dev.preflight.fact.CodeName;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with a key file: each is mended in another way. */
enum KeyFlaw {
    /** There is none. */
    MISSING,
    /** This user may not read it. */
    NO_ACCESS,
    /** Others may. */
    TOO_OPEN,
    /** It is encrypted, and there is no passphrase. */
    LOCKED,
    /** It is encrypted, with another passphrase. */
    WRONG_PASSPHRASE,
    /** It is the public half. */
    PUBLIC,
    /** The key itself is on a security token. */
    TOKEN,
    /** It is something else, or damaged. */
    NO_KEY;

    /** Group and others: the mask of sshkey_perm_ok in authfile.c of OpenSSH. */
    private static final int OTHERS = 077;

    private static final int ALL = 07777;

    /** The stable spelling. */
    String code() {
        return CodeName.of(this);
    }

    /** The sentence about a file that cannot be read. */
    static String unread(IOException e) {
        return e instanceof AccessDeniedException
                ? "this user may not read the file"
                : "the file cannot be read: " + RemoteText.clean(e.toString());
    }

    /**
     * The sentence about a file that others may use, if ssh would not use it for that: the file is of the user who runs this
     * (sshkey_perm_ok in authfile.c of OpenSSH).
     */
    static Optional<String> tooOpen(Path file) {
        try {
            int mode = (Integer) Files.getAttribute(file, "unix:mode") & ALL;
            boolean own = Files.getOwner(file).getName().equals(System.getProperty("user.name"));
            return own && (mode & OTHERS) != 0
                    ? Optional.of(String.format(
                            Locale.ROOT, "others may use the file (mode %04o), so ssh does not (chmod 600)", mode))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            // The file system has no such modes.
            return Optional.empty();
        }
    }
}
