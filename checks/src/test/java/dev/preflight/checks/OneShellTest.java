package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.Frame;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.node.ProblemsException;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Rights;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What probes leave in the shell that they share changes no answer: it is the same behind any others as alone. */
class OneShellTest {
    private static final int MOST_TRIES = 10;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static List<FactRequest<?>> light() throws ProblemsException {
        List<FactRequest<?>> light = new ArrayList<>();
        for (FactRequest<?> request : ShippedProfileRun.of("kubernetes-node").requests()) {
            if (request.context() == Context.CLEAN
                    && request.fact().lane() == Lane.USER
                    && !request.fact().alone()) {
                light.add(request);
            }
        }
        return light;
    }

    private static Map<String, String> answers(Shell shell, List<FactRequest<?>> requests) {
        LaneScript script = ScriptCompiler.compile(requests, Rights.USER, System.getProperty("user.name"))
                .get(Lane.USER);
        Map<String, String> answers = new TreeMap<>();
        for (Frame frame : ScriptRun.under(shell).run(script).reader().frames()) {
            answers.put(frame.key(), frame.status() + " " + masked(frame.out()) + masked(frame.err()));
        }
        return answers;
    }

    /** Times, counters and the numbers of processes differ from run to run. */
    private static String masked(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1).replaceAll("\\d+", "0");
    }

    /** Those of the requests that answer otherwise among these; what the machine itself changed meanwhile is asked again. */
    private static Map<String, String> otherThanAlone(Shell shell, List<FactRequest<?>> requests) {
        List<FactRequest<?>> left = requests;
        Map<String, String> other = new TreeMap<>();
        for (int tries = 0; tries < MOST_TRIES && !left.isEmpty(); tries++) {
            Map<String, String> among = answers(shell, requests);
            other.clear();
            for (FactRequest<?> request : left) {
                String alone = answers(shell, List.of(request)).get(request.key());
                if (!alone.equals(among.get(request.key()))) {
                    other.put(request.key(), among.get(request.key()) + "\nand alone:\n" + alone);
                }
            }
            left = left.stream()
                    .filter(request -> other.containsKey(request.key()))
                    .toList();
        }
        return other;
    }

    @ParameterizedTest
    @MethodSource("shells")
    void anAnswerIsTheSameBehindOthersAsAlone(Shell shell) throws ProblemsException {
        List<FactRequest<?>> requests = light();
        assertThat(otherThanAlone(shell, requests)).isEmpty();
        Collections.reverse(requests);
        assertThat(otherThanAlone(shell, requests)).isEmpty();
    }
}
