package dev.preflight.checks.reach;

import dev.preflight.api.LinePattern;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import dev.preflight.fact.Context;
import dev.preflight.node.Ascii;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is required of one target. Nothing given: that it answers by 200, a registry also by 401. */
record ReachLimits(
        @Param(
                value = "Statuses of HTTP that are right; none: 200, and 401 of a registry (/v2/)",
                example = "[200, 302]",
                least = "100",
                most = "599",
                kind = Kind.THRESHOLD)
        List<Integer> status,

        @Param(
                value =
                        "Header that the answer must have; none: of a registry's 200 its own, by which a portal is seen",
                example = "Docker-Distribution-Api-Version",
                shape = Shape.WORD,
                kind = Kind.THRESHOLD)
        String header,

        @Param(
                value = "Whether it goes to a proxy: as the login's variables say, never, or always",
                defaultValue = "auto",
                example = "none",
                kind = Kind.LOCATOR)
        Way proxy,

        @Param(
                value = "File on the host with the authorities that its certificate may be of",
                example = "/etc/platform/ca.pem",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        String ca,

        @Param(
                value = "Regular expression that is found in the issuer of its certificate",
                example = "'O=Example Trust'",
                kind = Kind.THRESHOLD)
        Optional<LinePattern> issuer,

        @Param(value = "Longer is a warning", defaultValue = "5s", example = "2s", most = "10s", kind = Kind.THRESHOLD)
        Duration maxTime,

        @Param(
                value = "Contexts in which it is asked for: exec, login, sudo or sudo-i",
                defaultValue = "[exec]",
                example = "[exec, sudo]",
                filled = true,
                kind = Kind.LOCATOR)
        List<Context> contexts) {

    /** How a target is asked for. */
    enum Way {
        /** As the variables of the login say. */
        AUTO,
        /** Never by a proxy. */
        NONE,
        /** By a proxy only. */
        REQUIRED
    }

    private static final Set<Context> ASKED = Set.of(Context.EXEC, Context.LOGIN, Context.SUDO, Context.SUDO_I);

    /** What every registry sends: the OCI distribution specification, before 1.0 that of docker's registry. */
    private static final String OF_REGISTRY = "docker-distribution-api-version";

    private static final int OK = 200;

    /** A registry that wants to know who asks is reached. */
    private static final int UNAUTHORIZED = 401;

    ReachLimits {
        status = List.copyOf(status);
        contexts = List.copyOf(contexts);
        if (!ASKED.containsAll(contexts)) {
            throw new IllegalArgumentException("contexts: it is asked for in exec, login, sudo and sudo-i only");
        }
    }

    /** What its probe gets. */
    Stream<String> asked(String key) {
        return Stream.of(key, proxy == Way.NONE ? "none" : "auto", ca);
    }

    /** The statuses that are right for a URL. */
    List<Integer> right(String key) {
        if (!status.isEmpty()) {
            return status;
        }
        return registry(key) ? List.of(OK, UNAUTHORIZED) : List.of(OK);
    }

    /** The header that an answer of this status must have; empty if it need have none. */
    Optional<String> wanted(String key, int answered) {
        if (!header.isEmpty()) {
            return Optional.of(Ascii.lower(header));
        }
        return Optional.of(OF_REGISTRY).filter(name -> registry(key) && answered == OK);
    }

    private static boolean registry(String key) {
        return key.matches("https?://[^/?#]+/v2/?");
    }
}
