package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.report.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What holds for every check there is. */
class CatalogueTest {
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Path PAGE = Path.of("..", "docs", "checks.md");

    private static String page() {
        Texts texts = Texts.of(CATALOGUE, Locale.ENGLISH);
        StringBuilder page = new StringBuilder("""
                # Checks

                Made from the code; `preflight explain CHECK` prints the same. After a change of a check:
                `mvn -pl installer-hook -am test -Dtest=CatalogueTest -Dsurefire.failIfNoSpecifiedTests=false -Dcatalogue.update=true`
                """);
        CATALOGUE
                .checks()
                .forEach((id, check) -> page.append("\n## ")
                        .append(id)
                        .append("\n\n```text\n")
                        .append(Explanation.of(check, CATALOGUE, texts))
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
