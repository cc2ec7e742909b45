package dev.preflight.app;

import dev.preflight.engine.RunPlan;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.Inventory;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.transport.ssh.SshPaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A request with all its files read.
 *
 * @param inventory what was named
 * @param hosts those of it that the run is about
 * @param proceeded how many hosts of an earlier run are left out as they proceeded
 * @param profile the profile with its settings
 * @param plan what is asked of which host
 * @param hostDeadline limit of one host
 * @param secrets how the hosts' own secrets are completed
 * @param files how the request's secrets are read
 */
record ResolvedRequest(
        Inventory inventory,
        List<Host> hosts,
        int proceeded,
        ResolvedProfile profile,
        RunPlan plan,
        Duration hostDeadline,
        HostSecrets secrets,
        RequestSecrets files) {

    boolean overSsh() {
        return hosts.stream().anyMatch(host -> host.connection() == Connection.SSH);
    }

    /**
     * What is odd in it, and would not stop the run.
     *
     * @param paths through what its hosts are reached
     */
    List<Problem> warnings(RequestSecrets.Passwords passwords, SshPaths paths) {
        List<Problem> warnings = new ArrayList<>(inventory.warnings());
        warnings.addAll(SshLogins.warnings(hosts, paths));
        warnings.addAll(profile.warnings());
        warnings.addAll(files.warnings());
        warnings.addAll(secrets.warnings());
        if (passwords.become().isPresent() && !plan.becomes()) {
            warnings.add(new Problem(
                    Place.of("password of sudo, su or doas"),
                    "not used, because Preflight does not become root on any host of this run",
                    "add --set settings.become=true, or ansible_become=true in the inventory"));
        }
        return warnings;
    }
}
