package dev.preflight.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.LongConsumer;

/** All rules over one text. Safe for use by many threads. */
public final class Masking {
    /** The text that replaces a credential. */
    public static final String MASK = "***";

    /**
     * Masked text can make the text beside it look like another credential. Each pass masks more and shortens the text,
     * so few are needed; and their number is bounded, so that the time stays linear.
     */
    private static final int MOST_PASSES = 6;

    private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.US_ASCII);

    private final List<Rule> rules;

    /** Masks these passwords and passphrases as well, wherever they are; an empty one is ignored. */
    public Masking(Collection<String> secrets) {
        this.rules = List.of(
                new KnownSecrets(secrets),
                new KeyedValues(),
                new UrlUsers(),
                new DsnUsers(),
                new SchemeTokens(),
                new SpacedWords(),
                new TokenShapes(),
                new PemBlocks(),
                new PgpassLines());
    }

    /**
     * The bytes with every credential masked; all others as they were.
     *
     * @param cut whether more would follow, had it not been cut off
     */
    public byte[] mask(byte[] bytes, boolean cut) {
        return mask(bytes, cut, reads -> {});
    }

    /** The same, and tells of each pass how many bytes were read. */
    byte[] mask(byte[] bytes, boolean cut, LongConsumer reads) {
        byte[] now = bytes;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            Text text = new Text(now, cut);
            Spans found = new Spans();
            rules.forEach(rule -> rule.scan(text, found));
            reads.accept(text.reads());
            byte[] masked = found.replaced(now, MASK_BYTES);
            if (Arrays.equals(masked, now)) {
                break;
            }
            now = masked;
        }
        return now;
    }
}
