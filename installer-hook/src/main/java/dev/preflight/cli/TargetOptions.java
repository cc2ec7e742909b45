package dev.preflight.cli;

import dev.preflight.hook.HookRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hosts. */
final class TargetOptions {
    @Option(names = "--local", description = "This machine, without SSH. The default if no host is named.")
    private boolean local;

    @Option(
            names = "--host",
            paramLabel = "USER@NAME:PORT",
            description = "A host over SSH; user and port may be left out. Repeatable.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "Hosts of an inventory, YAML or INI, in Ansible's form.")
    private @Nullable Path inventory;

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "Only these hosts or groups, such as 'web*,!web3'.")
    private @Nullable String limit;

    void addTo(HookRequest.Builder request) {
        if (local || (hosts.isEmpty() && inventory == null)) {
            request.local();
        }
        hosts.forEach(request::host);
        if (inventory != null) {
            request.inventory(inventory);
        }
        if (limit != null) {
            request.limit(limit);
        }
    }
}
