package dev.preflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * A user with root's number and a home of its own, whom sudo takes for root where a test's user calls it: a login by sudo
 * must not run the start-up files of the machine's own root. Gone after {@link #close}.
 */
public final class ThrowawayRoot implements AutoCloseable {
    private final String name = "pfr" + UUID.randomUUID().toString().substring(0, 8);
    private final Path home;

    private ThrowawayRoot(Path folder) {
        try {
            home = Files.createDirectories(folder.resolve("root-home"));
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            Commands.run(
                    "", "useradd", "-M", "-o", "-u", "0", "-g", "0", "-d", home.toString(), "-s", "/bin/bash", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes one.
     *
     * @param folder where its home is made
     */
    public static ThrowawayRoot in(Path folder) {
        Requirement.root();
        Requirement.tool("useradd");
        return new ThrowawayRoot(folder);
    }

    /** Its home; the shell is bash. */
    public Path home() {
        return home;
    }

    /** The line of sudoers(5) that makes it whom sudo runs a user's commands as. */
    public String sudoersLine(String user) {
        return "Defaults:" + user + " runas_default=" + name + "\n";
    }

    /** Takes the account away; the home is its folder's. */
    @Override
    public void close() {
        Commands.run("", "userdel", "-f", name);
    }
}
