package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.Frame;
import dev.preflight.fact.Lane;
import dev.preflight.probe.LaneScript.Expected;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever comes, and in whatever pieces: a frame for every probe, and the same ones as of the whole at once. */
@Tag(Fuzz.TAG)
class FrameReaderFuzzTest {
    private static final Nonce NONCE = new Nonce("0123456789abcdef0123456789abcdef");
    private static final String MARK = "\n@@" + NONCE.text() + " ";
    private static final LaneScript SCRIPT = new LaneScript(
            Lane.USER,
            "",
            List.of(
                    new Expected(1, 0, "one@clean", 1, 1000),
                    new Expected(2, 0, "two@clean", 2, 10),
                    new Expected(4, 3, "four@clean", 1, 100_000),
                    new Expected(5, 3, "five@clean", 1, 100)));

    private static final String GOOD = MARK + "A 1 boot-1\n" + MARK + "B 1 12.34\nout of one\n" + MARK + "R 0\n" + MARK
            + "E 1 0 12.40\n" + MARK + "B 2 12.41\n0123456789" + MARK + "R 3\n" + MARK + "E 2 0 12.99\n" + MARK
            + "B 3 13.00\n"
            + MARK + "B 4 13.00\nfour\n" + MARK + "R 0\n" + MARK + "E 4 0 13.01\n" + MARK + "B 5 13.01\nhalf" + MARK
            + "E 3 137 23.00\n" + MARK + "Z boot-1\n";

    private static FrameReader reader() {
        return new FrameReader(SCRIPT, NONCE, new Redactor(List.of()), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    private interface Stream {
        void take(byte[] bytes, int offset, int length);
    }

    private static void inPieces(byte[] input, Random sizes, int most, Stream stream) {
        for (int at = 0; at < input.length; ) {
            int length = Math.min(input.length - at, 1 + sizes.nextInt(most));
            stream.take(input, at, length);
            at += length;
        }
    }

    /** What a reader says of this, given to it in pieces of these sizes. */
    private static String said(byte[] input, Random sizes, int most) {
        FrameReader reader = reader();
        inPieces(input, sizes, most, reader::out);
        inPieces(input, sizes, most, reader::err);
        List<Frame> frames = reader.frames();
        assertThat(frames).hasSize(4);
        StringBuilder said = new StringBuilder(reader.began() + " " + reader.done() + " " + reader.rebooted() + "\n");
        for (Frame frame : frames) {
            assertThat(frame.status().isPresent()).isEqualTo(frame.end() == dev.preflight.evidence.FrameEnd.COMPLETE);
            said.append(String.join(
                            " ",
                            frame.key(),
                            frame.end().code(),
                            frame.status().toString(),
                            frame.took().toString()))
                    .append(Arrays.hashCode(frame.out()))
                    .append(Arrays.hashCode(frame.err()))
                    .append('\n');
        }
        return said.append(reader.noise().hashCode()).toString();
    }

    @Test
    void anyBytesInAnyPiecesGiveTheSameFrames() {
        Fuzz.of("frames")
                .inputs(60_000)
                .seeds(Corpus.texts(GOOD, GOOD.replace("Z boot-1", "Z boot-2"), GOOD.substring(0, GOOD.length() / 2)))
                .also(Corpus.texts(
                        MARK.repeat(1_500),
                        (MARK + "B 1\n").repeat(1_300),
                        "\n@@".repeat(16_000),
                        MARK + "x".repeat(60_000)))
                .words(
                        MARK,
                        MARK + "B 1 1.00\n",
                        MARK + "E 1 0 9.99\n",
                        MARK + "R 0\n",
                        MARK + "Z\n",
                        MARK + "A\n",
                        MARK + "\n")
                .words("@@" + NONCE.text(), "\n@@", MARK + "B 4\n", MARK + "E 3 137\n", "R 999999999", "E -1 -1 -1")
                .run(input -> {
                    String whole = said(input, new Random(1), input.length + 1);
                    assertThat(said(input, new Random(1), 1)).as("byte by byte").isEqualTo(whole);
                    assertThat(said(input, new Random(input.length), 300))
                            .as("in pieces")
                            .isEqualTo(whole);
                });
    }
}
