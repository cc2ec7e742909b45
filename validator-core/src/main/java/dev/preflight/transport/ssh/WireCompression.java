package dev.preflight.transport.ssh;

import com.jcraft.jsch.Compression;
import com.jcraft.jsch.Session;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what is sent as zlib does by default (RFC 4253 section 6.2, RFC 1950). jsch's own looks for no repetitions,
 * which makes a script of shell text 0.66 of its length; this makes it a quarter. What comes back is left to jsch.
 */
public final class WireCompression implements Compression {
    /** What a packet may have behind its payload: padding and MAC. */
    private static final int BEHIND = 256;

    private static final int LEVEL = 6;

    private final Compression received = new com.jcraft.jsch.juz.Compression();
    private @Nullable Deflater deflater;
    private byte[] deflated = new byte[0];

    /** Made by jsch, by its name, once for each direction. */
    public WireCompression() {}

    @Override
    public void init(int type, int level) {
        if (type == DEFLATER) {
            deflater = new Deflater(LEVEL);
        } else {
            received.init(type, level);
        }
    }

    @Override
    public void init(int type, int level, Session session) {
        init(type, level);
    }

    @Override
    public void end() {
        if (deflater != null) {
            deflater.end();
        }
        received.end();
    }

    /**
     * Compresses a payload in place.
     *
     * @param packet where the payload is
     * @param start where it begins
     * @param end where it ends, and then where what it became ends
     * @return the packet, or a larger one
     */
    @Override
    public byte[] compress(byte[] packet, int start, int[] end) {
        Deflater sent = Objects.requireNonNull(deflater);
        sent.setInput(packet, start, end[0] - start);
        int length = 0;
        do {
            if (length == deflated.length) {
                deflated = Arrays.copyOf(deflated, Math.max(2 * length, end[0] + BEHIND));
            }
            length += sent.deflate(deflated, length, deflated.length - length, Deflater.SYNC_FLUSH);
        } while (length == deflated.length);
        end[0] = start + length;
        byte[] room = packet.length < end[0] + BEHIND ? Arrays.copyOf(packet, end[0] + BEHIND) : packet;
        System.arraycopy(deflated, 0, room, start, length);
        return room;
    }

    @Override
    public byte[] uncompress(byte[] packet, int start, int[] length) {
        return received.uncompress(packet, start, length);
    }
}
