package dev.preflight.transport.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A connection that a jump host made for us: a {@code direct-tcpip} channel (RFC 4254 section 7.2) of its session. */
class ChannelLink implements Link {
    /**
     * How long a jump host may take to say whether it connected: longer than Linux tries by default (127 s,
     * tcp_syn_retries of tcp(7)). All that wait for it have given up long before; then this end of it is still here to
     * close what opens after all.
     */
    private static final int ANSWER_MILLIS = 180_000;

    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");

    /**
     * What carries a channel.
     *
     * @param session of the jump host
     * @param fate what became of it; empty while it is open
     * @param about says of a failure that it is the jump host's
     * @param closers closes channels, which may have to wait for the network
     * @param asked the channels that it was asked for and has not answered for
     */
    record Carrier(
            Session session,
            Supplier<Optional<HostFailure>> fate,
            UnaryOperator<HostFailure> about,
            Executor closers,
            Set<Object> asked) {

        Carrier(
                Session session,
                Supplier<Optional<HostFailure>> fate,
                UnaryOperator<HostFailure> about,
                Executor closers) {
            this(session, fate, about, closers, ConcurrentHashMap.newKeySet());
        }

        /** The session is down: it answers no more, so no thread may wait for that. jsch wakes only those whose channel was open. */
        void end() {
            for (Object channel : asked) {
                synchronized (channel) {
                    channel.notifyAll();
                }
            }
        }
    }

    /**
     * How a jump host refused a channel (RFC 4254 section 5.1).
     *
     * @param reason the code that it gave; 0 if it said nothing in time
     */
    record Refusal(int reason) {
        static final int NO_ANSWER = 0;
        static final int PROHIBITED = 1;
        static final int CONNECT_FAILED = 2;
        static final int SHORTAGE = 4;
    }

    /** A channel that is open, or how it was refused. */
    record Answer(Optional<ChannelLink> link, Refusal refusal) {}

    private final String address;
    private final ChannelDirectTCPIP channel;
    private final Carrier carrier;
    private final Runnable onClose;
    private final Pipe pipe = new Pipe();
    private final InputGate gate = new InputGate();
    private final AtomicBoolean closed = new AtomicBoolean();
    private OutputStream output = OutputStream.nullOutputStream();
    private volatile Supplier<Optional<HostFailure>> stall = Optional::empty;

    private ChannelLink(ChannelDirectTCPIP channel, String address, Carrier carrier, Runnable onClose) {
        this.channel = channel;
        this.address = address;
        this.carrier = carrier;
        this.onClose = onClose;
    }

    /**
     * Asks the jump host to connect; blocks until it answers.
     *
     * @param onClose called once when an open channel is closed here
     * @throws JSchException if the session has ended
     */
    static Answer open(Carrier carrier, String address, int port, Runnable onClose) throws JSchException {
        ChannelDirectTCPIP channel = (ChannelDirectTCPIP) carrier.session().getStreamForwarder(address, port);
        ChannelLink link = new ChannelLink(channel, address, carrier, onClose);
        try {
            link.output = link.new Gated(channel.getOutputStream());
        } catch (IOException e) {
            throw new JSchException(e.toString(), e);
        }
        channel.setOutputStream(link.pipe.output(link.gate::shut));
        carrier.asked().add(channel);
        try {
            channel.connect(ANSWER_MILLIS);
        } catch (JSchException e) {
            if (carrier.fate().get().isPresent()) {
                throw e;
            }
            // The text beside the code does not come through jsch.
            return new Answer(
                    Optional.empty(), new Refusal(channel.isClosed() ? Math.max(0, channel.getExitStatus()) : 0));
        } finally {
            carrier.asked().remove(channel);
        }
        if (!channel.isConnected()) {
            // jsch passes over other exceptions; the session that threw them is at its end.
            throw new JSchException("session is down");
        }
        return new Answer(Optional.of(link), new Refusal(Refusal.NO_ANSWER));
    }

    @Override
    public InputStream input() {
        return pipe.input();
    }

    @Override
    public OutputStream output() {
        return output;
    }

    /** The jump host looks names up, with its own name service: what this machine would find may be another. */
    @Override
    public String remoteAddress() {
        try {
            // No name has a colon, and neither form is looked up.
            boolean literal = IPV4.matcher(address).matches() || address.indexOf(':') >= 0;
            return literal ? InetAddress.getByName(address).getHostAddress() : "";
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** Says whether the jump host has stalled. */
    void stalledBy(Supplier<Optional<HostFailure>> stalled) {
        stall = stalled;
    }

    /** A host behind a jump host that has stalled may be as well as any. */
    @Override
    public HostFailure seen(HostFailure what) {
        return what.failure() == TransportFailure.TIMED_OUT ? stall.get().orElse(what) : what;
    }

    @Override
    public Optional<HostFailure> broken() {
        return carrier.fate().get();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        pipe.end();
        carrier.closers().execute(() -> {
            channel.disconnect();
            onClose.run();
        });
    }

    /** Lets nothing out once the channel's other direction has ended: see {@link InputGate}. */
    private final class Gated extends OutputStream {
        private final OutputStream to;

        private Gated(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            gate.send(() -> to.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            gate.send(to::flush);
        }
    }
}
