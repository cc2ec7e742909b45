package dev.preflight.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.shell.ProcessShellFactory;

/**
 * An SSH server that is many hosts, one at each address of 127.0.0.0/8. A script is run once, on this machine; the answer
 * is then given for all hosts, each with a machine id of its own. Exchanges between hosts it cannot do.
 */
final class CannedServer implements AutoCloseable {
    static final String PASSWORD = "correct horse";

    /** The nonce of a lane, and the one that it has for the contexts it enters. */
    private static final Pattern NONCE = Pattern.compile("(?m)^N=([0-9a-f]{32})\\nM=([0-9a-f]{32})$");

    /** How long a host lets its lane run, which is less for each lane that waited. */
    private static final Pattern ALARM = Pattern.compile("(?m)^PF_ALARM=\\d+$");

    /** machine-id(5): 32 hex digits. */
    private static final Pattern MACHINE = Pattern.compile("(?m)(?<=^|[= ])[0-9a-f]{32}$");

    private static final String ANY = "@nonce@";
    private static final String ANY_INNER = "@inner@";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair key;
    private final Map<String, String> answers = new HashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    CannedServer() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        key = generator.generateKeyPair();
        server.setHost("0.0.0.0");
        server.setPort(0);
        server.setKeyPairProvider(session -> List.of(key));
        server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        server.setPasswordAuthenticator((user, password, session) -> password.equals(PASSWORD));
        server.setCommandFactory(this::command);
        server.start();
    }

    /** The address of a host, by its number. */
    static String address(int host) {
        return "127.1." + host / 250 + "." + (1 + host % 250);
    }

    int port() {
        return server.getPort();
    }

    /** The line that makes the key of a host known. */
    String knownHost(int host) {
        return "[" + address(host) + "]:" + port() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n";
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /** A command that reads more input while it runs, as that which reads the clock again, is run for each host. */
    private Command command(ChannelSession channel, String command) throws IOException {
        return command.contains("head -c ")
                ? new ProcessShellFactory(command, "/bin/sh", "-c", command).createShell(channel)
                : new Canned(command);
    }

    private static String anonymous(String text, MatchResult nonces) {
        return text.replace(nonces.group(1), ANY).replace(nonces.group(2), ANY_INNER);
    }

    private synchronized String answer(String command, String script, MatchResult nonces)
            throws IOException, InterruptedException {
        String known = ALARM.matcher(anonymous(script, nonces)).replaceAll("PF_ALARM=");
        String answer = answers.get(known);
        if (answer == null) {
            Process shell = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream input = shell.getOutputStream()) {
                input.write(script.getBytes(StandardCharsets.UTF_8));
            }
            answer = anonymous(new String(shell.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1), nonces);
            shell.waitFor();
            answers.put(known, answer);
        }
        return answer;
    }

    private final class Canned implements Command {
        private final String command;
        private InputStream in;
        private OutputStream out;
        private ExitCallback exit;

        Canned(String command) {
            this.command = command;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            // Nothing is said there.
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread thread = new Thread(this::run, "canned-answer");
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try {
                String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                Matcher nonce = NONCE.matcher(script);
                if (!nonce.find()) {
                    exit.onExit(0);
                    return;
                }
                String machine = String.format(Locale.ROOT, "%032x", asked.incrementAndGet());
                String text = MACHINE.matcher(answer(command, script, nonce)).replaceAll(machine);
                out.write(text.replace(ANY, nonce.group(1))
                        .replace(ANY_INNER, nonce.group(2))
                        .getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                exit.onExit(0);
            } catch (IOException e) {
                // The client is gone.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void destroy(ChannelSession channel) {
            // A script ends by itself.
        }
    }
}
