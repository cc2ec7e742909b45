package dev.preflight.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.preflight.engine.Engine;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightHookTest {
    private static HookRequest.Builder local() {
        return HookRequest.builder().local().only("umask-effective");
    }

    @Test
    void fiveLinesAreEnough() throws ProblemsException {
        HookRequest request = local().build();
        HookResult result = PreflightHook.prepare(request).run();
        assertThat(result.mayProceed()).isEqualTo(result.exitCode() == 0);
        assertThat(result.exitCode()).isIn(0, 1);
        assertThat(result.text()).contains("profile container-host");
        assertThat(result.json()).contains("\"exitCode\": " + result.exitCode());
    }

    @Test
    void aListenerHearsOfEveryHost() throws ProblemsException {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        PreflightHook.prepare(local().build()).run(new HookListener() {
            @Override
            public void started(String host) {
                heard.add("started " + host);
            }

            @Override
            public void finished(String host, Verdict verdict) {
                heard.add("finished " + host);
            }
        });
        assertThat(heard).containsExactly("started localhost", "finished localhost");
    }

    @Test
    void aCancelledRunDoesNotProceed() throws ProblemsException {
        PreflightHook hook = PreflightHook.prepare(local().build());
        hook.cancel();
        HookResult result = hook.run();
        assertThat(result.exitCode()).isEqualTo(130);
        assertThat(result.mayProceed()).isFalse();
    }

    @Test
    void aHookThatRanSaysSo() throws ProblemsException {
        PreflightHook hook = PreflightHook.prepare(local().build());
        hook.run();
        assertThatThrownBy(hook::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this hook has run already; prepare another one to look again");
    }

    @Test
    void everyProblemOfARequestIsNamed() {
        HookRequest request = HookRequest.builder()
                .host("a b")
                .profile("none")
                .deadline(Duration.ZERO)
                .login(HookLogin.defaults().withPasswordFile(Path.of("/nowhere")))
                .build();
        assertThatThrownBy(() -> PreflightHook.prepare(request))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("--host: ")
                .hasMessageContaining("--profile: ")
                .hasMessageContaining("--deadline: expected a time above 0")
                .hasMessageContaining("/nowhere: there is no such password file");
    }

    @Test
    void aRequestWithoutHostsIsRefused() {
        assertThatThrownBy(() -> PreflightHook.prepare(HookRequest.builder().build()))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("there is no host to look at");
    }

    @Test
    void thePasswordIsAskedForOnlyIfAHostIsReachedOverSsh() throws ProblemsException {
        HookLogin login = HookLogin.defaults().withPassword(() -> {
            throw new AssertionError("asked");
        });
        assertThat(PreflightHook.prepare(local().login(login).build())).isNotNull();
    }

    @Test
    void aPasswordOfSudoThatNothingUsesIsAWarning(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "staple\n");
        HookLogin login = HookLogin.defaults().withBecomePasswordFile(file);
        HookRequest unused = local().login(login).build();
        HookRequest used = local().login(login).set("settings.become=true").build();
        assertThat(PreflightHook.prepare(unused).warnings())
                .extracting(Problem::toString)
                .anyMatch(warning -> warning.contains("not used") && warning.contains("--set settings.become=true"));
        assertThat(PreflightHook.prepare(used).warnings())
                .extracting(Problem::toString)
                .noneMatch(warning -> warning.contains("not used"));
    }

    @Test
    void evidenceThatCannotBeKeptIsSaid(@TempDir Path folder) throws Exception {
        Path evidence = folder.resolve("evidence");
        PreflightHook hook =
                PreflightHook.prepare(local().saveEvidence(evidence).build());
        Files.writeString(evidence.resolve("hosts/localhost"), "in the way");
        HookResult result = hook.run();
        assertThat(result.failures()).hasSize(1);
        assertThat(result.failures().get(0).message()).contains("the evidence of localhost was not saved");
        assertThat(result.exitCode()).isEqualTo(70);
        assertThat(result.mayProceed()).isFalse();
    }

    @Test
    void evidenceThatWasStillToBeKeptWhenTheUserEndedTheRunIsSaid(@TempDir Path folder) throws Exception {
        Path inventory =
                Files.writeString(folder.resolve("hosts.ini"), "[all:vars]\nansible_connection=local\n[all]\na\nb\n");
        Path evidence = folder.resolve("evidence");
        PreflightHook hook = PreflightHook.prepare(HookRequest.builder()
                .inventory(inventory)
                .only("umask-effective")
                .saveEvidence(evidence)
                .build());
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<String> first = new AtomicReference<>();
        HookResult result = hook.run(new HookListener() {
            @Override
            public void finished(String host, Verdict verdict) {
                if (first.compareAndSet(null, host)) {
                    awaitOneThatHasToWait();
                    hook.cancel();
                    awaitDeaf(over);
                }
            }
        });
        over.countDown();
        assertThat(new ObjectMapper().readTree(result.json()).get("hosts"))
                .allMatch(host -> host.get("unreachable").isNull(), "was looked at");
        String second = first.get().equals("a") ? "b" : "a";
        assertThat(result.failures())
                .extracting(Problem::message)
                .containsExactly(
                        "the evidence of " + second + " was not saved: the run was ended before its turn came");
        assertThat(evidence.resolve("hosts").resolve(second)).doesNotExist();
        assertThat(result.exitCode()).isEqualTo(70);
    }

    /** Waits until the other host is done and waits for its call of the listener. */
    private static void awaitOneThatHasToWait() {
        while (Thread.getAllStackTraces().entrySet().stream().noneMatch(PreflightHookTest::hasToWait)) {
            Thread.onSpinWait();
        }
    }

    private static boolean hasToWait(Map.Entry<Thread, StackTraceElement[]> thread) {
        return thread.getKey().getState() == Thread.State.BLOCKED
                && Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith(Engine.class.getPackageName())
                                && frame.getMethodName().equals("finished"));
    }

    /** Blocks like a listener that does not react to the cancellation. */
    private static void awaitDeaf(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
