package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CausesTest {
    private record Named(CheckSpec<NoParams> spec) implements HostCheck<NoParams> {
        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return List.of();
        }
    }

    private static Named check(String id, String... explainedBy) {
        CheckSpec<NoParams> spec = CheckSpec.of(id, NoParams.class, Severity.BLOCKER);
        for (String other : explainedBy) {
            spec = spec.explainedBy(other);
        }
        return new Named(spec);
    }

    private static final Catalogue CATALOGUE =
            new Catalogue(List.of(check("nic-mtu"), check("path-mtu", "nic-mtu"), check("vxlan-udp", "path-mtu")));

    private static Finding failed(String check, Scope scope) {
        return Finding.of(check, check, scope, Judgement.fail("wrong", Subject.HOST), Severity.BLOCKER);
    }

    @Test
    void whatFailsBetweenTwoHostsIsExplainedOnEitherOfThemOrBetweenTheSameTwo() {
        Scope pair = Scope.pair(new Pair("h1", "h2"));
        Finding mtu = failed("nic-mtu", Scope.host("h2"));
        Finding path = failed("path-mtu", pair);
        Finding vxlan = failed("vxlan-udp", pair);
        Finding back = failed("vxlan-udp", Scope.pair(new Pair("h2", "h1")));
        Finding others = failed("path-mtu", Scope.pair(new Pair("h1", "h3")));
        List<Finding> explained =
                Causes.between(List.of(path, vxlan, back, others), Map.of("h2", List.of(mtu)), CATALOGUE);
        assertThat(explained)
                .extracting(Finding::causedBy)
                .containsExactly(List.of(mtu.fingerprint()), List.of(path.fingerprint()), List.of(), List.of());
    }

    @Test
    void aCheckMayExplainSomeCodesOnly() {
        CheckSpec<NoParams> spec =
                CheckSpec.of("reachable", NoParams.class, Severity.BLOCKER).explainedBy("clock-sync", "clock");
        Catalogue catalogue = new Catalogue(List.of(check("clock-sync"), new Named(spec)));
        Scope host = Scope.host("h1");
        Finding cause = failed("clock-sync", host);
        Finding clock =
                Finding.of("reachable", "reachable", host, Judgement.fail("clock", Subject.HOST), Severity.BLOCKER);
        assertThat(Causes.explained(List.of(cause, clock, failed("reachable", host)), catalogue))
                .extracting(Finding::causedBy)
                .containsExactly(List.of(), List.of(cause.fingerprint()), List.of());
    }
}
