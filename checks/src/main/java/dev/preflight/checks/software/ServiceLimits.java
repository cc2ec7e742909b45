package dev.preflight.checks.software;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is required of one service. Nothing given: that it exists. */
record ServiceLimits(
        @Param(value = "Whether it runs", example = "true", kind = Kind.THRESHOLD)
        Optional<Boolean> active,

        @Param(value = "Whether it starts at the next boot", example = "true", kind = Kind.THRESHOLD)
        Optional<Boolean> enabled,

        @Param(value = "Whether it is masked", example = "false", kind = Kind.THRESHOLD)
        Optional<Boolean> masked,

        @Param(value = "That there is no such unit", example = "true", kind = Kind.THRESHOLD)
        boolean absent,

        @Param(value = "A socket that starts it counts as running", example = "true", kind = Kind.THRESHOLD)
        boolean socketOk,

        @Param(
                value = "One of these units instead of the one that the row is named after",
                example = "[chronyd, ntpd]",
                shape = Shape.UNIT,
                kind = Kind.LOCATOR)
        List<String> anyOf,

        @Param(value = "Its names by family, where they differ from the row's", kind = Kind.LOCATOR)
        Optional<Names> names) {

    /** Names of one service. */
    record Names(
            @Param(value = "On Debian, Ubuntu and those like them", shape = Shape.UNIT, kind = Kind.LOCATOR)
            Optional<String> debian,

            @Param(value = "On RHEL, openEuler and those like them", shape = Shape.UNIT, kind = Kind.LOCATOR)
            Optional<String> rhel,

            @Param(value = "On SUSE", shape = Shape.UNIT, kind = Kind.LOCATOR)
            Optional<String> suse,

            @Param(value = "On Alpine", shape = Shape.UNIT, kind = Kind.LOCATOR)
            Optional<String> alpine) {

        private Optional<String> of(Family family) {
            return switch (family) {
                case DEBIAN -> debian;
                case RHEL -> rhel;
                case SUSE -> suse;
                case ALPINE -> alpine;
            };
        }
    }

    ServiceLimits {
        anyOf = List.copyOf(anyOf);
        boolean wanted = active.isPresent() || enabled.isPresent() || masked.isPresent();
        if (absent && (wanted || !anyOf.isEmpty())) {
            throw new IllegalArgumentException("absent: it is required of a service alone, without any other limit");
        }
        if (!anyOf.isEmpty() && Stream.of(active, enabled).anyMatch(given -> given.equals(Optional.of(false)))) {
            throw new IllegalArgumentException(
                    "any_of: one of several that runs is required, not one that does not; give each a row of its own");
        }
    }

    /** Every name that it may have on a host. */
    Stream<String> asked(String key) {
        return anyOf.isEmpty()
                ? Stream.concat(
                        Stream.of(key),
                        Stream.of(Family.values()).flatMap(family -> names.flatMap(by -> by.of(family)).stream()))
                : anyOf.stream();
    }

    /** The name that it has on this host. */
    String name(String key, HostIdentity host) {
        return Family.of(host)
                .flatMap(family -> names.flatMap(by -> by.of(family)))
                .orElse(key);
    }

    /** Whether no unit of the name is no service that meets them. */
    boolean needsIt() {
        return !absent
                && !active.equals(Optional.of(false))
                && !enabled.equals(Optional.of(false))
                && !masked.equals(Optional.of(true));
    }
}
