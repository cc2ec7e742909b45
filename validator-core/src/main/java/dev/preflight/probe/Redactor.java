package dev.preflight.probe;

import dev.preflight.redact.Masking;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Masks credentials in what a host prints, before anything else sees it. What it leaves alone stays the same byte for byte,
 * and redacting twice changes nothing.
 *
 * <p>Scanners of our own and no regular expressions: those of the JDK recurse or try again on bytes that a host chooses,
 * and RE2/J, which does neither, needs some hundred steps a byte for as many alternatives as there are, and cannot say how far a
 * value in quotes behind backslashes reaches.
 */
public final class Redactor {
    /** The text that replaces a credential. */
    public static final String MASK = Masking.MASK;

    private final Set<String> known;
    private volatile Masking masking;

    /**
     * Masks these secrets as well, wherever they are.
     *
     * @param secrets passwords and passphrases of this run; an empty one is ignored
     */
    public Redactor(Collection<String> secrets) {
        this.known = new LinkedHashSet<>(secrets);
        this.masking = new Masking(secrets);
    }

    /** From now on masks this one, too: a person has typed it just now. */
    public synchronized void learn(String secret) {
        if (known.add(secret)) {
            masking = new Masking(known);
        }
    }

    /** The bytes with every credential masked. */
    public byte[] redact(byte[] bytes) {
        return redact(bytes, false);
    }

    /**
     * The same for bytes of which the rest may not have come.
     *
     * @param cut whether the text may go on behind its last byte: what could be the beginning of a credential there is
     *     masked too
     */
    public byte[] redact(byte[] bytes, boolean cut) {
        return masking.mask(bytes, cut);
    }
}
