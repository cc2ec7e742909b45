package dev.preflight.checks.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.checks.docker.containers.CgroupCpu.Group;
import dev.preflight.checks.docker.containers.ContainerCpuSharesCheck.Params;
import dev.preflight.checks.docker.containers.Containers.Container;
import dev.preflight.checks.docker.containers.Containers.ContainerRuntime;
import dev.preflight.checks.docker.containers.Containers.Kind;
import dev.preflight.checks.settings.DockerSettings.SchedulerModel;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerCpuSharesCheckTest {
    private static final int CPUS = 32;

    private static Params params(SchedulerModel model, int planned) {
        return new Params(model, planned, 5, 80, 50, 10);
    }

    private static Params swarm(int planned) {
        return params(SchedulerModel.SWARM_CLASSIC, planned);
    }

    private static String id(int number) {
        return String.format("%064x", number + 0xabc);
    }

    private static Container container(int number, boolean running, long shares) {
        return new Container(
                Kind.DOCKER,
                id(number),
                "c" + number,
                running,
                shares,
                "json-file",
                Optional.empty(),
                Optional.empty());
    }

    private static Reading<Containers> docker(long... shares) {
        List<Container> all = IntStream.range(0, shares.length)
                .mapToObj(i -> container(i, true, shares[i]))
                .toList();
        return Reading.got(new Containers(List.of(new ContainerRuntime(Kind.DOCKER, Optional.empty(), "", all))));
    }

    private static Reading<Containers> denied() {
        return Reading.got(new Containers(
                List.of(new ContainerRuntime(Kind.DOCKER, Optional.of(Reason.NO_PERMISSION), "denied", List.of()))));
    }

    private static Reading<CgroupCpu> kernel(boolean weight, long... values) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            groups.add(new Group(id(i), weight, values[i]));
        }
        return Reading.got(new CgroupCpu(OptionalInt.of(CPUS), groups));
    }

    private static List<Judgement> judge(Reading<Containers> containers, Reading<CgroupCpu> kernel, Params params) {
        HostFacts facts = new HostFacts(
                new HostInfo("n1", "10.0.0.1", List.of()),
                Instant.parse("2026-03-02T11:02:03Z"),
                Map.of(
                        ContainerCpuSharesCheck.CONTAINERS.key(),
                        containers,
                        ContainerCpuSharesCheck.KERNEL.key(),
                        kernel));
        return new ContainerCpuSharesCheck().judge(facts, params);
    }

    private static List<String> said(Reading<Containers> containers, Reading<CgroupCpu> kernel, Params params) {
        return judge(containers, kernel, params).stream()
                .map(j -> j.outcome().code() + " " + j.code())
                .toList();
    }

    private static long[] times(int count, long shares) {
        return LongStream.generate(() -> shares).limit(count).toArray();
    }

    @ParameterizedTest(name = "{0} x {1} shares, {2} planned: {3}")
    @CsvSource({
        // 33 CPUs are given away: 32 and 5 percent. 128 shares reserve 4.
        "8, 128, 1, warning nearly-full",
        "8, 128, 2, fail no-capacity",
        "0, 0, 33, warning nearly-full",
        "0, 0, 34, fail no-capacity",
        // 80 percent of 33 is 26.4.
        "6, 128, 2, pass ok",
        "6, 128, 3, warning nearly-full",
        // Half of the host is 16 CPUs, which 512 shares reserve.
        "1, 511, 0, pass ok",
        "1, 512, 0, warning large-share",
        // 31 shares reserve 0.97 CPUs, and that is none.
        "100, 31, 0, pass ok",
        "34, 32, 0, fail no-capacity",
        "100, 0, 0, pass ok",
        "2, 1023, 0, fail no-capacity",
        "2, 1024, 0, fail explicit-1024"
    })
    void swarmGivesAwayWhatTheHostHasAndFivePercent(int count, long shares, int planned, String expected) {
        assertThat(said(docker(times(count, shares)), kernel(false), swarm(planned)))
                .containsExactly(expected);
    }

    @Test
    void oneContainerWith1024SharesReservesTheHost() {
        assertThat(said(docker(1024), kernel(false), swarm(0)))
                .containsExactly("warning nearly-full", "warning large-share");
    }

    @Test
    void stoppedContainersReserveToo() {
        List<Container> stopped =
                IntStream.range(0, 9).mapToObj(i -> container(i, false, 128)).toList();
        Reading<Containers> all =
                Reading.got(new Containers(List.of(new ContainerRuntime(Kind.DOCKER, Optional.empty(), "", stopped))));
        assertThat(said(all, kernel(false), swarm(0))).containsExactly("fail no-capacity");
    }

    @Test
    void aSettingThatIsMissingIsNamedAndNothingPasses() {
        Params unset = params(SchedulerModel.UNSET, 4);
        List<Judgement> judged = judge(docker(times(99, 1024)), kernel(false), unset);
        assertThat(judged).singleElement().satisfies(j -> {
            assertThat(j.outcome().code()).isEqualTo("not-applicable");
            assertThat(j.args()).containsEntry("setting", Arg.text("scheduler_model"));
        });
        assertThat(judge(docker(), kernel(false), swarm(-1))).singleElement().satisfies(j -> {
            assertThat(j.outcome().code()).isEqualTo("not-applicable");
            assertThat(j.args()).containsEntry("setting", Arg.text("planned_cpus"));
        });
        assertThat(said(docker(times(9, 128)), kernel(false), swarm(-1))).containsExactly("fail no-capacity");
    }

    @Test
    void theRemedyKnowsWhatUndoingGivesBack() {
        Judgement failed =
                judge(docker(128, 1024, 128, 0, 2), kernel(false), swarm(0)).get(0);
        assertThat(failed.remedies()).extracting(Remedy::id).containsExactly("lower-shares");
        assertThat(failed.remedies().get(0).args())
                .containsEntry("before", Arg.texts(List.of(shown(1) + "=1024", shown(0) + "=128", shown(2) + "=128")));
        assertThat(failed.args().get("names")).isEqualTo(Arg.texts(List.of("c1=1024", "c0=128", "c2=128")));
        Judgement seenByKernel =
                judge(denied(), kernel(false, times(9, 128)), swarm(0)).get(0);
        assertThat(seenByKernel.remedies()).extracting(Remedy::id).containsExactly("recreate");
    }

    private static String shown(int number) {
        return id(number).substring(0, 12);
    }

    @Test
    void withoutTheRuntimeTheKernelTellsOfRunningContainers() {
        assertThat(said(denied(), kernel(false, times(9, 128)), swarm(0))).containsExactly("fail no-capacity");
        assertThat(said(denied(), kernel(false, 128), swarm(0))).containsExactly("pass running-only");
        assertThat(said(denied(), kernel(false), swarm(0))).containsExactly("unknown no-permission");
        Reading<Containers> late = Reading.missing(Reason.TIMEOUT, "");
        assertThat(said(late, kernel(false, 128), swarm(0))).containsExactly("pass running-only");
        assertThat(said(late, kernel(false), swarm(0))).containsExactly("unknown timeout");
    }

    @Test
    void whatARuntimeToldIsNotCountedAgainFromTheKernel() {
        assertThat(said(docker(times(4, 128)), kernel(false, times(4, 128)), swarm(0)))
                .containsExactly("pass ok");
    }

    @Test
    void aBlindRuntimeBesideOneThatAnsweredIsSaid() {
        List<Container> told = List.of(container(0, true, 128));
        Reading<Containers> two = Reading.got(new Containers(List.of(
                new ContainerRuntime(Kind.DOCKER, Optional.empty(), "", told),
                new ContainerRuntime(Kind.PODMAN, Optional.of(Reason.NO_PERMISSION), "own only", List.of()))));
        assertThat(said(two, kernel(false, 128), swarm(0))).containsExactly("unknown no-permission");
    }

    @Test
    void theKernelsDefaultOf1024MayBeSetOrUnset() {
        assertThat(said(denied(), kernel(false, 1024), swarm(0))).containsExactly("unknown ambiguous");
        assertThat(said(denied(), kernel(true, 100), swarm(0))).containsExactly("unknown ambiguous");
    }

    @Test
    void weightsAreJudgedWhereBothFormulasAgree() {
        // 5 is 107 to 133 shares by the old formula, 3 or 4 CPUs, and by the new one 12 to 16, which is none.
        assertThat(said(denied(), kernel(true, 5), swarm(0))).containsExactly("pass running-only");
        assertThat(said(denied(), kernel(true, times(11, 5)), swarm(0))).containsExactly("unknown ambiguous");
        assertThat(said(denied(), kernel(true, 10_000), swarm(0))).containsExactly("fail explicit-1024");
    }

    @Test
    void noRuntimeIsNoContainerAndThePlanIsStillHeldAgainstTheHost() {
        Reading<Containers> none = Reading.got(new Containers(List.of()));
        Judgement passed = judge(none, kernel(false), swarm(8)).get(0);
        assertThat(passed.outcome().code()).isEqualTo("pass");
        assertThat(passed.args()).containsEntry("capacity", Arg.count(33)).containsEntry("reserved", Arg.count(0));
        assertThat(said(none, kernel(false), swarm(34))).containsExactly("fail no-capacity");
    }

    @ParameterizedTest(name = "{0}: {1} and {2} shares: {3}")
    @CsvSource({
        "NONE, 10, 0, warning starvation",
        "NONE, 11, 0, pass weights",
        "NONE, 10, 1024, pass weights",
        "NONE, 1, 1024, warning out-of-range",
        "NONE, 2, 262144, pass weights",
        "NONE, 2, 262145, warning out-of-range",
        "KUBERNETES, 16384, 16384, pass weights",
        "KUBERNETES, 16384, 16385, warning more-than-cores"
    })
    void otherModelsLookAtWeights(SchedulerModel model, long first, long second, String expected) {
        assertThat(said(docker(first, second), kernel(false), params(model, -1)))
                .containsExactly(expected);
    }

    @Test
    void onlySwarmMakesItGrave() {
        assertThat(judge(denied(), kernel(false), swarm(0)).get(0).severity()).isEmpty();
        assertThat(judge(denied(), kernel(false), params(SchedulerModel.NONE, -1))
                        .get(0)
                        .severity())
                .contains(Severity.INFO);
    }

    @Test
    void withoutTheNumberOfCpusNothingIsSaid() {
        Reading<CgroupCpu> blind = Reading.got(new CgroupCpu(OptionalInt.empty(), List.of()));
        assertThat(said(docker(128), blind, swarm(0))).containsExactly("unknown not-readable");
        assertThat(said(docker(128), Reading.missing(Reason.TIMEOUT, ""), swarm(0)))
                .containsExactly("unknown timeout");
    }
}
