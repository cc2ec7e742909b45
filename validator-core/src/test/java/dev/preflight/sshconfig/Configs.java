package dev.preflight.sshconfig;

import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.testing.Requirement;
import dev.preflight.transport.local.SshProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration files of a test, read by ssh and by our own reading. */
final class Configs {
    private Configs() {}

    /** The user who runs the tests, with no default files but those in a folder. */
    static Surroundings here(Path folder) {
        Surroundings own = Surroundings.ofThisProcess();
        return new Surroundings(
                own.home(),
                own.user(),
                own.hostName(),
                folder.resolve("user_config"),
                folder.resolve("system_config"),
                Map.of("HOME", own.home().toString()));
    }

    static Path write(Path folder, String name, String... lines) {
        return text(folder, name, String.join("\n", lines) + "\n");
    }

    static Path text(Path folder, String name, String text) {
        try {
            Path file = Files.writeString(folder.resolve(name), text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SshAsk ask(Path file, String host, SshOption... options) {
        return new SshAsk(host, List.of(options), Optional.of(file.toString()), Place.of(host));
    }

    static SshAsk ask(String host, SshOption... options) {
        return new SshAsk(host, List.of(options), Optional.empty(), Place.of(host));
    }

    /** By our own reading. */
    static SshLogin own(Path folder, SshAsk ask) throws ProblemsException {
        return new SshConfigs(here(folder), Optional::empty)
                .logins(List.of(ask))
                .get(0);
    }

    /** By ssh, which is there. */
    static SshLogin ofSsh(Path folder, SshAsk ask) throws ProblemsException {
        return new SshConfigs(here(folder), () -> Optional.of(ssh()))
                .logins(List.of(ask))
                .get(0);
    }

    static SshClient ssh() {
        Requirement.tool("ssh");
        return SshProgram.in(System.getenv("PATH")).orElseThrow();
    }
}
