package dev.preflight.result;

import java.util.List;

/**
 * A check of the profile that looked at no host of the run, or rows of one that looked at hosts.
 *
 * @param check id of the check
 * @param instance what the profile calls it
 * @param why what left every host out
 * @param groups the groups that it is for, or that its rows are for; empty for every host
 * @param rows the rows, by their keys; empty: the whole check
 */
public record IdleCheck(String check, String instance, Why why, List<String> groups, List<String> rows) {
    /** What left every host out. */
    public enum Why {
        /** No host of the inventory is in its groups. */
        GROUPS_EMPTY("groups-empty"),
        /** None of the hosts that this run is of is in its groups; the inventory may have such. */
        NOT_IN_RUN("not-in-run"),
        /** Its selector ({@code when}) is true of none of the hosts. */
        NOT_SELECTED("not-selected");

        private final String code;

        Why(String code) {
            this.code = code;
        }

        /** The stable spelling. */
        public String code() {
            return code;
        }
    }

    /** Unmodifiable. */
    public IdleCheck {
        groups = List.copyOf(groups);
        rows = List.copyOf(rows);
    }

    /** A whole check. */
    public IdleCheck(String check, String instance, Why why, List<String> groups) {
        this(check, instance, why, groups, List.of());
    }
}
