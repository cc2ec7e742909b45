package dev.preflight.checks;

import static dev.preflight.checks.ShippedProfileRun.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Outcome;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.node.ProblemsException;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host as its distribution installs it, an ordinary user and a profile without a setting: what the site did not ask for
 * blocks nothing. The captures of healthy hosts, with the PATH that sshd gives users other than root (its compiled
 * default), without jq, which no distribution brings, and with a sudo that wants a password.
 */
class StockHostsTest {
    /** The default of OpenSSH's {@code _PATH_STDPATH} where the distribution sets no other (Debian, EL). */
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    static List<String> families() {
        return HealthyHost.families();
    }

    /** What an ordinary user finds: nothing that lies in the sbin directories alone. */
    private static String ofUser(String commands) {
        StringBuilder text = new StringBuilder();
        for (String part : commands.split("(?m)^(?=command |modules |kernel )", -1)) {
            boolean found = part.lines().anyMatch(line -> line.matches(" at \\S+ (/usr|/usr/local)?/bin/.*"));
            text.append(
                    !part.startsWith("command ") || found
                            ? part.replaceAll("/s(bin/\\w+\\n executable)", "/$1")
                            : part.replaceAll("(?m)^ (resolved|real|rc=|said|executable).*\\n", ""));
        }
        return text.toString().replaceFirst("user root", "user ops").replaceFirst("(?m)^path\\n .*", "path\n " + PATH);
    }

    private static HealthyHost stock(String family) {
        HealthyHost host = HealthyHost.of(family);
        for (String context : List.of("exec", "login")) {
            host = host.but("command-path@" + context, StockHostsTest::ofUser)
                    .but("helper-runs@" + context, text -> text.replaceFirst("(?s)user .*", "user ops\nhelper jq\n"));
        }
        return host;
    }

    private static Frame refused(Frame frame) {
        byte[] said = "sudo: a password is required\n".getBytes(StandardCharsets.UTF_8);
        return new Frame(
                frame.key(),
                frame.format(),
                FrameEnd.COMPLETE,
                OptionalInt.of(1),
                frame.took(),
                frame.receivedAt(),
                new byte[0],
                said);
    }

    private static RunReport look(HealthyHost healthy, String profile, boolean sudo) throws ProblemsException {
        return ShippedProfileRun.of(profile)
                .changing(frame -> !sudo && frame.key().contains("@sudo") ? refused(frame) : frame)
                .on(healthy);
    }

    @ParameterizedTest
    @MethodSource("families")
    void theDefaultProfileBlocksNone(String family) throws ProblemsException {
        for (boolean sudo : List.of(true, false)) {
            RunReport report = look(stock(family), "container-host", sudo);
            assertThat(report.exit())
                    .as("%s %s", said(report, Outcome.FAIL), said(report, Outcome.UNKNOWN))
                    .isEqualTo(ExitCode.PROCEED);
            assertThat(said(report, Outcome.WARNING)).contains("command-path not-on-path context:exec");
            assertThat(said(report, Outcome.UNKNOWN).contains("command-path sudo-password context:sudo"))
                    .isEqualTo(!sudo);
        }
    }

    /** The incident: scripts of the login user call modprobe, and stop half way. */
    @ParameterizedTest
    @MethodSource("families")
    void theProfileOfTheIncidentBlocksAll(String family) throws ProblemsException {
        RunReport report = look(stock(family), "docker-swarm-classic", true);
        assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
        assertThat(said(report, Outcome.FAIL))
                .contains("command-path not-on-path context:exec", "jq-usable absent context:exec:jq");
    }

    /** What sudo gives is required, and so is what root gets where root logs in. */
    @Test
    void aCommandThatRootDoesNotFindBlocks() throws ProblemsException {
        HealthyHost host = stock("debian12").but("command-path@sudo", StockHostsTest::ofUser);
        assertThat(look(host, "container-host", true).exit()).isEqualTo(ExitCode.BLOCKED);
        HealthyHost root = HealthyHost.of("debian12")
                .but("command-path@exec", text -> ofUser(text).replaceFirst("user ops", "user root"));
        assertThat(said(look(root, "container-host", true), Outcome.FAIL))
                .contains("command-path not-on-path context:exec");
    }

    /** These forward and do not swap, as kubeadm asks; what a kubelet sets itself is no more than a note. */
    @ParameterizedTest
    @MethodSource("families")
    void theProfileOfKubernetesBlocksForNothingThatKubeadmLetsPass(String family) throws ProblemsException {
        for (String profile : List.of("kubernetes-node", "kubernetes-control-plane")) {
            RunReport report = look(HealthyHost.of(family), profile, true);
            assertThat(report.exit())
                    .as("%s %s", said(report, Outcome.FAIL), said(report, Outcome.UNKNOWN))
                    .isEqualTo(ExitCode.PROCEED);
            assertThat(said(report, Outcome.UNKNOWN)).isEmpty();
            assertThat(said(report, Outcome.FAIL)).contains("sysctl wrong-now sysctl:vm.overcommit_memory");
        }
    }

    /** Those that a kubelet supports upstream: of an older one kubeadm complains, and its distribution repairs it. */
    @Test
    void theProfileOfKubernetesWarnsOfOldKernels() throws ProblemsException {
        for (String family : List.of("el7", "el8", "kylin10")) {
            assertThat(said(look(HealthyHost.of(family), "kubernetes-node", true), Outcome.FAIL))
                    .contains("kernel-version too-old kernel:running");
        }
        for (String family : List.of("el9", "debian11", "openeuler2203", "sles15")) {
            assertThat(said(look(HealthyHost.of(family), "kubernetes-node", true), Outcome.FAIL))
                    .doesNotContain("kernel-version too-old kernel:running", "kernel-version excluded kernel:running");
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void dockerMayBeInstalled(String family) throws ProblemsException {
        RunReport report = look(HealthyHost.of(family), "docker-host", true);
        assertThat(report.exit())
                .as("%s %s", said(report, Outcome.FAIL), said(report, Outcome.UNKNOWN))
                .isEqualTo(ExitCode.PROCEED);
        assertThat(said(report, Outcome.UNKNOWN)).isEmpty();
    }
}
