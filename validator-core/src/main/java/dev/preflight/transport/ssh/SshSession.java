package dev.preflight.transport.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import dev.preflight.transport.Call;
import dev.preflight.transport.CommandRun;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A logged-in connection; each command gets an exec channel of its own. */
final class SshSession implements dev.preflight.transport.Session {
    /** How long the SFTP server may take to start and greet. */
    private static final int SFTP_MILLIS = 15_000;

    private final Session session;
    private final Link link;
    private final SessionLog log;
    private final ChannelOpener opener;
    private final LaneQueue queue;
    private final UnaryOperator<HostFailure> about;
    private final Set<CommandRun> runs = ConcurrentHashMap.newKeySet();
    private volatile Optional<HostFailure> ended = Optional.empty();

    /**
     * Takes over a logged-in session.
     *
     * @param about adds address, port and user to a failure
     */
    SshSession(Session session, Link link, SessionLog log, ChannelOpener opener, UnaryOperator<HostFailure> about) {
        this.session = session;
        this.link = link;
        this.log = log;
        this.opener = opener;
        this.queue = opener.queue();
        this.about = about;
    }

    @Override
    public String remoteAddress() {
        return link.remoteAddress();
    }

    @Override
    public Optional<Duration> roundTrip() {
        return link.roundTrip();
    }

    @Override
    public OptionalInt run(Call call, OutputSink sink) throws TransportException {
        CommandRun run = new CommandRun(call, sink);
        ChannelStreams streams = new ChannelStreams(run);
        runs.add(run);
        boolean ran = false;
        try {
            if (!queue.enter()) {
                throw broken(null);
            }
            ChannelExec channel = open(call, streams);
            ran = true;
            try {
                return complete(channel, call, run, streams);
            } finally {
                run.end();
                channel.disconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(about.apply(HostFailure.of(TransportFailure.INTERRUPTED)));
            throw broken(e);
        } finally {
            run.settle();
            runs.remove(run);
            queue.leave(ran);
        }
    }

    @Override
    public Optional<Upload> upload(List<String> directories) throws TransportException {
        boolean ran = false;
        try {
            if (!queue.enter()) {
                throw broken(null);
            }
            Optional<ChannelSftp> channel = openSftp();
            ran = true;
            if (channel.isEmpty()) {
                return Optional.empty();
            }
            try {
                String name = ".preflight." + Long.toHexString(System.nanoTime());
                return Optional.of(new SftpUpload(channel.get(), name).into(directories));
            } catch (SftpException e) {
                throw broken(e);
            } finally {
                channel.get().disconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(about.apply(HostFailure.of(TransportFailure.INTERRUPTED)));
            throw broken(e);
        } finally {
            queue.leave(ran);
        }
    }

    /** Opens an SFTP channel; empty if the server has no such subsystem. */
    private Optional<ChannelSftp> openSftp() throws TransportException, InterruptedException {
        return opener.open(this::tryOpenSftp, () -> broken(null)).flatMap(channel -> channel);
    }

    /** Opens an SFTP channel; empty if the server refused a channel, and empty within if it gives no SFTP on it. */
    private Optional<Optional<ChannelSftp>> tryOpenSftp() throws TransportException {
        try {
            ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
            channel.connect(SFTP_MILLIS);
            return Optional.of(Optional.of(channel));
        } catch (JSchException e) {
            if (ended.isPresent() || log.end().isPresent()) {
                throw broken(e);
            }
            boolean refused = String.valueOf(e.getMessage()).contains("channel is not opened");
            return refused ? Optional.empty() : Optional.of(Optional.empty());
        }
    }

    private ChannelExec open(Call call, ChannelStreams streams) throws TransportException, InterruptedException {
        Optional<ChannelExec> channel = opener.open(() -> tryOpen(call, streams), () -> broken(null));
        if (channel.isEmpty()) {
            throw new TransportException(
                    about.apply(HostFailure.of(TransportFailure.NO_SHELL)
                            .with("said", "the server refuses to open a session channel")),
                    null);
        }
        return channel.get();
    }

    /** Opens a channel and starts the command; empty if the server refused it, which jsch tells by a text and a code. */
    private Optional<ChannelExec> tryOpen(Call call, ChannelStreams streams) throws TransportException {
        try {
            ChannelExec channel = (ChannelExec) session.openChannel("exec");
            channel.setCommand(call.command().getBytes(StandardCharsets.UTF_8));
            channel.setPty(call.terminal());
            channel.setInputStream(null);
            channel.setOutputStream(streams.out());
            channel.setErrStream(streams.err());
            try {
                channel.connect();
                return Optional.of(channel);
            } catch (JSchException e) {
                if (channel.isClosed() && channel.getExitStatus() > 0) {
                    return Optional.empty();
                }
                throw e;
            }
        } catch (JSchException e) {
            throw broken(e);
        }
    }

    private OptionalInt complete(ChannelExec channel, Call call, CommandRun run, ChannelStreams streams)
            throws TransportException, InterruptedException {
        try (OutputStream stdin = streams.input(channel.getOutputStream())) {
            if (!run.send(stdin)) {
                run.end();
            }
            if (call.terminal()) {
                // Closing it would hang up the terminal.
                run.awaitOver();
            }
        } catch (IOException ended) {
            // The command ended, or the session did, before all was read: what follows tells which.
        }
        run.awaitOver();
        run.rethrow();
        if (!run.sinkDone() && (ended.isPresent() || log.end().isPresent())) {
            throw broken(null);
        }
        return channel.getExitStatus() < 0 ? OptionalInt.empty() : OptionalInt.of(channel.getExitStatus());
    }

    private TransportException broken(@Nullable Throwable cause) {
        return new TransportException(ended.or(link::broken).orElseGet(this::midway), cause);
    }

    private HostFailure midway() {
        return link.seen(about.apply(Failures.midway(log.end())));
    }

    /** For channels of other kinds. */
    Session jsch() {
        return session;
    }

    /** Calls this when the session is down, or now if it is. */
    void onEnd(Runnable action) {
        log.onEnd(action);
    }

    /** What became of it; empty while it is open. */
    Optional<HostFailure> fate() {
        if (ended.isPresent()) {
            return ended;
        }
        return log.end().isPresent() || !session.isConnected()
                ? Optional.of(link.broken().orElseGet(this::midway))
                : Optional.empty();
    }

    /** Ends everything on this session for this reason; the first one counts. Does not block. */
    void end(HostFailure why) {
        synchronized (this) {
            if (ended.isPresent()) {
                return;
            }
            ended = Optional.of(why);
        }
        // jsch's reader thread notices and cleans up; jsch's own disconnect could wait for a full socket.
        link.close();
        queue.end();
        runs.forEach(CommandRun::end);
    }

    @Override
    public void close() {
        end(about.apply(
                HostFailure.of(TransportFailure.CLOSED_MIDWAY).with("said", "the session was closed by Preflight")));
    }
}
