package dev.preflight.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.ProbeOutput;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoppedTest {
    private static final String GUARD = """
            @@PF stopped 20
            @@PF ran 10 1 sh
            @@PF ran 11 10 sh
            @@PF ran 12 10 head
            @@PF ran 13 11 sh
            @@PF ran 14 11 head
            """;

    private static Optional<String> said(String err) {
        return Stopped.said(new ProbeOutput(new byte[0], err.getBytes(StandardCharsets.UTF_8), -1));
    }

    @Test
    void theProcessThatWasWaitedForIsNamedWithWhatStartedIt() {
        assertThat(said(GUARD + """
                @@PF ran 15 13 bash
                @@PF ran 16 15 bash
                @@PF at 16 /root/.pyenv/libexec/pyenv
                @@PF ran 17 16 pyenv-rehash
                @@PF at 17 /root/.pyenv/libexec/pyenv-rehash
                @@PF ran 18 17 sleep
                """))
                .hasValue("20 s: sleep < pyenv-rehash (/root/.pyenv/libexec/pyenv-rehash)"
                        + " < bash (/root/.pyenv/libexec/pyenv) < bash");
    }

    @Test
    void whereNothingButTheGuardRanNothingIsSaid() {
        assertThat(said(GUARD)).isEmpty();
        assertThat(said("")).isEmpty();
        assertThat(said("sleep: oops\n")).isEmpty();
    }

    @Test
    void theGuardThatEndedLastCounts() {
        assertThat(said("@@PF stopped 1\n@@PF ran 2 1 yes\n" + GUARD + "@@PF ran 15 13 df\n"))
                .hasValue("20 s: df");
    }

    @Test
    void nonsenseCirclesAndControlBytesDoNoHarm() {
        assertThat(said("""
                @@PF stopped x
                @@PF ran
                @@PF ran a b c
                @@PF ran 99999999999 1 big
                @@PF at
                @@PF at 5
                @@PF ran 3 4 a
                @@PF ran 4 3 b
                """)).isEmpty();
        assertThat(said("@@PF stopped 1\n@@PF ran 5 1 a\u001b[31m\rb\n@@PF at 5 /x\u0007y\n"))
                .hasValue("1 s: a?[31m?b (/x?y)");
    }

    @Test
    void aLongChainIsCut() {
        StringBuilder err = new StringBuilder("@@PF stopped 1\n");
        for (int pid = 2; pid < 30; pid++) {
            err.append("@@PF ran " + pid + " " + (pid - 1) + " p" + pid + "\n");
        }
        assertThat(said(err.toString())).hasValue("1 s: p29 < p28 < p27 < p26 < p25 < p24");
    }
}
