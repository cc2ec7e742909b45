package dev.preflight.transport.ssh;

import dev.preflight.inventory.Host;
import dev.preflight.sshconfig.SshPath;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reaches hosts over SSH. One object is for all hosts of a run: it reads files and agent once, and keeps the sessions with
 * jump hosts. Safe for use by many threads.
 */
public final class SshTransport implements Transport {
    /** How often a host is tried for whose login nothing was tried yet when its jump host died. */
    private static final int TRIES = 3;

    private final Means means;
    private final SshPaths paths;
    private final Jumps jumps;

    /** Dials every host itself, and logs in as these options say. */
    public SshTransport(SshOptions options) {
        this(options, SshPaths.NONE);
    }

    /** Goes these paths, and logs in as these options say. */
    public SshTransport(SshOptions options, SshPaths paths) {
        this(options, paths, Pulse.EVERY);
    }

    /**
     * The same.
     *
     * @param pulse after how long without a word a jump host is asked whether it is still there
     */
    SshTransport(SshOptions options, SshPaths paths, Duration pulse) {
        this.means = new Means(options);
        this.paths = paths;
        this.jumps = new Jumps(means, pulse);
    }

    /** The result of the name lookup is kept, so that {@link #open} finds it. */
    @Override
    public void prepare(Host host) {
        Hop hop = Hop.of(host, means.options());
        means.logins().prepare(host, hop.login());
        prepare(hop);
        try {
            paths.to(host).jumps().forEach(jump -> prepare(Hop.jump(jump, means.options())));
        } catch (TransportException e) {
            // It says so again when the host is opened, where it counts.
            return;
        }
    }

    private void prepare(Hop hop) {
        means.known(hop.login()).refresh();
        var unused = means.keyCheck(hop.login()).algorithms(Login.HOST_KEY_ALGORITHMS);
    }

    /** Behind jump hosts, an address is another place; what limits logins is the host there, not its jump host. */
    @Override
    public Way way(Host host) {
        String address = host.address().toLowerCase(Locale.ROOT) + " " + host.port();
        try {
            SshPath path = paths.to(host);
            return Way.direct(path.equals(SshPath.DIRECT) ? address : address + " " + Jumps.key(path));
        } catch (TransportException e) {
            return Way.direct(address);
        }
    }

    @Override
    public Optional<Duration> openLimit() {
        return Optional.of(means.options().connectTimeout());
    }

    @Override
    public Session open(Host host, Cancellation cancellation) throws TransportException {
        Hop hop = Hop.of(host, means.options());
        SshPath path = path(host, hop);
        UnaryOperator<HostFailure> about = what -> Jumps.via(path, hop.about(what));
        ConnectAttempt opening = new ConnectAttempt();
        cancellation.onAbort(
                () -> cancellation.why().ifPresent(failure -> opening.end(about.apply(HostFailure.of(failure)))));
        try {
            return opening.run("preflight-ssh-" + host.name(), o -> reach(hop, path, about, o));
        } catch (TransportException e) {
            boolean ofJump = e.unreachable().details().containsKey(HostFailure.JUMP);
            throw ofJump ? e : new TransportException(about.apply(e.unreachable()), e.getCause());
        }
    }

    private SshPath path(Host host, Hop hop) throws TransportException {
        try {
            return paths.to(host);
        } catch (TransportException e) {
            throw new TransportException(hop.about(e.unreachable()), e.getCause());
        }
    }

    private SshSession reach(Hop hop, SshPath path, UnaryOperator<HostFailure> about, ConnectAttempt opening)
            throws TransportException {
        for (int i = 1; ; i++) {
            Login login = new Login(hop, means, opening);
            try {
                return login.over(jumps.link(path, hop, opening), about);
            } catch (TransportException e) {
                if (i == TRIES || opening.loginBegan() || !jumpDied(e.unreachable())) {
                    throw e;
                }
            }
        }
    }

    private static boolean jumpDied(HostFailure why) {
        return why.failure() == TransportFailure.CLOSED_MIDWAY && why.details().containsKey(HostFailure.JUMP);
    }

    /** Ends the sessions with jump hosts. */
    @Override
    public void close() {
        jumps.close();
    }
}
