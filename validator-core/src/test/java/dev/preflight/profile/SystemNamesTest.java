package dev.preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A selector that no known host meets is warned of: it would judge nowhere, and nothing would say so. */
class SystemNamesTest {
    record Limits(
            @Param(value = "Versions", kind = Kind.THRESHOLD)
            List<String> value) {}

    record Table(
            @Param(value = "Distributions", shape = Shape.DISTRIBUTION, kind = Kind.THRESHOLD)
            List<String> distro) {}

    record Params(
            @Param(value = "Versions by distribution", shape = Shape.DISTRIBUTION, kind = Kind.THRESHOLD)
            Rows<Limits> require,

            @Param(value = "Versions by device", shape = Shape.DEVICE, kind = Kind.THRESHOLD)
            Rows<Limits> devices,

            @Param(value = "Tables", kind = Kind.THRESHOLD) List<Table> more) {}

    private record Fake(CheckSpec<Params> spec) implements HostCheck<Params> {
        @Override
        public Needs needs(Params params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, Params params) {
            throw new UnsupportedOperationException("not judged here");
        }
    }

    private static final Catalogue CATALOGUE =
            new Catalogue(List.of(new Fake(CheckSpec.of("systems", Params.class, Severity.BLOCKER))), List.of());

    private static ProfileLoader loader(String text) {
        return new ProfileLoader(
                CATALOGUE,
                (reference, at, from, problems) ->
                        Optional.of(new ProfileSource.Text(reference, reference, Optional.empty(), text)));
    }

    private static List<String> warnings(String text) {
        Linted linted = loader(text).lint("p", List.of(), Instant.EPOCH);
        assertThat(linted.problems()).isEmpty();
        return linted.warnings().stream().map(Problem::toString).toList();
    }

    @Test
    void aSelectorOfACheckThatNamesNoKnownSystemIsWarnedOfWithItsPlace() {
        assertThat(warnings("checks: {systems: {when: {os_family: [redhat, rhel], arch: x86}}}"))
                .containsExactly(
                        "p:1:39: os_family: no distribution known to Preflight has the ID or ID_LIKE 'redhat';"
                                + " did you mean 'rhel'?",
                        "p:1:60: arch: no machine known to Preflight has the name 'x86'; did you mean 'i686'?");
    }

    /** As Debian, Go and the check cpu call it. */
    @Test
    void anotherNameOfAMachineSelectsIt() throws ProblemsException {
        String text = "checks: {systems: {when: {arch: [amd64, X86-64, arm64, aarch64, ppc64el]}}}";
        assertThat(warnings(text)).isEmpty();
        assertThat(loader(text).load("p", List.of()).checks().get(0).when().arch())
                .containsExactly("x86_64", "x86_64", "aarch64", "aarch64", "ppc64le");
    }

    @Test
    void aSelectorAndTheKeyOfARowAreLookedAtToo() {
        assertThat(warnings("""
                vars: {mine: redhat}
                checks:
                  systems:
                    params:
                      require:
                        openeuler: {value: ["22.03"], when: {arch: [x86_64, armv8]}}
                        rhel:
                        centos-stream:
                        ${mine}:
                """))
                .containsExactly(
                        "p:6:9: require: no distribution known to Preflight has the ID 'openeuler';"
                                + " did you mean 'openEuler'?",
                        "p:6:61: arch: no machine known to Preflight has the name 'armv8'; did you mean 'aarch64'?",
                        "p:9:9: require: no distribution known to Preflight has the ID 'redhat';"
                                + " did you mean 'rhel'?");
    }

    @Test
    void aDeviceThatMayHaveAnotherNameAfterABootIsWarnedOf() {
        assertThat(warnings("""
                checks:
                  systems:
                    params:
                      devices:
                        /dev/disk/by-id/wwn-0x5000c500a1b2c3d4: {value: [a]}
                        /dev/mapper/mpatha: {value: [a]}
                        /dev/sdb: {value: [a]}
                        /dev/nvme1n1: off
                """))
                .containsExactly(
                        "p:7:9: devices: after a boot '/dev/sdb' may be another device; name it as in /dev/disk/by-id");
    }

    @Test
    void aTableOfASiteIsLookedAtToo() {
        assertThat(warnings("checks: {systems: {params: {more: [{distro: [suse, debain]}]}}}"))
                .containsExactly("p:1:52: distro: no distribution known to Preflight has the ID or ID_LIKE 'debain';"
                        + " did you mean 'debian'?");
    }

    @Test
    void ofASystemThatIsNearNothingTheHintSaysWhereAHostSaysIt() {
        assertThat(warnings("checks: {systems: {when: {os_family: houseos-server, arch: vax}}}"))
                .containsExactly(
                        "p:1:38: os_family: no distribution known to Preflight has the ID or ID_LIKE"
                                + " 'houseos-server'; compare with /etc/os-release of a host",
                        "p:1:60: arch: no machine known to Preflight has the name 'vax';"
                                + " compare with 'uname -m' on a host");
    }

    @Test
    void whatIsSwitchedOffIsNotLookedAt() {
        assertThat(warnings("checks: {other: {check: systems}, systems: {enabled: false, when: {arch: vax}}}"))
                .isEmpty();
    }
}
