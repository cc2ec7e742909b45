package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.HostCheck;
import dev.preflight.api.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One healthy host of each family of systems that the specifications name: no check may say anything of it but pass and
 * not-applicable. A false alarm that was found stays as a line of some capture. The README beside the captures says how
 * they came about.
 */
class HealthyFamiliesTest {
    /**
     * What cannot be determined on a healthy host of a family, by its nature, and the reason why: the lines are those
     * that {@link #line} makes.
     */
    private static final Map<String, Set<String>> UNTOLD = Map.of(
            "alpine",
            Set.of(
                    // OpenRC's services have their umask and PATH in scripts, which nothing is asked about.
                    "command-path unknown no-tool context:unit", "umask-effective unknown no-tool context:unit"));

    static List<String> families() {
        return HealthyHost.families();
    }

    private static Stream<Check<?>> checks() {
        return ChecksUnderTest.all().stream()
                .filter(check -> check instanceof HostCheck<?> || check instanceof FleetCheck<?>);
    }

    private static String line(Finding finding) {
        return finding.check() + " " + finding.outcome().code() + " " + finding.code() + " " + finding.subject();
    }

    private static boolean good(Finding finding) {
        return finding.outcome() == Outcome.PASS || finding.outcome() == Outcome.NOT_APPLICABLE;
    }

    private static List<Finding> findings(HealthyHost host) {
        return checks().flatMap(check -> host.findings(check).stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("families")
    void aHealthyHostGetsNoAlarm(String family) {
        List<Finding> alarms = findings(HealthyHost.of(family)).stream()
                .filter(finding -> !good(finding))
                .toList();
        assertThat(alarms.stream().map(HealthyFamiliesTest::line))
                .as("%s", alarms)
                .containsExactlyInAnyOrderElementsOf(UNTOLD.getOrDefault(family, Set.of()).stream()
                        .filter(line -> checks().anyMatch(
                                        check -> line.startsWith(check.spec().id() + " ")))
                        .toList());
    }

    /**
     * What hosts of one fleet may differ in; its kernels and its marks, which the captures share, are for others to
     * judge. A busybox whose date knows no fractions may be up to a second off, although half of one is asked for.
     */
    @ParameterizedTest
    @CsvSource({
        "clock-sync, clock-sync unknown whole-seconds clock:skew",
        "container-name-duplicates,",
    })
    void hostsOfAllFamiliesTogetherGetNoAlarm(String id, String untold) {
        Optional<Check<?>> wanted =
                checks().filter(c -> c.spec().id().equals(id)).findFirst();
        assumeTrue(wanted.isPresent() || !ChecksUnderTest.one(), "another check is under test");
        Check<?> check = wanted.orElseThrow();
        List<Finding> findings = HealthyHost.together(
                check, families().stream().map(HealthyHost::of).toList());
        assertThat(findings.stream().filter(f -> !good(f)).map(HealthyFamiliesTest::line))
                .isEqualTo(untold == null ? List.of() : List.of(untold));
        assertThat(findings).anyMatch(f -> f.outcome() == Outcome.PASS);
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyProbeIsInTheCaptureAndNoOtherIs(String family) {
        HealthyHost host = HealthyHost.of(family);
        Set<String> wanted = checks().flatMap(check -> HealthyHost.needs(check).stream())
                .map(HealthyHost::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(host.frames().keySet()).containsAll(wanted);
        if (!ChecksUnderTest.one()) {
            // What only profiles read begins the fuzzing of its parser.
            Catalogue.load().published().keySet().forEach(fact -> wanted.add(fact + "@clean"));
            assertThat(wanted).containsAll(host.frames().keySet());
        }
    }

    /** A check whose site's settings are missing would be not-applicable everywhere, and its captures would prove nothing. */
    @Test
    void everyCheckOfOneHostPassesInSomeFamily() {
        Set<String> passed = families().stream()
                .flatMap(family -> findings(HealthyHost.of(family)).stream())
                .filter(finding -> finding.outcome() == Outcome.PASS)
                .map(Finding::check)
                .collect(Collectors.toSet());
        assertThat(checks().filter(check -> check instanceof HostCheck<?>))
                .extracting(check -> check.spec().id())
                .allMatch(passed::contains);
    }

    @ParameterizedTest
    @MethodSource("families")
    void aFaultInTheCaptureIsSeen(String family) {
        assumeFalse(ChecksUnderTest.one(), "the planted fault is of umask-effective");
        HealthyHost strict = HealthyHost.of(family)
                .but(
                        "umask-modes@exec",
                        text -> text.replaceAll("00[02]2", "0027").replaceAll("6[46]4", "640"));
        assertThat(findings(strict))
                .filteredOn(finding -> !good(finding))
                .extracting(HealthyFamiliesTest::line)
                .contains("umask-effective fail wrong-mode context:exec");
    }

    @Test
    void noCaptureIsLarge() {
        assertThat(families().stream().flatMap(family -> HealthyHost.of(family).frames().values().stream()))
                .allMatch(text -> text.length() < 8192);
    }
}
