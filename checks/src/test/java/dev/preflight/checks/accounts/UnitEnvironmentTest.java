package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.FileMode;
import dev.preflight.checks.accounts.UnitEnvironment.Unit;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnitEnvironmentTest {
    private static final String MANAGER_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Reading<UnitEnvironment> parse(String text) throws FactFormatException {
        return UnitEnvironment.parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    /** As systemd 252 answers, the properties in its own order whatever was asked for. */
    @ParameterizedTest
    @MethodSource("shells")
    void aUnitsOwnPathWinsOverThatOfTheManagerAndNothingElseOfItsEnvironmentIsRead(Shell shell) throws IOException {
        systemctl("""
                [ "$1" = show-environment ] && echo LANG=C && echo PATH=%s && exit
                for last; do :; done
                case $last in
                platform.service) echo 'UMask=0027'
                  echo 'Environment=TOKEN=secret MY_PATH=/x PATH=/opt/p/bin:/usr/bin "GREETING=hello you"'
                  echo User=platform; echo LoadState=loaded ;;
                plain.service) printf 'UMask=0022\\nEnvironment=A=b\\nUser=\\nLoadState=loaded\\n' ;;
                *) printf 'UMask=0022\\nEnvironment=\\nUser=\\nLoadState=not-found\\n' ;;
                esac
                """.formatted(MANAGER_PATH));
        var request = UnitEnvironment.FACT
                .in(Context.EXEC)
                .withArguments(List.of("platform.service", "plain.service", "none.service"));
        ScriptRun.Answer answer = run(shell).run(request);
        assertThat(answer.out(request)).doesNotContain("secret", "/x", "hello");
        UnitEnvironment read = answer.reading(request).fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
        assertThat(read.units())
                .containsExactly(
                        Map.entry(
                                "platform.service",
                                new Unit(
                                        true,
                                        Optional.of(new FileMode(0027)),
                                        Optional.of("/opt/p/bin:/usr/bin"),
                                        "platform")),
                        Map.entry(
                                "plain.service",
                                new Unit(true, Optional.of(new FileMode(0022)), Optional.of(MANAGER_PATH), "")),
                        Map.entry(
                                "none.service",
                                new Unit(false, Optional.of(new FileMode(0022)), Optional.of(MANAGER_PATH), "")));
    }

    /** {@code -H} of systemctl(1) would log in to another host. */
    @ParameterizedTest
    @MethodSource("shells")
    void aNameThatLooksLikeAnOptionIsAName(Shell shell) throws IOException {
        systemctl("""
                [ "$1" = show-environment ] && exit
                while [ "$1" != -- ]; do [ $# -gt 0 ] || { echo LoadState=option; exit; }; shift; done
                echo LoadState=loaded
                """);
        var request = UnitEnvironment.FACT.in(Context.EXEC).withArguments(List.of("-Hother"));
        assertThat(run(shell).run(request).out(request)).contains(" LoadState=loaded");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aHostWithoutSystemdLacksTheTool(Shell shell) throws IOException {
        var request = UnitEnvironment.FACT.in(Context.EXEC).withArguments(List.of("x.service"));
        assertThat(reason(run(shell).run(request).reading(request))).isEqualTo("no-tool");
        systemctl("""
                echo "System has not been booted with systemd as init system (PID 1). Can't operate." >&2
                echo "Failed to connect to bus: Host is down" >&2
                exit 1
                """);
        assertThat(reason(run(shell).run(request).reading(request))).isEqualTo("no-tool");
    }

    @Test
    void whatSystemctlDoesNotTellIsNoAnswer() throws FactFormatException {
        assertThat(reason(parse("manager\nunit a\n Failed to get properties: Access denied\n")))
                .isEqualTo("not-readable");
        assertThatThrownBy(() -> parse("manager\nunit a\n UMask=0022\n")).isInstanceOf(FactFormatException.class);
        assertThatThrownBy(() -> parse("")).isInstanceOf(FactFormatException.class);
        Unit silent = parse("manager\nunit a\n LoadState=loaded\n UMask=[not set]\n")
                .fold(read -> read.units().get("a"), missing -> {
                    throw new AssertionError(missing);
                });
        assertThat(silent).isEqualTo(new Unit(true, Optional.empty(), Optional.empty(), ""));
    }

    private static String reason(Reading<?> reading) {
        return reading.fold(value -> "got " + value, missing -> missing.reason().code());
    }

    private ScriptRun run(Shell shell) {
        return ScriptRun.under(shell).with("PROBE_ROOT", root.toString());
    }

    private void systemctl(String text) throws IOException {
        Path file = root.resolve("usr/bin/systemctl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
