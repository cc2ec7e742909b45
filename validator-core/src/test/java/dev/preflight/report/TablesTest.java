package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.testing.PortRequirement;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static final Texts TEXTS =
            Texts.of(new Catalogue(List.of(new PortRequirement()), List.of()), Locale.ENGLISH);

    private static Finding taken(String host, String port) {
        return Finding.of(
                "port-requirement",
                "port-requirement",
                Scope.host(host),
                Judgement.fail("taken", Subject.of("port", port)).with("pid", port),
                Severity.BLOCKER);
    }

    private static List<Group> tables(Finding... findings) {
        return Tables.of(new Folding(List.of(findings), TEXTS).groups(), TEXTS);
    }

    @Test
    void theRowsOfOneCheckThatTheSameHostsDoNotMeetAreOneTable() {
        Finding[] rows = IntStream.range(0, 30)
                .boxed()
                .flatMap(i -> List.of(taken("h1", "p" + i), taken("h2", "p" + i)).stream())
                .toArray(Finding[]::new);

        assertThat(tables(rows)).singleElement().satisfies(table -> {
            assertThat(table.rows()).hasSize(30);
            assertThat(table.members()).hasSize(60);
            assertThat(table.places()).containsExactly("h1", "h2");
        });
        assertThat(Bounded.of(tables(rows)).get(0).rows())
                .as("none is left out")
                .hasSize(30);
    }

    @Test
    void hostsWithOtherFaultsHaveATableOfTheirOwnAndOneRowIsNoTable() {
        assertThat(tables(taken("h1", "a"), taken("h1", "b"), taken("h2", "c")))
                .extracting(group -> group.rows().size())
                .containsExactly(2, 0);
    }

    @Test
    void whatIsWaivedOrOfAnotherOutcomeIsInNoTable() {
        Finding waived = taken("h1", "a").waivedBy(new Finding.AppliedWaiver("r", "o", "2027-01-01"));
        Finding unknown = Finding.of(
                "port-requirement",
                "port-requirement",
                Scope.host("h1"),
                Judgement.warning("odd", Subject.of("port", "c")),
                Severity.WARNING);
        assertThat(tables(waived, taken("h1", "b"), unknown))
                .extracting(group -> group.rows().size())
                .containsExactly(0, 0, 0);
    }
}
