package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Rows;
import dev.preflight.api.Rows.Row;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.node.Place;
import dev.preflight.profile.CheckInstance;
import dev.preflight.testing.PortRequirement;
import dev.preflight.testing.PortRequirement.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowsOfFleetTest {
    private static final HostSelector ON_DEBIAN = new HostSelector(List.of("debian"), List.of(), List.of());

    /** Says {@code fail taken} of each row, of each host and of the fleet. */
    private static final class Together implements FleetCheck<PortRequirement.Params> {
        @Override
        public CheckSpec<PortRequirement.Params> spec() {
            return CheckSpec.of("together", PortRequirement.Params.class, Severity.BLOCKER)
                    .code("taken")
                    .requires("require");
        }

        @Override
        public Needs needs(PortRequirement.Params params) {
            return Needs.none();
        }

        @Override
        public List<Scoped> judge(FleetFacts facts, PortRequirement.Params params) {
            List<Scoped> said = new ArrayList<>();
            for (Row<Limits> row : params.require().all()) {
                Judgement taken = Judgement.fail("taken", Subject.of("port", row.key()));
                facts.hosts().keySet().forEach(host -> said.add(new Scoped(Scope.host(host), taken)));
                said.add(new Scoped(Scope.fleet(), taken));
            }
            return said;
        }
    }

    private static Row<Limits> row(String key, Severity severity, String group, HostSelector when) {
        return new Row<>(
                key,
                new Limits("", Optional.empty()),
                Optional.ofNullable(severity),
                new TreeMap<>(Map.of("en", "needed by " + key)),
                group.isEmpty() ? List.of() : List.of(group),
                when);
    }

    private static HostFacts host(String name, String group, Reading<HostIdentity> identity) {
        return new HostFacts(
                new HostInfo(name, "", List.of(group)), Instant.EPOCH, Map.of(HostIdentity.REQUEST.key(), identity));
    }

    private static Reading<HostIdentity> of(String distribution) {
        return Reading.got(new HostIdentity(distribution, List.of(), "12", "", "6.1", "x86_64", 0, "", ""));
    }

    private static List<Finding> found(List<Row<Limits>> rows, HostFacts... hosts) {
        TreeMap<String, HostFacts> all = new TreeMap<>();
        for (HostFacts host : hosts) {
            all.put(host.host().name(), host);
        }
        CheckInstance<PortRequirement.Params> instance = new CheckInstance<>(
                "together",
                new Together(),
                new PortRequirement.Params(new Rows<>(rows)),
                Optional.empty(),
                Map.of(),
                List.of(),
                HostSelector.ALL,
                Place.of("p"));
        return CheckEvaluation.fleet(instance, new Together(), new FleetFacts(all));
    }

    private static List<String> said(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.scope() + " " + f.outcome().code() + " " + f.code() + " "
                        + f.subject().name() + " " + f.severity().code())
                .toList();
    }

    @Test
    void whatARowSaysCountsForTheHostsThatItConcerns() {
        assertThat(said(found(
                        List.of(row("a", Severity.WARNING, "workers", HostSelector.ALL), row("b", null, "", ON_DEBIAN)),
                        host("h1", "workers", of("rhel")),
                        host("h2", "managers", of("debian")))))
                .containsExactly(
                        "host:h1 fail taken a warning",
                        "fleet fail taken a warning",
                        "host:h2 fail taken b blocker",
                        "fleet fail taken b blocker");
    }

    @Test
    void aHostThatNoRowConcernsIsNotSelected() {
        assertThat(said(found(
                        List.of(row("a", null, "workers", HostSelector.ALL)),
                        host("h1", "workers", of("rhel")),
                        host("h2", "managers", of("rhel")))))
                .contains("host:h2 not-applicable not-selected  blocker")
                .doesNotContain("host:h2 fail taken a blocker");
    }

    @Test
    void aRowOfWhichItIsNotKnownWhetherItConcernsTheHostIsUnknown() {
        assertThat(said(found(
                        List.of(row("a", null, "", ON_DEBIAN)),
                        host("h1", "workers", Reading.missing(Reason.TIMEOUT, "")))))
                .containsExactly("host:h1 unknown timeout a blocker", "fleet fail taken a blocker");
    }

    @Test
    void aFaultSaysWhatItsRowIsRequiredFor() {
        assertThat(found(List.of(row("a", null, "", HostSelector.ALL)), host("h1", "workers", of("rhel"))))
                .allSatisfy(finding -> assertThat(finding.args().get(Finding.REQUIRED_FOR))
                        .isEqualTo(new Arg.Words(new TreeMap<>(Map.of("en", "needed by a")))));
    }
}
