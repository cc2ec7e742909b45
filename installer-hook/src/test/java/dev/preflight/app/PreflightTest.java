package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.Inventory;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.result.RunReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    private static final Preflight PREFLIGHT = Preflight.load();

    @TempDir
    private Path folder;

    private static RunRequest local(Optional<Path> evidence) {
        return new RunRequest(
                new Targets(List.of(Host.local()), List.of(), List.of(), Optional.empty()),
                new ProfileChoice(
                        ProfileChoice.DEFAULT,
                        Optional.empty(),
                        List.of(),
                        List.of("umask-effective"),
                        List.of(),
                        true,
                        false),
                RunLimits.DEFAULT,
                Login.DEFAULT,
                evidence,
                Locale.ENGLISH,
                Map.of());
    }

    @Test
    void evidenceJudgedAsTheRunHasItsVerdictAndFindings() throws ProblemsException {
        Path evidence = folder.resolve("evidence");
        RunReport run = PREFLIGHT.run(local(Optional.of(evidence))).report();
        RunReport judged = PREFLIGHT.judge(JudgeRequest.asRun(evidence));
        assertThat(judged.verdict()).isEqualTo(run.verdict());
        assertThat(judged.exit()).isEqualTo(run.exit());
        assertThat(judged.policy().failOnWarning()).isTrue();
        assertThat(judged.hosts().get(0).findings())
                .isEqualTo(run.hosts().get(0).findings());
        assertThat(judged.evidence().orElseThrow().came()).isEqualTo(1);
    }

    @Test
    void aJudgingCanBeRepeated() throws ProblemsException {
        Path evidence = folder.resolve("evidence");
        PREFLIGHT.run(local(Optional.of(evidence)));
        PreparedJudging judging = PREFLIGHT.prepare(JudgeRequest.asRun(evidence));
        assertThat(judging.judge()).isEqualTo(judging.judge());
    }

    @Test
    void evidenceThatIsNotThereIsAProblem() {
        assertThatThrownBy(() -> PREFLIGHT.judge(JudgeRequest.asRun(folder.resolve("none"))))
                .isInstanceOf(ProblemsException.class);
    }

    @Test
    void lintWithAnInventoryFindsWhatPreventsARunOnItsHosts() {
        Inventory none = new Inventory(List.of(), List.of());
        assertThat(PREFLIGHT
                        .lint(ProfileChoice.DEFAULT, List.of(), Instant.EPOCH, Optional.empty())
                        .problems())
                .isEmpty();
        assertThat(PREFLIGHT
                        .lint(ProfileChoice.DEFAULT, List.of(), Instant.EPOCH, Optional.of(none))
                        .problems())
                .extracting(Problem::message)
                .contains("there is no host to look at");
    }
}
