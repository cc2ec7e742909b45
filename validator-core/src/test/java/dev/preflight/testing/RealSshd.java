package dev.preflight.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * The machine's own OpenSSH server on a free port of 127.0.0.1, with one ordinary user made for the test. Both are gone
 * after {@link #close}. Needs root.
 */
public final class RealSshd implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private static final Path PAM = Path.of("/etc/pam.d");

    private final Path program;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Path folder;
    private final Path home;
    private final String user;
    private final String password;
    private final int port;
    private Process process;

    private RealSshd(String shell, List<String> pam, List<String> config) throws IOException {
        String id = UUID.randomUUID().toString().substring(0, 8);
        user = "pf" + id;
        password = "Pw-" + UUID.randomUUID();
        folder = Files.createTempDirectory("preflight-sshd");
        // The user must get through to the home in it.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = folder.resolve("home");
        port = QuietPort.free();
        program = pam.isEmpty() ? SSHD : withPam("pfsshd" + id, pam);
        Files.createDirectories(home.resolve(".ssh"));
        Commands.run("", "/usr/sbin/useradd", "-M", "-d", home.toString(), "-s", shell, user);
        try {
            // Without a password the account counts as locked, and sshd refuses its keys too.
            Commands.run(user + ":" + password + "\n", "/usr/sbin/chpasswd");
            own();
            Commands.run(
                    "",
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    hostKey().toString());
            Files.createDirectories(Path.of("/run/sshd"));
            List<String> lines = new ArrayList<>(config);
            if (config.stream().noneMatch(line -> line.startsWith("ListenAddress"))) {
                lines.add("ListenAddress 127.0.0.1");
            }
            lines.addAll(List.of(
                    "Port " + port,
                    "HostKey " + hostKey(),
                    "PidFile none",
                    "UsePAM no",
                    "PasswordAuthentication yes",
                    "KbdInteractiveAuthentication no",
                    "StrictModes yes",
                    "AllowUsers " + user));
            Files.write(folder.resolve("sshd_config"), lines);
            start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** sshd takes its PAM service by the name under which it runs. */
    private Path withPam(String name, List<String> lines) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve(name), SSHD);
        Files.write(PAM.resolve(name), lines);
        return link;
    }

    /** Skips the test, or fails it with {@code CI=true}, where this cannot run. */
    public static void assumeAvailable() {
        Requirement.root();
        Requirement.that(Files.isExecutable(SSHD), "OpenSSH's " + SSHD);
        Requirement.tool("useradd");
        Requirement.tool("chpasswd");
        Requirement.tool("ssh-keygen");
    }

    /** Starts one whose user has {@code /bin/bash}. */
    public static RealSshd launch() {
        return launch("/bin/bash");
    }

    /**
     * Starts one.
     *
     * @param shell the user's login shell
     * @param config lines of sshd_config(5), which precede those of this class and so win; with a {@code ListenAddress}
     *     among them, it listens there
     */
    public static RealSshd launch(String shell, String... config) {
        assumeAvailable();
        try {
            return new RealSshd(shell, List.of(), List.of(config));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one that logs in by keyboard-interactive through PAM.
     *
     * @param pam lines of pam.d(5) for this server alone
     * @param config as for {@link #launch(String, String...)}
     */
    public static RealSshd launchWithPam(List<String> pam, String... config) {
        assumeAvailable();
        Requirement.that(Files.isDirectory(PAM), PAM.toString());
        List<String> lines = new ArrayList<>(List.of(config));
        lines.addAll(List.of("UsePAM yes", "KbdInteractiveAuthentication yes", "PasswordAuthentication no"));
        try {
            return new RealSshd("/bin/sh", pam, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again after {@link #stop}, with the same port and key. */
    public void start() {
        try {
            process = new ProcessBuilder(
                            program.toString(),
                            "-D",
                            "-e",
                            "-f",
                            folder.resolve("sshd_config").toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.errorReader(StandardCharsets.UTF_8);
            StringBuilder said = new StringBuilder();
            String line = output.readLine();
            while (line != null && !line.startsWith("Server listening on")) {
                said.append(line).append('\n');
                line = output.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("sshd does not start: " + said);
            }
            EmbeddedSshServer.daemon(() -> output.lines().forEach(log::add));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it and all its connections. */
    public void stop() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> all = new ArrayList<>(running.descendants().toList());
            all.add(running.toHandle());
            all.forEach(ProcessHandle::destroyForcibly);
            running.onExit().join();
        }
    }

    /** Stops it in its tracks, connections and all, as a host does that has gone astray. */
    public void freeze() {
        signal("-STOP");
    }

    /** Stops its connections, as if the network had forgotten them; it takes new ones. */
    public void freezeConnections() {
        process.descendants().forEach(p -> Commands.run("", "kill", "-STOP", Long.toString(p.pid())));
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .forEach(p -> Commands.run("", "kill", name, Long.toString(p.pid())));
    }

    /** What it has logged since its start. */
    public String log() {
        return String.join("\n", log);
    }

    /** How many lines of its log have this in them. */
    public long logged(CharSequence part) {
        return log.stream().filter(line -> line.contains(part)).count();
    }

    /** How many processes work for its connections. */
    public long workers() {
        return process.descendants().count();
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** The one user that it lets in. */
    public String user() {
        return user;
    }

    /** The user's password. */
    public String password() {
        return password;
    }

    /** The user's home. */
    public Path home() {
        return home;
    }

    /** A directory for the test's own files, gone with the server. */
    public Path folder() {
        return folder;
    }

    /** The private host key; beside it lies the public one. */
    public Path hostKey() {
        return folder.resolve("host_key");
    }

    /** The line that makes its host key known to a client that calls it {@code 127.0.0.1}. */
    public String knownHostsLine() {
        return knownHostsLine("127.0.0.1");
    }

    /** The same for a client that calls it something else. */
    public String knownHostsLine(String address) {
        return "[" + address + "]:" + port + " "
                + read(folder.resolve("host_key.pub")).strip();
    }

    /** What an ssh_config(5) says of it beside the name of the host. */
    public List<String> clientConfig(Path key) {
        return List.of(
                "HostName 127.0.0.1", "Port " + port, "User " + user, "IdentityFile " + key, "IdentitiesOnly yes");
    }

    /** Writes a file of the user, such as {@code .bashrc}. */
    public void file(String name, String text) {
        try {
            Files.writeString(home.resolve(name), text);
            own();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a key in, besides those before; a line of {@code authorized_keys}. */
    public void authorize(String line) {
        try {
            Files.writeString(
                    home.resolve(".ssh/authorized_keys"),
                    line.strip() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            own();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a key pair in {@link #folder}, lets it in and returns the private file. */
    public Path newKey(String name, String passphrase, String... keygen) {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-N", passphrase, "-f", file.toString()));
        command.addAll(List.of(keygen));
        Commands.run("", command.toArray(String[]::new));
        authorize(read(folder.resolve(name + ".pub")));
        return file;
    }

    private void own() {
        Commands.run("", "chown", "-R", user + ":", home.toString());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deletePam() {
        try {
            if (!program.equals(SSHD)) {
                Files.deleteIfExists(PAM.resolve(program.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        Commands.run("", "/usr/sbin/userdel", "-f", user);
        deletePam();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
