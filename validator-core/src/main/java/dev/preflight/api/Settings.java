package dev.preflight.api;

import dev.preflight.api.Param.Kind;
import dev.preflight.fact.Context;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a profile on how a host is looked at; the core declares them, and each {@link CheckPack} declares more.
 * A site says them once, in the {@code settings} of a profile. A check's parameter with {@link FromSetting} has the
 * setting's value unless the profile gives it another. A setting that any check sends to a host is a locator, for all
 * checks.
 */
public record Settings(
        @Param(
                value = "User who installs and owns the platform's files; empty means the login user",
                example = "platform",
                shape = Shape.USER,
                kind = Kind.LOCATOR)
        String installUser,

        @Param(
                value =
                        "Contexts in which the installer runs commands: exec, login, sudo, sudo-i, su, su-, upload, unit, cron",
                defaultValue = "[exec, login]",
                example = "[exec, login, sudo]",
                filled = true,
                kind = Kind.LOCATOR)
        List<Context> requiredContexts,

        @Param(
                value = "Services of systemd that the platform runs as, for the context unit",
                example = "[platform.service]",
                shape = Shape.UNIT,
                kind = Kind.LOCATOR)
        List<String> installUnits,

        @Param(
                value = "Become root through sudo -n for what only root can read",
                defaultValue = "false",
                example = "true",
                kind = Kind.LOCATOR)
        boolean become,

        @Param(
                value = "How long the host is watched",
                defaultValue = "60s",
                example = "10m",
                least = "1s",
                kind = Kind.LOCATOR)
        Duration sampleTime,

        @Param(
                value = "Judge a container as if it were a host",
                defaultValue = "false",
                example = "true",
                kind = Kind.THRESHOLD)
        boolean treatAsHost) {}
