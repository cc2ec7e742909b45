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
import dev.preflight.node.Place;
import dev.preflight.profile.Waiver;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaiversTest {
    private static final Subject NC = new Subject("tool", "nc");

    private record Renamed() implements HostCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("tool-identity", NoParams.class, Severity.BLOCKER)
                    .code("not-functional")
                    .oldCode("functional", "not-functional")
                    .oldId("tools");
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return List.of();
        }
    }

    private static Finding finding(String check, String instance, String code) {
        return Finding.of(check, instance, new Scope.OfHost("h1"), Judgement.fail(code, NC), Severity.BLOCKER);
    }

    private static boolean waives(Finding recorded, Finding found) {
        Waiver waiver = new Waiver(
                Optional.of(recorded.fingerprint()),
                Optional.empty(),
                List.of(),
                "reason",
                "owner",
                Instant.EPOCH.plusSeconds(1).atOffset(ZoneOffset.UTC),
                Place.of("test"));
        Waivers waivers = new Waivers(List.of(waiver), Instant.EPOCH, new Catalogue(List.of(new Renamed())));
        return waivers.apply(found).waived();
    }

    @Test
    void aFingerprintOfBeforeARenameStillCovers() {
        Finding found = finding("tool-identity", "tool-identity", "not-functional");
        assertThat(waives(found, found)).isTrue();
        assertThat(waives(finding("tool-identity", "tool-identity", "functional"), found))
                .isTrue();
        assertThat(waives(finding("tools", "tools", "functional"), found)).isTrue();
        assertThat(waives(finding("tools", "tools", "not-functional"), found)).isTrue();
        assertThat(waives(finding("tool-identity", "tool-identity", "other"), found))
                .isFalse();
        assertThat(waives(finding("tool-identity", "mine", "functional"), found))
                .isFalse();
        assertThat(waives(finding("tools", "mine", "functional"), finding("tool-identity", "mine", "not-functional")))
                .isTrue();
    }

    private static boolean waives(List<String> hosts, Scope scope) {
        Waiver waiver = new Waiver(
                Optional.empty(),
                Optional.of("path-mtu"),
                hosts,
                "reason",
                "owner",
                Instant.EPOCH.plusSeconds(1).atOffset(ZoneOffset.UTC),
                Place.of("test"));
        Finding found =
                Finding.of("path-mtu", "path-mtu", scope, Judgement.fail("local", Subject.HOST), Severity.BLOCKER);
        return new Waivers(List.of(waiver), Instant.EPOCH, new Catalogue(List.of()))
                .apply(found)
                .waived();
    }

    @Test
    void aCheckAndItsHostsCoverAFindingBetweenTwoOfThem() {
        Scope between = Scope.pair(new Pair("h1", "h2"));
        assertThat(waives(List.of("h2", "h1"), between)).isTrue();
        assertThat(waives(List.of("h1"), between))
                .as("the other end is not accepted")
                .isFalse();
        assertThat(waives(List.of("h1"), Scope.host("h1"))).isTrue();
        assertThat(waives(List.of("h1", "h2"), Scope.fleet())).isFalse();
    }
}
