package dev.preflight.hook;

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
 * @param secret the line
 * @param warnings that others can read the file, if they can
 */
record PasswordFile(Secret secret, List<Problem> warnings) {
    /** Copies what it is given. */
    PasswordFile {
        warnings = List.copyOf(warnings);
    }

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    /** Reads the file; nothing of its text shows in a problem. */
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
            // A file system without permissions: there is nothing to warn of.
            return List.of();
        }
    }
}
