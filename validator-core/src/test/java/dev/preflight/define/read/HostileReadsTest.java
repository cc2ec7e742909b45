package dev.preflight.define.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.read.Source.Glob;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Words that would do something, in every locator and as every name and text of a host: nothing runs, nothing is written. */
class HostileReadsTest {
    @TempDir
    Path folder;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** What runs, makes {@code owned} in the folder. */
    private List<String> words() {
        String touch = "touch " + folder.resolve("owned");
        return List.of(
                "$(" + touch + ")",
                "`" + touch + "`",
                "'; " + touch + "; '",
                "\"; " + touch + "; \"",
                "a[$(" + touch + ")]",
                "| " + touch,
                "> " + folder.resolve("owned"),
                "-exec",
                "--help",
                "-n",
                "*",
                "?",
                "[a-z]*",
                "~",
                "$HOME",
                "${PARAM_ROOT}",
                "\\",
                "\\n\\c",
                "%s%n",
                "a=b",
                "done",
                " at /x",
                "x y",
                "ä\u4e2d");
    }

    private SortedMap<String, String> snapshot() throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                boolean file = Files.isRegularFile(path);
                all.put(path.toString(), file ? Files.readString(path) : "");
            }
        }
        return all;
    }

    private static List<Glob.Step> steps(Path path) {
        List<Glob.Step> steps = new ArrayList<>();
        path.forEach(name -> steps.add(new Glob.Step(name.toString(), false)));
        return steps;
    }

    /** A component of a path, as a parameter may give it. */
    private static boolean isName(String word) {
        return Locators.component(word).isEmpty();
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void wordsOfAProfileArriveAsTheyAre(Shell shell) throws IOException {
        Expecting asked = Expecting.of(shell);
        Expecting login = Expecting.of(ScriptRun.under(shell));
        Form lines = new Form.Lines();
        for (String word : words()) {
            asked.is(Read.of(Asking.command("printf", "%s\\n", word), Form.Plain.TEXT), word);
            asked.is(Asking.file(lines, "/no/" + name(word)), "absent");
            if (!isName(word)) {
                continue;
            }
            Path file = folder.resolve(word);
            Files.writeString(file, word);
            asked.is(Asking.file(Form.Plain.TEXT, file.toString()), word);
            asked.starts(Read.of(new Source.Stat(file.toString()), lines), "{exists=true, type=file");
            asked.is(Read.of(new Glob(steps(file)), Form.Plain.TEXT), "[{path=" + file + ", text=" + word + "}]");
            login.is(Asking.file(Form.Plain.TEXT, file.toString()), word);
        }
        SortedMap<String, String> before = snapshot();
        asked.ask();
        login.ask();
        assertThat(snapshot()).isEqualTo(before);
    }

    private static String name(String word) {
        return isName(word) ? word : "x";
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void whatAHostSaysIsData(Shell shell) throws IOException {
        String all = String.join("\n", words());
        Path dir = Files.createDirectory(folder.resolve("d"));
        for (String word : words()) {
            if (isName(word)) {
                Files.writeString(dir.resolve(word), all);
                Files.writeString(dir.resolve(word + ".conf"), "[" + word + "]\n" + word + "=" + word + "\n");
            }
        }
        Files.createSymbolicLink(folder.resolve("link"), Path.of("$(touch owned)\n-x"));
        Path mountinfo = folder.resolve("proc/self/mountinfo");
        Files.createDirectories(mountinfo.getParent());
        StringBuilder mounts = new StringBuilder();
        for (String word : words()) {
            mounts.append("1 0 8:1 / /").append(word.replace(" ", "\\040")).append(" rw - autofs a rw\n");
        }
        Files.writeString(mountinfo, mounts + all);
        List<Glob.Step> steps = steps(dir);
        steps.add(new Glob.Step("*", true));
        ScriptRun host =
                ScriptRun.under(shell).with("PROBE_ROOT", folder.toString()).with("WORDS", all);
        SortedMap<String, String> before = snapshot();
        Expecting.of(shell)
                .that(
                        Read.of(new Glob(steps), Form.Plain.TEXT),
                        said -> assertThat(said).contains(words()))
                .that(
                        Read.of(new Source.Stat(folder.resolve("link").toString()), Form.Plain.TEXT),
                        said -> assertThat(said).endsWith("target=$(touch owned)\n-x}"))
                .is(Read.of(Asking.command("cat", dir.resolve("done").toString()), Form.Plain.TEXT), all)
                .ask();
        Expecting.of(host)
                .is(Read.of(new Source.Env("WORDS"), Form.Plain.TEXT), all)
                .that(
                        Read.of(
                                new Glob(List.of(new Glob.Step("d", false), new Glob.Step("*", true))),
                                Form.Plain.TEXT),
                        said -> assertThat(said).contains(words()))
                .that(
                        Asking.file(new Form.Ini(true, Repeated.UNCLEAR, FieldTypes.NONE), "/etc/d"),
                        said -> assertThat(said).isEqualTo("absent"))
                .ask();
        assertThat(snapshot()).isEqualTo(before);
    }

    @ParameterizedTest
    @SideBySide
    @MethodSource("shells")
    void environmentsOfALoginDoNotLeadAstray(Shell shell) throws IOException {
        Files.writeString(folder.resolve("file"), "text");
        // What the probes' own variables are called.
        ScriptRun host = ScriptRun.under(shell);
        for (String name : List.of(
                "A",
                "B",
                "E",
                "K",
                "L",
                "M",
                "N",
                "O",
                "P",
                "Q",
                "S",
                "T",
                "D",
                "F",
                "H",
                "HEAD",
                "SED",
                "GREP_OPTIONS",
                "POSIXLY_CORRECT",
                "r")) {
            host.with(name, "7");
        }
        host.with("PARAM_SECRET", "1").with("PARAM_FILES", "a[$(touch owned)]").with("PARAM_STREAM", "both");
        Expecting.of(host)
                .is(
                        Asking.file(
                                Form.Plain.TEXT,
                                folder.resolve("none").toString(),
                                folder.resolve("file").toString()),
                        "text")
                .is(Read.of(Asking.command("printf", "text"), Form.Plain.TEXT), "text")
                .ask();
        Read read = Read.of(new Source.Env("S"), Form.Plain.TEXT);
        assertThat(Asking.of(host, read, Context.EXEC)).isInstanceOf(Reading.Got.class);
        assertThat(folder.resolve("owned")).doesNotExist();
    }
}
