package dev.preflight.probe;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.probe.LaneScript.Expected;
import dev.preflight.transport.OutputSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a lane prints, and gives a frame for every probe that was expected, also for those of which nothing came.
 * Bytes of the host leave it through the {@link Redactor} only. Safe for one thread that feeds and another that asks.
 */
public final class FrameReader implements OutputSink {
    /** Text outside the frames is kept for the report up to this size. */
    private static final int NOISE_CAP = 16 * 1024;

    /** The cap of a probe's standard error, which the script holds too. */
    private static final int ERR_CAP = 16 * 1024;

    /** The status of a shell's child that SIGKILL ended: 128 + 9. */
    private static final int KILLED = 137;

    private final List<Expected> expected;
    private final Redactor redactor;
    private final InstantSource clock;
    private @Nullable Instant sentAt;
    private @Nullable Consumer<Frame> onFrame;
    private final Map<Integer, Partial> partials = new LinkedHashMap<>();
    private final MarkerSplitter outSplitter;
    private final MarkerSplitter errSplitter;
    private final Capped noise = new Capped(NOISE_CAP);
    private @Nullable Partial openOut;
    private @Nullable Partial openErr;
    private boolean began;
    private boolean outEnded;
    private boolean errEnded;
    private String bootAtBegin = "";
    private String bootAtEnd = "";

    /** Reads the lane of this script, as sent with this nonce. */
    public FrameReader(LaneScript script, Nonce nonce, Redactor redactor, InstantSource clock) {
        this.clock = clock;
        this.expected = script.expected();
        this.redactor = redactor;
        expected.forEach(frame -> {
            partials.put(frame.number(), new Partial(frame.number(), frame.group(), frame.capBytes()));
            if (frame.group() != 0) {
                partials.computeIfAbsent(frame.group(), group -> new Partial(group, 0, NOISE_CAP));
            }
        });
        this.outSplitter = new MarkerSplitter(nonce, new Out());
        this.errSplitter = new MarkerSplitter(nonce, new Err());
    }

    @Override
    public synchronized void sent() {
        sentAt = clock.instant();
    }

    /** When the last of the script went out, if the transport told. */
    public synchronized Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    @Override
    public synchronized boolean out(byte[] bytes, int offset, int length) {
        outSplitter.feed(bytes, offset, length);
        return !done();
    }

    @Override
    public synchronized void err(byte[] bytes, int offset, int length) {
        errSplitter.feed(bytes, offset, length);
    }

