package dev.preflight.transport.ssh;

import dev.preflight.inventory.Host;
import dev.preflight.testing.RealSshd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A host at many addresses, for tests with real servers: each is another machine to the client, with keys of its own. */
abstract class BehindJumps {
    static final int MANY = 30;
    static final String LOGIN = "Accepted publickey";
    private static final String VERBOSE = "LogLevel VERBOSE";

    static RealSshd target;
    static Path targetKey;

    @TempDir
    Path folder;

    static String address(int i) {
        return "127.0.9." + i;
    }

    @BeforeAll
    static void start() {
        // All addresses at once: sshd takes no more than 16 apart.
        target = RealSshd.launch("/bin/bash", VERBOSE, "MaxStartups 200", "ListenAddress 0.0.0.0");
        targetKey = target.newKey("target", "", "-t", "ed25519");
    }

    @AfterAll
    static void stop() {
        if (target != null) {
            target.close();
        }
    }

    /** Options that know the target at all of its addresses, and these servers. */
    SshOptions knowing(RealSshd... others) {
        List<String> lines = new ArrayList<>(List.of(target.knownHostsLine()));
        IntStream.rangeClosed(1, MANY).forEach(i -> lines.add(target.knownHostsLine(address(i))));
        List.of(others).forEach(other -> lines.add(other.knownHostsLine()));
        return Client.options(Client.knownHosts(folder, lines.toArray(String[]::new)));
    }

    static List<Host> many() {
        return IntStream.rangeClosed(1, MANY)
                .mapToObj(i -> Behind.host(address(i), target, targetKey))
                .toList();
    }

    static Path key(RealSshd sshd) {
        return sshd.newKey("own", "", "-t", "ed25519");
    }

    static RealSshd sshd(String... config) {
        List<String> lines = new ArrayList<>(List.of(config));
        lines.add(VERBOSE);
        return RealSshd.launch("/bin/sh", lines.toArray(String[]::new));
    }
}
