package dev.preflight.define;

import dev.preflight.api.HostFacts;
import dev.preflight.api.NamedParams;
import dev.preflight.define.read.Answer;
import dev.preflight.define.read.Asked;
import dev.preflight.define.value.ValueType;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A read of a definition.
 *
 * @param type of its value, where it is not absent
 * @param contexts where it is read; at least one
 * @param uses of parameters, by their names
 * @param argv the command, as people read it; empty if it is none
 * @param asker makes what a host is asked of the parameters
 * @param place where it is named
 * @param allowed whether it is carried out: the user who runs a profile may deny its commands
 */
record DefinedRead(
        String name,
        ValueType type,
        List<Context> contexts,
        Absence absence,
        Map<String, Use> uses,
        List<String> argv,
        Asker asker,
        Place place,
        boolean allowed) {

    /** Makes what a host is asked. */
    interface Asker {
        /**
         * For these parameters, as words.
         *
         * @throws IllegalArgumentException if they make nothing that may be asked
         */
        Asked<?> of(Map<String, String> params, Context context);
    }

    DefinedRead {
        contexts = List.copyOf(contexts);
        uses = Map.copyOf(uses);
        argv = List.copyOf(argv);
    }

    /** The same, not carried out if it is a command. */
    DefinedRead withoutCommand() {
        return argv.isEmpty() ? this : new DefinedRead(name, type, contexts, absence, uses, argv, asker, place, false);
    }

    /** What a host is asked; nothing if the parameters make nothing that may be asked. */
    Optional<FactRequest<?>> request(NamedParams params, Context context) {
        try {
            return allowed ? Optional.of(asker.of(words(params), context).request()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Lint refuses such values; if one got here all the same, the reading below says why there is none.
            return Optional.empty();
        }
    }

    /** What a host answered. */
    Reading<Answer> in(HostFacts facts, NamedParams params, Context context) {
        if (!allowed) {
            return Reading.missing(Reason.COMMANDS_DENIED, String.join(" ", argv));
        }
        try {
            return asker.of(words(params), context).in(facts);
        } catch (IllegalArgumentException e) {
            return Reading.missing(Reason.CHECK_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** Whether the host answered, and its answer makes no value. */
    boolean misread(HostFacts facts, NamedParams params, Context context) {
        return request(params, context).isPresent()
                && asker.of(words(params), context).misread(facts);
    }

    private Map<String, String> words(NamedParams params) {
        Map<String, String> words = new TreeMap<>();
        uses.keySet()
                .forEach(
                        param -> words.put(param, String.valueOf(params.values().get(param))));
        return words;
    }
}
