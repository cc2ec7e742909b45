package dev.preflight.checks.settings;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import java.util.List;

/** Where the platform is installed. */
public record InstallSettings(
        @Param(
                value = "Directory that the installer unpacks into",
                example = "/opt/staging",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        String stagingDir,

        @Param(
                value = "Directories that the platform is installed to; those that exist are checked",
                example = "[/opt/platform, /data/docker]",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        List<String> installDirs) {}
