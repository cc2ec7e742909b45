package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.accounts.JqUsableCheck.Params;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JqUsableCheckTest {
    private static final JqUsableCheck CHECK = new JqUsableCheck();

    @TempDir
    Path folder;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Params params(List<String> helpers, Context... contexts) {
        return new Params(List.of(contexts), "", helpers, "1.5");
    }

    private static String helper(String mode, int status, String said) {
        return "user ops\nhelper jq\n found /usr/bin/jq\n real /usr/bin/jq\n ls " + mode
                + " 1 0 0 30800 Jul  9 2025 /usr/bin/jq\n mount /dev/sda1 / ext4 rw,relatime 0 0\n rc=" + status
                + "\n said " + said + "\n version jq-1.6\n";
    }

    private static List<Judgement> judge(Params params, String... probes) throws FactFormatException {
        Map<String, Reading<?>> readings = new HashMap<>();
        List<FactRequest<?>> requests = CHECK.needs(params).groups().stream()
                .<FactRequest<?>>map(group -> group.get(0))
                .toList();
        for (int i = 0; i < probes.length; i++) {
            byte[] bytes = probes[i].getBytes(StandardCharsets.UTF_8);
            readings.put(requests.get(i).key(), HelperRuns.FACT.parser().parse(new ProbeOutput(bytes, new byte[0], 0)));
        }
        return CHECK.judge(new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings), params);
    }

    private static List<String> codes(List<Judgement> judgements) {
        return judgements.stream().map(j -> j.outcome().code() + " " + j.code()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, pass ok",
        "0, 3, fail wrong-output",
        "0, '', fail wrong-output",
        "1, 2, fail wrong-output",
        "126, Permission denied, fail cannot-execute",
        "127, not found, fail missing-loader",
        "128, 2, fail wrong-output",
        "129, '', fail killed",
        "137, '', fail killed"
    })
    void onlyTheRightAnswerPasses(int status, String said, String expected) throws FactFormatException {
        List<Judgement> judged = judge(params(List.of("jq"), Context.EXEC), helper("-rwxr-xr-x", status, said));
        assertThat(codes(judged)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "jq-1.4, warning old-version",
        "jq version 1.4, warning old-version",
        "jq-1.5, pass ok",
        "jq-1.5rc1, pass ok",
        "jq-1.7.1, pass ok",
        "jq-2.0, pass ok",
        "unreadable, pass ok"
    })
    void anOldJqIsTold(String version, String expected) throws FactFormatException {
        String probe = helper("-rwxr-xr-x", 0, "2").replace("version jq-1.6", "version " + version);
        assertThat(codes(judge(params(List.of("jq"), Context.EXEC), probe))).containsExactly(expected);
    }

    @Test
    void theRemedyGoesBackToTheModeThatWas() throws FactFormatException {
        String probe = helper("-rwxr-x---", 126, "Permission denied").replace(" rc=", " not-executable\n rc=")
                + " package jq\n";
        Remedy remedy = judge(params(List.of("jq"), Context.EXEC), probe)
                .get(0)
                .remedies()
                .get(0);
        assertThat(remedy.effect()).isEqualTo(Remedy.Effect.SAFE);
        assertThat(remedy.args()).containsEntry("mode", Arg.mode(0750));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -rwxr-xr-x  | fail cannot-execute  | look-why
            -rwxr-xr--  | fail not-executable  | make-executable
            -rwxr-xr-x+ | fail acl             | acl-by-hand
            """)
    void aModeThatAllowsItIsNotToBeChanged(String mode, String code, String remedy) throws FactFormatException {
        String probe = helper(mode, 126, "Permission denied").replace(" rc=", " not-executable\n uid 1000\n rc=");
        List<Judgement> judged = judge(params(List.of("jq"), Context.EXEC), probe);
        assertThat(codes(judged)).containsExactly(code);
        assertThat(judged.get(0).remedies()).extracting(Remedy::id).containsExactly(remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user:1000:---         | change-acl | user:1000:---
            user:1000:r-x #eff:r-- | change-acl | user:1000:r-x
            group:50:---          | add-acl    | user:1000
            """)
    void anAccessControlListIsChangedAndGoesBackToWhatItWas(String entry, String id, String before)
            throws FactFormatException {
        String acl = " uid 1000\n acl user::rwx\n acl " + entry + "\n acl mask::r-x\n acl other::r-x\n rc=";
        String probe = helper("-rwxr-xr-x+", 126, "Permission denied").replace(" rc=", " not-executable\n" + acl);
        Remedy remedy = judge(params(List.of("jq"), Context.EXEC), probe)
                .get(0)
                .remedies()
                .get(0);
        assertThat(remedy.id()).isEqualTo(id);
        assertThat(remedy.args())
                .containsEntry("entry", Arg.text("user:1000:r-x"))
                .containsEntry("before", Arg.text(before))
                .containsEntry("mask", Arg.text("mask::r-x"));
    }

    @ParameterizedTest
    @CsvSource({"drwx------, parent-directory", "drwxr-xr-x+, acl", "drwxr-xr-x, cannot-execute"})
    void aDirectoryBeforeTheEndOfALinkIsTheCause(String mode, String code) throws FactFormatException {
        String probe = "user ops\nhelper jq\n found /usr/bin/jq\n real /opt/tools/jq\n"
                + " ls lrwxrwxrwx 1 0 0 13 Jul  9 2025 /usr/bin/jq\n ls " + mode
                + " 1 0 0 60 Jul  9 2025 /opt/tools\n closed /opt/tools\n rc=126\n said Permission denied\n";
        assertThat(codes(judge(params(List.of("jq"), Context.EXEC), probe))).containsExactly("fail " + code);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLinkThatLeadsNowhereIsFound(Shell shell) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Files.createSymbolicLink(tools.resolve("jq"), Path.of("away/jq"));
        Files.createSymbolicLink(tools.resolve("yq"), Path.of("yq"));
        var request = HelperRuns.FACT.in(Context.EXEC).withArguments(List.of("jq", "yq"));
        HelperRuns runs = read(shell, tools.toString(), request);
        assertThat(runs.helpers().get("jq").orElseThrow().dangling()).hasValue(tools + "/away/jq");
        assertThat(runs.helpers().get("yq").orElseThrow().dangling()).isPresent();
    }

    @Test
    void anotherFileInAnotherContextIsTold() throws FactFormatException {
        String other = helper("-rwxr-xr-x", 0, "2").replace("/usr/bin/jq", "/usr/local/bin/jq");
        assertThat(codes(judge(params(List.of("jq"), Context.EXEC, Context.SUDO), helper("-rwxr-xr-x", 0, "2"), other)))
                .containsExactly("pass ok", "pass ok", "warning differs");
    }

    @Test
    void aHelperThatIsNowhereIsAbsent() throws FactFormatException {
        assertThat(codes(judge(params(List.of("jq"), Context.EXEC), "user ops\nhelper jq\n")))
                .containsExactly("fail absent");
    }

    @Test
    void withoutHelpersItDoesNotApply() throws FactFormatException {
        assertThat(codes(judge(params(List.of(), Context.EXEC)))).containsExactly("not-applicable nothing-required");
        assertThat(codes(judge(params(List.of("jq"), Context.UPLOAD))))
                .containsExactly("not-applicable nothing-required");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeTellsWhatAShellSaysNothingOf(Shell shell) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path jq = Files.writeString(tools.resolve("jq"), "#!/bin/sh\necho 2\n");
        var request = HelperRuns.FACT.in(Context.EXEC).withArguments(List.of("jq", "nothing", "a/b"));
        String path = folder.resolve("none") + ":" + tools;
        HelperRuns closed = read(shell, path, request);
        assertThat(closed.helpers().get("jq").orElseThrow().executable()).isFalse();
        assertThat(closed.helpers().get("jq").orElseThrow().status()).isEqualTo(126);
        assertThat(closed.helpers().get("nothing")).isEmpty();
        Files.setPosixFilePermissions(jq, PosixFilePermissions.fromString("rwxr-xr-x"));
        HelperRuns open = read(shell, path, request);
        assertThat(open.helpers().get("jq").orElseThrow().said()).isEqualTo("2");
        assertThat(open.helpers().get("jq").orElseThrow().status()).isZero();
        assertThat(open.helpers().get("jq").orElseThrow().mount()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theFileBehindALinkIsListedByItself(Shell shell) throws IOException {
        Path file =
                Files.writeString(Files.createDirectories(folder.resolve("z")).resolve("tool"), "#!/bin/sh\n");
        Files.createSymbolicLink(folder.resolve("jq"), file);
        var request = HelperRuns.FACT.in(Context.EXEC).withArguments(List.of("jq"));
        HelperRuns runs = read(shell, folder.toString(), request);
        assertThat(runs.helpers().get("jq").orElseThrow().way())
                .filteredOn(line -> line.endsWith(" " + file))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("l").endsWith(folder.resolve("jq") + " -> " + file),
                        line -> assertThat(line).startsWith("-rw"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLinkToANameOfTwoLinesIsNotTold(Shell shell) throws IOException {
        Path file = Files.writeString(folder.resolve("a\nhelper nothing\n found b"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(folder.resolve("jq"), file);
        var request = HelperRuns.FACT.in(Context.EXEC).withArguments(List.of("jq", "nothing"));
        assertThat(ScriptRun.under(shell)
                        .with("PATH", folder.toString())
                        .run(request)
                        .reading(request)
                        .<String>fold(Object::toString, missing -> missing.detail()))
                .contains("name-of-two-lines");
    }

    private static HelperRuns read(Shell shell, String path, FactRequest<HelperRuns> request) {
        return ScriptRun.under(shell)
                .with("PATH", path)
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
    }
}
