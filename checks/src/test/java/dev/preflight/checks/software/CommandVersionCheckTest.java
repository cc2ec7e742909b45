package dev.preflight.checks.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Rows;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandVersionCheckTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String printed(String name, String file, int status, String... said) {
        return "command " + name + "\n file " + file + "\n real " + file + "\n"
                + String.join(
                        "", Stream.of(said).map(line -> " said " + line + "\n").toList()) + " status " + status
                + "\ndone\n";
    }

    private static List<String> said(String key, String limits, String printed) {
        return Judged.said(
                new CommandVersionCheck(),
                "require: {" + key + ": {" + limits + "}}",
                Map.of("command-versions", printed));
    }

    /** What podman-docker installs under that name is of another row of versions. */
    @ParameterizedTest
    @CsvSource({
        "docker, 'min: \"3.0\"', podman version 4.9.3, unknown ambiguous",
        "docker, 'below: \"30\"', podman version 4.9.3, unknown ambiguous",
        "docker, '', podman version 4.9.3, unknown ambiguous",
        "/usr/bin/docker, 'min: \"3.0\"', Podman Engine 4.9.3, unknown ambiguous",
        "docker, 'min: \"3.0\", pattern: \"podman version (.*)\"', podman version 4.9.3, pass ok",
        "docker, 'min: \"3.0\"', 'Docker version 24.0.7, build afdd53b', pass ok",
        "podman, 'min: \"3.0\"', podman version 4.9.3, pass ok"
    })
    void podmanUnderTheNameOfDockerIsNotDocker(String key, String limits, String line, String expected) {
        String file = key.startsWith("/") ? key : "/usr/bin/" + key;
        assertThat(said(key, limits, printed(key, file, 0, line))).containsExactly(expected + " command:" + key);
    }

    @ParameterizedTest
    @CsvSource({
        "python3, 'min: \"3.6\"',   Python 3.5.10,              fail too-old",
        "python3, 'min: \"3.6\"',   Python 3.6.0,               pass ok",
        "python3, 'min: \"3.6.0\"', Python 3.6,                 pass ok",
        "python3, 'min: \"3.6\"',   Python 3.10.1,              pass ok",
        "python3, 'below: \"3.6\"', Python 3.5.10,              pass ok",
        "python3, 'below: \"3.6\"', Python 3.6.0,               fail too-new",
        "python3, 'below: \"3.6\"', Python 3.6.1,               fail too-new",
        "java,    'min: \"8\"',     'java version \"1.7.0_80\"',  fail too-old",
        "java,    'min: \"8\"',     'java version \"1.8.0_181\"', pass ok",
        "java,    'min: \"17\"',    'openjdk 17.0.21.1 2026-11-17', pass ok",
        "java,    'min: \"18\"',    'openjdk 17.0.21.1 2026-11-17', fail too-old",
        "java,    'min: \"21\"',    'java 21 2023-09-19 LTS',   pass ok",
        "java,    'below: \"9\"',   'openjdk version \"17\" 2021-09-14', fail too-new",
        "jq,      'min: \"1.5\"',   jq-1.6,                     pass ok",
        "jq,      'min: \"1.5\"',   no version,                 unknown malformed",
        "jq,      '',               no version,                 pass ok",
        "kubectl, 'min: \"1.30\", pattern: \"client v(1\\\\.[0-9]+)\"', server 1.20 client v1.31, pass ok",
    })
    void theFirstVersionThatACommandPrintsIsJudged(String key, String limits, String line, String expected) {
        assertThat(said(key, limits, printed(key, "/usr/bin/" + key, 0, "first", line)))
                .containsExactly(expected + " command:" + key);
    }

    @ParameterizedTest
    @CsvSource({
        "0, pass ok",
        "1, pass ok",
        "125, pass ok",
        "126, fail not-runnable",
        "127, fail not-runnable",
        "132, fail not-runnable",
        "137, unknown timeout",
        "143, unknown timeout"
    })
    void aCommandRunsUnlessTheShellOrASignalSaysOtherwise(int status, String expected) {
        assertThat(said("jq", "", printed("jq", "/usr/bin/jq", status, "jq-1.6")))
                .containsExactly(expected + " command:jq");
    }

    @Test
    void aCommandThatIsNotFoundIsAbsent() {
        assertThat(said("jq", "min: \"1.5\"", "command jq\ndone\n")).containsExactly("fail absent command:jq");
    }

    private static List<String> in(Map<Context, String> printed, Optional<String> min) {
        CommandVersionCheck check = new CommandVersionCheck();
        CommandLimits limits = new CommandLimits(
                min.map(CommandLimits.PlainVersion::parse),
                Optional.empty(),
                List.of("--version"),
                Optional.empty(),
                List.of(Context.EXEC, Context.SUDO));
        CommandVersionCheck.Params params =
                new CommandVersionCheck.Params(new Rows<>(List.of(Rows.Row.of("jq", limits))));
        Map<String, Reading<?>> readings = new HashMap<>();
        check.needs(params).all().forEach(request -> {
            String text = printed.get(request.context());
            readings.put(
                    request.key(),
                    text == null ? Reading.missing(Reason.SUDO_PASSWORD, "") : Printed.reading(request, text));
        });
        HostFacts facts = new HostFacts(new HostInfo("h", "", List.of()), Instant.EPOCH, readings);
        return Judged.by(check, facts, params).stream()
                .map(j -> j.outcome().code() + " " + j.code() + " " + j.args().get("state") + " "
                        + j.readFrom().size())
                .toList();
    }

    @Test
    void eachContextIsLookedAtAndTheirVersionsAreTheSame() {
        String good = printed("jq", "/usr/bin/jq", 0, "jq-1.6");
        String old = printed("jq", "/opt/jq", 0, "jq-1.5");
        assertThat(in(Map.of(Context.EXEC, good, Context.SUDO, good), Optional.empty()))
                .singleElement()
                .asString()
                .startsWith("pass ok")
                .contains("exec: /usr/bin/jq 1.6", "sudo: /usr/bin/jq 1.6");
        assertThat(in(Map.of(Context.EXEC, good, Context.SUDO, old), Optional.empty()))
                .singleElement()
                .asString()
                .startsWith("warning differs")
                .contains("exec: /usr/bin/jq 1.6", "sudo: /opt/jq 1.5");
        assertThat(in(Map.of(Context.EXEC, good, Context.SUDO, old), Optional.of("1.6")))
                .singleElement()
                .asString()
                .startsWith("fail too-old")
                .contains("sudo: /opt/jq 1.5")
                .doesNotContain("exec");
        assertThat(in(Map.of(Context.EXEC, good), Optional.empty()))
                .singleElement()
                .asString()
                .startsWith("unknown sudo-password");
    }

    @Test
    void whatCannotBeCalledOrReadIsRefused() {
        assertThatThrownBy(() -> said("jq", "contexts: [cron]", "")).hasMessageContaining("contexts: commands are");
        assertThatThrownBy(() -> said("jq", "min: v1", "")).hasMessageContaining("such as 3.6");
        String nothing = "below: nothing can hold this and min together";
        assertThatThrownBy(() -> said("jq", "min: '3.6', below: '3.6'", "")).hasMessageContaining(nothing);
        assertThatThrownBy(() -> said("jq", "min: '3.10', below: '3.9'", "")).hasMessageContaining(nothing);
        assertThatThrownBy(() -> said("jq", "pattern: '('", "")).hasMessageContaining("RE2");
        assertThatThrownBy(() -> Printed.reading(
                        CommandVersions.FACT.request(), "command jq\n file /usr/bin/jq\n real /usr/bin/jq\ndone\n"))
                .hasMessageContaining("status of jq");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeCallsEachCommandWithItsOwnArguments(Shell shell) throws IOException {
        Path tool = program("tool", "printf '%s|' \"$@\"; echo; echo 'on the other 2.0' >&2; exit 3\n");
        program("plain", "echo plain 1.0 \"$#\"\n");
        Path broken = Files.writeString(root.resolve("broken"), "x");
        FactRequest<CommandVersions> request = CommandVersions.FACT
                .in(Context.EXEC)
                .withArguments(List.of(
                        tool.toString(),
                        "2",
                        "a  b",
                        "$(c)",
                        "plain",
                        "0",
                        "no-such-command",
                        "1",
                        "x",
                        "cd",
                        "0",
                        broken.toString(),
                        "0"));
        CommandVersions found = ScriptRun.under(shell)
                .with("PATH", root + ":/usr/bin:/bin")
                .run(request)
                .reading(request)
                .fold(versions -> versions, missing -> {
                    throw new AssertionError(missing.toString());
                });
        CommandVersions.Command called = found.commands().get(tool.toString());
        assertThat(called.said()).containsExactly("a  b|$(c)|", "on the other 2.0");
        assertThat(called.status()).isEqualTo(3);
        assertThat(found.commands().get("plain").said()).containsExactly("plain 1.0 0");
        assertThat(found.commands().get("plain").file()).isEqualTo(root + "/plain");
        assertThat(found.commands().get("no-such-command").file()).isEmpty();
        assertThat(found.commands().get("cd").file()).isEmpty();
        assertThat(found.commands().get(broken.toString()).runs()).isFalse();
    }

    private Path program(String name, String body) throws IOException {
        Path file = root.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
