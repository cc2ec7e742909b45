package dev.preflight.app;

import static dev.preflight.testing.Definitions.file;
import static dev.preflight.testing.Definitions.ran;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.testing.Definitions;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred definitions, made up: none passes without what decides it, and no value of theirs runs anything. */
class GeneratedDefinitionsTest {
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final int MANY = 200;
    /** Definitions that are read by one script. */
    private static final int BATCH = 10;

    /**
     * A read with what is expected of it.
     *
     * @param good what its probe prints where the expectation holds
     */
    private record Part(String read, String expectation, String good) {}

    private static Part part(int number, Random random) {
        String name = "r" + number;
        int n = random.nextInt(1000);
        String path = "/etc/f" + n;
        String expect = "{read: " + name + ", ";
        return switch (random.nextInt(12)) {
            case 0 -> new Part("{file: " + path + "}", expect + "is: {starts: v}}", file(path, "v" + n));
            case 1 -> new Part("{file: " + path + ", as: int}", expect + "is: {min: " + n + "}}", file(path, "" + n));
            case 2 -> new Part("{file: [/no, " + path + "], as: lines}", expect + "some: v}", file(path, "u\nv\n"));
            case 3 ->
                new Part("{file: " + path + ", as: lines}", expect + "each: {matches: '^v'}}", file(path, "v1\nv2\n"));
            case 4 ->
                new Part(
                        "{file: " + path + ", as: table, columns: [a, b...]}",
                        expect + "where: {a: {ne: x}}, each: {b: {has_all: [v]}}, subject: a}",
                        file(path, "x y\ny v w\n"));
            case 5 ->
                new Part(
                        "{file: " + path + ", as: keyvalue, types: {k: size}}",
                        expect + "is: {k: {min: 1KiB}}}",
                        file(path, "k=2KiB\n"));
            case 6 -> new Part("{file: " + path + ", as: ini}", expect + "is: {s: {k: v}}}", file(path, "[s]\nk=v\n"));
            case 7 ->
                new Part("{file: " + path + ", as: json, at: .a}", expect + "is: {max: 5}}", file(path, "{\"a\": 5}"));
            case 8 ->
                new Part(
                        "{command: [x, \"" + n + "\"], as: int}",
                        "{rule: \"" + name + " == " + n + "\"}",
                        ran("" + n, 0));
            case 9 -> new Part("{command: [x], contexts: [exec, sudo]}", expect + "is: v}", ran("v", 0));
            case 10 ->
                new Part(
                        "{file: " + path + ", as: match, pattern: 'a(?<v>[0-9]+)', types: {v: int}}",
                        "{rule: \"" + name + ".v >= " + n + "\"}",
                        file(path, "a" + n));
            default ->
                new Part(
                        "{sysctl: vm.n" + n + "}",
                        "{rule: \"" + name + " == " + n + " && " + name + " > -1\"}",
                        file("/proc/sys/vm/n" + n, "" + n));
        };
    }

    private static List<Part> parts(int seed) {
        Random random = new Random(seed);
        List<Part> parts = new ArrayList<>();
        int many = 1 + random.nextInt(4);
        for (int i = 0; i < many; i++) {
            parts.add(part(i, random));
        }
        return parts;
    }

