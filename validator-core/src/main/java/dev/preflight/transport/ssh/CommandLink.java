package dev.preflight.transport.ssh;

import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code ProxyCommand} of ssh_config(5): a program of this machine whose standard input and output lead to the server. */
final class CommandLink implements Link {
    private static final int READ = 4096;

    /** Failures that the program may well know more of than this end does. */
    private static final Set<TransportFailure> ITS_OWN = Set.of(
            TransportFailure.TIMED_OUT,
            TransportFailure.TURNED_AWAY,
            TransportFailure.DROPPED_BEFORE_LOGIN,
            TransportFailure.CLOSED_MIDWAY);

    /** How long a program that has closed its output may take to end and to say why. */
    private static final long ENDS_MILLIS = 1_000;

    private final Process process;
    private final InputStream input;
    private final LastWords said = new LastWords();
    private final Thread listener;
    private volatile boolean spoke;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile boolean killed;

    private CommandLink(Process process) {
        this.process = process;
        this.input = new Heard(process.getInputStream());
        this.listener = new Thread(this::listen, "preflight-proxy-command");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts it as ssh does; nothing else than the user's own configuration may be in it. Control-C goes to all programs of a
     * terminal: it must not take the connection before the run itself has ended in good order.
     */
    static Link start(String command, ConnectAttempt opening) throws TransportException {
        CommandLink link;
        try {
            link = new CommandLink(new ProcessBuilder("/bin/sh", "-c", "trap '' INT; exec " + command).start());
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

    /** Reads all that it says, so that it never waits for us, and keeps the last of it. */
    private void listen() {
        byte[] bytes = new byte[READ];
        try (InputStream err = process.getErrorStream()) {
            for (int count = err.read(bytes); count >= 0; count = err.read(bytes)) {
                said.add(bytes, count);
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
        // Its end shows as the end of its output, or as input that is not read.
        OptionalInt status = status();
        if (status.isEmpty() && !ended) {
            return Optional.empty();
        }
        return Optional.of(told(failed, "said", "status", status));
    }

    @Override
    public HostFailure seen(HostFailure what) {
        if (!ITS_OWN.contains(what.failure())) {
            return what;
        }
        HostFailure seen = what.with(HostFailure.PROXY, "ProxyCommand");
        OptionalInt status = ended ? status() : OptionalInt.empty();
        return told(seen, "proxySaid", "proxyStatus", killed ? OptionalInt.empty() : status);
    }

    private HostFailure told(HostFailure failure, String words, String number, OptionalInt status) {
        String text = said.shown();
        HostFailure told = text.isEmpty() ? failure : failure.with(words, text);
        return status.isPresent() ? told.with(number, Integer.toString(status.getAsInt())) : told;
    }

    /** Its exit status, and then all that it said is there; empty if it does not end. */
    private OptionalInt status() {
        try {
            if (process.waitFor(ENDS_MILLIS, TimeUnit.MILLISECONDS)) {
                listener.join(ENDS_MILLIS);
                return OptionalInt.of(process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalInt.empty();
    }

    @Override
    public void close() {
        killed |= process.isAlive();
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
