package dev.preflight.probe;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameProtocol;
import dev.preflight.probe.LaneScript.Expected;
import dev.preflight.transport.OutputSink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a lane prints, and gives a frame for every probe that was expected, also for those of which nothing came.
 * Bytes of the host leave it through the {@link Redactor} only. Safe for one thread that feeds and another that asks.
 */
public final class FrameReader implements OutputSink {
    private final List<Expected> expected;
    private final Redactor redactor;
    private final FrameAssembly assembly;
    private final InstantSource clock;
    private @Nullable Instant sentAt;
    private @Nullable Consumer<Frame> onFrame;
    private final Map<Integer, PartialFrame> partials = new LinkedHashMap<>();
    private final Room room;
    private final Capped noise;
    private final FrameStream out;
    private final FrameStream err;
    private boolean began;
    private boolean outEnded;
    private boolean errEnded;
    private String bootAtBegin = "";
    private String bootAtEnd = "";

    /** Reads the lane of this script, as sent with this nonce, of a host that has no other. */
    public FrameReader(LaneScript script, Nonce nonce, Redactor redactor, InstantSource clock) {
        this(script, nonce, redactor, clock, HostRoom.alone());
    }

    /**
     * Reads the lane of this script, as sent with this nonce.
     *
     * @param host holds what is kept of the host by all its lanes
     */
    public FrameReader(LaneScript script, Nonce nonce, Redactor redactor, InstantSource clock, HostRoom host) {
        this.clock = clock;
        this.room = new Room(host);
        this.noise = new Capped(PartialFrame.NOISE_CAP, room);
        this.expected = script.expected();
        this.redactor = redactor;
        this.assembly = new FrameAssembly(redactor);
        for (Expected frame : expected) {
            PartialFrame group = frame.group() == 0
                    ? null
                    : partials.computeIfAbsent(
                            frame.group(), number -> new PartialFrame(null, PartialFrame.NOISE_CAP, room));
            partials.put(frame.number(), new PartialFrame(group, frame.capBytes(), room));
        }
        this.out = new FrameStream(nonce, partials, PartialFrame::out, noise, new Out());
        this.err = new FrameStream(nonce, partials, PartialFrame::err, noise, new Err());
    }

    @Override
    public synchronized void sent() {
        sentAt = clock.instant();
    }

    /** When the last part of the script was sent; empty if the transport has not reported it. */
    public synchronized Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    @Override
    public synchronized boolean out(byte[] bytes, int offset, int length) {
        out.feed(bytes, offset, length);
        return !done();
    }

    @Override
    public synchronized void err(byte[] bytes, int offset, int length) {
        err.feed(bytes, offset, length);
    }

    /** How many bytes of the host are kept. */
    synchronized int keptBytes() {
        return room.kept();
    }

    /** Lets go of what is kept, where another reader takes this one's place; nothing of it is to be asked for any more. */
    public synchronized void drop() {
        room.close();
    }

    /** Whether the end marker came on both streams, so that no frame can follow. */
    public synchronized boolean done() {
        return outEnded && errEnded;
    }

    /** Whether the script began to run: without that, the login gave no shell. */
    public synchronized boolean began() {
        return began;
    }

    /** Whether the script ran to its end. */
    public synchronized boolean ended() {
        return outEnded;
    }

    /** Whether the host's boot id changed between the first marker and the last. */
    public synchronized boolean rebooted() {
        return outEnded && !bootAtBegin.isEmpty() && !bootAtBegin.equals(bootAtEnd);
    }

    /** What came outside the frames, redacted; untrusted. */
    public synchronized String noise() {
        finish();
        return new String(redactor.redact(noise.bytes(), noise.full()), StandardCharsets.UTF_8).strip();
    }

    /** Gives each frame to this as soon as it has ended, in the thread that feeds; it must not block. */
    public synchronized void onFrame(Consumer<Frame> told) {
        onFrame = told;
    }

    private void tell(PartialFrame ended) {
        Consumer<Frame> told = onFrame;
        if (told != null) {
            expected.stream()
                    .filter(wanted -> partials.get(wanted.number()) == ended)
                    .forEach(wanted -> told.accept(frame(wanted)));
        }
    }

