package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.report.TextProblems;
import dev.preflight.report.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckTextsTest {
    private static final Catalogue CATALOGUE = new Catalogue(ChecksUnderTest.all());
    private static final Pattern GAP = Pattern.compile("\\{([a-z][A-Za-z0-9_-]*)}");

    @Test
    void everyCodeOfEveryCheckHasItsTexts() {
        assertThat(CATALOGUE.checks()).isNotEmpty();
        assertThat(Texts.of(CATALOGUE, Locale.ENGLISH).problems()).isEmpty();
    }

    /** A contributor need not write Chinese: English is shown, and this list is the work of a translator. */
    @Test
    void whatIsNotTranslatedIsPrinted() {
        List<String> untranslated = TextProblems.untranslated(CATALOGUE);
        untranslated.forEach(text -> System.out.println("not translated: " + text));
        assertThat(untranslated).allMatch(text -> text.contains("_zh.properties: "));
    }

    /** The engine says a reason without asking the check, so with no more arguments than these. */
    @Test
    void whatTheEngineSaysInTheNameOfACheckHasNoGapThatOnlyTheCheckCouldFill() {
        List<String> problems = new ArrayList<>();
        for (Check<?> check : CATALOGUE.checks().values()) {
            String id = check.spec().id();
            for (Reason reason : Reason.values()) {
                for (Judgement judgement : List.of(
                        Judgement.unknown(reason, Subject.HOST),
                        Judgement.unknown(missing(reason, ""), Subject.of("fact", "some-fact")),
                        Judgement.unknown(missing(reason, "some words"), Subject.of("fact", "some-fact")))) {
                    problems.addAll(SaidInFull.problems(
                            check, Finding.of(id, id, Scope.host("h1"), judgement, Severity.BLOCKER)));
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    private static Reading.Missing<?> missing(Reason reason, String detail) {
        return (Reading.Missing<?>) Reading.missing(reason, detail);
    }

    /** A piece in double brackets is left out when its gap has no value, so that a misspelt one would never be seen. */
    @Test
    void everyGapOfATextBearsANameThatSomeCheckGives() throws IOException {
        StringBuilder code = new StringBuilder();
        for (String root : List.of("src/main/java", "../validator-core/src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    code.append(Files.readString(file));
                }
            }
        }
        TreeSet<String> unknown = new TreeSet<>();
        for (Check<?> check : CATALOGUE.checks().values()) {
            for (String language : List.of("en", "zh")) {
                String name = check.spec().id() + "_" + language + ".properties";
                Properties texts = new Properties();
                try (InputStream in = check.getClass().getResourceAsStream(name)) {
                    if (in == null) {
                        continue;
                    }
                    texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                }
                texts.forEach((key, text) -> GAP.matcher((String) text)
                        .results()
                        .map(gap -> gap.group(1))
                        .filter(gap -> code.indexOf('"' + gap.replaceFirst("More$", "") + '"') < 0)
                        .forEach(gap -> unknown.add(name + " " + key + ": {" + gap + "}")));
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** Says what {@code nic-mtu} has a text for, and gives that text nothing to fill its gaps with. */
    private static final class Misspelt implements HostCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("nic-mtu", NoParams.class, Severity.BLOCKER).code("too-small");
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return List.of(Judgement.fail("too-small", Subject.of("nic", "eth0")));
        }
    }

    @Test
    void noTestCanJudgeRoundTheTexts() {
        HostFacts facts = new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, Map.of());
        assertThatThrownBy(() -> new Misspelt().judge(facts, new NoParams()))
                .isInstanceOf(SaidInFull.Unsaid.class)
                .hasMessageContaining("nic-mtu (en): no {nic} for too-small.observed")
                .hasMessageContaining("nic-mtu (zh): no {nic} for too-small.observed");
    }
}
