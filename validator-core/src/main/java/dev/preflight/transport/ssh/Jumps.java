package dev.preflight.transport.ssh;

import dev.preflight.sshconfig.SshPath;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.ssh.ChannelLink.Carrier;
import java.io.Closeable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jump hosts of a run. Each way to one is opened once for all hosts, and stays open until the run ends; to one server
 * there is one login at a time ({@code MaxStartups} of sshd_config(5) counts those that are going on).
 */
final class Jumps {
    private static final String NO_ANSWER = "it does not answer any more";

    private static final HostFailure SILENT =
            HostFailure.of(TransportFailure.CLOSED_MIDWAY).with("said", NO_ANSWER);

    /**
     * Into so many parts the connect timeout of a jump host is cut where hosts wait for it: it counts as stalled after five of
     * them at most (see {@link Pulse}), long before the first of these hosts gives up by itself.
     */
    private static final int HURRY = 10;

    private final Means means;
    private final Duration pulse;
    private final Executor closers = Executors.newCachedThreadPool(Jumps::daemon);
    private final Map<List<Object>, Jump> all = new HashMap<>();
    private final Set<String> doors = new HashSet<>();
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param pulse after how long without a word a jump host is asked whether it is still there
     */
    Jumps(Means means, Duration pulse) {
        this.means = means;
        this.pulse = pulse;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "preflight-jump-close");
        thread.setDaemon(true);
        return thread;
    }

    /** A link to a server at the end of a path. */
    Link link(SshPath path, Hop to, ConnectAttempt opening) throws TransportException {
        if (!path.jumps().isEmpty()) {
            return jump(path).forwards(opening).to(to.address(), to.port(), to.timeout(), opening);
        }
        opening.connecting(to.timeout());
        return path.command().isPresent()
                ? CommandLink.start(path.command().get(), opening)
                : Dialer.dial(to.login().target(), to.timeout(), opening::track);
    }

    /** The jump hosts of a path, for people. */
    static String shown(SshPath path) {
        return path.jumps().stream().map(Hop::shown).collect(Collectors.joining(", "));
    }

    /** The last jump host of a path. */
    private synchronized Jump jump(SshPath path) throws TransportException {
        if (closed) {
            throw ended();
        }
        return all.computeIfAbsent(key(path), key -> newJump(path));
    }

    /** The same for all names under which a server is asked for. */
    static List<Object> key(SshPath path) {
        return Stream.concat(
                        Stream.of(path.command()),
                        path.jumps().stream()
                                .map(jump -> List.of(
                                        Hop.shown(jump).toLowerCase(Locale.ROOT),
                                        jump.target().user(),
                                        jump.keys().files(),
                                        jump.known().alias())))
                .toList();
    }

    private Jump newJump(SshPath path) {
        int last = path.jumps().size() - 1;
        SshPath before = path.before();
        Hop hop = Hop.jump(path.jumps().get(last), means.options());
        UnaryOperator<HostFailure> about = what -> via(before, hop.about(what)).with(HostFailure.JUMP, hop.named());
        return new Jump(hop.shown(), about, opening -> open(before, hop, about, opening));
    }

    private Jump.Opened open(SshPath before, Hop hop, UnaryOperator<HostFailure> about, ConnectAttempt opening)
            throws TransportException {
        Login login = new Login(hop, means, opening);
        try (Door door = new Door(key(before) + " " + hop.shown().toLowerCase(Locale.ROOT))) {
            door.enter(opening);
            SshSession session = login.over(link(before, hop, opening), about);
            Forwards forwards = new Forwards(new Carrier(session.jsch(), session::fate, about, closers));
            Pulse watch =
                    new Pulse(login::heard, session.jsch()::sendKeepAliveMsg, () -> session.end(about.apply(SILENT)));
            Pulse hurried = new Pulse(
                    whileAwaited(forwards, login::heard),
                    session.jsch()::sendKeepAliveMsg,
                    () -> forwards.stall(about.apply(SILENT)));
            session.onEnd(() -> {
                watch.end();
                hurried.end();
                forwards.end();
            });
            watch.start("preflight-pulse-" + hop.shown(), pulse);
            hurried.start("preflight-hurry-" + hop.shown(), hop.timeout().dividedBy(HURRY));
            return new Jump.Opened(session, forwards);
        }
    }

    /** Is what a server said, while a host waits for it; else it changes all the time, as there is nothing to ask for. */
    private static LongSupplier whileAwaited(Forwards forwards, LongSupplier heard) {
        AtomicLong idle = new AtomicLong();
        return () -> forwards.awaited() ? heard.getAsLong() : idle.decrementAndGet();
    }

    /** Whether a jump host fell silent, rather than hung up. */
    static boolean isSilent(HostFailure why) {
        return why.failure() == SILENT.failure()
                && NO_ANSWER.equals(why.details().get("said"));
    }

    /** Adds to a failure by which jump hosts one came to where it was. */
    static HostFailure via(SshPath path, HostFailure what) {
        return path.jumps().isEmpty() ? what : what.with(HostFailure.VIA, shown(path));
    }

    private static TransportException ended() {
        return new TransportException(HostFailure.of(TransportFailure.INTERRUPTED), null);
    }

    /** Ends all of them, and with them what goes on behind them. */
    void close() {
        List<Jump> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(all.values());
        }
        open.forEach(Jump::close);
    }

    /** The one login at a time to one server. */
    private final class Door implements Closeable {
        private final String name;
        private boolean inside;
        private boolean gone;

        private Door(String name) {
            this.name = name;
        }

        void enter(ConnectAttempt opening) throws TransportException {
            Optional<InterruptedException> interrupted = Optional.empty();
            boolean tracked = opening.track(this);
            synchronized (Jumps.this) {
                while (tracked && !gone && doors.contains(name) && interrupted.isEmpty()) {
                    try {
                        Jumps.this.wait();
                    } catch (InterruptedException e) {
                        interrupted = Optional.of(e);
                    }
                }
                if (!tracked || gone || interrupted.isPresent()) {
                    throw ended();
                }
                inside = doors.add(name);
            }
        }

        @Override
        public void close() {
            synchronized (Jumps.this) {
                gone = true;
                if (inside) {
                    inside = !doors.remove(name);
                }
                Jumps.this.notifyAll();
            }
        }
    }
}
