package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.app.Preflight;
import dev.preflight.app.SchemaKind;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.ParamType;
import dev.preflight.param.SettingValues;
import dev.preflight.report.ConsoleWriter;
import dev.preflight.report.Texts;
import dev.preflight.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every check there is. */
class CatalogueTest {
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Path PAGE = Path.of("..", "docs", "checks.md");

    private static final Path SCHEMAS = Path.of("src", "main", "resources", "dev", "preflight", "schema");

    /** No line of a page in docs is wrapped, so that a word more changes one line. */
    private static ConsoleWriter unwrapped() {
        return new ConsoleWriter(Integer.MAX_VALUE);
    }

    private static String explanation(Check<?> check, Texts texts) {
        ConsoleWriter page = unwrapped();
        new Explanation(texts, page).write(check, Optional.empty(), CATALOGUE);
        return page.toString();
    }

    private static String page() {
        Texts texts = Texts.of(CATALOGUE, Locale.ENGLISH);
        StringBuilder page = new StringBuilder("""
                # Checks

                Made from the code; `preflight explain CHECK` prints the same, wrapped. After a change of a check:
                `mvn -pl installer-hook -am test -Dtest=CatalogueTest -Dsurefire.failIfNoSpecifiedTests=false -Dcatalogue.update=true`
                """);
        CATALOGUE
                .checks()
                .forEach((id, check) -> page.append("\n## ")
                        .append(id)
                        .append("\n\n```text\n")
                        .append(explanation(check, texts))
                        .append("```\n"));
        return page.toString();
    }

    @Test
    void thePageOfChecksIsWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("catalogue.update")) {
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).as("run this test with -Dcatalogue.update=true").hasContent(page());
    }

    @Test
    void thePageOfDefinitionsHasTheFactsThatTheyMayRead() throws IOException {
        Path page = Path.of("..", "docs", "definitions.md");
        String text = Files.readString(page);
        int from = text.indexOf("```text\n") + "```text\n".length();
        ConsoleWriter facts = unwrapped();
        FactsPage.write(CATALOGUE, facts);
        String current = text.substring(0, from) + facts + text.substring(text.indexOf("```", from));
        if (Boolean.getBoolean("catalogue.update")) {
            Files.writeString(page, current);
        }
        assertThat(page).as("run this test with -Dcatalogue.update=true").hasContent(current);
    }

    @ParameterizedTest
    @EnumSource
    void theSchemasForEditorsAreWhatTheCodeSays(SchemaKind kind) throws IOException, ProblemsException {
        String schema = Preflight.load().schema(kind);
        if (Boolean.getBoolean("catalogue.update")) {
            Files.writeString(SCHEMAS.resolve(kind.file()), schema);
        }
        boolean same = Files.readString(SCHEMAS.resolve(kind.file())).equals(schema);
        assertThat(same).as("run this test with -Dcatalogue.update=true").isTrue();
    }

    @Test
    void noCheckExplainsItselfByWayOfOthersAndEveryCauseExists() {
        for (Check<?> check : CATALOGUE.checks().values()) {
            List<String> causes = new ArrayList<>(check.spec().explainedBy());
            for (int i = 0; i < causes.size(); i++) {
                CheckSpec<?> cause = CATALOGUE.find(causes.get(i)).orElseThrow().spec();
                assertThat(cause.id()).isNotEqualTo(check.spec().id());
                cause.explainedBy().stream().filter(id -> !causes.contains(id)).forEach(causes::add);
            }
        }
    }

    @Test
    void everyCodeOfACheckHasItsTextsInBothLanguages() {
        assertThat(Texts.of(CATALOGUE, Locale.ENGLISH).problems()).isEmpty();
    }

    /** Generated over all numbers, sizes and durations: a meaningless value is refused, whichever check reads it. */
    @Test
    void noNumberIsTakenThatMakesNoSense() {
        List<String> taken = new ArrayList<>();
        int tried = 0;
        for (Check<?> check : CATALOGUE.checks().values()) {
            for (ParamField field : ParamSchema.of(check.spec().params()).fields()) {
                boolean whole = field.type() instanceof ParamType.Whole;
                boolean span = field.type() instanceof ParamType.Span;
                if (!whole && !span) {
                    continue;
                }
                tried++;
                Problems problems = new Problems();
                ParamBinder.parameters(
                        check.spec().params(),
                        (Node.Mapping) YamlText.parse("p", field.name() + ": " + (whole ? "-2" : "0ms"), problems)
                                .orElseThrow(),
                        SettingValues.defaults(),
                        "parameter",
                        problems);
                if (problems.all().stream().noneMatch(p -> p.message().startsWith(field.name() + ": expected"))) {
                    taken.add(check.spec().id() + "." + field.name());
                }
            }
        }
        assertThat(taken).isEmpty();
        assertThat(tried).isGreaterThan(40);
    }

    /** A setting is declared once, by its pack. */
    @Test
    void noParameterDeclaresASettingAgain() {
        List<String> settings = ParamSchema.names(CATALOGUE.settings());
        for (Check<?> check : CATALOGUE.checks().values()) {
            assertThat(ParamSchema.of(check.spec().params()).fields())
                    .as(check.spec().id())
                    .allMatch(field -> field.setting() == settings.contains(field.name()))
                    .allMatch(field -> CATALOGUE
                            .settings()
                            .containsAll(field.declaredIn().stream().toList()));
        }
    }

    /** Lint accepts the example of every parameter and setting. */
    @Test
    void everyExampleIsTaken() {
        List<String> refused = new ArrayList<>();
        Map<String, Class<? extends Record>> records = new TreeMap<>();
        CATALOGUE.checks().forEach((id, check) -> records.put(id, check.spec().params()));
        CATALOGUE.settings().forEach(type -> records.put(type.getSimpleName(), type));
        records.forEach((id, record) -> {
            for (ParamField field : ParamSchema.of(record).fields()) {
                Problems problems = new Problems();
                ParamBinder.parameters(
                        record,
                        (Node.Mapping) YamlText.parse("p", field.name() + ": " + field.example(), problems)
                                .orElseThrow(),
                        SettingValues.defaults(),
                        "parameter",
                        problems);
                problems.all().stream()
                        .filter(p -> p.message().startsWith(field.name() + ": expected"))
                        .forEach(p -> refused.add(id + "." + field.name() + ": " + p.message()));
            }
        });
        assertThat(refused).isEmpty();
    }

    @Test
    void everyParameterSaysWhatItIsForAndGivesAnExample() {
        for (Check<?> check : CATALOGUE.checks().values()) {
            List<ParamField> fields = ParamSchema.of(check.spec().params()).fields();
            assertThat(fields).allSatisfy(field -> {
                assertThat(field.description()).isNotBlank();
                assertThat(field.example())
                        .as(check.spec().id() + "." + field.name())
                        .isNotBlank();
            });
            assertThat(Arrays.stream(check.spec().params().getRecordComponents()))
                    .hasSameSizeAs(fields);
        }
    }
}
