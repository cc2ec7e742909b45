package dev.preflight.checks.kernel;

import dev.preflight.checks.kernel.SysfsBoot.Setting;
import java.util.ArrayList;
import java.util.List;

/**
 * Which values may be left after all lines were applied.
 *
 * @param values those that can be read from the lines
 * @param open whether something else may be left: what nothing sets for certain, or a value that cannot be read
 * @param unread whether one of the lines that count has a value that cannot be read
 * @param bounds what is required
 */
record SysfsOutlook(List<String> values, boolean open, boolean unread, ValueBounds bounds) {
    /** The values are copied. */
    SysfsOutlook {
        values = List.copyOf(values);
    }

    static SysfsOutlook of(List<Setting> settings, ValueBounds bounds) {
        List<String> values = new ArrayList<>();
        boolean open = true;
        boolean unread = false;
        for (Setting setting : settings) {
            if (setting.certain()) {
                values.clear();
                open = false;
                unread = false;
            }
            setting.value().ifPresent(values::add);
            unread |= setting.value().isEmpty();
        }
        return new SysfsOutlook(values, open, unread, bounds);
    }

    /** Whether every line that counts sets what is required, and at least one does. */
    boolean holds() {
        return !unread && !values.isEmpty() && values.stream().allMatch(bounds::hold);
    }

    /** Whether what is left is another value for certain. */
    boolean wrong() {
        return !open && !unread && values.stream().noneMatch(bounds::hold);
    }
}
