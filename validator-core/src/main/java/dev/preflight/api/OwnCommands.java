package dev.preflight.api;

/** A check that runs commands which a profile names. Whoever runs a profile of others may deny them. */
public interface OwnCommands {
    /** The same check without these commands: what they would tell is unknown. */
    Check<?> withoutCommands();
}
