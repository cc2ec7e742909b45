package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import java.util.List;

/**
 * What a key needs beside it, or excludes; nested in {@link DaemonKey}. A condition is {@code key}, which is set to
 * something, {@code key=value}, or {@code swarm}, the state of the engine's node.
 */
record DaemonRelation(
        @Param(value = "Only if its own value is this; empty means any", example = "'true'", kind = Kind.THRESHOLD)
        String value,

        @Param(value = "Only if the file sets it, and no flag", example = "true", kind = Kind.THRESHOLD)
        boolean ofFile,

        @Param(value = "Of these at least one has to hold", example = "[fixed-cidr-v6]", kind = Kind.THRESHOLD)
        List<String> needs,

        @Param(value = "These may not all hold", example = "[bridge]", kind = Kind.THRESHOLD)
        List<String> excludes,

        @Param(value = "The first release that looks", example = "'20.10'", kind = Kind.THRESHOLD)
        String since,

        @Param(value = "The first release that looks no more", example = "'27.0'", kind = Kind.THRESHOLD)
        String until,

        @Param(value = "The first release whose --validate sees it", example = "'28.0'", kind = Kind.THRESHOLD)
        String validated,

        @Param(value = "Where this can be read", example = "moby daemon/daemon_unix.go", kind = Kind.THRESHOLD)
        String source) {

    /** The condition that the engine's node is in a Swarm. */
    static final String SWARM = "swarm";

    /** Exactly one of the two is required. */
    DaemonRelation {
        needs = List.copyOf(needs);
        excludes = List.copyOf(excludes);
        Releases.of(since, until);
        Releases.since(validated);
        if (needs.isEmpty() == excludes.isEmpty()) {
            throw new IllegalArgumentException("needs: say what it needs or, as excludes, what it excludes");
        }
    }
}
