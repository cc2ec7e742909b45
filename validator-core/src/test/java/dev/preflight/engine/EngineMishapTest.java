package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.SettingValues;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.testing.ShellTransport;
import dev.preflight.testing.TestHost;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Upload;
import dev.preflight.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown, or never ends, on one host's path: that host is undecided, and the others are as they are. */
class EngineMishapTest {
    private static final Map<String, Supplier<Throwable>> THROWN = Map.of(
            "StackOverflowError", StackOverflowError::new,
            "AssertionError", () -> new AssertionError("a bug"),
            "NoClassDefFoundError", () -> new NoClassDefFoundError("a/B"),
            "OutOfMemoryError", () -> new OutOfMemoryError("one large thing"),
            "IllegalStateException", () -> new IllegalStateException("a bug"));

    /** Passes; of a host named "bad" it does what a test wants. */
    private static final class Judge implements HostCheck<NoParams> {
        private final Runnable ofBad;

        private Judge(Runnable ofBad) {
            this.ofBad = ofBad;
        }

        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("judge", NoParams.class, Severity.BLOCKER).code("wrong");
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            if (facts.host().name().equals("bad")) {
                ofBad.run();
            }
            return List.of(Judgement.pass(Subject.HOST));
        }
    }

    /** A real shell; the session of a host named "bad" throws. */
    private record ThrowingTransport(ShellTransport shell, Supplier<Throwable> thrown, boolean atOnce)
            implements Transport {
        @Override
        public Session open(Host host, Cancellation cancellation) throws dev.preflight.transport.TransportException {
            if (!host.name().equals("bad")) {
                return shell.open(host, cancellation);
            }
            if (atOnce) {
                throwIt(thrown);
            }
            return new Session() {
                @Override
                public String remoteAddress() {
                    return "";
                }

                @Override
                public OptionalInt run(Call call, OutputSink sink) {
                    throwIt(thrown);
                    throw new IllegalStateException("nothing was thrown");
                }

                @Override
                public Optional<Upload> upload(List<String> directories) {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };
        }
    }

    private static void throwIt(Supplier<Throwable> thrown) {
        Throwable it = thrown.get();
        if (it instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) it;
    }

    private static Host host(String name) {
        return TestHost.named(name);
    }

    private static RunReport run(Transport transport, Judge judge, Duration deadline, RunListener listener)
            throws ProblemsException {
        CheckInstance<NoParams> instance = new CheckInstance<>(
                "judge",
                judge,
                new NoParams(),
                Optional.empty(),
                Map.of(),
                List.of(),
                HostSelector.ALL,
                Place.of("test"));
        Profile profile = new Profile(
                "test", "", SettingValues.defaults(), List.of(instance), List.of(), false, false, List.of());
        RunOptions options =
                new RunOptions(2, deadline, Duration.ofSeconds(90), false, List.of(), Optional.empty(), "test");
        RunPlan plan = RunPlan.of(profile, List.of(host("bad"), host("good"), host("well")), List.of(), List.of());
        return new Engine(new Catalogue(List.of(judge)), Map.of(Connection.SSH, transport), options, Clock.systemUTC())
                .run(plan, listener);
    }

    private static HostReport report(RunReport run, String name) {
        return run.hosts().stream()
                .filter(h -> h.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertOnlyBadIs(RunReport run, TransportFailure failure) {
        assertThat(report(run, "bad").unreachable().orElseThrow().failure()).isEqualTo(failure);
        assertThat(report(run, "bad").verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report(run, "good").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(report(run, "well").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(run.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    private static Supplier<Throwable> thrown(String name) {
        return Objects.requireNonNull(THROWN.get(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "StackOverflowError",
                "AssertionError",
                "NoClassDefFoundError",
                "OutOfMemoryError",
                "IllegalStateException"
            })
    void whatATransportThrowsIsThatHostsInternalError(String name) throws ProblemsException {
        for (boolean atOnce : List.of(true, false)) {
            Transport transport = new ThrowingTransport(new ShellTransport(), thrown(name), atOnce);
            RunReport run = run(transport, new Judge(() -> {}), Duration.ofSeconds(60), new RunListener() {});

            assertOnlyBadIs(run, TransportFailure.INTERNAL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"StackOverflowError", "AssertionError", "NoClassDefFoundError", "IllegalStateException"})
    void whatAJudgeThrowsIsThatChecksError(String name) throws ProblemsException {
        RunReport run = run(
                new ShellTransport(),
                new Judge(() -> throwIt(thrown(name))),
                Duration.ofSeconds(60),
                new RunListener() {});

        assertThat(report(run, "bad").findings())
                .extracting(Finding::reason)
                .containsExactly(Optional.of(Reason.CHECK_ERROR));
        assertThat(report(run, "bad").verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report(run, "good").verdict()).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void aJudgeThatRunsOutOfMemoryCostsTheHostItsVerdictAndNotTheRun() throws ProblemsException {
        RunReport run = run(
                new ShellTransport(),
                new Judge(() -> throwIt(thrown("OutOfMemoryError"))),
                Duration.ofSeconds(60),
                new RunListener() {});

        assertOnlyBadIs(run, TransportFailure.INTERNAL_ERROR);
    }

    @Test
    void aJudgeThatNeverEndsCountsAgainstTheHostsDeadline() throws ProblemsException {
        CountDownLatch never = new CountDownLatch(1);
        Judge stuck = new Judge(() -> {
            boolean waits = true;
            while (waits) {
                try {
                    never.await();
                    waits = false;
                } catch (InterruptedException e) {
                    // Not even an interrupt ends it, like a loop that never ends.
                    waits = true;
                }
            }
        });
        RunReport run = run(new ShellTransport(), stuck, Duration.ofSeconds(15), new RunListener() {});

        assertOnlyBadIs(run, TransportFailure.DEADLINE);
        never.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AssertionError", "IllegalStateException", "OutOfMemoryError"})
    void whatAListenerThrowsConcernsTheHostOfWhichItHeard(String name) throws ProblemsException {
        RunListener throwing = new RunListener() {
            @Override
            public void finished(HostReport report, HostEvidence evidence) {
                if (report.name().equals("bad")) {
                    throwIt(thrown(name));
                }
            }
        };
        RunReport run = run(new ShellTransport(), new Judge(() -> {}), Duration.ofSeconds(60), throwing);

        assertOnlyBadIs(run, TransportFailure.INTERNAL_ERROR);
        assertThat(report(run, "bad").findings()).hasSize(1);
    }

    @Test
    void whatAListenerThrowsAtTheStartConcernsThatHostAlone() throws ProblemsException {
        RunListener throwing = new RunListener() {
            @Override
            public void started(String host) {
                if (host.equals("bad")) {
                    throwIt(thrown("AssertionError"));
                }
            }
        };
        RunReport run = run(new ShellTransport(), new Judge(() -> {}), Duration.ofSeconds(60), throwing);

        assertOnlyBadIs(run, TransportFailure.INTERNAL_ERROR);
        assertThat(Arrays.asList("bad", "good", "well")).hasSameSizeAs(run.hosts());
    }
}
