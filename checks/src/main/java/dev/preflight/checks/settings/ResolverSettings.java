package dev.preflight.checks.settings;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import java.util.List;

/** Name servers, and names that they know. */
public record ResolverSettings(
        @Param(
                value = "Name servers that the hosts must ask",
                example = "[10.0.0.53]",
                shape = Shape.ADDRESS,
                kind = Kind.THRESHOLD)
        List<String> expectedNameservers,

        @Param(
                value = "Names that the platform looks up and that its name servers know",
                example = "[db.platform.internal]",
                shape = Shape.HOST,
                kind = Kind.LOCATOR)
        List<String> platformNames) {}
