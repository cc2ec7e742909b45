package dev.preflight.checks.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DockerDaemonTest {
    private static final String UNITS = "binary /usr/bin/dockerd\nunit /lib/systemd/system/docker.service\n";

    private static DockerDaemon parse(int format, String text) throws FactFormatException {
        ProbeOutput output = new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0);
        return DockerDaemon.FACT.parser(format).orElseThrow().parse(output).fold(got -> got, missing -> {
            throw new AssertionError(missing);
        });
    }

    @Test
    void anAnswerWithoutItsEndDoesNotPassForAHostWithoutTheRest() {
        for (String cut : new String[] {"", UNITS, UNITS + "done"}) {
            assertThatThrownBy(() -> parse(2, cut)).isInstanceOf(FactFormatException.class);
        }
    }

    @Test
    void anAnswerWithItsEndIsRead() throws FactFormatException {
        assertThat(parse(2, "done\n").installed()).isFalse();
        assertThat(parse(2, UNITS + "done\n").units()).hasSize(1);
    }

    @Test
    void evidenceFromBeforeTheEndMarkIsRead() throws FactFormatException {
        assertThat(parse(1, "").installed()).isFalse();
        assertThat(parse(1, UNITS).units()).hasSize(1);
    }
}