    /** Whether the end marker came on both streams, and nothing of ours can follow. */
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
        outSplitter.finish();
        errSplitter.finish();
        return new String(redactor.redact(noise.bytes()), StandardCharsets.UTF_8).strip();
    }

    /** Gives each frame to this as soon as it has ended, in the thread that feeds; it must not block. */
    public synchronized void onFrame(Consumer<Frame> told) {
        onFrame = told;
    }

    private void tell(Partial ended) {
        Consumer<Frame> told = onFrame;
        if (told != null) {
            expected.stream()
                    .filter(wanted -> partials.get(wanted.number()) == ended)
                    .forEach(wanted -> told.accept(frame(wanted)));
        }
    }

    /** A frame for every expected probe, in the script's order, as far as they came. */
    public synchronized List<Frame> frames() {
        outSplitter.finish();
        errSplitter.finish();
        return expected.stream().map(this::frame).toList();
    }

    private Frame frame(Expected wanted) {
        Partial partial = partials.get(wanted.number());
        if (partial == null) {
            return Frame.never(wanted.key(), wanted.format());
        }
        FrameEnd end = end(partial);
        return new Frame(
                wanted.key(),
                wanted.format(),
                end,
                end == FrameEnd.COMPLETE ? partial.status : OptionalInt.empty(),
                partial.took(),
                Optional.ofNullable(partial.receivedAt),
                redactor.redact(partial.out.bytes()),
                redactor.redact(partial.err.bytes()));
    }

    private FrameEnd end(Partial partial) {
        if (partial.out.overflown()) {
            return FrameEnd.TRUNCATED;
        }
        if (partial.status.isPresent()) {
            return FrameEnd.COMPLETE;
        }
        Partial closing = closing(partial);
        if (closing.endStatus.isEmpty()) {
            return partial.begun ? FrameEnd.CUT : FrameEnd.NEVER;
        }
        return closing.endStatus.getAsInt() == KILLED ? FrameEnd.TIMED_OUT : FrameEnd.DIED;
    }

    /** Whose end says how this one ended: its own, or that of its group, which was stopped as a whole. */
    private Partial closing(Partial partial) {
        Partial group = partials.get(partial.group);
        return partial.endStatus.isPresent() || group == null ? partial : group;
    }

    private final class Out implements MarkerSplitter.Target {
        @Override
        public void content(byte[] bytes, int offset, int length) {
            (openOut == null ? noise : openOut.out).add(bytes, offset, length);
        }

        @Override
        public void marker(String[] fields) {
            switch (fields[0]) {
                case "A" -> {
                    began = true;
                    bootAtBegin = field(fields, 2);
                }
                case "B" -> {
                    openOut = partials.get(number(fields, 1).orElse(-1));
                    if (openOut != null) {
                        openOut.begun = true;
                        openOut.upAtBegin = centiseconds(field(fields, 2));
                    }
                }
                case "R" -> {
                    if (openOut != null) {
                        openOut.status = number(fields, 1);
                    }
                }
                case "E" -> {
                    Partial ended = partials.get(number(fields, 1).orElse(-1));
                    if (ended != null) {
                        ended.endStatus = number(fields, 2);
                        ended.upAtEnd = centiseconds(field(fields, 3));
                        ended.receivedAt = clock.instant();
                        tell(ended);
                    }
                    openOut = null;
                }
                case "Z" -> {
                    outEnded = true;
                    bootAtEnd = field(fields, 1);
                    openOut = null;
                }
                default -> openOut = null;
            }
        }
    }

    private final class Err implements MarkerSplitter.Target {
        @Override
        public void content(byte[] bytes, int offset, int length) {
            (openErr == null ? noise : openErr.err).add(bytes, offset, length);
        }

        @Override
        public void marker(String[] fields) {
            errEnded |= fields[0].equals("Z");
            openErr = fields[0].equals("B") ? partials.get(number(fields, 1).orElse(-1)) : null;
        }
    }

    private static String field(String[] fields, int index) {
        return index < fields.length ? fields[index] : "";
    }

    private static OptionalInt number(String[] fields, int index) {
        String text = field(fields, index);
        return text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** {@code /proc/uptime} counts seconds with two decimals (proc(5)). */
    private static OptionalInt centiseconds(String text) {
        return text.matches("\\d{1,7}\\.\\d\\d")
                ? OptionalInt.of(Integer.parseInt(text.replace(".", "")))
                : OptionalInt.empty();
    }

    /** What came of one frame so far. */
    private static final class Partial {
        private final int group;
        private final Capped out;
        private final Capped err = new Capped(ERR_CAP);
        private boolean begun;
        private OptionalInt status = OptionalInt.empty();
        private OptionalInt endStatus = OptionalInt.empty();
        private @Nullable Instant receivedAt;
        private OptionalInt upAtBegin = OptionalInt.empty();
        private OptionalInt upAtEnd = OptionalInt.empty();

        private Partial(int number, int group, int capBytes) {
            this.group = number == group ? 0 : group;
            this.out = new Capped(capBytes);
        }

        private Optional<Duration> took() {
            return upAtBegin.isPresent() && upAtEnd.isPresent()
                    ? Optional.of(Duration.ofMillis(10L * (upAtEnd.getAsInt() - upAtBegin.getAsInt())))
                    : Optional.empty();
        }
    }

    /** Bytes up to a cap; what is over is counted and dropped. */
    private static final class Capped {
        private final int cap;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean overflown;

        private Capped(int cap) {
            this.cap = cap;
        }

        private void add(byte[] bytes, int offset, int length) {
            int room = cap - kept.size();
            kept.write(bytes, offset, Math.min(room, length));
            overflown |= length > room;
        }

        private boolean overflown() {
            return overflown;
        }

        private byte[] bytes() {
            return kept.toByteArray();
        }
    }
}
