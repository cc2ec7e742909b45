package dev.preflight.api;

import dev.preflight.api.Param.Kind;
import dev.preflight.fact.Context;
import java.time.Duration;
import java.util.List;

/**
 * The settings that every profile has: how a host is looked at. Each {@link CheckPack} may declare more. A site gives
 * them once, under {@code settings} of its profile. A check's parameter with {@link FromSetting} has the value of the
 * setting, unless the profile gives the parameter a value of its own. If one check sends a setting to hosts, it is a
 * locator for all checks.
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
