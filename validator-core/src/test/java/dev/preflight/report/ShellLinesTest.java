package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellLinesTest {
    private static String output(String script) throws IOException, InterruptedException {
        Process sh = new ProcessBuilder("sh", "-eu").redirectErrorStream(true).start();
        try (var in = sh.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sh.waitFor()).as(script + out).isZero();
        return out;
    }

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(ShellLines.of("a b\nc d", 10)).containsExactly("a b", "c d");
    }

    @Test
    void breaksBetweenArgumentsAndBestBetweenCommands() {
        assertThat(ShellLines.of("chmod 0644 /etc/a && chown root /etc/a", 30))
                .containsExactly("chmod 0644 /etc/a && \\", "    chown root /etc/a");
        assertThat(ShellLines.of("ssh-keygen -R '10.0.0.4' -f /home/ops/known_hosts", 40))
                .containsExactly("ssh-keygen -R '10.0.0.4' \\", "    -f /home/ops/known_hosts");
        assertThat(ShellLines.of("printf '%s' umask >> /etc/profile.d/installer.sh", 40))
                .containsExactly("printf '%s' umask \\", "    >> /etc/profile.d/installer.sh");
    }

    @Test
    void whatCannotBeBrokenIsLeftWhole() {
        String quoted = "printf '%s a long text in quotes that no break may enter'";
        assertThat(ShellLines.of(quoted, 20))
                .containsExactly("printf \\", "    '%s a long text in quotes that no break may enter'");
        assertThat(ShellLines.of("# a comment has no line that goes on", 10)).hasSize(1);
        List<String> document = List.of("cat > /etc/a/very/long/name <<EOF", "a line of the text that is long", "EOF");
        assertThat(ShellLines.of(String.join("\n", document), 10)).isEqualTo(document);
    }

    /** The same words reach the program, whatever the width. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "printf '<%s>\\n' one two\\ words 'three  words of one' \"four 'x' y\" five#5 # a note, at the end of it",
                "x='a  b'; printf '<%s>\\n' \"$(printf '%s  %s' \"c  d\" \"$x\")\" \"${x:-e  f}\" ${y:-g h} `echo \"i  j\" k`",
                "if [ -e / ]; then printf '%s\\n' there is one; else echo none; fi && echo end || echo other of it",
                "for x in 'a  b' c; do echo \"($x  $(echo d \")\" e))\"; done | sed -e 's/a  b/x  y/' | tr c z",
                "echo a \\\n  b   c 'd\n  e' f\necho \"g  h\" ; ( echo i; echo $((1 + 2)) ) ; { echo j; } > /dev/stdout",
                "case x in x) echo one two three four ;; esac; echo \"$(case x in x) echo 'a  b' ;; esac) \" more words",
            })
    void theCommandIsTheSame(String command) throws IOException, InterruptedException {
        String whole = output(command);
        for (int width = 2; width < 90; width += 3) {
            assertThat(output(String.join("\n", ShellLines.of(command, width)) + "\n"))
                    .as("at " + width)
                    .isEqualTo(whole);
        }
    }
}
