package dev.preflight.cli;

import dev.preflight.app.Targets;
import dev.preflight.app.Targets.Limit;
import dev.preflight.inventory.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            description = "Inventory in Ansible's form, or 'host1,host2,'. Repeatable; the later one counts.")
    private List<String> inventories = new ArrayList<>();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "Only these hosts or groups, such as 'web*,!web3', 'web[0:9]' or '@FILE'.")
    private @Nullable String limit;

    Targets targets() {
        boolean thisMachine = local || (hosts.isEmpty() && inventories.isEmpty());
        return new Targets(
                thisMachine ? List.of(Host.local()) : List.of(),
                hosts,
                inventories,
                Optional.ofNullable(limit).map(Limit::of));
    }
}