    private static String yaml(List<Part> parts) {
        StringBuilder reads = new StringBuilder();
        StringBuilder expect = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            reads.append("      r")
                    .append(i)
                    .append(": ")
                    .append(parts.get(i).read())
                    .append('\n');
            expect.append("      c")
                    .append(i)
                    .append(": ")
                    .append(parts.get(i).expectation())
                    .append('\n');
        }
        return "define:\n  x-a:\n    title: {en: A}\n    reads:\n" + reads + "    expect:\n" + expect
                + "checks: {x-a: {}}\n";
    }

    @Test
    void nonePassesWithoutWhatDecidesIt() {
        int withheld = 0;
        for (int seed = 0; seed < MANY; seed++) {
            List<Part> parts = parts(seed);
            String yaml = yaml(parts);
            assertThat(Definitions.lint(CATALOGUE, yaml)).as(yaml).isEmpty();
            CheckInstance<?> check = Definitions.instance(Definitions.profile(CATALOGUE, yaml), "x-a");
            Map<String, String> printed = new TreeMap<>();
            for (FactRequest<?> request : Definitions.requests(check)) {
                int number = Integer.parseInt(request.fact().id().replaceAll("\\D+", ""));
                printed.put(
                        request.fact().id() + "@" + request.context().id(),
                        parts.get(number).good());
            }
            assertThat(Definitions.judged(check, printed))
                    .as(yaml)
                    .extracting(Finding::outcome)
                    .containsExactly(Outcome.PASS);
            for (String key : printed.keySet()) {
                Map<String, String> less = new TreeMap<>(printed);
                less.remove(key);
                assertThat(Definitions.judged(check, less))
                        .as(yaml + " without " + key)
                        .allSatisfy(one -> {
                            assertThat(one.outcome()).isEqualTo(Outcome.UNKNOWN);
                            assertThat(one.reason()).contains(Reason.NOT_COLLECTED);
                        });
                withheld++;
            }
        }
        assertThat(withheld).isGreaterThan(MANY);
    }

    private static List<String> hostile(String owned) {
        return List.of(
                "'; touch " + owned + "; '",
                "$(touch " + owned + ")",
                "`touch " + owned + "`",
                "\"; touch " + owned + "; \"",
                "a; touch " + owned,
                "* [a-z]? ~",
                "${HOME} $PATH $1",
                "\\n\\c %s %d",
                "x=y ' \" \\");
    }

    /** What each read of the definition below gives, by its name, with this value. */
    private static Map<String, String> expected(String value) {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("printed", value + "|");
        expected.put("file", "in the file");
        expected.put("globbed", "in the folder");
        return expected;
    }

    private static String definition(int number, Path folder) {
        List<String> others = List.of(
                "file: {file: \"%1$s/files/${p}\"}|{read: file, is: {exists: true}}",
                "globbed: {glob: \"%1$s/folders/${p}/*.txt\"}|{read: globbed, some: {text: {starts: in}}}",
                "stat: {stat: \"%1$s/files/${p}\"}|{read: stat, is: {exists: true}}");
        String[] other = others.get(number % others.size()).formatted(folder).split("\\|", -1);
        return """
                  x-a%d:
                    title: {en: A}
                    params: {p: {type: text, kind: locator}}
                    reads:
                      printed: {command: [printf, "%%s|", "${p}"]}
                      %s
                    expect:
                      c: {read: printed, is: {exists: true}}
                      d: %s
                """.formatted(number, other[0], other[1]);
    }

    /** A profile with a definition for each value. */
    private static String definitions(Path folder, List<String> values) {
        StringBuilder define = new StringBuilder("define:\n");
        StringBuilder checks = new StringBuilder("checks:\n");
        for (int i = 0; i < values.size(); i++) {
            String escaped =
                    values.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${");
            define.append(definition(i, folder).indent(2));
            checks.append("  x-a")
                    .append(i)
                    .append(": {params: {p: \"")
                    .append(escaped)
                    .append("\"}}\n");
        }
        return define.toString() + checks;
    }

    private static void lay(Path folder, String value) throws IOException {
        Files.createDirectories(folder.resolve("files"));
        Files.writeString(folder.resolve("files").resolve(value), "in the file\n");
        Files.createDirectories(folder.resolve("folders").resolve(value));
        Files.writeString(folder.resolve("folders").resolve(value).resolve("a.txt"), "in the folder\n");
        Files.createDirectories(folder.resolve("folders").resolve("b b"));
        Files.writeString(folder.resolve("folders").resolve("b b").resolve("b.txt"), "elsewhere\n");
    }

    private static String value(Random random, String owned) {
        List<String> hostile = hostile(owned);
        String one = hostile.get(random.nextInt(hostile.size()));
        String two = hostile.get(random.nextInt(hostile.size()));
        // A name of a file has at most 255 bytes.
        return random.nextBoolean() ? one : one + two;
    }

    @Test
    void noValueRunsAnythingAndEachArrivesAsItIs(@TempDir Path folder) throws IOException {
        List<Shells.Shell> shells = Shells.all().toList();
        String owned = "owned-" + UUID.randomUUID();
        Random random = new Random(1);
        for (int batch = 0; batch < MANY / BATCH; batch++) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                values.add(value(random, owned));
                lay(folder, values.get(i));
            }
            String yaml = definitions(folder, values);
            assertThat(Definitions.lint(CATALOGUE, yaml)).as(yaml).isEmpty();
            Profile profile = Definitions.profile(CATALOGUE, yaml);
            FactRequest<?>[] requests = profile.checks().stream()
                    .flatMap(check -> Definitions.requests(check).stream())
                    .toArray(FactRequest<?>[]::new);
            ScriptRun.Answer answer =
                    ScriptRun.under(shells.get(batch % shells.size())).run(requests);
            for (int i = 0; i < BATCH; i++) {
                arrived(values.get(i), profile.checks().get(i), answer);
            }
            assertThat(Path.of(owned)).doesNotExist();
        }
    }

    private static void arrived(String value, CheckInstance<?> check, ScriptRun.Answer answer) {
        FactRequest<?>[] requests = Definitions.requests(check).toArray(FactRequest<?>[]::new);
        for (FactRequest<?> request : requests) {
            String id = request.fact().id();
            String expected = expected(value).getOrDefault(id.substring(id.indexOf('/') + 1), "\ndone\n");
            assertThat(answer.out(request)).as(value).contains(expected);
        }
        assertThat(Definitions.judged(check, printed(answer, requests)))
                .as(value)
                .extracting(Finding::outcome)
                .containsExactly(Outcome.PASS);
    }

    private static Map<String, String> printed(ScriptRun.Answer answer, FactRequest<?>... requests) {
        Map<String, String> printed = new TreeMap<>();
        for (FactRequest<?> request : requests) {
            printed.put(request.fact().id(), answer.out(request));
        }
        return printed;
    }
}
