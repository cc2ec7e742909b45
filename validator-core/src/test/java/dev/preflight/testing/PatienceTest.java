package dev.preflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Rights;
import dev.preflight.probe.ScriptCompiler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Fact<String> FACT = Fact.scripted("one", "echo 7\n")
            .limit(Duration.ofSeconds(7))
            .parsedBy(output -> Reading.got(output.text()));

    private static String script(Context context) {
        LaneScript lane = ScriptCompiler.compile(List.of(FACT.in(context)), Rights.USER, "ops")
                .get(Lane.USER);
        return lane.text(ScriptRun.NONCE, Duration.ofSeconds(65));
    }

    @Test
    void theLimitOfAProbeAndTheAlarmAreWide() {
        String patient = Patience.with(script(Context.CLEAN));
        assertThat(patient).contains("\npf_probe 1 420 ", "\nPF_ALARM=3900\n").doesNotContain("pf_probe 1 7 ");
    }

    @Test
    void soIsTheOneBehindSudo() {
        assertThat(script(Context.SUDO))
                .contains("\npf_framed 2 7 ")
                .containsPattern("\npf_context 1 20 \\d+ sudo 13\n");
        assertThat(Patience.with(script(Context.SUDO)))
                .contains("\npf_framed 2 420 ")
                .containsPattern("\npf_context 1 1200 \\d+ sudo 780\n");
    }
}
