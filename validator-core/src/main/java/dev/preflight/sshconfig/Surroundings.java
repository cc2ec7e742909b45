package dev.preflight.sshconfig;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What ssh takes from the machine and the user that run it.
 *
 * @param home the user's home directory
 * @param user the user's name
 * @param hostName this machine's name
 * @param userConfig the user's ssh_config
 * @param systemConfig the machine's ssh_config
 * @param environment environment variables
 */
public record Surroundings(
        Path home, String user, String hostName, Path userConfig, Path systemConfig, Map<String, String> environment) {

    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    /** A copy of the environment. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process, with the files that ssh reads by default (ssh_config(5)). */
    public static Surroundings ofThisProcess() {
        Path home = Path.of(System.getProperty("user.home"));
        return new Surroundings(
                home,
                System.getProperty("user.name"),
                ownName(),
                home.resolve(".ssh/config"),
                Path.of("/etc/ssh/ssh_config"),
                System.getenv());
    }

    /** As gethostname(2) has it; Java's own way may ask name servers. */
    private static String ownName() {
        try {
            return Files.readString(KERNEL_NAME).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (IOException none) {
                return "localhost";
            }
        }
    }
}
