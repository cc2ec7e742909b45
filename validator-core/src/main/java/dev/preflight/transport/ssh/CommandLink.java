package dev.preflight.transport.ssh;

import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code ProxyCommand} of ssh_config(5): a program of this machine whose standard input and output lead to the server. */
final class CommandLink implements Link {
    /** How much of what it says on standard error is kept: more than is shown of it. */
    private static final int KEPT = 4096;

    /** How long a program that has closed its output may take to end and to say why. */
    private static final long ENDS_MILLIS = 1_000;

    private final Process process;
    private final InputStream input;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Thread listener;
    private volatile boolean spoke;
    private volatile boolean ended;
    private volatile boolean closed;

    private CommandLink(Process process) {
        this.process = process;
        this.input = new Heard(process.getInputStream());
        this.listener = new Thread(this::listen, "preflight-proxy-command");
        listener.setDaemon(true);
        listener.start();
    }

    /** Starts it as ssh does; nothing else than the user's own configuration may be in it. */
    static Link start(String command, ConnectAttempt opening) throws TransportException {
        CommandLink link;
        try {
            link = new CommandLink(new ProcessBuilder("/bin/sh", "-c", "exec " + command).start());
        } catch (IOException e) {
            throw new TransportException(
                    HostFailure.of(TransportFailure.PROXY_COMMAND_FAILED)
                            .with("said", RemoteText.clean(String.valueOf(e.getMessage()))),
                    e);
        }
        if (!opening.track(link)) {
            link.close();
        }
        return link;
    }

    /** Reads all that it says, so that it never waits for us, and keeps the first of it. */
    private void listen() {
        byte[] bytes = new byte[KEPT];
        try (InputStream err = process.getErrorStream()) {
            for (int count = err.read(bytes); count >= 0; count = err.read(bytes)) {
                synchronized (said) {
                    said.write(bytes, 0, Math.min(count, KEPT - Math.min(KEPT, said.size())));
                }
            }
        } catch (IOException e) {
            // It ended, and what it said until then is there.
            return;
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return process.getOutputStream();
    }

    /** Where it leads is its own affair. */
    @Override
    public String remoteAddress() {
        return "";
    }

    /** A program that ended before anything came through it has failed; one that ended later may have been ended by the server. */
    @Override
    public Optional<HostFailure> broken() {
        if (spoke || closed) {
            return Optional.empty();
        }
        HostFailure failed = HostFailure.of(TransportFailure.PROXY_COMMAND_FAILED);
        try {
            // Its end shows as the end of its output, or as input that is not read.
            if (process.waitFor(ENDS_MILLIS, TimeUnit.MILLISECONDS)) {
                failed = failed.with("status", Integer.toString(process.exitValue()));
                listener.join(ENDS_MILLIS);
            } else if (!ended) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String words;
        synchronized (said) {
            words = RemoteText.clean(said.toString(StandardCharsets.UTF_8));
        }
        return Optional.of(words.isEmpty() ? failed : failed.with("said", words));
    }

    @Override
    public void close() {
        closed = true;
        // All of them are found before the first is killed: an orphan is found no more.
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Notes whether anything came, and that it ended. */
    private final class Heard extends FilterInputStream {
        private Heard(InputStream from) {
            super(from);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = -1;
            try {
                count = super.read(bytes, offset, length);
                return count;
            } finally {
                spoke |= count > 0;
                ended |= count < 0;
            }
        }
    }
}
