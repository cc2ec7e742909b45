package dev.preflight.engine;

import dev.preflight.api.Shape;
import dev.preflight.exchange.Mesh;
import dev.preflight.inventory.Host;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a host logs in to the other hosts of a run, as the locators of a request say. */
final class LoginTargets {
    /** The group of the hosts that log in, that of those that are logged in to, and by what these are named. */
    static final String FROM = "FROM";

    static final String TO = "TO";
    static final String BY = "BY";

    private LoginTargets() {}

    /**
     * Name, address and port of each host that this one tries, port 0 being the one that ssh takes. The list begins behind the
     * host itself, so that hosts which go through theirs at the same pace are at different ones: sshd refuses some of many
     * logins at once (MaxStartups of sshd_config(5)).
     */
    static List<String> of(Host self, List<Host> all, Map<String, String> locators) {
        String from = locators.getOrDefault(FROM, "");
        boolean tooMany = from.isEmpty() && all.size() > Mesh.LOGINS;
        if (tooMany || !isIn(self, from)) {
            return List.of();
        }
        List<Host> others = new ArrayList<>(all);
        Collections.rotate(others, -1 - all.indexOf(self));
        boolean byName = locators.getOrDefault(BY, "").equals("name");
        List<String> words = new ArrayList<>();
        for (Host other : others) {
            Optional<String> address = byName ? Optional.of(other.name()) : address(other);
            if (!other.equals(self)
                    && isIn(other, locators.getOrDefault(TO, ""))
                    && address.filter(Shape.HOST::fits).isPresent()) {
                boolean usual = other.port() == Host.DEFAULT_PORT || other.connection() == Host.Connection.LOCAL;
                words.addAll(List.of(other.name(), address.get(), usual ? "0" : Integer.toString(other.port())));
            }
        }
        return words;
    }

    /** The one for the other hosts, or else the one at which Preflight reaches it; this machine's is of no use to others. */
    private static Optional<String> address(Host host) {
        return host.peerAddress()
                .or(() -> Optional.of(host.address()).filter(own -> host.connection() == Host.Connection.SSH));
    }

    private static boolean isIn(Host host, String group) {
        return group.isEmpty() || host.groups().contains(group);
    }
}
