package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Fact;
import dev.preflight.fact.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {
    @Test
    void namesOfAllVariablesAndFunctionsAreFound() {
        Leftovers left = Leftovers.of("""
                PARAM_LIMIT='exit 1'
                set -- 'a' 'b'
                r=${PROBE_ROOT-}
                a='' b=1 c="$(date)"
                one() { x=$1; }
                for f in "$@"; do read -r k rest _ <"$f"; done
                PATH=/x
                while IFS=: read -r u v; do :; done
                : "${d:=4}"
                for p; do echo "$p" >&2; done
                [ -n "$a" ] && y=1 || { z=2; }
                """).orElseThrow();
        assertThat(left.variables())
                .containsAll(
                        List.of("PARAM_LIMIT", "r", "a", "b", "c", "x", "f", "k", "rest", "u", "v", "d", "p", "y", "z"))
                .doesNotContain("_", "IFS", "PATH");
        assertThat(left.functions()).containsExactly("one");
    }

    @Test
    void aRequestLeavesItsLocatorsToo() {
        Fact<String> fact = Fact.scripted("one", "x=$PARAM_SIZE\n").parsedBy(output -> Reading.got(output.text()));
        for (String name : List.of("SIZE", "PATH_OF", "SIZE")) {
            assertThat(Leftovers.of(fact.request().with(name, "exit 1"))
                            .orElseThrow()
                            .variables())
                    .containsExactlyInAnyOrder("PARAM_" + name, "x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 0",
                "[ -f /x ] || exit",
                "exec 2>/dev/null",
                "umask 077",
                "trap : TERM",
                "export A=1",
                "set -e",
                "set -u; echo",
                "set +e",
                "set -fe",
                "ulimit -n",
                "eval \"$x\"",
                "sleep 1 &",
                "sleep 1 & wait",
                ". /etc/os-release",
                "if :; then\n  . /etc/os-release\nfi",
                "readonly a=1",
                "echo $PF_B",
                "x=\"$(date)\"; exit",
                "echo \"it's\" && exit",
                "echo 'without an end",
                "echo \"without an end",
            })
    void whatMayLeaveMoreThanThatIsGivenASubshell(String text) {
        assertThat(Leftovers.of(text + "\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "awk '{ exit }' /dev/null",
                "printf '%s\\n' 'cd & exit'",
                "echo 2>&1 >&2 <&3 3>&-",
                "[ -n \"$a\" ] && echo",
                "set -f; set +f; set -- a b",
                "x=\"$(cd /tmp && exit)\"; echo \"trap & eval: set -e\"",
                "set --",
                "echo executive /usr/bin/exec x-exit $exit",
            })
    void whatLeavesNothingElseNeedsNone(String text) {
        assertThat(Leftovers.of(text + "\n")).isPresent();
    }
}
