package dev.preflight.transport.ssh;

import com.jcraft.jsch.Compression;
import com.jcraft.jsch.Session;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what is sent as zlib does by default (RFC 4253 section 6.2, RFC 1950). jsch's own looks for no repetitions,
 * which makes a script of shell text 0.66 of its length; this makes it a quarter. And what comes back repetitive to the
 * utmost, jsch 2.28 cuts off: it stops when all is read, and not when all is written (seen with a file of one letter, which
 * ended the session).
 */
public final class WireCompression implements Compression {
    /** What a packet may have behind its payload: padding and MAC. */
    private static final int BEHIND = 256;

    private static final int LEVEL = 6;

    /** The largest payload, as jsch has it for packets (256 KiB): a server that sends more wants to fill our memory. */
    private static final int LARGEST = 256 * 1024;

    /** More than the packets that jsch asks for. */
    private static final int USUAL = 32 * 1024;

    private @Nullable Deflater deflater;
    private @Nullable Inflater inflater;
    private byte[] deflated = new byte[0];
    private byte[] inflated = new byte[0];

    /** Made by jsch, by its name, once for each direction. */
    public WireCompression() {}

    @Override
    public void init(int type, int level) {
        if (type == DEFLATER) {
            deflater = new Deflater(LEVEL);
        } else {
            inflater = new Inflater();
            inflated = new byte[USUAL];
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
        if (inflater != null) {
            inflater.end();
        }
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

    /**
     * Restores a payload in place.
     *
     * @param packet where what was compressed is
     * @param start where it begins
     * @param length how long it is, and then how long what it became is
     * @return the packet, or a larger one
     */
    @Override
    public byte[] uncompress(byte[] packet, int start, int[] length) {
        Inflater received = Objects.requireNonNull(inflater);
        received.setInput(packet, start, length[0]);
        int end = 0;
        try {
            int count;
            do {
                if (end == inflated.length) {
                    inflated = Arrays.copyOf(inflated, 2 * end);
                }
                count = received.inflate(inflated, end, inflated.length - end);
                end += count;
                if (end > LARGEST) {
                    throw new InflaterException("the server sent a packet of more than " + LARGEST + " bytes");
                }
            } while (count > 0);
        } catch (DataFormatException e) {
            throw new InflaterException("the server sent what is not compressed as agreed", e);
        }
        length[0] = end;
        byte[] room = packet.length < start + end ? Arrays.copyOf(packet, start + end) : packet;
        System.arraycopy(inflated, 0, room, start, end);
        return room;
    }
}
