package dev.preflight.profile;

import java.util.List;

/** The keys of a profile's parts, for who reads profiles and who describes them. */
public final class ProfileKeys {
    /** Of a profile. */
    public static final List<String> PROFILE = List.of(
            "name",
            "description",
            "extends",
            "on_undecided",
            "on_nothing_measured",
            "vars",
            "settings",
            "define",
            "checks",
            "waivers");

    /** Of an entry of {@code checks}. */
    public static final List<String> CHECK =
            List.of("check", "enabled", "params", "severity", "severities", "groups", "when");

    /** Of a waiver. */
    public static final List<String> WAIVER = List.of("fingerprint", "check", "hosts", "reason", "owner", "until");

    private ProfileKeys() {}
}
