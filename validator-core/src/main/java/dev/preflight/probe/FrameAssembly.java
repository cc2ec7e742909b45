package dev.preflight.probe;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.fact.Context;
import dev.preflight.probe.LaneScript.Expected;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Makes frames of what came: a probe's own output, or what came in place of the context that it was to run in. */
record FrameAssembly(Redactor redactor) {
    private static final String ENTERED = Context.ENTERED + "\n";

    /**
     * The frame of a probe, redacted.
     *
     * @param partial what came of it; null if nothing was expected under its number
     * @param group what came of the context that it runs in, if that has start-up files of its own
     */
    Frame frame(Expected wanted, @Nullable PartialFrame partial, @Nullable PartialFrame group) {
        if (partial == null) {
            return Frame.never(wanted.key(), wanted.format());
        }
        // What came instead of the context concerns each of its probes.
        boolean kept = group != null && !group.hasEntered();
        PartialFrame said = kept && group != null ? group : partial;
        FrameEnd end = said.end();
        boolean cut = end != FrameEnd.COMPLETE;
        return new Frame(
                wanted.key(),
                wanted.format(),
                end,
                end == FrameEnd.COMPLETE ? said.status() : OptionalInt.empty(),
                said.took(),
                said.receivedAt(),
                redactor.redact(kept ? unentered(said) : out(partial, group), cut),
                redactor.redact(errors(partial, group), cut || partial.err().full()));
    }

    /** As it would have come from a context entered for this probe alone. */
    private static byte[] out(PartialFrame partial, @Nullable PartialFrame group) {
        byte[] entered = group != null ? ENTERED.getBytes(StandardCharsets.US_ASCII) : new byte[0];
        return joined(entered, partial.out().bytes());
    }

    private static byte[] errors(PartialFrame partial, @Nullable PartialFrame group) {
        return group == null
                ? partial.err().bytes()
                : joined(group.err().bytes(), partial.err().bytes());
    }

    /** What start-up files print is never taken for the word that they ended. */
    private static byte[] unentered(PartialFrame group) {
        return new String(group.out().bytes(), StandardCharsets.ISO_8859_1)
                .replace(Context.ENTERED, Context.ENTERED.replace(' ', '_'))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
