package dev.preflight.api;

import dev.preflight.fact.FactRequest;
import java.util.List;
import java.util.Optional;

/** A check that runs commands which a profile names. The user who runs a profile of others may deny them. */
public interface OwnCommands {
    /** The same check without these commands: what they would tell is unknown. */
    Check<?> withoutCommands();

    /** The command that the fact with this id is read by, in the words of the profile; empty if it is read by none. */
    Optional<List<String>> command(String factId);

    /** The same, of a request: for a check that runs several commands by one fact. */
    default Optional<List<String>> command(FactRequest<?> request) {
        return command(request.fact().id());
    }
}
