package dev.preflight.define;

import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Subject;
import dev.preflight.define.read.Answer;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.fact.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the reads of a definition gave on one host. Used by one thread. */
final class HostReads {
    private final Map<String, DefinedRead> reads;
    private final HostFacts facts;
    private final NamedParams params;
    /** A text may name a read in the finding of each of thousands of rows. */
    private final Map<Asked, Found> found = new HashMap<>();

    HostReads(Map<String, DefinedRead> reads, HostFacts facts, NamedParams params) {
        this.reads = reads;
        this.facts = facts;
        this.params = params;
    }

    private record Asked(String name, boolean exit, Optional<Context> wanted) {}

    Map<String, DefinedRead> reads() {
        return reads;
    }

    /** What a read gave. */
    sealed interface Found {
        /** A value, or what the definition takes for one where there is none. */
        record Present(Value value) implements Found {}

        /** The host does not have it. */
        record Gone(Absence.Kind meaning) implements Found {}

        /** It is not known. */
        record Unread(Judgement why) implements Found {}
    }

    /** The contexts in which an expectation of these reads is judged; empty in the one of each read. */
    List<Optional<Context>> contexts(Collection<String> names) {
        List<Optional<Context>> several = names.stream()
                .map(this::read)
                .filter(read -> read.contexts().size() > 1)
                .flatMap(read -> read.contexts().stream())
                .distinct()
                .map(Optional::of)
                .toList();
        return several.isEmpty() ? List.of(Optional.empty()) : several;
    }

    /** The type of a parameter, as far as a text shows it otherwise for that. */
    ValueType paramType(String name) {
        return Given.type(params, name);
    }

    /** The read of a name that an expectation has: lint saw to it that there is one. */
    private DefinedRead read(String name) {
        return Optional.ofNullable(reads.get(name)).orElseThrow();
    }

    Found find(String name, boolean exit, Optional<Context> wanted) {
        return found.computeIfAbsent(new Asked(name, exit, wanted), this::find);
    }

    private Found find(Asked asked) {
        DefinedRead read = read(asked.name());
        Context context = asked.wanted()
                .filter(read.contexts()::contains)
                .orElse(read.contexts().get(0));
        return read.in(facts, params, context)
                .fold(answer -> found(value(answer, asked.exit()), absence(read, asked.exit())), missing -> {
                    String subject = read.contexts().size() > 1 ? asked.name() + "@" + context.id() : asked.name();
                    Judgement plain = Judgement.unknown(missing, Subject.of("read", subject));
                    Judgement unknown =
                            read.misread(facts, params, context) ? Undecided.misread(plain, missing) : plain;
                    return new Found.Unread(read.request(params, context)
                            .map(request -> unknown.basedOn(request))
                            .orElse(unknown));
                });
    }

    /** A value in place of what is absent is none of its status. */
    private static Absence absence(DefinedRead read, boolean exit) {
        return exit && read.absence().kind() == Absence.Kind.VALUE ? Absence.FAILS : read.absence();
    }

    private static Value value(Answer answer, boolean exit) {
        if (!exit) {
            return answer.value();
        }
        return answer.exit().isPresent() ? new Value.Whole(answer.exit().getAsInt()) : new Value.Absent();
    }

    private static Found found(Value value, Absence absence) {
        if (!(value instanceof Value.Absent)) {
            return new Found.Present(value);
        }
        return absence.value().<Found>map(Found.Present::new).orElseGet(() -> new Found.Gone(absence.kind()));
    }

    /** The judgement with the requests that decided it. */
    Judgement from(Judgement judgement, Collection<String> names, Optional<Context> wanted) {
        List<Judgement> based = new ArrayList<>(List.of(judgement));
        names.stream()
                .map(this::read)
                .forEach(read -> Stream.of(wanted.filter(read.contexts()::contains)
                                .orElse(read.contexts().get(0)))
                        .flatMap(context -> read.request(params, context).stream())
                        .forEach(
                                request -> based.add(based.get(based.size() - 1).basedOn(request))));
        return based.get(based.size() - 1);
    }
}
