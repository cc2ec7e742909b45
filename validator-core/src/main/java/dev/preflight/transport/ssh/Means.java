package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSch;
import dev.preflight.inventory.Host;
import dev.preflight.sshconfig.SshLogin;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What all logins of a run share: files and agents are read once, and what was learned of a host is kept. */
final class Means {
    private final SshOptions options;
    private final JSch jsch = new JSch();
    private final Logins logins;
    private final Map<String, Integer> laneLimits = new ConcurrentHashMap<>();
    private final Map<SshLogin.KnownKeys, KnownHosts> known = new ConcurrentHashMap<>();

    Means(SshOptions options) {
        this.options = options;
        this.logins = new Logins(jsch, options);
    }

    SshOptions options() {
        return options;
    }

    JSch jsch() {
        return jsch;
    }

    Logins logins() {
        return logins;
    }

    KnownHosts known(SshLogin login) {
        return known.computeIfAbsent(login.known(), keys -> KnownHosts.read(keys.userFiles(), keys.globalFiles()));
    }

    /** An alias is looked up without a port (ssh_config(5), HostKeyAlias). */
    HostKeyCheck keyCheck(SshLogin login) {
        Optional<String> alias = login.known().alias();
        return new HostKeyCheck(
                known(login),
                alias.orElse(login.target().address()),
                alias.isPresent() ? Host.DEFAULT_PORT : login.target().port(),
                options.acceptNew() || login.known().acceptsNew());
    }

    /** The opener of channels for one session with a server. */
    ChannelOpener opener(Hop hop) {
        String key = hop.shown();
        LaneQueue queue = new LaneQueue(laneLimits.getOrDefault(key, Integer.MAX_VALUE));
        return new ChannelOpener(queue, limit -> laneLimits.merge(key, limit, Math::min));
    }
}
