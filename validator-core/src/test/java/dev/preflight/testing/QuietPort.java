package dev.preflight.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for servers that are given one before they start. */
final class QuietPort {
    /** Where the ports begin that Linux gives by itself (ip_local_port_range of ip(7)). */
    private static final int EPHEMERAL_BEGIN = 32_768;

    private QuietPort() {}

    /**
     * A free port below those that the kernel gives to a process that asks for any (ip_local_port_range of ip(7)): so
     * it gives this one to no process between our look and sshd's, nor while sshd is stopped.
     */
    static int free() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int candidate = ThreadLocalRandom.current().nextInt(10_000, EPHEMERAL_BEGIN);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no free port between 10000 and " + EPHEMERAL_BEGIN);
    }

    private static boolean isFree(int candidate) throws IOException {
        try (ServerSocket free = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound();
        } catch (BindException taken) {
            return false;
        }
    }
}
