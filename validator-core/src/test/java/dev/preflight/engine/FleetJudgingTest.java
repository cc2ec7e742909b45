package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.SettingValues;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.profile.Waiver;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import dev.preflight.testing.TestHost;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fleet checks in a whole run: what they say counts, is waived, is explained and is shown like the rest. */
class FleetJudgingTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final FactRequest<String> WORD = Fact.scripted("word", "echo word\n")
            .parsedBy(output -> Reading.got(output.text().strip()))
            .request();

    /** A host that says "bad" fails. */
    private static final class BadWord implements HostCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("bad-word", NoParams.class, Severity.BLOCKER).code("bad");
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none().required(WORD);
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return List.of(
                    facts.get(WORD).equals("bad") ? Judgement.fail("bad", Subject.HOST) : Judgement.pass(Subject.HOST));
        }
    }

    /** Judged as the test likes; explained by {@link BadWord}. */
    private record SameWord(BiFunction<FleetFacts, NoParams, List<Scoped>> judge) implements FleetCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("same-word", NoParams.class, Severity.BLOCKER)
                    .code("odd")
                    .code("no-majority", Severity.WARNING)
                    .explainedBy("bad-word");
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none().required(WORD);
        }

        @Override
        public List<Scoped> judge(FleetFacts facts, NoParams params) {
            return judge.apply(facts, params);
        }
    }

    /** Everyone must say what h1 says. */
    private static List<Scoped> asTheFirst(FleetFacts facts, NoParams params) {
        List<Scoped> judged = new ArrayList<>();
        String first = facts.hosts().get("h1").reading(WORD).fold(word -> word, missing -> "");
        facts.hosts()
                .forEach((name, host) -> judged.add(new Scoped(
                        Scope.host(name),
                        host.reading(WORD)
                                .fold(
                                        word -> word.equals(first)
                                                ? Judgement.pass(Subject.HOST)
                                                : Judgement.fail("odd", Subject.HOST)
                                                        .with("word", Arg.text(word)),
                                        missing -> Judgement.unknown(missing, Subject.HOST)))));
        return judged;
    }

    private static CheckInstance<NoParams> instance(
            String name, dev.preflight.api.Check<NoParams> check, List<String> groups) {
        return instance(name, check, groups, HostSelector.ALL);
    }

    private static CheckInstance<NoParams> instance(
            String name, dev.preflight.api.Check<NoParams> check, List<String> groups, HostSelector when) {
        return new CheckInstance<>(
                name, check, new NoParams(), Optional.empty(), Map.of(), groups, when, Place.of("test"));
    }

    private static final SameWord SAME = new SameWord(FleetJudgingTest::asTheFirst);

    private final Map<String, HostEvidence> evidence = new LinkedHashMap<>();
    private final List<Waiver> waivers = new ArrayList<>();
    private List<String> only = List.of();
    private List<String> skip = List.of();

    private static Frame frame(FactRequest<?> request, String out) {
        return new Frame(
                request.key(),
                1,
                FrameEnd.COMPLETE,
                OptionalInt.of(0),
                Optional.empty(),
                Optional.of(AT.plusMillis(40)),
                out.getBytes(StandardCharsets.UTF_8),
                new byte[0]);
    }

    private void host(String name, String word) {
        host(name, word, "debian");
    }

    private void host(String name, String word, String system) {
        List<Frame> frames = Stream.of(
                        frame(WORD, word + "\n"),
                        frame(HostIdentity.REQUEST, "Linux 6.1 x86_64\n0\ncontainer=none\nID=" + system + "\ndone\n"))
                .toList();
        LaneEvidence lane = new LaneEvidence(Lane.USER, "", AT, AT, frames, "", false, Optional.empty());
        evidence.put(
                name,
                new HostEvidence(new HostInfo(name, "", List.of(name)), "replay", AT, List.of(lane), Optional.empty()));
    }

    private void deadHost(String name) {
        evidence.put(
                name,
                new HostEvidence(
                        new HostInfo(name, "", List.of(name)),
                        "ssh",
                        AT,
                        List.of(),
                        Optional.of(HostFailure.of(TransportFailure.REFUSED))));
    }

    private RunReport run(CheckInstance<?>... instances) throws ProblemsException {
        Profile profile =
                new Profile("test", "", SettingValues.defaults(), List.of(instances), waivers, false, false, List.of());
        List<Host> hosts = evidence.keySet().stream()
                .map(name -> TestHost.named(name, name))
                .toList();
        return RunJudging.replay(
                RunPlan.of(profile, hosts, only, skip),
                host -> Objects.requireNonNull(evidence.get(host.name())),
                new Catalogue(List.of(SAME, new BadWord())),
                new JudgeOptions(false, "test"),
                AT);
    }

    private static HostReport of(RunReport run, String host) {
        return run.hosts().stream()
                .filter(h -> h.name().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> said(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.instance() + " " + f.outcome().code() + " " + f.code())
                .toList();
    }

    @Test
    void whatAComparisonSaysOfAHostCountsForThatHostAndForTheRun() throws ProblemsException {
        host("h1", "a");
        host("h2", "b");
        RunReport run = run(instance("same-word", SAME, List.of()));
        assertThat(said(of(run, "h2").findings())).containsExactly("same-word fail odd");
        assertThat(of(run, "h2").verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(of(run, "h1").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(run.fleet()).isEmpty();
        assertThat(run.exit()).isEqualTo(ExitCode.BLOCKED);
    }

    @Test
    void whatBelongsToNoHostIsTheFleetsAndCountsForTheRunAlone() throws ProblemsException {
        host("h1", "a");
        host("h2", "b");
        SameWord tie = new SameWord(
                (facts, params) -> List.of(new Scoped(Scope.fleet(), Judgement.warning("no-majority", Subject.HOST))));
        RunReport run = run(instance("same-word", tie, List.of()));
        assertThat(said(run.fleet())).containsExactly("same-word warning no-majority");
        assertThat(run.verdict()).isEqualTo(Verdict.PROCEED_WITH_WARNINGS);
        assertThat(of(run, "h1").verdict()).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void aDeadHostComesAsAReadingAndNoFailIsLostForIt() throws ProblemsException {
        host("h1", "a");
        host("h2", "b");
        deadHost("h3");
        RunReport run = run(instance("same-word", SAME, List.of()));
        assertThat(said(of(run, "h3").findings())).containsExactly("same-word unknown unreachable");
        assertThat(said(of(run, "h2").findings())).containsExactly("same-word fail odd");
        assertThat(run.verdict()).isEqualTo(Verdict.BLOCKED);
        host("h2", "a");
        assertThat(run(instance("same-word", SAME, List.of())).verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void aFleetCheckThatPassesThoughAHostIsMissingIsCaught() throws ProblemsException {
        host("h1", "a");
        deadHost("h2");
        SameWord blind =
                new SameWord((facts, params) -> List.of(new Scoped(Scope.host("h1"), Judgement.pass(Subject.HOST))));
        RunReport run = run(instance("same-word", blind, List.of()));
        assertThat(run.fleet())
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).hasValue(Reason.CHECK_ERROR));
    }

    @Test
    void waiversCoverItByHostAndByFingerprint() throws ProblemsException {
        host("h1", "a");
        host("h2", "b");
        OffsetDateTime until = OffsetDateTime.parse("2027-01-01T00:00:00Z");
        waivers.add(new Waiver(
                Optional.empty(), Optional.of("same-word"), List.of("h2"), "known", "me", until, Place.of("test")));
        RunReport run = run(instance("same-word", SAME, List.of()));
        assertThat(run.verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(run.unusedWaivers()).isEmpty();
        Finding odd = of(run, "h2").findings().get(0);
        assertThat(odd.waived()).isTrue();
        waivers.set(
                0,
                new Waiver(
                        Optional.of(odd.fingerprint()),
                        Optional.empty(),
                        List.of(),
                        "known",
                        "me",
                        until,
                        Place.of("test")));
        assertThat(run(instance("same-word", SAME, List.of())).verdict()).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void aFaultOfTheHostExplainsWhyItStandsOut() throws ProblemsException {
        host("h1", "a");
        host("h2", "bad");
        RunReport run = run(instance("bad-word", new BadWord(), List.of()), instance("same-word", SAME, List.of()));
        List<Finding> found = of(run, "h2").findings();
        assertThat(said(found)).containsExactly("bad-word fail bad", "same-word fail odd");
        assertThat(found.get(1).causedBy()).containsExactly(found.get(0).fingerprint());
    }

    @Test
    void onlyAndSkipChooseItAndGroupsSayWhichHostsAreCompared() throws ProblemsException {
        host("h1", "a");
        host("h2", "b");
        CheckInstance<?> all = instance("all-words", SAME, List.of());
        CheckInstance<?> first = instance("first-word", SAME, List.of("h1"));
        RunReport both = run(all, first);
        assertThat(said(of(both, "h1").findings())).containsExactly("all-words pass ok", "first-word pass ok");
        assertThat(said(of(both, "h2").findings())).containsExactly("all-words fail odd");
        skip = List.of("all-words");
        RunReport skipped = run(all, first);
        assertThat(said(of(skipped, "h2").findings())).containsExactly("all-words skipped skipped");
        assertThat(of(skipped, "h1").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(of(skipped, "h2").verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(skipped.unmeasured()).containsExactly("h2");
        skip = List.of();
        only = List.of("all-words");
        assertThat(said(of(run(all, first), "h1").findings()))
                .containsExactly("first-word skipped skipped", "all-words pass ok");
    }

    @Test
    void hostsThatTheSelectorLeavesOutAreNotCompared() throws ProblemsException {
        host("h1", "a");
        host("h2", "b", "alpine");
        HostSelector debian = new HostSelector(List.of("debian"), List.of(), List.of());
        RunReport run = run(instance("same-word", SAME, List.of(), debian));
        assertThat(said(of(run, "h1").findings())).containsExactly("same-word pass ok");
        assertThat(of(run, "h2").findings())
                .singleElement()
                .satisfies(f -> assertThat(f.outcome()).isEqualTo(Outcome.NOT_APPLICABLE));
    }

    @Test
    void aCheckThatLooksAtNobodyIsNamedWithTheReason() throws ProblemsException {
        host("h1", "a");
        host("h2", "a");
        HostSelector alpine = new HostSelector(List.of("alpine"), List.of(), List.of());
        HostSelector debian = new HostSelector(List.of("debian"), List.of(), List.of());
        RunReport run = run(
                instance("all", SAME, List.of()),
                instance("db", SAME, List.of("db", "archive")),
                instance("old", SAME, List.of(), alpine),
                instance("new", SAME, List.of(), debian));
        assertThat(run.idle())
                .containsExactly(
                        new IdleCheck("same-word", "db", IdleCheck.Why.GROUPS_EMPTY, List.of("db", "archive")),
                        new IdleCheck("same-word", "old", IdleCheck.Why.NOT_SELECTED, List.of()));
        assertThat(run.verdict()).isEqualTo(Verdict.PROCEED);
        skip = List.of("old");
        assertThat(run(instance("all", SAME, List.of()), instance("old", SAME, List.of(), debian))
                        .idle())
                .isEmpty();
    }

    @Test
    void whereNothingWasMeasuredNobodyProceeds() throws ProblemsException {
        host("h1", "a");
        host("h2", "a", "alpine");
        HostSelector debian = new HostSelector(List.of("debian"), List.of(), List.of());
        RunReport one = run(instance("same-word", SAME, List.of(), debian));
        assertThat(of(one, "h1").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(of(one, "h2").verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(one.unmeasured()).containsExactly("h2");
        assertThat(one.exit()).isEqualTo(ExitCode.UNDECIDED);
    }

    @Test
    void aFindingOfTheFleetIsAMeasurementOfTheHostsThatItsCheckLooksAt() throws ProblemsException {
        host("h1", "a");
        host("h2", "a");
        SameWord fleet = new SameWord(
                (facts, params) -> List.of(new Scoped(Scope.fleet(), Judgement.warning("no-majority", Subject.HOST))));
        CheckInstance<?> first = instance("same-word", fleet, List.of("h1"));
        CheckInstance<?> second = instance("other", new BadWord(), List.of("h2"));
        assertThat(run(first, second).unmeasured()).isEmpty();
        skip = List.of("other");
        assertThat(run(first, second).unmeasured()).containsExactly("h2");
    }

    @Test
    void judgesSeeWhenAFactWasRead() throws ProblemsException {
        host("h1", "a");
        SameWord timed = new SameWord((facts, params) -> {
            var exchange = facts.hosts().get("h1").exchange(WORD).orElseThrow();
            return List.of(new Scoped(
                    Scope.host("h1"),
                    exchange.width().equals(Duration.ofMillis(40))
                            ? Judgement.pass(Subject.HOST)
                            : Judgement.fail("odd", Subject.HOST)));
        });
        assertThat(run(instance("same-word", timed, List.of())).verdict()).isEqualTo(Verdict.PROCEED);
    }

    /** Runs out of memory over a host that says "large". */
    private static final class Hungry implements HostCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("hungry", NoParams.class, Severity.BLOCKER);
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none().required(WORD);
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            if (facts.get(WORD).equals("large")) {
                throw new OutOfMemoryError("Java heap space");
            }
            return List.of(Judgement.pass(Subject.HOST));
        }
    }

    @Test
    void whereMemoryRanOutOverAHostTheOthersAreToldAndTheExitCodeIsThatOfAnErrorOfOurs() throws ProblemsException {
        host("h1", "small");
        host("h2", "large");
        RunReport run = run(instance("hungry", new Hungry(), List.of()));
        assertThat(of(run, "h1").verdict()).isEqualTo(Verdict.PROCEED);
        assertThat(of(run, "h2").unreachable().orElseThrow().failure()).isEqualTo(TransportFailure.INTERNAL_ERROR);
        assertThat(run.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(run.exit()).isEqualTo(ExitCode.INTERNAL_ERROR);
    }
}
