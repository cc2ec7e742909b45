package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastTextsTest {
    private final LastTexts last = new LastTexts();
    private final List<String> rendered = new ArrayList<>();

    private static Finding finding(String host, String check, String file) {
        return Samples.finding(
                check, host, Judgement.fail("absent", Subject.HOST).with("file", file), Severity.BLOCKER);
    }

    private FindingTexts of(Finding finding) {
        return last.of(finding, one -> {
            rendered.add(one.args().get("file").toString());
            return new FindingTexts(one.check() + one.args(), "", "", "", List.of());
        });
    }

    @Test
    void theSameJudgementOfAnotherHostIsRenderedOnce() {
        assertThat(of(finding("h1", "jq-usable", "a"))).isSameAs(of(finding("h2", "jq-usable", "a")));
        assertThat(rendered).hasSize(1);
    }

    @Test
    void anotherArgumentOrCheckHasItsOwnTexts() {
        FindingTexts first = of(finding("h1", "jq-usable", "a"));
        assertThat(of(finding("h1", "jq-usable", "b"))).isNotEqualTo(first);
        assertThat(of(finding("h1", "nic-link", "a"))).isNotEqualTo(first);
    }

    @Test
    void theOldestIsForgottenBehindTheLimit() {
        Finding first = finding("h1", "jq-usable", "0");
        of(first);
        for (int i = 1; i < LastTexts.KEPT; i++) {
            of(finding("h1", "jq-usable", "" + i));
        }
        of(first);
        assertThat(rendered).as("at the limit").hasSize(LastTexts.KEPT);
        of(finding("h1", "jq-usable", "one more"));
        of(first);
        assertThat(rendered).as("above it").hasSize(LastTexts.KEPT + 2);
    }
}
