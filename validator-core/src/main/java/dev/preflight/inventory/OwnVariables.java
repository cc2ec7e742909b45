package dev.preflight.inventory;

import dev.preflight.node.Suggestion;
import java.util.LinkedHashSet;
import java.util.Set;

/** The variables that only Preflight reads. */
final class OwnVariables {
    /** What all of them begin with. */
    private static final String PREFIX = "preflight_";

    private static final Set<String> NAMES = names();

    private OwnVariables() {}

    private static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(InventoryKeys.secretSources().keySet());
        names.add(InventoryKeys.PEER_ADDRESS);
        return names;
    }

    static boolean isOne(String name) {
        return NAMES.contains(name);
    }

    /** Whether it looks like one, and is none. */
    static boolean isMisspelled(String name) {
        return name.startsWith(PREFIX) && !isOne(name);
    }

    /** What may have been meant, as a hint. */
    static String meant(String name) {
        return Suggestion.nearest(name, NAMES)
                .map(word -> "did you mean '" + word + "'?")
                .orElse("");
    }
}
