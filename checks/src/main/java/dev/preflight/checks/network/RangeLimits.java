package dev.preflight.checks.network;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.checks.fact.Cidr;
import dev.preflight.node.Glob;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A range that the platform will use, and what has it already for the platform. */
record RangeLimits(
        @Param(value = "The range of addresses", example = "10.244.0.0/16", kind = Kind.THRESHOLD)
        Cidr value,

        @Param(
                value =
                        "Interfaces of the platform itself, which may be in the range: names, with * for any characters",
                example = "[\"cni*\", docker0]",
                kind = Kind.THRESHOLD)
        List<String> ownInterfaces,

        @Param(
                value = "Length of the prefix of the part that each host gets",
                example = "24",
                least = "1",
                most = "128",
                kind = Kind.THRESHOLD)
        Optional<Integer> perHostPrefix) {

    /** More than 2^62 parts are not counted. */
    private static final int MANY = 62;

    RangeLimits {
        ownInterfaces = List.copyOf(ownInterfaces);
        if (perHostPrefix.filter(value::hasParts).isPresent() != perHostPrefix.isPresent()) {
            throw new IllegalArgumentException(
                    "per_host_prefix: expected " + value.prefix() + " to " + value.bits() + " for " + value);
        }
    }

    /** Whether everything that leaves by these devices is the platform's own; nothing is, where there is none. */
    boolean owns(List<String> devices) {
        return !devices.isEmpty()
                && devices.stream()
                        .allMatch(device -> ownInterfaces.stream()
                                .anyMatch(glob -> Glob.of(glob).matches(device)));
    }

    /** How many hosts can have a part of it; empty if they get none. */
    OptionalLong parts() {
        return perHostPrefix.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(1L << Math.min(MANY, perHostPrefix.get() - value.prefix()));
    }
}
