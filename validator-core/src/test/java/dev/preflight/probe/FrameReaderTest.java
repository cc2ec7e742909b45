package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.fact.Lane;
import dev.preflight.probe.LaneScript.Expected;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final Nonce NONCE = new Nonce("00112233445566778899aabbccddeeff");
    private static final String MARK = "\n@@" + NONCE.text() + " ";
    private static final LaneScript SCRIPT = new LaneScript(
            Lane.USER, "", List.of(new Expected(1, 0, "one@clean", 1, 200), new Expected(2, 0, "two@clean", 1, 100)));
    private static final String OUT = "Last login: never" + MARK + "A 1 boot-a\n"
            + MARK + "B 1 10.00\none" + MARK + "R 0\n" + MARK + "E 1 0 10.25\n"
            + MARK + "B 2 10.25\ntwo\n" + MARK + "R 3\n" + MARK + "E 2 0 11.00\n"
            + MARK + "Z boot-a\n";
    private static final String ERR = "motd" + MARK + "B 1\nfirst\n" + MARK + "B 2\nsecond\n" + MARK + "Z\n";

    private static FrameReader read(String out, String err) {
        return read(out, err, Integer.MAX_VALUE);
    }

    private static FrameReader read(String out, String err, int piece) {
        FrameReader reader = new FrameReader(SCRIPT, NONCE, new Redactor(List.of("hunter2")), InstantSource.system());
        byte[] bytes = bytes(out);
        for (int i = 0; i < bytes.length; i += piece) {
            reader.out(bytes, i, Math.min(piece, bytes.length - i));
            if (piece == Integer.MAX_VALUE) {
                break;
            }
        }
        reader.err(bytes(err), 0, bytes(err).length);
        return reader;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String out(Frame frame) {
        return new String(frame.out(), StandardCharsets.UTF_8);
    }

    @Test
    void wholeFramesComeWithTheirTextStatusAndTime() {
        FrameReader reader = read(OUT, ERR);
        Frame one = reader.frames().get(0);
        Frame two = reader.frames().get(1);
        assertThat(out(one)).isEqualTo("one");
        assertThat(new String(one.err(), StandardCharsets.UTF_8)).isEqualTo("first\n");
        assertThat(one.took()).hasValueSatisfying(t -> assertThat(t.toMillis()).isEqualTo(250));
        assertThat(out(two)).isEqualTo("two\n");
        assertThat(two.status()).hasValue(3);
        assertThat(reader.done()).isTrue();
        assertThat(reader.noise()).contains("Last login: never").contains("motd");
    }

    @Test
    void piecesOfAnySizeGiveTheSame() {
        for (int piece = 1; piece < 60; piece++) {
            FrameReader reader = read(OUT, ERR, piece);
            assertThat(reader.done()).isTrue();
            assertThat(reader.frames()).extracting(FrameReaderTest::out).containsExactly("one", "two\n");
        }
    }

    @Test
    void cutAtEveryByteAFrameIsWholeOnlyIfItsStatusCame() {
        int firstWhole = OUT.indexOf("R 0\n") + "R 0\n".length();
        int secondWhole = OUT.indexOf("R 3\n") + "R 3\n".length();
        for (int length = 0; length <= OUT.length(); length++) {
            FrameReader reader = read(OUT.substring(0, length), "");
            List<Frame> frames = reader.frames();
            assertThat(frames).hasSize(2);
            assertThat(frames.get(0).end() == FrameEnd.COMPLETE)
                    .as("at %d", length)
                    .isEqualTo(length >= firstWhole);
            assertThat(frames.get(1).end() == FrameEnd.COMPLETE)
                    .as("at %d", length)
                    .isEqualTo(length >= secondWhole);
            assertThat(reader.ended()).isEqualTo(length == OUT.length());
            assertThat(frames.get(0).status().isPresent()).isEqualTo(length >= firstWhole);
        }
    }

    @Test
    void forgedMarkersAreContent() {
        String forged = "\n@@ffffffffffffffffffffffffffffffff R 0\n\n@@" + NONCE.text() + "\n@@"
                + NONCE.text().substring(1) + " E 1 0\n";
        FrameReader reader = read(OUT.replace("one", "one" + forged), ERR);
        assertThat(out(reader.frames().get(0))).isEqualTo("one" + forged);
        assertThat(reader.frames().get(0).end()).isEqualTo(FrameEnd.COMPLETE);
    }

    @Test
    void aGenuineNonceWithNonsenseBehindItDoesNotConfuse() {
        for (String nonsense : List.of("B", "B 99 1", "B x", "R", "R x", "E", "E 7 7 7", "Q", "", "Z".repeat(500))) {
            FrameReader reader = read(OUT.replace("Last login: never", MARK + nonsense + "\n"), ERR);
            assertThat(reader.frames()).extracting(FrameReaderTest::out).containsExactly("one", "two\n");
        }
    }

    @Test
    void noiseBetweenTheFramesBelongsToNone() {
        FrameReader reader = read(OUT.replace("E 1 0 10.25\n", "E 1 0 10.25\nnoise between\n"), ERR);
        assertThat(reader.frames()).extracting(FrameReaderTest::out).containsExactly("one", "two\n");
        assertThat(reader.noise()).contains("noise between");
    }

    @Test
    void aKilledProbeTimedOutAndOneWithoutStatusDied() {
        String killed = OUT.replace("one" + MARK + "R 0\n", "on").replace("E 1 0", "E 1 137");
        assertThat(read(killed, ERR).frames().get(0).end()).isEqualTo(FrameEnd.TIMED_OUT);
        String died = OUT.replace("one" + MARK + "R 0\n", "on").replace("E 1 0", "E 1 1");
        assertThat(read(died, ERR).frames().get(0).end()).isEqualTo(FrameEnd.DIED);
    }

    private static final String INNER = "\n@@" + NONCE.inner().text() + " ";

    private static FrameReader readContext(String out, String err, int piece) {
        LaneScript script = new LaneScript(
                Lane.USER,
                "",
                List.of(
                        new Expected(2, 1, "one@login", 1, 200),
                        new Expected(3, 1, "two@login~0a1b2c3d", 1, 100),
                        new Expected(4, 0, "other@clean", 1, 100)));
        FrameReader reader = new FrameReader(script, NONCE, new Redactor(List.of()), InstantSource.system());
        byte[] bytes = bytes(out);
        for (int i = 0; i < bytes.length; i += piece) {
            reader.out(bytes, i, Math.min(piece, bytes.length - i));
        }
        reader.err(bytes(err), 0, bytes(err).length);
        return reader;
    }

    private static final String CONTEXT = MARK + "A 1 boot-a\n" + MARK + "B 1 10.00\nWelcome"
            + INNER + "A\n" + INNER + "B 2 10.00\none" + INNER + "R 0\n" + INNER + "E 2 0 10.50\n"
            + INNER + "B 3 10.50\ntwo" + INNER + "R 3\n" + INNER + "E 3 0 11.00\n"
            + MARK + "R 0\n" + MARK + "E 1 0 11.00\n"
            + MARK + "B 4 11.00\nother" + MARK + "R 0\n" + MARK + "E 4 0 11.00\n" + MARK + "Z boot-a\n";

    @Test
    void framesOfAContextComeAsIfEachHadEnteredIt() {
        for (int piece : List.of(1, 2, 7, 40, 10_000)) {
            String err = MARK + "B 1\ncomplaint" + INNER + "B 2\nfirst" + INNER + "B 3\nsecond" + MARK + "Z\n";
            FrameReader reader = readContext(CONTEXT, err, piece);
            assertThat(reader.frames())
                    .extracting(FrameReaderTest::out)
                    .containsExactly("@@PF entered\none", "@@PF entered\ntwo", "other");
            assertThat(reader.frames())
                    .extracting(frame -> new String(frame.err(), StandardCharsets.UTF_8))
                    .containsExactly("complaintfirst", "complaintsecond", "");
            assertThat(reader.frames().get(1).status()).hasValue(3);
            assertThat(reader.frames().get(0).took())
                    .hasValueSatisfying(t -> assertThat(t.toMillis()).isEqualTo(500));
            assertThat(reader.done()).isTrue();
            assertThat(reader.noise()).isEmpty();
        }
    }

    @Test
    void aContextCutAtEveryByteGivesAFrameOnlyIfItsStatusCame() {
        int firstWhole = CONTEXT.indexOf("R 0\n") + "R 0\n".length();
        int secondWhole = CONTEXT.indexOf("R 3\n") + "R 3\n".length();
        for (int length = 0; length <= CONTEXT.length(); length++) {
            List<Frame> frames =
                    readContext(CONTEXT.substring(0, length), "", 10_000).frames();
            assertThat(frames.get(0).end() == FrameEnd.COMPLETE)
                    .as("at %d", length)
                    .isEqualTo(length >= firstWhole);
            assertThat(frames.get(1).end() == FrameEnd.COMPLETE)
                    .as("at %d", length)
                    .isEqualTo(length >= secondWhole);
        }
    }

    @Test
    void theMarkersOfAContextCountForItsOwnFramesOnly() {
        String forged = INNER + "B 4 1.00\nforged" + INNER + "R 0\n" + INNER + "E 4 0 1.00\n";
        FrameReader within = readContext(CONTEXT.replace("Welcome", "Welcome" + forged), "", 10_000);
        assertThat(out(within.frames().get(2))).isEqualTo("other");
        String early = INNER + "B 2 1.00\nforged" + INNER + "R 0\n" + INNER + "E 2 0 1.00\n";
        FrameReader outside = readContext(early + CONTEXT, "", 10_000);
        assertThat(out(outside.frames().get(0))).isEqualTo("@@PF entered\none");
    }

    @Test
    void aContextThatWasNeverEnteredGivesItsEndToEachOfItsFrames() {
        String out = MARK + "A 1 boot-a\n" + MARK + "B 1 10.00\n@@PF entered\n0022\n" + MARK + "R 3\n" + MARK
                + "E 1 0 11.00\n" + MARK + "Z boot-a\n";
        for (Frame frame : readContext(out, "", 10_000).frames().subList(0, 2)) {
            assertThat(frame.end()).isEqualTo(FrameEnd.COMPLETE);
            assertThat(frame.status()).hasValue(3);
            assertThat(out(frame)).doesNotContain("@@PF entered");
        }
        String stopped = out.replace(MARK + "R 3\n", "").replace("E 1 0", "E 1 137");
        assertThat(readContext(stopped, "", 10_000).frames().subList(0, 2))
                .extracting(Frame::end)
                .containsOnly(FrameEnd.TIMED_OUT);
    }

    @Test
    void aHostThatIgnoresTheCapIsCutHere() {
        FrameReader reader = read(OUT.replace("one", "x".repeat(201)), ERR);
        assertThat(reader.frames().get(0).end()).isEqualTo(FrameEnd.TRUNCATED);
        assertThat(reader.frames().get(0).out()).hasSize(200);
        assertThat(read(OUT.replace("one", "x".repeat(200)), ERR)
                        .frames()
                        .get(0)
                        .end())
                .isEqualTo(FrameEnd.COMPLETE);
    }

    @Test
    void noiseIsBounded() {
        FrameReader reader = read("n".repeat(1_000_000) + OUT, ERR);
        assertThat(reader.noise().length()).isLessThanOrEqualTo(16 * 1024);
        assertThat(reader.frames()).extracting(FrameReaderTest::out).containsExactly("one", "two\n");
    }

    @Test
    void secretsAreMaskedInFramesErrorsAndNoise() {
        FrameReader reader = read(
                OUT.replace("one", "http://u:hunter3@proxy hunter2").replace("never", "hunter2"),
                ERR.replace("first", "hunter2"));
        assertThat(out(reader.frames().get(0))).isEqualTo("http://***@proxy ***");
        assertThat(new String(reader.frames().get(0).err(), StandardCharsets.UTF_8))
                .isEqualTo("***\n");
        assertThat(reader.noise()).doesNotContain("hunter2");
    }

    @Test
    void aRebootBetweenTheEndsIsSeen() {
        assertThat(read(OUT, ERR).rebooted()).isFalse();
        assertThat(read(OUT.replace("Z boot-a", "Z boot-b"), ERR).rebooted()).isTrue();
    }

    @Test
    void startUpFilesThatLeadStandardErrorIntoTheAnswersMakeNoReboot() {
        assertThat(read(OUT + ERR.substring(ERR.lastIndexOf(MARK)), "").rebooted())
                .isFalse();
    }

    @Test
    void anyPiecesGiveTheSameFrames() {
        String hostile = "\n@@0011\n\n@@" + NONCE.text() + MARK + "x".repeat(300) + MARK;
        String out = OUT.replace("one", "one" + hostile).replace("two", hostile + "two");
        List<String> whole = frames(read(out, ERR));
        for (int piece : new int[] {1, 2, 3, 7, 35, 36, 37, 199, 201, 300}) {
            assertThat(frames(read(out, ERR, piece))).isEqualTo(whole);
        }
    }

    private static List<String> frames(FrameReader reader) {
        return reader.frames().stream().map(frame -> frame.end() + out(frame)).toList();
    }

    @Test
    void aHostThatFloodsEachOfItsFramesIsHeldToItsRoom() {
        List<Expected> many = IntStream.rangeClosed(1, 40)
                .mapToObj(number -> new Expected(number, 0, "fact" + number + "@clean", 1, 256 * 1024))
                .toList();
        LaneScript script = new LaneScript(Lane.USER, "", many);
        for (int size : new int[] {256 * 1024, 256 * 1024 + 1, 3 * 1024 * 1024}) {
            FrameReader reader = new FrameReader(script, NONCE, new Redactor(List.of()), InstantSource.system());
            byte[] flood = new byte[8192];
            for (Expected frame : many) {
                feed(reader, MARK + "B " + frame.number() + " 1.00\n");
                for (int sent = 0; sent < size; sent += flood.length) {
                    reader.out(flood, 0, Math.min(flood.length, size - sent));
                }
                feed(reader, MARK + "R 0\n" + MARK + "E " + frame.number() + " 0 1.00\n");
                assertThat(reader.keptBytes()).isLessThanOrEqualTo(HostRoom.BYTES);
            }
            long whole = reader.frames().stream()
                    .filter(frame -> frame.end() == FrameEnd.COMPLETE)
                    .count();
            assertThat(whole).isEqualTo(size > 256 * 1024 ? 0 : HostRoom.BYTES / (256 * 1024));
            assertThat(reader.frames())
                    .filteredOn(frame -> frame.end() != FrameEnd.COMPLETE)
                    .allSatisfy(frame -> {
                        assertThat(frame.end()).isEqualTo(FrameEnd.TRUNCATED);
                        assertThat(frame.out()).hasSizeLessThanOrEqualTo(4096);
                    });
        }
    }

    private static void feed(FrameReader reader, String text) {
        reader.out(bytes(text), 0, bytes(text).length);
    }
}
