package dev.preflight.api;

import java.util.Map;

/** A check that brings its texts with it; those of all others lie in files beside their classes. */
public interface OwnTexts {
    /**
     * Its texts by key, as such a file would have them.
     *
     * @param language {@code en} or {@code zh}; what one lacks is said in English
     */
    Map<String, String> texts(String language);
}
