package dev.preflight.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence in one file: what people write, and what is written for them. */
class EvidenceFileTest {
    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

    @TempDir
    Path folder;

    private EvidenceFile read(String text) throws IOException {
        Problems problems = new Problems();
        Path file = Files.writeString(folder.resolve("e.yaml"), text);
        Optional<EvidenceFile> read = EvidenceFile.read(file, Place.of("test"), problems);
        assertThat(problems.all()).isEmpty();
        return read.orElseThrow();
    }

    private static HostEvidence of(EvidenceFile file, String host) {
        return file.hosts().stream()
                .filter(one -> one.name().equals(host))
                .map(file::evidence)
                .findFirst()
                .orElseThrow();
    }

    private static String out(HostEvidence host, String key) {
        return host.frame(key)
                .map(frame -> new String(frame.out(), StandardCharsets.UTF_8))
                .orElse("nothing");
    }

    @Test
    void aHostMayBeLikeAnother() throws IOException {
        EvidenceFile file = read("""
                formatVersion: 1
                startedAt: 2026-11-02T10:00:00Z
                hosts:
                  h1: {groups: [workers], said: {a@clean: one, b@clean: two, c@exec~01234567: three}}
                  h2: {like: h1, address: 10.0.0.2, said: {a@clean: other, b@clean: off, x-a/b@clean: four}}
                  h3: {failure: auth-failed}
                """);
        assertThat(out(of(file, "h1"), "a@clean")).isEqualTo("one");
        assertThat(of(file, "h1").host().groups()).containsExactlyInAnyOrder("workers", "all");
        assertThat(out(of(file, "h2"), "a@clean")).isEqualTo("other");
        assertThat(out(of(file, "h2"), "b@clean")).isEqualTo("nothing");
        assertThat(out(of(file, "h2"), "x-a.b@clean")).isEqualTo("four");
        assertThat(out(of(file, "h2"), "c@exec~01234567")).isEqualTo("three");
        assertThat(of(file, "h3").nothingCame().orElseThrow().failure()).isEqualTo(TransportFailure.AUTH_FAILED);
    }

    @Test
    void everythingIsSaidWithItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("e.yaml"), """
                formatVersion: 1
                startedAt: yesterday
                hosts:
                  h1: {like: h0, gruops: [a], said: {memory: x, a@clean: {ot: x, status: 256, end: ended}}}
                """);
        Problems problems = new Problems();
        assertThat(EvidenceFile.read(file, Place.of("test"), problems)).isEmpty();
        assertThat(problems.all().stream().map(Problem::toString).map(text -> text.replace(folder + "/", "")))
                .containsExactly(
                        "e.yaml:2:12: startedAt: expected an instant with its zone, found text 'yesterday'; write it like 2027-01-31T00:00:00Z",
                        "e.yaml:4:14: no host 'h0' above",
                        "e.yaml:4:18: unknown key of a host 'gruops'; did you mean 'groups'?",
                        "e.yaml:4:38: 'memory' names no fact in a context; write it as evidence does: FACT@CONTEXT, such as memory@clean",
                        "e.yaml:4:59: unknown key of a@clean 'ot'; did you mean 'out'?",
                        "e.yaml:4:74: status: expected a whole number from 0 to 255, found a whole number '256'",
                        "e.yaml:4:84: no such end 'ended'; valid here: complete, cut, damaged, died, never, timed-out, truncated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "plain\n",
                "no end",
                "two ends\n\n",
                "\nbegins empty\n",
                "  indented\n\ttab\n",
                "# comment\n: colon\n- dash\n'quote\" \\\n",
                "\u0000\u0007 control\n",
                "carriage\r\nreturn\n",
                "\u00e4\u4e2d\n",
                "\u0085 \u2028 \ufeff\n",
                " \n \n"
            })
    void whatAHostSaidIsReadBackAsItWasWritten(String said) throws IOException {
        Frame frame = new Frame(
                "a@clean~01234567",
                3,
                FrameEnd.COMPLETE,
                OptionalInt.of(7),
                Optional.empty(),
                Optional.of(NOW.plusMillis(20)),
                said.getBytes(StandardCharsets.UTF_8),
                "err: 1\n".getBytes(StandardCharsets.UTF_8));
        LaneEvidence good = new LaneEvidence(Lane.SLOW, "", NOW, NOW, List.of(frame), "", false, Optional.empty());
        LaneEvidence bad = new LaneEvidence(
                Lane.ROOT,
                "",
                NOW,
                NOW,
                List.of(Frame.never("b@clean", 1)),
                "",
                false,
                Optional.of(new LaneFailure(Reason.SUDO_PASSWORD, "")));
        HostEvidence evidence = new HostEvidence(
                new HostInfo("h1", "10.0.0.1", List.of("all")),
                "",
                NOW,
                List.of(good, bad),
                Optional.of(new HostFailure(TransportFailure.CLOSED_MIDWAY, new TreeMap<>())));
        EvidenceFile file = read(EvidenceFileText.of(NOW, Map.of(Host.local(), evidence)));
        HostEvidence back = of(file, "localhost");
        Frame same = back.frame("a@clean~01234567").orElseThrow();
        assertThat(new String(same.out(), StandardCharsets.UTF_8)).isEqualTo(said);
        assertThat(new String(same.err(), StandardCharsets.UTF_8)).isEqualTo("err: 1\n");
        assertThat(same.status()).hasValue(7);
        assertThat(same.format()).isEqualTo(3);
        assertThat(Duration.between(NOW, same.receivedAt().orElseThrow())).isEqualTo(Duration.ofMillis(20));
        assertThat(back.lanes())
                .extracting(LaneEvidence::lane, lane -> lane.failure().map(LaneFailure::reason))
                .containsExactly(
                        tuple(Lane.SLOW, Optional.empty()), tuple(Lane.ROOT, Optional.of(Reason.SUDO_PASSWORD)));
        assertThat(back.failure().orElseThrow().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY);
    }
}
