package dev.preflight.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of an inventory in YAML, for who reads inventories and who describes them. */
public final class InventoryKeys {
    /** The sections of a group. */
    public static final List<String> SECTIONS = List.of("hosts", "children", "vars");

    /** Keys of an inventory that Ansible computes: it cannot be read. */
    public static final List<String> COMPUTED = List.of("plugin", "_meta");

    /** The greatest port. */
    public static final int MAX_PORT = HostAddress.MAX_PORT;

    /** The variable that holds the address at which other hosts reach a host, where it is not the one to log in to. */
    public static final String PEER_ADDRESS = "preflight_address";

    private InventoryKeys() {}

    /** The variables that are read, by what they say; each has several names. */
    public static Map<String, List<String>> variables() {
        return ConnectionKey.namesByKey();
    }

    /** The variables of Preflight that say where a secret of a host comes from, each with its meaning. */
    public static Map<String, String> secretSources() {
        Map<String, String> all = new LinkedHashMap<>();
        for (SecretKind kind : SecretKind.values()) {
            all.put(kind.fileVariable(), "A file whose first line is " + kind.meaning() + ".");
            all.put(
                    kind.commandVariable(),
                    "A program of this machine with its arguments; the first line that it prints is " + kind.meaning()
                            + ".");
        }
        return all;
    }

    /** The words by which a variable says yes or no. */
    public static List<String> yesAndNo() {
        return ConnectionVariables.yesAndNo();
    }

    /** The connections that there are, as Ansible calls them. */
    public static List<String> connections() {
        return ConnectionVariables.connections();
    }
}
