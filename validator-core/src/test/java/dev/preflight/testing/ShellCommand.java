package dev.preflight.testing;

import dev.preflight.testing.EmbeddedSshServer.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** Runs one command with {@code /bin/sh}; a thread for each stream, as the library's own can block one on another. */
final class ShellCommand implements Command {
    private final String command;
    private final Fault fault;
    private final Session session;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private volatile Process process;

    ShellCommand(String command, Fault fault, Session session) {
        this.command = command;
        this.fault = fault;
        this.session = session;
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
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment env) throws IOException {
        if (fault == Fault.HANG_AFTER_LOGIN) {
            return;
        }
        process = new ProcessBuilder(List.of("/bin/sh", "-c", command)).start();
        EmbeddedSshServer.daemon(() -> copy(in, process.getOutputStream(), true));
        Thread errors = new Thread(() -> copy(process.getErrorStream(), err, false), "embedded-sshd-err");
        errors.setDaemon(true);
        errors.start();
        EmbeddedSshServer.daemon(() -> {
            copy(process.getInputStream(), out, false);
            try {
                errors.join();
                exit.onExit(process.waitFor());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void copy(InputStream from, OutputStream to, boolean close) {
        byte[] buffer = new byte[8192];
        try {
            int count = from.read(buffer);
            while (count >= 0) {
                to.write(buffer, 0, count);
                to.flush();
                if (fault == Fault.CLOSE_MIDWAY && !close) {
                    session.close(true);
                }
                count = from.read(buffer);
            }
            if (close) {
                to.close();
            }
        } catch (IOException e) {
            // One side is gone.
            return;
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
