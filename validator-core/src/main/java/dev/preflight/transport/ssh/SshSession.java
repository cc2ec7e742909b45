package dev.preflight.transport.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import dev.preflight.transport.Call;
import dev.preflight.transport.CommandEnd;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Talk;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Unreachable;
import dev.preflight.transport.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A logged-in connection; each command gets an exec channel of its own. */
final class SshSession implements dev.preflight.transport.Session {
    /**
     * How long a server may refuse a channel although none of ours runs: sshd counts a session until its process has
     * ended, which may be a little after we have all we want of it.
     */
    private static final long LAST_LANE_ENDS_MILLIS = 5_000;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    /** How long the SFTP server may take to start and greet; specs section 2 gives a command 15 s. */
    private static final int SFTP_MILLIS = 15_000;

    /** What is written between two looks at whether the sink still wants the command to run. */
    private static final int PIECE = 32 * 1024;

    private final Session session;
    private final Socket socket;
    private final SessionLog log;
    private final LaneQueue queue;
    private final IntConsumer onLimit;
    private final UnaryOperator<Unreachable> about;
    private final Set<LaneRun> runs = ConcurrentHashMap.newKeySet();
    private volatile Optional<Unreachable> ended = Optional.empty();

    /**
     * Takes over a logged-in session.
     *
     * @param queue for how many lanes at once the host is known to allow
     * @param onLimit told when the host shows how many it allows
     * @param about adds address, port and user to a failure
     */
    SshSession(
            Session session,
            Socket socket,
            SessionLog log,
            LaneQueue queue,
            IntConsumer onLimit,
            UnaryOperator<Unreachable> about) {
        this.session = session;
        this.socket = socket;
        this.log = log;
        this.queue = queue;
        this.onLimit = onLimit;
        this.about = about;
    }

    @Override
    public String remoteAddress() {
        return socket.getInetAddress().getHostAddress();
    }

    @Override
    public CommandEnd run(Call call, OutputSink sink) throws TransportException {
        Optional<Talk> talk = call.dialogue().map(dialogue -> new Talk(dialogue, sink));
        LaneRun run = new LaneRun(talk.isPresent() ? talk.get() : sink);
        runs.add(run);
        boolean ran = false;
        try {
            if (!queue.enter()) {
                throw broken(null);
            }
            ChannelExec channel = open(call, run);
            ran = true;
            try {
                return complete(channel, call, run, talk, sink);
            } finally {
                run.end();
                channel.disconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(about.apply(Unreachable.of(TransportFailure.INTERRUPTED)));
            throw broken(e);
        } finally {
            run.settle();
            talk.ifPresent(Talk::finish);
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
            end(about.apply(Unreachable.of(TransportFailure.INTERRUPTED)));
            throw broken(e);
        } finally {
            queue.leave(ran);
        }
    }

    /** Opens an SFTP channel; empty if the server has no such subsystem. */
    private Optional<ChannelSftp> openSftp() throws TransportException, InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        long waited = 0;
        while (true) {
            try {
                ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
                channel.connect(SFTP_MILLIS);
                return Optional.of(channel);
            } catch (JSchException e) {
                if (ended.isPresent() || log.end().isPresent()) {
                    throw broken(e);
                }
                // Alone on the session and still refused: it is not the number of channels that the server minds.
                boolean refusedAlone = queue.isAlone() && waited > LAST_LANE_ENDS_MILLIS;
                if (refusedAlone || !String.valueOf(e.getMessage()).contains("channel is not opened")) {
                    return Optional.empty();
                }
            }
            onLimit.accept(queue.refused());
            if (!queue.enterAgain(pause)) {
                throw broken(null);
            }
            waited = queue.isAlone() ? waited + pause : 0;
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
    }

    private ChannelExec open(Call call, LaneRun run) throws TransportException, InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        long alone = 0;
        while (true) {
            Optional<ChannelExec> channel = tryOpen(call, run);
            if (channel.isPresent()) {
                return channel.get();
            }
            alone = queue.isAlone() ? alone + pause : 0;
            if (queue.isAlone() && (!queue.anyRan() || alone > LAST_LANE_ENDS_MILLIS)) {
                throw new TransportException(
                        about.apply(Unreachable.of(TransportFailure.NO_SHELL)
                                .with("said", "the server refuses to open a session channel")),
                        null);
            }
            onLimit.accept(queue.refused());
            if (!queue.enterAgain(pause)) {
                throw broken(null);
            }
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
    }

    /** Opens a channel and starts the command; empty if the server refused it, which jsch tells by a text and a code. */
    private Optional<ChannelExec> tryOpen(Call call, LaneRun run) throws TransportException {
        try {
            ChannelExec channel = (ChannelExec) session.openChannel("exec");
            channel.setCommand(call.command().getBytes(StandardCharsets.UTF_8));
            channel.setPty(call.terminal());
            channel.setInputStream(null);
            channel.setOutputStream(run.out());
            channel.setErrStream(run.err());
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

    private CommandEnd complete(ChannelExec channel, Call call, LaneRun run, Optional<Talk> talk, OutputSink sink)
            throws TransportException, InterruptedException {
        try (OutputStream stdin = run.input(channel.getOutputStream())) {
            if (talk.isPresent() && !talk.get().agree(stdin, run::isOver)) {
                run.end();
            }
            send(call, stdin, run, sink);
            if (call.later().isPresent()) {
                call.later().get().pour(stdin, run::isOver);
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
        OptionalInt status =
                channel.getExitStatus() < 0 ? OptionalInt.empty() : OptionalInt.of(channel.getExitStatus());
        if (run.sinkDone()) {
            return new CommandEnd(true, status);
        }
        if (ended.isPresent() || log.end().isPresent()) {
            throw broken(null);
        }
        return new CommandEnd(false, status);
    }

    /** Sends the input, and tells the sink before that of it without which no script runs. */
    private static void send(Call call, OutputStream stdin, LaneRun run, OutputSink sink) throws IOException {
        byte[] input = call.input();
        // Who reads to the end waits for the end of file, which goes out when the stream is closed; who reads so many
        // bytes waits for the last one.
        boolean byLength = call.terminal() || call.later().isPresent();
        int first = byLength ? Math.max(0, input.length - 1) : input.length;
        for (int at = 0; at < first && !run.isOver(); at += PIECE) {
            stdin.write(input, at, Math.min(PIECE, first - at));
        }
        if (!byLength) {
            stdin.flush();
            sink.sent();
        } else if (!run.isOver()) {
            sink.sent();
            stdin.write(input, first, input.length - first);
            stdin.flush();
        }
    }

    private TransportException broken(@Nullable Throwable cause) {
        return new TransportException(ended.orElseGet(() -> about.apply(Failures.midway(log.end()))), cause);
    }

    /** Ends everything on this session for this reason; the first one counts. Does not block. */
    void end(Unreachable why) {
        synchronized (this) {
            if (ended.isPresent()) {
                return;
            }
            ended = Optional.of(why);
        }
        try {
            // jsch's reader thread notices and cleans up; jsch's own disconnect could wait for a full socket.
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, whatever it says.
        }
        queue.end();
        runs.forEach(LaneRun::end);
    }

    @Override
    public void close() {
        end(about.apply(Unreachable.of(TransportFailure.CLOSED_MIDWAY).with("said", "the session was closed by us")));
    }
}
