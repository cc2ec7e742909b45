package dev.preflight.engine;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.inventory.Host;
import dev.preflight.result.HostReport;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.transport.HostFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What there is to say of a host before anything came of it. */
final class BareEvidence {
    private BareEvidence() {}

    /** The evidence of a host of which nothing came. */
    static HostEvidence of(Host host, Instant now, HostFailure why) {
        return new HostEvidence(
                new HostInfo(host.name(), "", host.groups()), way(host), now, List.of(), Optional.of(why));
    }

    /** How it is reached, for people. */
    static String way(Host host) {
        if (host.connection() == Host.Connection.LOCAL) {
            return "local";
        }
        String user = host.user().map(name -> name + "@").orElse("");
        String address = host.address().contains(":") ? "[" + host.address() + "]" : host.address();
        return "ssh " + user + address + ":" + host.port() + detour(host)
                + (host.unverified() ? HostReport.UNVERIFIED : "");
    }

    /** Through what ssh_config says to reach it; a command may hold secrets, and is not shown. */
    private static String detour(Host host) {
        Optional<SshLogin.Proxy> proxy = host.login().map(SshLogin::proxy);
        return proxy.flatMap(SshLogin.Proxy::jump)
                .map(jump -> " via " + jump)
                .or(() -> proxy.flatMap(SshLogin.Proxy::command).map(command -> " via a proxy command"))
                .orElse("");
    }
}
