package dev.preflight.define.read;

import static dev.preflight.define.read.Asking.command;
import static dev.preflight.define.read.Asking.file;
import static dev.preflight.define.read.Asking.said;
import static dev.preflight.define.read.Asking.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.read.Source.Command.Stream;
import dev.preflight.define.read.Source.Glob;
import dev.preflight.fact.Context;
import dev.preflight.testing.Commands;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the probes say of this machine, under every shell that a host may have. */
class ReadsTest {
    private static final Form LINES = new Form.Lines();
    private static final Form INI = new Form.Ini(true, Repeated.UNCLEAR, FieldTypes.NONE);

    /** SHA-256 of "hunter2". */
    private static final String DIGEST = "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7";

    @TempDir
    Path folder;

    static java.util.stream.Stream<Shell> shells() {
        return Shells.all();
    }

    private String put(String name, String text) throws IOException {
        return Tree.put(folder, name, text).toString();
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private Glob glob(String... patterns) {
        List<Glob.Step> steps = new ArrayList<>();
        folder.forEach(name -> steps.add(new Glob.Step(name.toString(), false)));
        for (String pattern : patterns) {
            boolean literal = pattern.startsWith("=");
            steps.add(new Glob.Step(literal ? pattern.substring(1) : pattern, !literal));
        }
        return new Glob(steps);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void theFirstFileThatIsThereIsRead(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        put("b", "two\nlines\n");
        put("c", "three\n");
        put("empty", "");
        asked.is(file(Form.Plain.TEXT, at("a"), at("b"), at("c")), "two\nlines");
        asked.is(file(LINES, at("b")), "[two, lines]");
        asked.is(file(LINES, at("empty"), at("c")), "[]");
        asked.is(file(LINES, at("a"), at("b/x")), "absent");
        asked.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aTextIsReadAsItIs(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        asked.is(file(Form.Plain.TEXT, put("a", "no line break")), "no line break");
        asked.is(file(LINES, put("b", "\n\n x\r\n\\c\\n%s\n-n\n")), "[, ,  x, \\c\\n%s, -n]");
        asked.is(file(LINES, put("c", "done\nabsent\n1\n0\n")), "[done, absent, 1, 0]");
        asked.is(file(Form.Plain.TEXT, put("d", "\u00e4\u4e2d\n")), "\u00e4\u4e2d");
        asked.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatIsNoFileIsNotRead(Shell shell) throws Exception {
        Expecting asked = Expecting.of(shell);
        Commands.run("", "mkfifo", at("fifo"));
        Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero"));
        put("proc/kcore", "");
        put("proc/kmsg", "");
        put("trace_pipe", "");
        Files.createSymbolicLink(folder.resolve("kcore"), Path.of("proc/kcore"));
        Files.createSymbolicLink(folder.resolve("kmsg"), Path.of("proc/../proc/kmsg"));
        Files.createSymbolicLink(folder.resolve("broken"), Path.of("nowhere"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        for (String name : List.of("fifo", "zero", "kcore", "kmsg", "trace_pipe", "")) {
            asked.that(
                    file(LINES, name.isEmpty() ? folder.toString() : at(name)),
                    said -> assertThat(said)
                            .as(name)
                            .startsWith("not-readable: ")
                            .endsWith(": not a regular file"));
        }
        asked.is(file(LINES, at("broken")), "absent");
        asked.starts(file(LINES, at("loop")), "not-readable: ");
        asked.starts(Read.of(glob("f*"), LINES), "not-readable: ");
        asked.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatMayNotBeReadIsNotAbsent(Shell shell) throws IOException {
        Expecting asked = Expecting.of(Unprivileged.under(shell, folder));
        put("folder/file", "x");
        put("unlisted/file", "x");
        mode(put("shut", "x"), "-wx------");
        mode(at("folder"), "rw-------");
        mode(at("unlisted"), "--x--x--x");
        for (Read read : List.of(
                file(LINES, at("shut"), put("other", "")),
                file(LINES, at("folder/file")),
                Read.of(new Source.Stat(at("folder/file")), LINES),
                Read.of(glob("=folder", "=file"), LINES),
                Read.of(glob("*", "x"), LINES),
                Read.of(glob("=unlisted", "*"), LINES),
                Read.of(command(at("folder/file")), LINES),
                Read.of(command(at("other")), LINES),
                secret(new Source.File(List.of(at("shut")))))) {
            asked.that(read, said -> assertThat(said).as(read.toString()).startsWith("no-permission: "));
        }
        asked.that(
                Read.of(glob("=unlisted", "=file"), LINES),
                said -> assertThat(said).endsWith(", lines=[x]}]"));
        Read root = new Read(new Source.File(List.of(at("other"))), LINES, true, false, Read.LIMIT);
        asked.is(root, "no-permission: not root").ask();
        mode(at("folder"), "rwx------");
        mode(at("unlisted"), "rwx------");
    }

    private static void mode(String path, String mode) throws IOException {
        Files.setPosixFilePermissions(Path.of(path), PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aSecretDoesNotTravel(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        String path = put("secret", "hunter2");
        String told = "{size=7, sha256=" + DIGEST + "}";
        asked.is(secret(new Source.File(List.of(at("none"), path))), told);
        asked.is(secret(command("printf", "%s", "hunter2")), "{size=7, sha256=" + DIGEST + ", exit=0}");
        asked.is(secret(command("false")), "check-error: status 1");
        ScriptRun login = ScriptRun.under(shell).with("TOKEN", "hunter2");
        Expecting inLogin = Expecting.of(login);
        inLogin.is(secret(new Source.Env("TOKEN")), told);
        for (Read read : List.of(
                secret(new Source.File(List.of(path))),
                secret(command("cat", path)),
                secret(new Source.Env("TOKEN")))) {
            var request = Reads.asked("x-test/read", read, Context.EXEC).request();
            assertThat(login.run(request).out(request))
                    .doesNotContain("hunter2")
                    .endsWith("\ndone\n");
        }
        String big = put("big", "x".repeat(256 * 1024 + 1));
        asked.starts(secret(new Source.File(List.of(big))), "truncated");
        asked.starts(secret(command("cat", big)), "truncated");
        // What is cut may end like a status.
        for (String text :
                List.of("0\n", "\n", "\n0\n", "a\n0\n" + "\n".repeat(70_000), "a\n0\n" + "x".repeat(300_000), "\0")) {
            String cut = put("cut" + text.hashCode(), text.repeat(300_000 / text.length() + 1));
            asked.starts(secret(command("cat", cut)), text.equals("\0") ? "{size=0" : "truncated");
        }
        asked.starts(secret(command("printf", "a\\n\\n")), "{size=3, sha256=a7da489976d0047490617adb4f7a1f27f7af8b52");
        asked.ask();
        inLogin.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatIsTooLongIsTruncated(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        String big = put("big", "x".repeat(256 * 1024));
        asked.starts(file(LINES, big), "truncated");
        asked.starts(Read.of(command("cat", big), LINES), "truncated");
        asked.starts(file(LINES, put("lines", "\n".repeat(4096) + "x")), "truncated");
        asked.starts(file(LINES, put("fewer", "\n".repeat(4095) + "x")), "[, ");
        for (int i = 0; i < 200; i++) {
            put("many/" + i, "");
        }
        asked.starts(Read.of(glob("=many", "*"), LINES), "[{path=").ask();
        put("many/201", "");
        asked = Expecting.of(shell);
        asked.starts(Read.of(glob("=many", "*"), LINES), "truncated");
        asked.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aPathIsDescribed(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        String path = put("file", "12345");
        mode(path, "rw-r-----");
        Files.setLastModifiedTime(
                Path.of(path), java.nio.file.attribute.FileTime.from(Instant.parse("2027-03-01T12:00:00Z")));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("../a b\n c"));
        asked.that(
                Read.of(new Source.Stat(path), LINES),
                said -> assertThat(said)
                        .startsWith("{exists=true, type=file, mode=0640, owner=")
                        .endsWith(", size=5, mtime=2027-03-01T12:00:00Z}"));
        asked.that(
                Read.of(new Source.Stat(at("link")), LINES),
                said -> assertThat(said)
                        .startsWith("{exists=true, type=link, mode=0777, ")
                        .endsWith(", target=../a b\n c}"));
        asked.starts(Read.of(new Source.Stat(folder.toString()), LINES), "{exists=true, type=dir");
        asked.is(Read.of(new Source.Stat(at("none/x")), LINES), "{exists=false}");
        asked.is(Read.of(new Source.Stat(at("file/x")), LINES), "{exists=false}");
        asked.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void filesAreFoundByPatterns(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        put("d/a.conf", "A=1\n");
        put("d/b.conf", "B=2\n");
        put("d/c.txt", "");
        put("d/.hidden.conf", "");
        put("d/folder.conf/x", "");
        put("e/a.conf", "");
        Form form = new Form.KeyValue("=", "#", Repeated.UNCLEAR, FieldTypes.NONE);
        String a = "{path=" + at("d/a.conf") + ", A=1}";
        String b = "{path=" + at("d/b.conf") + ", B=2}";
        asked.is(Read.of(glob("=d", "*.conf"), form), "[" + a + ", " + b + "]");
        asked.is(Read.of(glob("d", "[!b].conf"), form), "[" + a + "]");
        asked.is(Read.of(glob("?", "b.con?"), form), "[" + b + "]");
        asked.is(Read.of(glob("?", "=b.con?"), form), "[]");
        asked.is(Read.of(glob("*", "none"), form), "[]");
        asked.is(Read.of(glob("none", "*"), form), "[]");
        asked.is(Read.of(glob(".*", "*"), form), "[]").ask();
        asked = Expecting.of(shell);
        put("d/line\nbreak.conf", "");
        asked.is(Read.of(glob("=d", "*.conf"), form), "not-readable: a file name with a line break");
        asked.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void aProgramIsRunWithoutAShell(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        asked.is(Read.of(command("printf", "%s|", "a b", "$(id)", "*", "", "-x"), LINES), "[a b|$(id)|*||-x|]");
        asked.is(Read.of(command("no-such-program", "-x"), LINES), "absent");
        asked.is(Read.of(command("/no/such"), LINES), "absent");
        asked.is(Read.of(command("cat"), LINES), "[]");
        // Built into a shell, and no program.
        asked.is(Read.of(command("eval", "echo x"), LINES), "absent");
        String both = put("both", "#!/bin/sh\necho out\necho err >&2\nexit ${1-0}\n");
        mode(both, "rwxr-xr-x");
        asked.is(Read.of(command(both), LINES), "[out]");
        asked.is(Read.of(command(Stream.STDERR, both), LINES), "[err]");
        asked.is(Read.of(command(Stream.BOTH, both), LINES), "[out, err]");
        asked.is(Read.of(command(both, "3"), LINES), "check-error: status 3: err");
        Source three = new Source.Command(List.of(both, "3"), new TreeSet<>(List.of(0, 3)), Stream.STDOUT);
        assertThat(Asking.of(shell, Read.of(three, LINES)).toString()).contains("exit=OptionalInt[3]");
        assertThat(Reads.asked("x-test/read", Read.of(three, LINES), Context.CLEAN)
                        .request()
                        .key())
                .startsWith("x-test.read@clean~");
        Form row = new Form.KeyValue("=", "", Repeated.UNCLEAR, FieldTypes.NONE);
        asked.is(Read.of(command("printf", "a=1"), row), "{a=1, exit=0}");
        asked.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatIsForgedIsText(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        String forged = put("forged", "text\n 0\ndone\nat /x\nspecial\n\n0\ndone");
        String lines = "[text,  0, done, at /x, special, , 0, done]";
        asked.is(file(LINES, forged), lines);
        asked.is(Read.of(command("cat", forged), LINES), lines);
        ScriptRun login = ScriptRun.under(shell).with("FORGED", "text\n 0\ndone\nat /x\nspecial\n\n0\ndone");
        Expecting inLogin = Expecting.of(login);
        inLogin.is(Read.of(new Source.Env("FORGED"), LINES), lines);
        asked.ask();
        inLogin.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void settingsAndVariablesAreRead(Shell shell) {
        Expecting asked = Expecting.of(shell);
        Form auto = new Form.Auto();
        asked.that(
                Read.of(new Source.Sysctl("vm.max_map_count"), auto),
                said -> assertThat(said).matches("[0-9]+"));
        asked.is(Read.of(new Source.Sysctl("kernel/ostype"), auto), "Linux");
        asked.is(Read.of(new Source.Sysctl("no.such"), auto), "absent");
        asked.starts(Read.of(new Source.Sysctl("kernel"), auto), "not-readable: ");
        ScriptRun login = ScriptRun.under(shell)
                .with("GIVEN", " a b\n")
                .with("EMPTY", "")
                .with("S", "7")
                .with("A", "a /");
        Expecting inLogin = Expecting.of(login);
        inLogin.is(Read.of(new Source.Env("GIVEN"), LINES), "[ a b]");
        inLogin.is(Read.of(new Source.Env("EMPTY"), Form.Plain.TEXT), "");
        inLogin.is(Read.of(new Source.Env("NONE"), LINES), "absent");
        inLogin.is(Read.of(command("true"), LINES), "[]");
        asked.ask();
        inLogin.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void settingsBehindAFileAreReadInTheirOrder(Shell shell) throws IOException {
        put("etc/x/y.conf", "[A]\na=1\nb=1\n");
        put("etc/x/y.conf.d/50-b.conf", "[A]\nb=2\n");
        put("usr/lib/x/y.conf.d/10-a.conf", "[A]\nb=3\nc=3\n");
        put("usr/lib/x/y.conf.d/50-b.conf", "[A]\nd=4\n");
        put("run/x/y.conf.d/90-z.conf", "[A]\nc=5\n");
        put("run/x/y.conf.d/other", "[A]\nc=6\n");
        put("usr/lib/x/y.conf.d/60-gone.conf", "[A]\ne=7\n");
        Files.createSymbolicLink(folder.resolve("etc/x/y.conf.d/60-gone.conf"), Path.of("/dev/null"));
        ScriptRun host = ScriptRun.under(shell).with("PROBE_ROOT", folder.toString());
        Expecting inHost = Expecting.of(host);
        Read read = file(INI, "/etc/x/y.conf");
        inHost.is(read, "{A={a=1, b=2, c=5}}").ask();
        inHost = Expecting.of(host);
        Files.delete(folder.resolve("etc/x/y.conf"));
        inHost.is(read, "{A={b=2, c=5}}");
        inHost.is(file(INI, "/etc/none.conf"), "absent");
        inHost.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void anAutomounterIsNotAsked(Shell shell) throws IOException {
        put("proc/self/mountinfo", """
                1 0 8:1 / / rw - ext4 /dev/sda1 rw
                2 1 0:9 / /net\\040x rw,relatime - autofs auto rw
                3 1 0:9 / /home rw shared:1 - autofs auto rw
                4 3 0:9 / /home/there rw shared:1 - nfs server:/ rw
                5 1 0:9 / /direct rw - autofs auto rw
                6 5 0:9 / /direct rw - nfs server:/ rw
                """);
        put("net x/file", "x");
        put("home/new/file", "x");
        put("home/there/file", "x");
        put("direct/file", "x");
        ScriptRun host = ScriptRun.under(shell).with("PROBE_ROOT", folder.toString());
        Expecting inHost = Expecting.of(host);
        for (Source source : List.of(
                new Source.File(List.of("/net x/file")),
                new Source.File(List.of("/home/new/file")),
                new Source.Stat("/home/new"),
                new Glob(List.of(new Glob.Step("home", false), new Glob.Step("*", true))),
                new Glob(List.of(new Glob.Step("*", true), new Glob.Step("file", false))))) {
            inHost.that(
                    Read.of(source, LINES),
                    said -> assertThat(said)
                            .as(source.toString())
                            .startsWith("not-readable: ")
                            .endsWith("an automounter would have to mount it"));
        }
        for (String path : List.of("/home/there/file", "/direct/file")) {
            inHost.is(file(LINES, path), "[x]");
        }
        inHost.ask();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatTakesTooLongIsStopped(Shell shell) {
        Read slow = new Read(command("sleep", "100"), LINES, false, false, java.time.Duration.ofSeconds(1));
        ScriptRun run = ScriptRun.under(shell).withItsLimits();
        assertThat(said(Asking.of(run, slow, Context.CLEAN))).startsWith("timeout: 1 s");
    }
}
