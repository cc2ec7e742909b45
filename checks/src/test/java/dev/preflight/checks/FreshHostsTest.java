package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Outcome;
import dev.preflight.node.ProblemsException;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The profiles of platforms, on a fresh Debian 12 with four processors, 16 GiB of memory and one unused disk of 2 TB: what
 * it lacks for each, and no more. Every other requirement is met, and none stays undecided.
 */
class FreshHostsTest {
    private static final String FRESH = "debian12";

    static Stream<Arguments> lacking() {
        return Stream.of(
                Arguments.of(
                        "elasticsearch",
                        List.of("all"),
                        List.of(
                                "warning sysctl wrong-now sysctl:net.ipv4.tcp_retries2",
                                "warning map-count-recommended wrong-now sysctl:vm.max_map_count")),
                Arguments.of(
                        "opensearch", List.of("all"), List.of("warning sysctl wrong-now sysctl:net.ipv4.tcp_retries2")),
                Arguments.of(
                        "kafka",
                        List.of("brokers", "controllers"),
                        List.of(
                                "blocker command-version absent command:java",
                                "warning sysctl wrong-now sysctl:vm.swappiness",
                                "warning sysctl wrong-now sysctl:vm.dirty_ratio",
                                "warning sysctl wrong-now sysctl:vm.dirty_background_ratio",
                                "warning filesystem not-a-mount path:/var/lib/kafka",
                                "warning filesystem option-missing path:/var/lib/kafka")),
                Arguments.of(
                        "ceph",
                        List.of("mons", "mgrs", "osds"),
                        List.of("blocker package-state missing package:lvm2", "warning memory-mon too-little host")),
                Arguments.of(
                        "minio",
                        List.of("all"),
                        List.of(
                                "warning cpu too-few cpu:count",
                                "warning memory too-little host",
                                "warning user-account absent account:minio-user",
                                "warning kernel-version too-old kernel:running")),
                Arguments.of(
                        "tidb",
                        List.of("tidb", "pd", "tikv", "tiflash", "ticdc", "monitor"),
                        List.of(
                                "warning cpu-tidb too-few cpu:count",
                                "warning cpu-pd too-few cpu:count",
                                "warning cpu-tikv too-few cpu:count",
                                "warning cpu-tiflash too-few cpu:count",
                                "warning cpu-ticdc too-few cpu:count",
                                "warning cpu-monitor too-few cpu:count",
                                "warning memory-tidb too-little host",
                                "warning memory-tikv too-little host",
                                "warning memory-tiflash too-little host",
                                "warning memory-ticdc too-little host",
                                "warning disk-space-tikv too-little path:/tidb-data",
                                "warning disk-space-tikv too-little path:/tidb-deploy",
                                "warning disk-space-tiflash too-little path:/tidb-data",
                                "blocker filesystem option-missing path:/tidb-data",
                                "warning filesystem-recommended option-missing path:/tidb-data",
                                "blocker sysctl wrong-now sysctl:net.core.somaxconn",
                                "blocker sysctl wrong-now sysctl:net.ipv4.tcp_syncookies",
                                "blocker sysctl wrong-now sysctl:vm.swappiness",
                                "warning sysctl wrong-now sysctl:vm.overcommit_memory",
                                "blocker sysfs-setting wrong-now sysfs:/sys/kernel/mm/transparent_hugepage/enabled",
                                "blocker resource-limits too-low limit:nofile",
                                "blocker resource-limits too-low limit:stack",
                                "warning resource-limits-recommended too-low limit:stack",
                                "warning resource-limits-recommended too-low limit:core",
                                "warning package-state missing package:numactl")));
    }

    @ParameterizedTest
    @MethodSource("lacking")
    void aFreshHostIsToldWhatItLacks(String profile, List<String> groups, List<String> missing)
            throws ProblemsException {
        RunReport report =
                ShippedProfileRun.of(profile, groups.toArray(String[]::new)).on(HealthyHost.of(FRESH));
        assertThat(ShippedProfileRun.said(report, Outcome.UNKNOWN)).isEmpty();
        assertThat(ShippedProfileRun.faults(report)).containsExactlyInAnyOrderElementsOf(missing);
        boolean blocked = missing.stream().anyMatch(line -> line.startsWith("blocker "));
        assertThat(report.exit()).isEqualTo(blocked ? ExitCode.BLOCKED : ExitCode.PROCEED);
    }
}
