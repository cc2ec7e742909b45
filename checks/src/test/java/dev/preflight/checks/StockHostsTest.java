package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Outcome;
import dev.preflight.engine.JudgeOptions;
import dev.preflight.engine.RunJudging;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.FactRequest;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ProfileSource;
import dev.preflight.result.RunReport;
import dev.preflight.testing.FixtureEvidence;
import dev.preflight.testing.TestHost;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    private static final Path PROFILES =
            Path.of("..", "profiles", "src", "main", "resources", "dev", "preflight", "profiles");

    /** The default of OpenSSH's {@code _PATH_STDPATH} where the distribution sets no other (Debian, EL). */
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    private static final Catalogue CATALOGUE = Catalogue.load();

    static List<String> families() {
        return HealthyHost.families();
    }

    private static Profile profile(String name) throws ProblemsException {
        ProfileSource files = (reference, at, from, problems) -> Optional.of(text(reference));
        return new ProfileLoader(CATALOGUE, files).load(name, List.of());
    }

    private static ProfileSource.Text text(String name) {
        try {
            return new ProfileSource.Text(
                    name, name, Optional.empty(), Files.readString(PROFILES.resolve(name + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static <P extends Record> List<FactRequest<?>> needs(CheckInstance<P> instance) {
        return instance.check().needs(instance.params()).all();
    }

    private static RunReport look(HealthyHost healthy, Profile profile, boolean sudo) throws ProblemsException {
        List<FactRequest<?>> requests = profile.checks().stream()
                .flatMap(instance -> needs(instance).stream())
                .distinct()
                .toList();
        List<Frame> frames = healthy.recorded(requests).stream()
                .map(frame -> !sudo && frame.key().contains("@sudo") ? refused(frame) : frame)
                .toList();
        HostEvidence fixture = FixtureEvidence.of(frames);
        HostEvidence evidence = new HostEvidence(
                new HostInfo(healthy.family(), "10.0.0.7", List.of("all")),
                fixture.transport(),
                fixture.collectedAt(),
                fixture.lanes(),
                Optional.empty());
        RunPlan plan =
                RunPlan.of(profile, List.of(TestHost.at(healthy.family(), "10.0.0.7", "all")), List.of(), List.of());
        return RunJudging.replay(
                plan, host -> evidence, CATALOGUE, new JudgeOptions(false, "0"), FixtureEvidence.COLLECTED_AT);
    }

    private static List<String> said(RunReport report, Outcome outcome) {
        return report.hosts().stream()
                .flatMap(host -> host.findings().stream())
                .filter(finding -> finding.outcome() == outcome)
                .map(finding -> finding.check() + " " + finding.code() + " " + finding.subject())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("families")
    void theDefaultProfileBlocksNone(String family) throws ProblemsException {
        for (boolean sudo : List.of(true, false)) {
            RunReport report = look(stock(family), profile("container-host"), sudo);
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
        RunReport report = look(stock(family), profile("docker-swarm-classic"), true);
        assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
        assertThat(said(report, Outcome.FAIL))
                .contains("command-path not-on-path context:exec", "jq-usable absent context:exec:jq");
    }

    /** What sudo gives is required, and so is what root gets where root logs in. */
    @Test
    void aCommandThatRootDoesNotFindBlocks() throws ProblemsException {
        HealthyHost host = stock("debian12").but("command-path@sudo", StockHostsTest::ofUser);
        assertThat(look(host, profile("container-host"), true).exit()).isEqualTo(ExitCode.BLOCKED);
        HealthyHost root = HealthyHost.of("debian12")
                .but("command-path@exec", text -> ofUser(text).replaceFirst("user ops", "user root"));
        assertThat(said(look(root, profile("container-host"), true), Outcome.FAIL))
                .contains("command-path not-on-path context:exec");
    }

    /** These forward and do not swap, as kubeadm asks; what a kubelet sets itself is no more than a note. */
    @ParameterizedTest
    @MethodSource("families")
    void theProfileOfKubernetesBlocksForNothingThatKubeadmLetsPass(String family) throws ProblemsException {
        RunReport report = look(HealthyHost.of(family), profile("kubernetes-node"), true);
        assertThat(report.exit())
                .as("%s %s", said(report, Outcome.FAIL), said(report, Outcome.UNKNOWN))
                .isEqualTo(ExitCode.PROCEED);
        assertThat(said(report, Outcome.FAIL)).contains("sysctl wrong-now sysctl:vm.overcommit_memory");
    }
}
