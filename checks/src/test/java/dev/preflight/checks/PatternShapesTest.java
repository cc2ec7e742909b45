package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No pattern of {@code java.util.regex} that sees what a host printed may take quadratic time or a deep stack on a long
 * line: such a pattern runs on RE2/J, is possessive, or is no pattern. Patterns of RE2/J are linear by themselves.
 */
class PatternShapesTest {
    private static final Path CHECKS = Path.of("src/main/java/dev/preflight/checks");

    private static final Path CORE = Path.of("../validator-core/src/main/java/dev/preflight");

    /** Of the core, what handles bytes of a host; the others read files of the user. */
    private static final List<String> SEE_HOSTS = List.of(
            "api", "engine", "evidence", "exchange", "fact", "host", "json", "probe", "redact", "report", "transport");

    /** Looked at one by one: by file, the pattern and why it may stay. */
    private static final Map<String, String> REVIEWED = Map.of(
            "Fact.java: [a-z][a-z0-9]*(-[a-z0-9]+)*+(/[a-z][a-z0-9]*([_-][a-z0-9]+)*+)?",
            "names of ours and of the profile; a hyphen or a slash stands between the parts",
            "Signature.java: [a-z][a-z0-9]*(-[a-z0-9]+)*+",
            "names in the profile; a hyphen stands between the two",
            "RunPlan.java: \\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*",
            "an address of the inventory",
            "Template.java: (?s)\\[\\[(.*?)]]",
            "texts of ours, before anything is filled in",
            "JsonText.java: \\[Source: [^;\\]]*; line: (\\d+), column: (\\d+)\\]",
            "messages of the JSON parser, which cuts what it quotes",
            "ListFile.java: (?s)fetched\\n(.*)\\nrc=(\\d+)\\n",
            "digits are tried only behind a line feed, and hold none",
            "MdArray.java: \\b(resync|recovery|reshape|check|repair) *= *[\\d.]+% \\((\\d{1,15})/(\\d{1,15})\\)"
                    + "(?:.*\\bspeed=(\\d{1,12})K)?",
            "what is tried again may be missing: the first that begins so is found",
            "Leftovers.java: \uE000(?:exit|exec|eval|umask|trap|export|readonly|ulimit|alias|unalias|hash|getopts|wait|shopt)(?![\\w=-])"
                    + "|\uE000set (?!-- |--$|[-+]f(?!\\w))|(?<![&<>|])&(?![&>\\d-])|^[ \\t]*+\\.\\s|PF_",
            "texts of probes, from which quoted values of profiles and hosts are removed before",
            "Leftovers.java: \uE000([A-Za-z_]\\w*+)=",
            "the same, and it begins at the begin of a word",
            "Leftovers.java: \uE000([A-Za-z_]\\w*+)\\(\\)",
            "the same");

    private static List<PatternUses.Use> uses() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(CHECKS));
        SEE_HOSTS.forEach(name -> folders.add(CORE.resolve(name)));
        List<PatternUses.Use> uses = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    uses.addAll(PatternUses.of(file));
                }
            }
        }
        return uses;
    }

    @Test
    void noPatternIsRiskyButThoseThatWereReviewed() throws IOException {
        List<PatternUses.Use> uses = uses();
        assertThat(uses).hasSizeGreaterThan(200);
        TreeMap<String, String> risky = new TreeMap<>();
        for (PatternUses.Use use : uses) {
            RegexShape.fault(use.regex(), use.searched()).ifPresent(fault -> risky.put(use.toString(), fault));
        }
        assertThat(risky.keySet())
                .as("risky patterns: %s", risky)
                .containsExactlyInAnyOrderElementsOf(REVIEWED.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a|b)*",
                "(\\\\.|[^\"])*c",
                "(?:ab)+",
                "([a-z]+)*x",
                "\\s*(.*)x",
                ".*a.*b",
                "\\S+.*",
                ".*\\bumask\\s+\\d\\b.*",
                "[0-9a-f:]*:[0-9a-f:]*",
                "\\s*(a|.*)\\s*b",
                "(?i).*a.*b"
            })
    void aRiskyShapeIsSeen(String regex) {
        assertThat(RegexShape.fault(regex, false)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" +$", ",.*$", "hook input.*policy drop", "\\s+x", "[^\\n]*?\uE000", "a|\\s*b", "a++b"})
    void aSearchThatBeginsAnewIsSeen(String regex) {
        assertThat(RegexShape.fault(regex, true)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a|b)*+",
                "\\s*+(.*)",
                "(\\S+) (.*)",
                "\\d{1,9}",
                "[a-z]+:[0-9]+",
                "(?s).*x.*",
                "a?b?.*",
                "\\D*(\\d{1,4})\\..*"
            })
    void aLinearShapeIsNoFault(String regex) {
        assertThat(RegexShape.fault(regex, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\s+", "\\.\\d+$", "\"([^\"]*)\"", "^[0-9.]+x", "\\bsuper (\\S+)", "\\..*", "[\"'\\s]"})
    void aSearchThatIsLinearIsNoFault(String regex) {
        assertThat(RegexShape.fault(regex, true)).isEmpty();
    }

    @Test
    void everyUseInASourceIsFound() {
        String source =
                "import java.util.regex.Pattern;\n// s.matches(\"no\")\nclass A { /* \"x\" */ String c = \"\\\"\";"
                        + " Pattern P = Pattern.compile(\"a\\\\s\"\n + \"b\", Pattern.DOTALL); boolean b = s.matches(\"c\");"
                        + " String[] d = s.split(\"d\" + e, -1); String f = s.replaceAll(\"f\", g); boolean h = m.find();"
                        + " String i = m.replaceFirst(\"\"); com.google.re2j.Pattern Q = com.google.re2j.Pattern.compile(\"q\"); }";
        assertThat(PatternUses.of("A.java", source))
                .extracting(PatternUses.Use::toString)
                .containsExactly("A.java: (?s)a\\sb", "A.java: c", "A.java: d\uE000", "A.java: f");
        assertThat(PatternUses.of("A.java", source))
                .extracting(PatternUses.Use::searched)
                .containsExactly(true, false, true, true);
    }
}
