package dev.preflight.probe;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a lane, cut at two kinds of markers: those of the lane, and within one of its frames those of what runs in
 * a context that it entered, which count for the members of that frame and for nothing else.
 */
final class FrameStream {
    /** Called for each marker, after all that came before it was passed on. */
    interface Listener {
        /**
         * A marker of the lane.
         *
         * @return whose frame is open from here on; null if none
         */
        @Nullable
        PartialFrame outer(String[] fields, @Nullable PartialFrame open);

        /**
         * A marker in the open frame.
         *
         * @param named the member of the open frame that the marker has the number of; null if there is no such
         * @param open the member that is open
         * @return which member is open from here on; null if none
         */
        @Nullable
        PartialFrame inner(
                String[] fields, PartialFrame group, @Nullable PartialFrame named, @Nullable PartialFrame open);
    }

    private final Map<Integer, PartialFrame> partials;
    private final Listener listener;
    private final Function<PartialFrame, Capped> stream;
    private final Capped noise;
    private final MarkerSplitter splitter;
    private final MarkerSplitter inside;
    private @Nullable PartialFrame open;
    private @Nullable PartialFrame member;

    /**
     * Reads one stream.
     *
     * @param partials the frames by their numbers
     * @param stream which of a frame's two this is
     * @param noise takes what belongs to no frame
     */
    FrameStream(
            Nonce nonce,
            Map<Integer, PartialFrame> partials,
            Function<PartialFrame, Capped> stream,
            Capped noise,
            Listener listener) {
        this.partials = partials;
        this.stream = stream;
        this.noise = noise;
        this.listener = listener;
        this.splitter = new MarkerSplitter(nonce, new Outer());
        this.inside = new MarkerSplitter(nonce.inner(), new Inner());
    }

    void feed(byte[] bytes, int offset, int length) {
        splitter.feed(bytes, offset, length);
    }

    /** Hands on what was held back in case a marker began there. */
    void finish() {
        splitter.finish();
        inside.finish();
    }

    /** A field of a marker, or the empty string. */
    static String field(String[] fields, int index) {
        return index < fields.length ? fields[index] : "";
    }

    /** The number in a field of a marker. */
    static OptionalInt number(String[] fields, int index) {
        String text = field(fields, index);
        return text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private final class Outer implements MarkerSplitter.Target {
        @Override
        public void content(byte[] bytes, int offset, int length) {
            inside.feed(bytes, offset, length);
        }

        @Override
        public void marker(String[] fields) {
            inside.finish();
            member = null;
            open = listener.outer(fields, open);
        }
    }

    private final class Inner implements MarkerSplitter.Target {
        @Override
        public void content(byte[] bytes, int offset, int length) {
            PartialFrame to = member == null ? open : member;
            (to == null ? noise : stream.apply(to)).add(bytes, offset, length);
        }

        @Override
        public void marker(String[] fields) {
            PartialFrame group = open;
            if (group != null) {
                Optional<PartialFrame> named = Optional.ofNullable(
                                partials.get(number(fields, 1).orElse(-1)))
                        .filter(partial -> partial.memberOf(group));
                member = listener.inner(fields, group, named.orElse(null), member);
            }
        }
    }
}
