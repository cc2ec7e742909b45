package dev.preflight.app;

import dev.preflight.inventory.Host;
import dev.preflight.node.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a site says of itself when it begins.
 *
 * @param name of the site, and of its files
 * @param platform the shipped profile that its own extends
 * @param hosts those of the inventory
 * @param inventory the inventory that there is, as the site names it; empty: one is written
 * @param settings values by the name of the setting, those that were given
 */
public record StarterRequest(
        String name, String platform, List<Host> hosts, Optional<String> inventory, Map<String, Node> settings) {
    /** Collections are copied. */
    public StarterRequest {
        hosts = List.copyOf(hosts);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** The user who installs, if the site names one. */
    Optional<String> installUser() {
        return Optional.ofNullable(settings.get(Starter.INSTALL_USER))
                .flatMap(node -> node instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty());
    }

    /** Whether some login user is another one than the user who installs; in a new inventory that is the login user. */
    boolean logsInAsAnother() {
        return installUser().isPresent()
                && hosts.stream()
                        .map(host -> inventory.isPresent()
                                ? host.user()
                                : host.user().or(this::installUser))
                        .anyMatch(login -> !login.equals(installUser()));
    }
}
