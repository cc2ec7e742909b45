package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Finding;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Outcome;
import dev.preflight.api.Rows;
import dev.preflight.api.Rows.Row;
import dev.preflight.api.Severity;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.node.Place;
import dev.preflight.profile.CheckInstance;
import dev.preflight.testing.PortRequirement;
import dev.preflight.testing.PortRequirement.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowsOfHostTest {
    private static final HostSelector ON_DEBIAN = new HostSelector(List.of("debian"), List.of(), List.of());
    private static final Reading<HostIdentity> DEBIAN =
            Reading.got(new HostIdentity("debian", List.of(), "12", "Debian", "6.1", "x86_64", 0, "", ""));
    private static final Reading<HostIdentity> UNREAD = Reading.missing(Reason.TIMEOUT, "");

    private static Row<Limits> row(String key, String value, Severity severity, String group, HostSelector when) {
        return new Row<>(
                key,
                new Limits(value, Optional.empty()),
                Optional.ofNullable(severity),
                new TreeMap<>(Map.of("en", "needed by " + key)),
                group.isEmpty() ? List.of() : List.of(group),
                when);
    }

    private static Row<Limits> row(String key, String group, HostSelector when) {
        return row(key, "", Severity.BLOCKER, group, when);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    private static CheckInstance<PortRequirement.Params> instance(
            PortRequirement check, Map<String, Severity> byCode, Row<Limits>... rows) {
        return new CheckInstance<>(
                "port-requirement",
                check,
                new PortRequirement.Params(new Rows<>(List.of(rows))),
                Optional.empty(),
                byCode,
                List.of(),
                HostSelector.ALL,
                Place.of("p"));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    private static List<Finding> found(
            Reading<HostIdentity> identity, Map<String, Severity> byCode, Row<Limits>... rows) {
        CheckInstance<PortRequirement.Params> instance = instance(new PortRequirement(), byCode, rows);
        HostFacts facts = new HostFacts(
                new HostInfo("h", "", List.of("workers")), Instant.EPOCH, Map.of(HostIdentity.REQUEST.key(), identity));
        return CheckEvaluation.host(instance, new PortRequirement(), facts);
    }

    private static List<String> said(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.outcome().code() + " " + f.code() + " "
                        + f.subject().name() + " " + f.severity().code())
                .toList();
    }

    @Test
    void onlyTheRowsOfItsGroupsAndItsSystemAreJudgedOfAHost() {
        assertThat(said(found(
                        DEBIAN,
                        Map.of(),
                        row("a", "managers", HostSelector.ALL),
                        row("b", "workers", HostSelector.ALL),
                        row("c", "", new HostSelector(List.of("rhel"), List.of(), List.of())),
                        row("d", "", ON_DEBIAN))))
                .containsExactly("fail taken b blocker", "fail taken d blocker");
    }

    @Test
    void aHostIsAskedOnceAboutAllRowsAndTheAnswerIsThatAboutItsOwn() {
        PortRequirement check = new PortRequirement(true);
        CheckInstance<PortRequirement.Params> instance = instance(
                check, Map.of(), row("a", "managers", HostSelector.ALL), row("b", "workers", HostSelector.ALL));
        String asked = check.needs(instance.params()).all().get(0).key();
        HostInfo worker = new HostInfo("h", "", List.of("workers"));
        List<Finding> findings = CheckEvaluation.host(
                instance, check, new HostFacts(worker, Instant.EPOCH, Map.of(asked, Reading.got("a b"))));
        assertThat(said(findings)).containsExactly("fail taken b blocker");
        assertThat(findings.get(0).judgement().readFrom())
                .as("what the evidence has")
                .containsExactly(asked);
        assertThat(said(CheckEvaluation.host(
                        instance,
                        check,
                        new HostFacts(worker, Instant.EPOCH, Map.of(asked, Reading.missing(Reason.TIMEOUT, ""))))))
                .containsExactly("unknown timeout ports blocker");
    }

    @Test
    void aHostThatNoRowConcernsIsNotSelectedAndDoesNotPass() {
        assertThat(found(DEBIAN, Map.of(), row("a", "managers", HostSelector.ALL)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
                    assertThat(finding.code()).isEqualTo("not-selected");
                });
    }

    @Test
    void aRowOfWhichItCannotBeDeterminedWhetherItConcernsTheHostIsUnknown() {
        assertThat(said(found(UNREAD, Map.of(), row("a", "", ON_DEBIAN), row("b", "", HostSelector.ALL))))
                .containsExactly("unknown timeout a blocker", "fail taken b blocker");
        assertThat(said(found(UNREAD, Map.of(), row("a", "", ON_DEBIAN)))).containsExactly("unknown timeout a blocker");
        assertThat(said(found(UNREAD, Map.of(), row("a", "", Severity.WARNING, "", ON_DEBIAN))))
                .containsExactly("unknown timeout a warning");
        assertThat(said(found(UNREAD, Map.of(), row("a", "managers", ON_DEBIAN))))
                .as("its group alone leaves it out")
                .containsExactly("not-applicable not-selected  blocker");
    }

    @Test
    void aRowSaysHowGraveItsFaultIsButACodeThatOnlyWarnsStaysAWarning() {
        Row<Limits> warning = row("a", "", Severity.WARNING, "", HostSelector.ALL);
        Row<Limits> odd = row("b", "odd", Severity.BLOCKER, "", HostSelector.ALL);
        assertThat(said(found(DEBIAN, Map.of(), warning, odd, row("c", "", null, "", HostSelector.ALL))))
                .containsExactly("fail taken a warning", "warning odd b warning", "fail taken c blocker");
        assertThat(said(found(DEBIAN, Map.of("taken", Severity.INFO), warning)))
                .as("what the profile says of the code counts more")
                .containsExactly("fail taken a info");
    }

    @Test
    void aFaultSaysWhatItsRowIsRequiredFor() {
        assertThat(found(DEBIAN, Map.of(), row("a", "", HostSelector.ALL)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.args().get(Finding.REQUIRED_FOR))
                        .isEqualTo(new Arg.Words(new TreeMap<>(Map.of("en", "needed by a")))));
    }
}
