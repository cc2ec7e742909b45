package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.report.Texts;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CheckTextsTest {
    @Test
    void everyCodeOfEveryCheckHasItsTextsInBothLanguages() {
        Catalogue catalogue = Catalogue.load();
        assertThat(catalogue.checks()).isNotEmpty();
        assertThat(Texts.of(catalogue, Locale.ENGLISH).problems()).isEmpty();
    }
}
