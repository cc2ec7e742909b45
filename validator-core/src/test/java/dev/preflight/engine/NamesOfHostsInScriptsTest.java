package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.SettingValues;
import dev.preflight.probe.LaneScript;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.TestHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A probe that looks for the hosts of a run is sent their names, and its answer has the same key whichever they are. */
class NamesOfHostsInScriptsTest {
    private static final FactRequest<String> LOOKING = Fact.scripted("looking", "echo \"$@\"\n")
            .looksForHosts()
            .parsedBy(output -> Reading.got(output.text()))
            .request()
            .withArguments(List.of("first", "--"));

    private static final FactRequest<String> OTHER = Fact.scripted("other", "echo \"$@\"\n")
            .parsedBy(output -> Reading.got(output.text()))
            .request();

    private static final class Looks implements HostCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("looks", NoParams.class, Severity.BLOCKER);
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none().required(LOOKING, OTHER);
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return List.of(Judgement.pass(Subject.HOST));
        }
    }

    private static LaneScript script(String... names) throws ProblemsException {
        CheckInstance<NoParams> instance = new CheckInstance<>(
                "looks",
                new Looks(),
                new NoParams(),
                Optional.empty(),
                Map.of(),
                List.of(),
                HostSelector.ALL,
                Place.of("test"));
        Profile profile = new Profile(
                "test", "", SettingValues.defaults(), List.of(instance), List.of(), false, false, List.of());
        List<Host> hosts =
                Stream.of(names).map(name -> TestHost.named(name, "all")).toList();
        return Objects.requireNonNull(RunPlan.of(profile, hosts, List.of(), List.of())
                .scripts(names[0])
                .get(Lane.USER));
    }

    @Test
    void theNamesAreSentBehindTheArgumentsOfTheRequest() throws ProblemsException {
        assertThat(script("h1", "second-host").text(ScriptRun.NONCE, Duration.ofMinutes(1)))
                .contains("second-host");
        FactRequest<String> named = LOOKING.naming(List.of("h1", "h2's $(x)"));
        Shells.all()
                .forEach(shell -> assertThat(ScriptRun.under(shell).run(named).reading(named))
                        .isEqualTo(Reading.got("first -- h1 h2's $(x)\n")));
    }

    @Test
    void answersAreFoundWhicheverHostsThereAre() throws ProblemsException {
        List<String> keys =
                script("h1").expected().stream().map(LaneScript.Expected::key).toList();
        assertThat(script("h1", "h2").expected().stream().map(LaneScript.Expected::key))
                .containsExactlyElementsOf(keys)
                .contains(LOOKING.key(), OTHER.key());
        assertThat(LOOKING.naming(List.of("h1")).key()).isEqualTo(LOOKING.key());
        assertThat(OTHER.naming(List.of("h1"))).isEqualTo(OTHER);
    }
}
