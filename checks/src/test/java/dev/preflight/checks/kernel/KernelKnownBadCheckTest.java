package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.checks.Judged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelKnownBadCheckTest {
    private static final KernelKnownBadCheck CHECK = new KernelKnownBadCheck();
    private static final String BAD = "3.10.0-327.22.2.el7.x86_64";
    private static final String LOG =
            "now 1772532660 +0000\nuptime 1000.0\nhost h1\ntainted 0\nsource dmesg\nfirst [    0.0] Linux version 3\nlines\n";

    private static Map<String, String> host(String running, String rest, String lines) {
        return Map.of(
                "kernel-install", "running " + running + "\n" + rest + "done\n", "kernel-log", LOG + lines + "done\n");
    }

    private static List<String> said(String running, String rest) {
        return Judged.said(CHECK, "{}", host(running, rest, ""));
    }

    @Test
    void releaseAndDriverTogetherAreBad() {
        assertThat(said(BAD, "driver eth0 ixgbe\n")).containsExactly("warning known-bad kernel:running");
        assertThat(said(BAD, "driver eth0 ixgbevf\n")).containsExactly("pass other-driver kernel:running");
        assertThat(said(BAD, "")).containsExactly("pass other-driver kernel:running");
    }

    /** Vendors' rebuilds share numbers but not patches, and 22.20 begins like 22.2. */
    @ParameterizedTest
    @CsvSource({
        "3.10.0-327.22.2.alios7.x86_64",
        "3.10.0-327.22.20.el7.x86_64",
        "3.10.0-327.22.1.el7.x86_64",
        "13.10.0-327.22.2.el7.x86_64"
    })
    void otherBuildsAreNot(String release) {
        assertThat(said(release, "driver eth0 ixgbe\n")).containsExactly("pass ok kernel:running");
    }

    @Test
    void aLivePatchDoesNotChangeTheReleaseAndIsNamed() {
        List<Judgement> said = Judged.by(CHECK, "{}", host(BAD, "driver eth0 ixgbe\npatch kpatch_3_10_0_327\n", ""));
        assertThat(said).singleElement().satisfies(j -> {
            assertThat(j.code()).isEqualTo("known-bad");
            assertThat(j.args().toString()).contains("kpatch_3_10_0_327");
        });
    }

    @Test
    void withSymptomsInTheLogItBlocks() {
        String lockup = " [  900.000000] BUG: soft lockup - CPU#10 stuck for 22s! [migration/10:55]\n";
        List<Judgement> said = Judged.by(CHECK, "{}", host(BAD, "driver eth0 ixgbe\n", lockup));
        assertThat(said).extracting(Judgement::code).containsExactly("known-bad-with-symptoms");
        assertThat(CHECK.spec().severityOf("known-bad-with-symptoms")).isEqualTo(Severity.BLOCKER);
        String oom = " [  900.000000] Out of memory: Killed process 1 (x)\n";
        assertThat(Judged.said(CHECK, "{}", host(BAD, "driver eth0 ixgbe\n", oom)))
                .containsExactly("warning known-bad kernel:running");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3.10.0-327.22.2.el7.x86_64   | 3.10.0-327.4.5.el7.x86_64          | pass other-driver kernel:running
            3.10.0-327.4.5.el7.x86_64    | 3.10.0-327.22.2.el7.x86_64         | warning reboot-pending kernel:installed
            3.10.0-1160.el7.x86_64       | 3.10.0-957.el7.x86_64              | pass ok kernel:running
            3.10.0-1160.el7.x86_64       | 3.10.0-1160.108.1.el7.x86_64       | warning reboot-pending kernel:installed
            4.18.0-477.10.1.el8_8.x86_64 | 4.18.0-513.5.1.el8_9.x86_64        | warning reboot-pending kernel:installed
            5.14.0-362.8.1.el9_3.x86_64  | 5.15.0-100.96.32.el9uek.x86_64     | pass ok kernel:running
            5.14.0-362.8.1.el9_3.x86_64  | 5.14.0-362.18.1.el9_3.x86_64+debug | pass ok kernel:running
            6.1.0-9-amd64                | 6.1.0-18-amd64                     | warning reboot-pending kernel:installed
            6.1.0-18-amd64               | 6.1.0-9-amd64                      | pass ok kernel:running
            6.1.0-18-amd64               | 6.1.0-20-cloud-amd64               | pass ok kernel:running
            5.15.0-91-generic            | 5.15.0-101-generic                 | warning reboot-pending kernel:installed
            5.15.0-91-generic            | 5.15.0-101-lowlatency              | pass ok kernel:running
            5.14.21-150500.55.7-default  | 5.14.21-150500.55.44-default       | warning reboot-pending kernel:installed
            6.6.14-0-lts                 | 6.6.16-0-lts                       | warning reboot-pending kernel:installed
            6.6.14-0-lts                 | 6.7.1-0-virt                       | pass ok kernel:running
            5.10.0-60.18.0.50.oe2203.x86_64 | 5.10.0-136.12.0.86.oe2203.x86_64 | warning reboot-pending kernel:installed
            4.19.90-24.4.v2101.ky10.x86_64  | 4.19.90-52.22.v2207.ky10.x86_64  | warning reboot-pending kernel:installed
            """)
    void aNewerKernelOfTheSameKindWaitsForTheNextBoot(String running, String installed, String expected) {
        assertThat(said(running, "installed " + running + "\ninstalled " + installed + "\n"))
                .containsExactly(expected);
    }

    @Test
    void aHostThatBootsFromElsewhereHasNoKernelInstalled() {
        assertThat(said("6.18.44-custom", "")).containsExactly("pass ok kernel:running");
    }

    @Test
    void aSitesOwnRowCountsOnItsDistributionOnly() {
        String row = "more: [{release: '^6\\.1\\.0-18-', distro: [DISTRO], effect: E, advice: A, severity: blocker}]";
        assertThat(Judged.said(CHECK, row.replace("DISTRO", "debian"), host("6.1.0-18-amd64", "", "")))
                .containsExactly("fail known-bad kernel:running");
        assertThat(Judged.said(CHECK, row.replace("DISTRO", "rhel"), host("6.1.0-18-amd64", "", "")))
                .containsExactly("pass ok kernel:running");
    }

    @Test
    void aContainerIsNotApplicable() {
        Map<String, String> inside = new HashMap<>(host(BAD, "driver eth0 ixgbe\n", ""));
        inside.put("host-identity", "Linux " + BAD + " x86_64\n0\ncontainer=podman\nID=centos\ndone\n");
        assertThat(Judged.said(CHECK, "{}", inside)).containsExactly("not-applicable in-container host");
    }

    @ParameterizedTest
    @CsvSource({
        "327.4, 327.22, -1",
        "327.22, 327.22, 0",
        "1.0.10, 1.0.9, 1",
        "1.0a, 1.0, 1",
        "1.0~rc1, 1.0, -1",
        "1.0.el7, 1.0.1.el7, -1",
        "007, 7, 0",
        "99999999999999999999, 100000000000000000000, -1",
        "el8, el8_9, -1"
    })
    void releasesCompareAsRpmComparesThem(String one, String other, int order) {
        assertThat(Integer.signum(KernelRelease.OLDEST_FIRST.compare(one, other)))
                .isEqualTo(order);
        assertThat(Integer.signum(KernelRelease.OLDEST_FIRST.compare(other, one)))
                .isEqualTo(-order);
    }
}
