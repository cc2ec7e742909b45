package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.Compression;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class WireCompressionTest {
    /** What jsch puts before a payload: length and padding length (RFC 4253 section 6). */
    private static final int START = 5;

    /** A payload that every server takes (RFC 4253 section 6.1). */
    private static final int LARGEST = 32_768;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] compressed(Compression compression, byte[] payload) {
        byte[] packet = new byte[START + payload.length];
        System.arraycopy(payload, 0, packet, START, payload.length);
        int[] end = {packet.length};
        byte[] after = compression.compress(packet, START, end);
        assertThat(after.length).as("room for padding and MAC").isGreaterThanOrEqualTo(end[0] + 128);
        return Arrays.copyOfRange(after, START, end[0]);
    }

    @Test
    void eachPacketIsWholeForTheOtherSide() throws Exception {
        Compression compression = new WireCompression();
        compression.init(Compression.DEFLATER, 1);
        Inflater inflater = new Inflater();
        String script = "printf '%s\\n' \"$x\"\n".repeat(1000);
        for (byte[] payload : new byte[][] {
            {1}, script.getBytes(StandardCharsets.UTF_8), random(LARGEST), random(3), new byte[LARGEST], {2, 3}
        }) {
            byte[] sent = compressed(compression, payload);
            assertThat(sent.length).isLessThan(payload.length + 64);
            inflater.setInput(sent);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            byte[] buffer = new byte[1000];
            for (int n = inflater.inflate(buffer); n > 0; n = inflater.inflate(buffer)) {
                read.write(buffer, 0, n);
            }
            assertThat(read.toByteArray()).isEqualTo(payload);
        }
        compression.end();
        inflater.end();
    }

    @Test
    void whatRepeatsIsShort() {
        Compression compression = new WireCompression();
        compression.init(Compression.DEFLATER, 1);
        byte[] twice = random(10_000);
        assertThat(compressed(compression, twice)).hasSizeGreaterThan(10_000);
        assertThat(compressed(compression, twice)).as("across packets").hasSizeLessThan(200);
        compression.end();
    }

    @Test
    void whatComesIsReadToItsEnd() {
        Compression sender = new WireCompression();
        sender.init(Compression.DEFLATER, 1);
        Compression reader = new WireCompression();
        reader.init(Compression.INFLATER, 1);
        for (int length : new int[] {1, 4096, LARGEST, 8 * LARGEST}) {
            byte[] payload = new byte[length];
            Arrays.fill(payload, (byte) 'x');
            byte[] sent = compressed(sender, payload);
            byte[] packet = new byte[START + sent.length];
            System.arraycopy(sent, 0, packet, START, sent.length);
            int[] end = {sent.length};
            byte[] after = reader.uncompress(packet, START, end);
            assertThat(Arrays.copyOfRange(after, START, START + end[0])).isEqualTo(payload);
        }
        byte[] bomb = compressed(sender, new byte[8 * LARGEST + 1]);
        assertThatThrownBy(() -> reader.uncompress(bomb, 0, new int[] {bomb.length}))
                .isInstanceOf(Compression.InflaterException.class);
    }
}
