package dev.preflight.redact;

/** One kind of credential. Reads each byte a bounded number of times, and keeps no state between two texts. */
interface Rule {
    /** Notes the places of this kind of credential. */
    void scan(Text text, Spans found);
}
