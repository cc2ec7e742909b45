package dev.preflight.app;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.sshconfig.PathFinder;
import dev.preflight.sshconfig.SshConfigs;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.sshconfig.SshPath;
import dev.preflight.sshconfig.Surroundings;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.local.SshProgram;
import dev.preflight.transport.ssh.SshPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives each host over SSH the address, port, user and all else with which ssh would log in to it. */
final class SshLogins {
    /** As many as fit on a few lines. */
    private static final int MOST_NAMES = 10;

    private SshLogins() {}

    /** The hosts as ssh would reach them. Nothing is read or asked where no host is reached over SSH. */
    static List<Host> reached(List<Host> hosts, Login login) throws ProblemsException {
        Optional<String> config = login.sshConfig().map(Path::toString);
        List<Host> overSsh = hosts.stream()
                .filter(host -> host.connection() == Connection.SSH)
                .toList();
        if (overSsh.isEmpty()) {
            return hosts;
        }
        login.checkSshConfig();
        Iterator<SshLogin> logins = configs()
                .logins(overSsh.stream().map(host -> host.ask(config)).toList())
                .iterator();
        List<Host> reached = new ArrayList<>();
        for (Host host : hosts) {
            reached.add(host.connection() == Connection.SSH ? host.reachedBy(overruled(logins.next(), login)) : host);
        }
        return reached;
    }

    private static SshConfigs configs() {
        return new SshConfigs(
                Surroundings.ofThisProcess(),
                () -> SshProgram.in(System.getenv().getOrDefault("PATH", "")));
    }

    /** Through what these hosts are reached; of jump hosts, too, ssh is asked how it would log in. */
    static SshPaths paths(List<Host> hosts, Login login) throws ProblemsException {
        Optional<String> config = login.sshConfig().map(Path::toString);
        Problems problems = new Problems();
        PathFinder finder = new PathFinder(configs()::logins, found -> overruled(found, login));
        Map<SshLogin, SshPath> paths = new HashMap<>();
        for (Host host : hosts) {
            Optional<SshLogin> detour = host.login().filter(how -> !how.proxy().direct());
            try {
                if (detour.isPresent()) {
                    paths.put(detour.get(), finder.to(host.ask(config), detour.get()));
                }
            } catch (ProblemsException e) {
                e.problems().forEach(one -> problems.add(one.place(), one.message(), one.hint()));
            }
        }
        problems.throwIfAny();
        return host -> {
            Optional<SshPath> path = host.login().map(paths::get);
            return path.isPresent() ? path.get() : SshPaths.NONE.to(host);
        };
    }

    /** The text of the path to each of these hosts that is not dialled itself, by the host's name. */
    static Map<String, String> through(List<Host> hosts, SshPaths paths) {
        Map<String, String> through = new LinkedHashMap<>();
        for (Host host : hosts) {
            if (host.login().filter(login -> !login.proxy().direct()).isPresent()) {
                through.put(host.name(), text(host, paths));
            }
        }
        return through;
    }

    private static String text(Host host, SshPaths paths) {
        return path(host, paths).map(SshPath::text).orElse("nothing known");
    }

    /** Empty where nothing is known of it: nor is the host dialled then. */
    private static Optional<SshPath> path(Host host, SshPaths paths) {
        try {
            return Optional.of(paths.to(host));
        } catch (TransportException e) {
            return Optional.empty();
        }
    }

    /** What the request itself says of host keys and patience counts for all hosts. */
    private static SshLogin overruled(SshLogin found, Login login) {
        SshLogin known = login.knownHosts().isEmpty() ? found : found.withKnownFiles(login.knownHosts(), List.of());
        return login.connectTimeout().map(known::withTimeout).orElse(known);
    }

    /** Of hosts, and of jump hosts before them, whose keys ssh_config says not to verify. */
    static List<Problem> warnings(List<Host> hosts, SshPaths paths) {
        Stream<String> jumps = hosts.stream()
                .flatMap(host -> path(host, paths).stream())
                .flatMap(path -> path.jumps().stream())
                .filter(jump -> jump.known().unverified())
                .map(jump -> "jump host " + jump.target().asked())
                .distinct();
        List<String> names = Stream.concat(
                        hosts.stream().filter(Host::unverified).map(Host::name), jumps)
                .toList();
        if (names.isEmpty()) {
            return List.of();
        }
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        return List.of(new Problem(
                Place.of("ssh_config"),
                "the host keys of these are not verified: "
                        + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + more
                        + " (StrictHostKeyChecking no, and UserKnownHostsFile /dev/null), so no password is sent to them",
                "name a file of their keys with --known-hosts, and accept new ones with --accept-new"));
    }
}