    private void finish() {
        out.finish();
        err.finish();
    }

    /** A frame for every expected probe, in the script's order, as far as they came. */
    public synchronized List<Frame> frames() {
        finish();
        return expected.stream().map(this::frame).toList();
    }

    /** When the frame of this request ended; nothing of the host is redacted for it. */
    public synchronized Optional<Instant> receivedAt(String key) {
        return expected.stream()
                .filter(wanted -> wanted.key().equals(key))
                .flatMap(wanted -> Optional.ofNullable(partials.get(wanted.number())).stream())
                .flatMap(partial -> partial.receivedAt().stream())
                .findFirst();
    }

    private Frame frame(Expected wanted) {
        PartialFrame group = wanted.entersAnotherShell() ? partials.get(wanted.group()) : null;
        return assembly.frame(wanted, partials.get(wanted.number()), group);
    }

    private void ended(PartialFrame partial, String[] fields) {
        partial.end(FrameStream.number(fields, 2), FrameStream.field(fields, 3), clock.instant());
        tell(partial);
    }

    private @Nullable PartialFrame numbered(String[] fields) {
        return partials.get(FrameStream.number(fields, 1).orElse(-1));
    }

    private final class Out implements FrameStream.Listener {
        @Override
        public @Nullable PartialFrame outer(String[] fields, @Nullable PartialFrame open) {
            PartialFrame named = numbered(fields);
            switch (fields[0]) {
                case FrameProtocol.BEGINS -> {
                    began = true;
                    bootAtBegin = FrameStream.field(fields, 2);
                    return open;
                }
                case FrameProtocol.FRAME_BEGINS -> {
                    return begun(named, fields);
                }
                case FrameProtocol.STATUS -> {
                    return withStatus(open, fields);
                }
                case FrameProtocol.FRAME_ENDS -> {
                    if (named != null) {
                        ended(named, fields);
                    }
                    return null;
                }
                case FrameProtocol.SCRIPT_ENDS -> {
                    outEnded = true;
                    // Where start-up files lead standard error here, its end marker comes too, and that has no boot id.
                    if (bootAtEnd.isEmpty()) {
                        bootAtEnd = FrameStream.field(fields, 1);
                    }
                    return null;
                }
                default -> {
                    return null;
                }
            }
        }

        private static @Nullable PartialFrame begun(@Nullable PartialFrame named, String[] fields) {
            if (named != null) {
                named.begin(FrameStream.field(fields, 2));
            }
            return named;
        }

        private static @Nullable PartialFrame withStatus(@Nullable PartialFrame open, String[] fields) {
            if (open != null) {
                open.status(FrameStream.number(fields, 1));
            }
            return open;
        }

        @Override
        public @Nullable PartialFrame inner(
                String[] fields, PartialFrame group, @Nullable PartialFrame named, @Nullable PartialFrame open) {
            switch (fields[0]) {
                case FrameProtocol.BEGINS -> group.enter();
                case FrameProtocol.FRAME_BEGINS -> {
                    return begun(named, fields);
                }
                case FrameProtocol.STATUS -> {
                    return withStatus(open, fields);
                }
                default -> {
                    if (named != null && fields[0].equals(FrameProtocol.FRAME_ENDS)) {
                        ended(named, fields);
                    }
                }
            }
            return null;
        }
    }

    private final class Err implements FrameStream.Listener {
        @Override
        public @Nullable PartialFrame outer(String[] fields, @Nullable PartialFrame open) {
            errEnded |= fields[0].equals(FrameProtocol.SCRIPT_ENDS);
            return fields[0].equals(FrameProtocol.FRAME_BEGINS) ? begun(numbered(fields)) : null;
        }

        @Override
        public @Nullable PartialFrame inner(
                String[] fields, PartialFrame group, @Nullable PartialFrame named, @Nullable PartialFrame open) {
            return fields[0].equals(FrameProtocol.FRAME_BEGINS) ? begun(named) : null;
        }

        private static @Nullable PartialFrame begun(@Nullable PartialFrame named) {
            if (named != null) {
                named.beginErr();
            }
            return named;
        }
    }
}
