package dev.preflight.node;

/**
 * A pattern of stars, each for any characters, and of parts that stand for one character. Goes back to the last star
 * only, so that a pattern of many stars, which may be a host's own, costs no more than its length times that of the
 * name.
 */
public abstract class StarPattern {
    /** Of how many parts it is. */
    protected abstract int length();

    /** Whether this part is a star. */
    protected abstract boolean star(int at);

    /** Whether this part, which is no star, stands for this character. */
    protected abstract boolean stands(int at, int c);

    /** Whether the whole name is of this form. */
    public final boolean matches(String name) {
        int length = length();
        int[] text = name.codePoints().toArray();
        int p = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length) {
            if (p < length && star(p)) {
                star = p++;
                starText = t;
            } else if (p < length && stands(p, text[t])) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < length && star(p)) {
            p++;
        }
        return p == length;
    }
}
