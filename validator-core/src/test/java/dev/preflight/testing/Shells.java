package dev.preflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The POSIX shells that a host may have as {@code /bin/sh}. */
public final class Shells {
    private Shells() {}

    /** A shell of this machine, by its name and the link that runs it as {@code sh}. */
    public record Shell(String name, Path sh) {
        /** The script with this shell in place of {@code /bin/sh}. */
        public String replacing(String script) {
            return script.replace("/bin/sh", sh.toString());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** dash, bash and busybox; one that is missing is skipped by {@link Requirement}'s rule. */
    public static Stream<Shell> all() {
        return Stream.of("dash", "bash", "busybox").filter(Requirement::has).map(Shells::linked);
    }

    private static Shell linked(String name) {
        Path real = Requirement.find(name).orElseThrow();
        try {
            Path folder = Files.createTempDirectory("preflight-sh");
            // Other users' commands are run with it too.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path link = Files.createSymbolicLink(folder.resolve("sh"), real);
            // Deleted in reverse order: the folder must be empty by then.
            List.of(folder, link).forEach(path -> path.toFile().deleteOnExit());
            return new Shell(name, link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
