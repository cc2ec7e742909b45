package dev.preflight.define.read;

import dev.preflight.testing.Requirement;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A shell whose user is not root, also where root runs the tests. */
final class Unprivileged {
    /** A user without rights on most systems: overflowuid of user_namespaces(7). */
    private static final int ID = 65534;

    private Unprivileged() {}

    /** The same shell; what its user cannot enter is opened up to this folder. */
    static Shell under(Shell shell, Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (!"root".equals(System.getProperty("user.name"))) {
            return shell;
        }
        Path setpriv = Requirement.tool("setpriv");
        Path wrapper = folder.resolve("as-nobody-" + shell.name());
        Files.writeString(
                wrapper,
                "#!" + shell.sh() + "\n[ \"$(id -u)\" = 0 ] || exec " + shell.sh() + " \"$@\"\nexec " + setpriv
                        + " --reuid " + ID + " --regid " + ID + " --clear-groups " + shell.sh() + " \"$@\"\n");
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Shell(shell.name(), wrapper);
    }
}
