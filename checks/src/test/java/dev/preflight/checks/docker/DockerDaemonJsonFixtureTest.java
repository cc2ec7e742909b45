package dev.preflight.checks.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fixtures of spec 4.1, whose frames lie beside {@code spec.txt}. */
final class DockerDaemonJsonFixtureTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/preflight/checks/docker/docker-daemon-json");

    @ParameterizedTest
    @CsvSource({
        "F1,fail,empty,/etc/docker/daemon.json",
        "F2,fail,trailing-comma,/etc/docker/daemon.json",
        "F3,fail,flag-conflict,hosts",
        "F4,fail,type,log-opts.max-file",
        "F5,warning,ignored-key,registry-mirror",
        "F6,unknown,not-readable,daemon.json",
        "F7,pass,ok,/etc/docker/daemon.json"
    })
    void everyFixtureGivesExactlyItsFinding(String fixture, String outcome, String code, String subject)
            throws Exception {
        List<Judgement> found =
                new DockerDaemonJsonCheck().judge(facts(fixture), new DockerDaemonJsonCheck.Params(List.of(), ""));
        assertThat(found)
                .extracting(j ->
                        j.outcome().code() + " " + j.code() + " " + j.subject().name())
                .containsExactly(outcome + " " + code + " " + subject);
    }

    private static HostFacts facts(String fixture) throws IOException, FactFormatException {
        Map<String, Reading<?>> readings = new HashMap<>();
        for (FactRequest<?> request :
                List.of(DockerDaemonJsonCheck.DAEMON, DockerDaemonJsonCheck.FILE, DockerDaemonJsonCheck.VALIDATION)) {
            byte[] out = Files.readAllBytes(FOLDER.resolve(fixture + "/frames/" + request.key() + ".out"));
            readings.put(request.key(), request.fact().parser().parse(new ProbeOutput(out, new byte[0], 0)));
        }
        return new HostFacts(new HostInfo("n1", "", List.of()), Instant.EPOCH, readings);
    }
}
