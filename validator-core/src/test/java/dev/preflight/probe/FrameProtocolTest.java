package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.FrameProtocol;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the shell files print and end with is what {@link FrameProtocol} says. */
class FrameProtocolTest {
    private static final String SHELL = List.of("end.sh", "frame.sh", "guard.sh", "lane.sh", "stop.sh").stream()
            .map(name -> ScriptCompiler.resource(ScriptCompiler.class, name))
            .collect(Collectors.joining());

    private static Set<String> found(String pattern) {
        return Pattern.compile(pattern)
                .matcher(SHELL)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMarkerHasALetterOfTheProtocolAndEachLetterIsPrinted() {
        assertThat(found(FrameProtocol.MARK + "%s (\\w+)"))
                .containsExactly(
                        FrameProtocol.BEGINS,
                        FrameProtocol.FRAME_BEGINS,
                        FrameProtocol.FRAME_ENDS,
                        FrameProtocol.STATUS,
                        FrameProtocol.SCRIPT_ENDS);
    }

    @Test
    void everythingElseThatTheScriptSaysIsKnown() {
        assertThat(found("(" + FrameProtocol.SAID + "[a-z-]+ ?)"))
                .containsExactly(
                        FrameProtocol.SAID_AT,
                        FrameProtocol.SAID_NO_TOOL,
                        FrameProtocol.SAID_RAN,
                        FrameProtocol.SAID_STOPPED);
    }

    @Test
    void statusesOfItsOwnAreThoseOfTheProtocol() {
        assertThat(found("exit (\\d\\d+)"))
                .containsExactly(String.valueOf(FrameProtocol.NOT_OWN), String.valueOf(FrameProtocol.NO_TOOL));
        assertThat(found("PF_RC=(\\d\\d+)")).containsExactly(String.valueOf(FrameProtocol.STOPPED));
        assertThat(found("PF_RC\" != (\\d\\d+)")).containsExactly(String.valueOf(FrameProtocol.STOPPED));
    }

    @Test
    void whatReadsAScriptBehindStartUpFilesLooksForItsFirstLine() {
        assertThat(found("(#PF\\d)")).containsExactly(FrameProtocol.FIRST_LINE);
    }
}
