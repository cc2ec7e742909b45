package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.api.VersionCondition;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.Members;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.SettingValues;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.profile.Waiver;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.testing.ShellTransport;
import dev.preflight.testing.ShellTransport.Behaviour;
import dev.preflight.testing.TestHost;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Fact<String> ANSWER =
            Fact.scripted("answer", "echo 42\n").parsedBy(output -> Reading.got(output.text()));

    /** Passes if the host answers 42. */
    private static class AnswerCheck implements HostCheck<NoParams> {
        private final String id;

        private AnswerCheck(String id) {
            this.id = id;
        }

        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of(id, NoParams.class, Severity.BLOCKER).code("wrong");
        }

        FactRequest<String> request() {
            return ANSWER.request();
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none().required(request());
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return List.of(
                    facts.get(request()).equals("42\n")
                            ? Judgement.pass(Subject.HOST)
                            : Judgement.fail("wrong", Subject.HOST));
        }
    }

    private static final AnswerCheck CHECK = new AnswerCheck("answer-check");

    private static CheckInstance<NoParams> instance(HostCheck<NoParams> check, List<String> groups, HostSelector when) {
        return new CheckInstance<>(
                check.spec().id(), check, new NoParams(), Optional.empty(), Map.of(), groups, when, Place.of("test"));
    }

    private static Profile profile(List<Waiver> waivers, boolean proceed, CheckInstance<?>... checks) {
        return new Profile("test", "", SettingValues.defaults(), List.of(checks), waivers, proceed, false, List.of());
    }

    private static Profile profile() {
        return profile(List.of(), false, instance(CHECK, List.of(), HostSelector.ALL));
    }

    private static Host host(String name, String... groups) {
        return TestHost.named(name, groups);
    }

    private static RunOptions options(int concurrency, Duration host, Duration run) {
        return new RunOptions(concurrency, host, run, false, List.of(), Optional.empty(), "test");
    }

    private static final RunOptions USUAL = options(8, Duration.ofMinutes(10), Duration.ofMinutes(20));

    private static Engine engine(ShellTransport transport, RunOptions options) {
        return new Engine(
                new Catalogue(List.of(CHECK)),
                Map.of(Connection.SSH, transport),
                options,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static RunPlan plan(Profile profile, Host... hosts) throws ProblemsException {
        return RunPlan.of(profile, List.of(hosts), List.of(), List.of());
    }

    private static final RunListener SILENT = new RunListener() {};

    private static HostReport report(RunReport run, String host) {
        return run.hosts().stream()
                .filter(h -> h.name().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static TransportFailure failure(RunReport run, String host) {
        return report(run, host).unreachable().map(HostFailure::failure).orElseThrow();
    }

    @Test
    void aHealthyHostProceedsOverOneSessionAndOneCommand() throws ProblemsException {
        ShellTransport transport = new ShellTransport();
        RunReport run = engine(transport, USUAL).run(plan(profile(), host("h1")), SILENT);
        assertThat(run.verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(run.exit()).isEqualTo(ExitCode.PROCEED);
        assertThat(report(run, "h1").system()).isNotEmpty();
        assertThat(transport.opened()).isEqualTo(1);
        assertThat(transport.commands()).isEqualTo(1);
    }

    @Test
    void hostsThatFailOrHangDelayNobodyAndThoseThatFailEndAsWhatTheyAre() throws ProblemsException {
        ShellTransport transport = new ShellTransport()
                .host("refuses", Behaviour.REFUSES)
                .host("hangs", Behaviour.HANGS)
                .host("deaf", Behaviour.IGNORES_ABORT)
                .host("nologin", Behaviour.NOLOGIN)
                .host("eats", Behaviour.EATS_INPUT)
                .host("breaks", Behaviour.BREAKS_MIDWAY)
                .host("throws", Behaviour.THROWS);
        Engine engine = engine(transport, USUAL);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        // No deadline comes before all others are ready: they are what ends the two that hang.
        RunListener listener = new RunListener() {
            @Override
            public void finished(HostReport report, HostEvidence evidence) {
                order.add(report.name());
                if (order.size() == 6) {
                    new Thread(engine::cancel).start();
                }
            }
        };
        RunReport run = engine.run(
                plan(
                        profile(),
                        host("hangs"),
                        host("deaf"),
                        host("refuses"),
                        host("nologin"),
                        host("eats"),
                        host("breaks"),
                        host("throws"),
                        host("well")),
                listener);
        assertThat(failure(run, "refuses")).isEqualTo(TransportFailure.REFUSED);
        assertThat(failure(run, "nologin")).isEqualTo(TransportFailure.NO_SHELL);
        assertThat(failure(run, "eats")).isEqualTo(TransportFailure.DAMAGED);
        assertThat(failure(run, "breaks")).isEqualTo(TransportFailure.CLOSED_MIDWAY);
        assertThat(failure(run, "throws")).isEqualTo(TransportFailure.INTERNAL_ERROR);
        assertThat(report(run, "well").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(run.hosts())
                .filteredOn(h -> !h.name().equals("well"))
                .extracting(HostReport::verdict)
                .containsOnly(Verdict.UNDECIDED);
        assertThat(order.subList(6, 8)).containsExactlyInAnyOrder("hangs", "deaf");
        assertThat(report(run, "nologin").unreachable().orElseThrow().details())
                .containsEntry("said", "This account is currently not available.");
    }

    @Test
    void hostsThatHangEndAtTheirDeadline() throws ProblemsException {
        ShellTransport transport =
                new ShellTransport().host("hangs", Behaviour.HANGS).host("deaf", Behaviour.IGNORES_ABORT);
        RunReport run = engine(transport, options(8, Duration.ofMillis(300), Duration.ofMinutes(20)))
                .run(plan(profile(), host("hangs"), host("deaf")), SILENT);
        assertThat(failure(run, "hangs")).isEqualTo(TransportFailure.DEADLINE);
        assertThat(failure(run, "deaf")).isEqualTo(TransportFailure.DEADLINE);
        assertThat(run.exit()).isEqualTo(ExitCode.UNDECIDED);
    }

    @Test
    void everyCheckOfAnUnreachableHostIsUnknownAndNoneIsMissing() throws ProblemsException {
        ShellTransport transport = new ShellTransport().host("h1", Behaviour.REFUSES);
        RunReport run = engine(transport, USUAL).run(plan(profile(), host("h1")), SILENT);
        assertThat(report(run, "h1").findings()).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(finding.reason()).hasValue(Reason.UNREACHABLE);
        });
    }

    @Test
    void noMoreHostsAtOnceThanAllowed() throws ProblemsException {
        ShellTransport transport = new ShellTransport();
        Host[] hosts = IntStream.range(0, 7).mapToObj(i -> host("h" + i)).toArray(Host[]::new);
        RunReport run = engine(transport, options(2, Duration.ofMinutes(10), Duration.ofMinutes(20)))
                .run(plan(profile(), hosts), SILENT);
        assertThat(run.hosts()).extracting(HostReport::verdict).containsOnly(Verdict.PROCEED);
        assertThat(transport.mostOpen()).isLessThanOrEqualTo(2);
    }

    @Test
    void cancellingReportsWhatIsKnownAndLeavesTheRestUndecided() throws ProblemsException {
        ShellTransport transport =
                new ShellTransport().host("hangs", Behaviour.HANGS).host("deaf", Behaviour.IGNORES_ABORT);
        Engine engine = engine(transport, options(2, Duration.ofMinutes(10), Duration.ofMinutes(20)));
        RunListener cancelWhenBothHang = new RunListener() {
            private int started;

            @Override
            public void started(String host) {
                if (++started == 3) {
                    new Thread(engine::cancel).start();
                }
            }
        };
        RunReport run = engine.run(
                plan(profile(), host("well"), host("hangs"), host("deaf"), host("waiting")), cancelWhenBothHang);
        assertThat(run.exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(report(run, "well").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(failure(run, "hangs")).isEqualTo(TransportFailure.INTERRUPTED);
        assertThat(failure(run, "deaf")).isEqualTo(TransportFailure.INTERRUPTED);
        assertThat(report(run, "hangs").unreachable().orElseThrow().details().get("after"))
                .as("how long it was looked at")
                .matches("[0-9]+ s");
        assertThat(failure(run, "waiting")).isEqualTo(TransportFailure.INTERRUPTED);
    }

    @Test
    void hostsThatNeverHadTheirTurnCostNobodyAnythingWhenTheUserEndsTheRun() throws ProblemsException {
        ShellTransport transport = new ShellTransport().host("hangs", Behaviour.HANGS);
        Engine engine = engine(transport, options(1, Duration.ofMinutes(10), Duration.ofMinutes(20)));
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        RunListener listener = new RunListener() {
            @Override
            public void started(String host) {
                told.add("started " + host);
                if (host.equals("hangs")) {
                    new Thread(engine::cancel).start();
                }
            }

            @Override
            public void finished(HostReport report, HostEvidence evidence) {
                told.add("finished " + report.name());
            }
        };
        List<Host> hosts = new ArrayList<>(List.of(host("well"), host("hangs")));
        IntStream.range(0, 998).forEach(i -> hosts.add(host("waits" + i)));
        RunReport run = engine.run(plan(profile(), hosts.toArray(Host[]::new)), listener);
        assertThat(run.exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.hosts()).hasSize(1000);
        assertThat(report(run, "well").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(run.hosts()).filteredOn(host -> !host.name().equals("well")).allSatisfy(host -> {
            assertThat(failure(run, host.name())).isEqualTo(TransportFailure.INTERRUPTED);
            assertThat(host.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(host.findings()).isNotEmpty();
        });
        assertThat(told)
                .startsWith("started well", "finished well", "started hangs")
                .noneMatch(line -> line.contains("waits"));
        assertThat(transport.opened()).isEqualTo(2);
    }

    @Test
    void aRunThatIsCancelledBeforeItBeginsLooksAtNobody() throws ProblemsException {
        ShellTransport transport = new ShellTransport();
        Engine engine = engine(transport, USUAL);
        engine.cancel();
        RunReport run = engine.run(plan(profile(), host("h1")), SILENT);
        assertThat(run.exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(failure(run, "h1")).isEqualTo(TransportFailure.INTERRUPTED);
        assertThat(transport.opened()).isZero();
    }

    /** The transport takes longer to get ready than the host may take in all. */
    @Test
    void thisMachinesOwnWorkIsNotTheHostsTime() throws ProblemsException {
        Duration ofTheHost = Duration.ofSeconds(3);
        CountDownLatch never = new CountDownLatch(1);
        ShellTransport refusing = new ShellTransport().host("h1", Behaviour.REFUSES);
        Transport slow = new Transport() {
            @Override
            public void prepare(Host host) {
                try {
                    assertThat(never.await(ofTheHost.toMillis() + 1500, TimeUnit.MILLISECONDS))
                            .isFalse();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public Session open(Host host, Cancellation cancellation) throws TransportException {
                return refusing.open(host, cancellation);
            }
        };
        Engine engine = new Engine(
                new Catalogue(List.of(CHECK)),
                Map.of(Connection.SSH, slow),
                options(1, ofTheHost, Duration.ofMinutes(10)),
                Clock.systemUTC());
        assertThat(failure(engine.run(plan(profile(), host("h1")), SILENT), "h1"))
                .isEqualTo(TransportFailure.REFUSED);
    }

    @Test
    void theDeadlineOfTheRunEndsHostsThatNeverHadTheirTurn() throws ProblemsException {
        ShellTransport transport = new ShellTransport().host("hangs", Behaviour.HANGS);
        RunReport run = engine(transport, options(1, Duration.ofMinutes(10), Duration.ofMillis(300)))
                .run(plan(profile(), host("hangs"), host("late")), SILENT);
        assertThat(failure(run, "hangs")).isEqualTo(TransportFailure.RUN_DEADLINE);
        assertThat(failure(run, "late")).isEqualTo(TransportFailure.RUN_DEADLINE);
        assertThat(run.exit()).isEqualTo(ExitCode.UNDECIDED);
    }

    @Test
    void groupsChooseWhatIsCollectedAndSelectorsWhatIsJudged() throws ProblemsException {
        HostSelector other = new HostSelector(List.of("plan9"), List.of(), List.of());
        HostSelector impossible = new HostSelector(List.of(), List.of(VersionCondition.parse("> 99999")), List.of());
        AnswerCheck second = new AnswerCheck("second-check");
        AnswerCheck third = new AnswerCheck("third-check");
        Profile profile = profile(
                List.of(),
                false,
                instance(CHECK, List.of("managers"), HostSelector.ALL),
                instance(second, List.of(), other),
                instance(third, List.of(), impossible));
        RunReport run = engine(new ShellTransport(), USUAL)
                .run(plan(profile, host("m", "managers"), host("w", "workers")), SILENT);
        assertThat(report(run, "m").findings())
                .extracting(Finding::outcome)
                .containsExactly(Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE);
        assertThat(report(run, "w").findings())
                .extracting(Finding::instance)
                .containsExactly("second-check", "third-check");
    }

    @Test
    void aPlanRefusesNoHostsAHostWithoutChecksAndSkippingEverything() {
        assertThatThrownBy(() -> plan(profile())).isInstanceOf(ProblemsException.class);
        Profile managers = profile(List.of(), false, instance(CHECK, List.of("managers"), HostSelector.ALL));
        assertThatThrownBy(() -> plan(managers, host("m", "managers"), host("w")))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("'w'");
        assertThatThrownBy(() -> RunPlan.of(profile(), List.of(host("h")), List.of(), List.of("answer-check")))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("nothing would be measured");
        assertThatThrownBy(() -> RunPlan.of(profile(), List.of(host("h")), List.of("anser-check"), List.of()))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("did you mean 'answer-check'?");
    }

    @Test
    void aSkippedCheckIsShownAndChangesNothing() throws ProblemsException {
        AnswerCheck second = new AnswerCheck("second-check");
        Profile profile = profile(
                List.of(),
                false,
                instance(CHECK, List.of(), HostSelector.ALL),
                instance(second, List.of(), HostSelector.ALL));
        RunPlan plan = RunPlan.of(profile, List.of(host("h")), List.of(), List.of("second-check"));
        RunReport run = engine(new ShellTransport(), USUAL).run(plan, SILENT);
        assertThat(report(run, "h").findings())
                .extracting(Finding::outcome)
                .containsExactly(Outcome.PASS, Outcome.SKIPPED);
        assertThat(run.verdict()).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void aWaiverInForceCoversAnExpiredOneDoesNotAndAnUnusedOneIsNamed() throws ProblemsException {
        HostCheck<NoParams> wrong = new WrongCheck();
        Waiver inForce = waiver("wrong-check", "h1", NOW.plusSeconds(1));
        Waiver covering = waiver("wrong-check", "h1", NOW.plusSeconds(2));
        Waiver expired = waiver("wrong-check", "h2", NOW);
        Waiver unused = waiver("wrong-check", "h9", NOW.plusSeconds(1));
        Profile profile = profile(
                List.of(inForce, covering, expired, unused), false, instance(wrong, List.of(), HostSelector.ALL));
        Engine engine = new Engine(
                new Catalogue(List.of(wrong)),
                Map.of(Connection.SSH, new ShellTransport()),
                USUAL,
                Clock.fixed(NOW, ZoneOffset.UTC));
        RunReport run = engine.run(plan(profile, host("h1"), host("h2")), SILENT);
        assertThat(report(run, "h1").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(report(run, "h1").findings().get(0).waived()).isTrue();
        assertThat(report(run, "h2").verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(run.expiredWaivers()).containsExactly(expired);
        assertThat(run.unusedWaivers()).containsExactly(unused);
    }

    @Test
    void aWaiverIsUnusedOnlyWhereItsCheckAndItsHostWereJudged() throws ProblemsException {
        Waiver judged = waiver("answer-check", "h1", NOW.plusSeconds(1));
        Waiver leftOut = waiver("answer-check", "h2", NOW.plusSeconds(1));
        Waiver notRun = waiver("second-check", "h1", NOW.plusSeconds(1));
        Waiver unreached = waiver("answer-check", "dead", NOW.plusSeconds(1));
        Profile profile = profile(
                List.of(judged, leftOut, notRun, unreached),
                false,
                instance(CHECK, List.of(), HostSelector.ALL),
                instance(new AnswerCheck("second-check"), List.of(), HostSelector.ALL));
        Members members = Members.of(List.of(host("h1"), host("h2"), host("dead")));
        RunPlan plan = RunPlan.of(profile, members, List.of(host("h1")), List.of("answer-check"), List.of());

        RunReport run = new Engine(
                        new Catalogue(List.of(CHECK)),
                        Map.of(Connection.SSH, new ShellTransport()),
                        USUAL,
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .run(plan, SILENT);

        assertThat(run.unusedWaivers()).containsExactly(judged);
    }

    private static Waiver waiver(String check, String host, Instant until) {
        return new Waiver(
                Optional.empty(),
                Optional.of(check),
                List.of(host),
                "known",
                "ops",
                OffsetDateTime.ofInstant(until, ZoneOffset.UTC),
                Place.of("test"));
    }

    /** Fails on every host. */
    private static final class WrongCheck implements HostCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("wrong-check", NoParams.class, Severity.BLOCKER).code("wrong");
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return List.of(Judgement.fail("wrong", Subject.HOST));
        }
    }
}
