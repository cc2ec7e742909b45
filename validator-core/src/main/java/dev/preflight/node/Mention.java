package dev.preflight.node;

/**
 * A name that a user wrote of something that the inventory has to have. A name that the inventory does not have would
 * select nothing, and no message would say so.
 *
 * @param kind what is named
 * @param name as it was written
 * @param place where
 */
public record Mention(Kind kind, String name, Place place) {
    /** What is named. */
    public enum Kind {
        /** A group, by its name. */
        GROUP,
        /** A host, by its name in the inventory. */
        HOST,
        /** A host, by its name or by the address that it is reached at. */
        HOST_OR_ADDRESS
    }
}
