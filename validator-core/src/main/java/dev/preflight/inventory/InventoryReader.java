package dev.preflight.inventory;

import java.util.Arrays;
import java.util.Optional;

/** Who read an inventory. */
public enum InventoryReader {
    /** Preflight itself. */
    PREFLIGHT("preflight"),
    /** Ansible's own program. */
    ANSIBLE(AnsibleInventory.NAME);

    private final String code;

    InventoryReader(String code) {
        this.code = code;
    }

    /** The stable spelling. */
    public String code() {
        return code;
    }

    /** The one with this spelling. */
    public static Optional<InventoryReader> ofCode(String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }
}
