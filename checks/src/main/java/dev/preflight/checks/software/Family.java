package dev.preflight.checks.software;

import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Distributions that name their packages and services alike. */
enum Family {
    DEBIAN("debian", "ubuntu", "uos", "deepin"),
    RHEL("rhel", "fedora", "centos", "openEuler", "anolis", "kylin"),
    SUSE("suse", "sles", "opensuse"),
    ALPINE("alpine");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> ids;

    Family(String... ids) {
        this.ids = List.of(ids);
    }

    /** The family of a host; empty if it is of none of them. */
    static Optional<Family> of(HostIdentity host) {
        return Stream.of(values()).filter(family -> host.isLike(family.ids)).findFirst();
    }
}
