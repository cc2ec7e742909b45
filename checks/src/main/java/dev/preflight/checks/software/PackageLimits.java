package dev.preflight.checks.software;

import dev.preflight.api.Bounds;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is required of one package. Nothing given: that it is installed. */
record PackageLimits(
        @Param(value = "That it is not installed", example = "true", kind = Kind.THRESHOLD)
        boolean absent,

        @Param(value = "What it conflicts with, where it must be absent", example = "docker-ce", kind = Kind.THRESHOLD)
        String conflictsWith,

        @Param(
                value = "The least version; epoch and revision count only where they are given",
                example = "\"1.7.0\"",
                kind = Kind.THRESHOLD)
        Optional<PackageVersion.VersionBound> min,

        @Param(value = "The first version that is too new", example = "\"27\"", kind = Kind.THRESHOLD)
        Optional<PackageVersion.VersionBound> below,

        @Param(value = "Its names by family, where they differ from the row's", kind = Kind.LOCATOR)
        Optional<Names> names) {

    /** Names of the packages that have the same content in each family; an empty list where none is needed. */
    record Names(
            @Param(
                    value = "On Debian, Ubuntu and those like them",
                    example = "[iproute2]",
                    shape = Shape.PACKAGE,
                    kind = Kind.LOCATOR)
            Optional<List<String>> debian,

            @Param(
                    value = "On RHEL, openEuler and those like them",
                    example = "[iproute, iproute-tc]",
                    shape = Shape.PACKAGE,
                    kind = Kind.LOCATOR)
            Optional<List<String>> rhel,

            @Param(value = "On SUSE", example = "[iproute2]", shape = Shape.PACKAGE, kind = Kind.LOCATOR)
            Optional<List<String>> suse,

            @Param(value = "On Alpine", example = "[]", shape = Shape.PACKAGE, kind = Kind.LOCATOR)
            Optional<List<String>> alpine) {

        private Optional<List<String>> of(Family family) {
            return switch (family) {
                case DEBIAN -> debian;
                case RHEL -> rhel;
                case SUSE -> suse;
                case ALPINE -> alpine;
            };
        }
    }

    PackageLimits {
        if (absent && (min.isPresent() || below.isPresent())) {
            throw new IllegalArgumentException("absent: a package that must be absent has no version");
        }
        if (!absent && !conflictsWith.isEmpty()) {
            throw new IllegalArgumentException("conflicts_with: only with absent: true");
        }
        Bounds.leaveRoom(min, "below", below, PackageLimits::leavesRoom);
    }

    /** By what at least one family of systems takes for the order of versions. */
    private static boolean leavesRoom(PackageVersion.VersionBound least, PackageVersion.VersionBound first) {
        return Stream.of(PackageManager.values()).anyMatch(manager -> first.isAfter(least.text(), manager));
    }

    /** Every name that it may have on a host. */
    Stream<String> asked(String key) {
        return Stream.concat(
                Stream.of(key),
                Stream.of(Family.values()).flatMap(family -> of(family).stream().flatMap(List::stream)));
    }

    private Optional<List<String>> of(Family family) {
        return names.flatMap(by -> by.of(family));
    }

    /** The names that it has on this host; none: it is not needed there. */
    List<String> names(String key, HostIdentity host) {
        return Family.of(host).flatMap(this::of).orElse(List.of(key));
    }
}
