package dev.preflight.app;

import java.util.Locale;

/** A kind of file that has a JSON Schema for editors. */
public enum SchemaKind {
    /** A profile. */
    PROFILE,
    /** An inventory in YAML. */
    INVENTORY,
    /** Tests of a profile. */
    TEST;

    /** As it is called on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the schema that ships; {@code test-1} is that of a report. */
    public String file() {
        return word() + "-file-1.schema.json";
    }
}
