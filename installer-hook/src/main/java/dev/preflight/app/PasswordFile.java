package dev.preflight.app;

import dev.preflight.inventory.Secret;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/**
 * A file whose first line is a password.
 *
 * @param secret the password
 * @param warnings one if other users can read the file
 */
record PasswordFile(Secret secret, List<Problem> warnings) {
    /** An unmodifiable list. */
    PasswordFile {
        warnings = List.copyOf(warnings);
    }

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    /** Reads the file. No problem contains any of its text. */
    static PasswordFile read(Path file) throws ProblemsException {
        Place place = Place.of(file.toString());
        String line;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            line = in.readLine();
        } catch (IOException e) {
            String why = Files.exists(file) ? "the password file cannot be read" : "there is no such password file";
            throw new ProblemsException(place, why, "name a file whose first line is the password");
        }
        if (line == null || line.isEmpty()) {
            throw new ProblemsException(place, "the password file has no first line", "write the password into it");
        }
        return new PasswordFile(Secret.of(line), warnings(file, place));
    }

    private static List<Problem> warnings(Path file, Place place) {
        try {
            boolean open = Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
            return open
                    ? List.of(new Problem(place, "other users can read this password file", "chmod 600 " + file))
                    : List.of();
        } catch (IOException | UnsupportedOperationException e) {
            // The file system has no POSIX permissions.
            return List.of();
        }
    }
}
