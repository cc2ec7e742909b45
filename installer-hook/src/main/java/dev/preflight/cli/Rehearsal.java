package dev.preflight.cli;

import com.jcraft.jsch.JSch;
import dev.preflight.app.FirstLogin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Calls the commands that people wait for, so that their classes are loaded: the launcher makes an archive of them. No
 * host is looked at, not even this one.
 */
public final class Rehearsal {
    private static final String PROFILE = "container-host";

    private Rehearsal() {}

    /**
     * Calls them, the last as the launcher does: it prints the help and ends the process.
     *
     * @param args a folder of tests of profiles
     */
    public static void main(String[] args) throws IOException, URISyntaxException {
        run("--help");
        run("run", "--help");
        run("checks");
        run("explain", "umask-effective");
        run("lint", PROFILE);
        run("test", "--no-mutations", args[0]);
        run("run", "--local", "--show-script");
        unreached();
        boolean unused = FirstLogin.ready();
        loadPackage(FirstLogin.ofTransport());
        loadPackage(JSch.class);
        Main.main(new String[] {"--help"});
    }

    private static void run(String... args) {
        Io io = new Io(
                InputStream.nullInputStream(),
                Output.to(OutputStream.nullOutputStream()),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                System.getenv(),
                Optional.empty(),
                Clock.systemUTC(),
                new Interruption());
        int unused = Main.run(io, args);
    }

    /** A host that speaks an old version, so that there is a report. */
    private static void unreached() throws IOException {
        Path known = Files.createTempFile("preflight", ".known");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread host = new Thread(() -> refuse(server), "preflight-rehearsal");
            host.setDaemon(true);
            host.start();
            String target = "nobody@" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
            for (String format : List.of("text", "json")) {
                run("run", "--host", target, "--known-hosts", known.toString(), "--format", format);
            }
        } finally {
            Files.delete(known);
        }
    }

    private static void refuse(ServerSocket server) {
        try {
            while (true) {
                try (Socket guest = server.accept()) {
                    guest.getOutputStream().write("SSH-1.0-rehearsal\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // The server was closed: the rehearsal is over.
            return;
        }
    }

    /** What only a login needs, which a rehearsal has no host for. */
    private static void loadPackage(Class<?> one) throws IOException, URISyntaxException {
        String folder = one.getPackageName().replace('.', '/') + "/";
        Path from =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!Files.isRegularFile(from)) {
            // Only a test has classes outside of jars.
            return;
        }
        try (JarFile jar = new JarFile(from.toFile())) {
            List<String> names = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(folder) && name.endsWith(".class"))
                    .toList();
            for (String name : names) {
                load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
            }
        }
    }

    private static void load(String name) {
        try {
            var unused = Class.forName(name, false, Rehearsal.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // jsch has classes for libraries that are not there; a login does without them.
            return;
        }
    }
}
