package dev.preflight.define.match;

import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.CodeName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of matchers, and of which types each may be. */
enum Verb {
    EQ(Of.ONE),
    NE(Of.ONE),
    MIN(Of.ORDERED),
    MAX(Of.ORDERED),
    BELOW(Of.VERSION),
    BETWEEN(Of.ORDERED),
    ONE_OF(Of.ONE),
    NONE_OF(Of.ONE),
    MATCHES(Of.TEXT),
    CONTAINS(Of.TEXT),
    STARTS(Of.TEXT),
    ENDS(Of.TEXT),
    EMPTY(Of.TEXT_OR_LIST),
    HAS_ALL(Of.LIST),
    HAS_ANY(Of.LIST),
    HAS_NONE(Of.LIST),
    EVERY(Of.LIST),
    SOME(Of.LIST),
    COUNT(Of.LIST),
    UNIQUE(Of.LIST),
    SUBSET_OF(Of.LIST),
    MODE(Of.TEXT),
    EXISTS(Of.EVERYTHING),
    NOT(Of.EVERYTHING),
    ALL(Of.EVERYTHING),
    ANY(Of.EVERYTHING);

    /** Kinds of types. */
    private enum Of {
        ONE("single values"),
        ORDERED("numbers, sizes, durations, dates and versions"),
        VERSION("versions"),
        TEXT("text"),
        TEXT_OR_LIST("text and lists"),
        LIST("lists"),
        EVERYTHING("everything");

        private final String words;

        Of(String words) {
            this.words = words;
        }

        private boolean allows(ValueType type) {
            boolean list = type instanceof ValueType.ListOf;
            boolean simple = type instanceof Simple;
            boolean ordered = simple && type != Simple.TEXT && type != Simple.BOOL;
            return type == Simple.ANY
                    || switch (this) {
                        case ONE -> simple;
                        case ORDERED -> ordered;
                        case VERSION -> type == Simple.VERSION;
                        case TEXT -> type == Simple.TEXT || type == Simple.VERSION;
                        case TEXT_OR_LIST -> list || type == Simple.TEXT;
                        case LIST -> list;
                        case EVERYTHING -> true;
                    };
        }
    }

    /** Those that a message need not name: they are the opposite of others, or of everything. */
    private static final Set<Verb> UNSAID = Set.of(NE, NONE_OF, EXISTS, NOT, ALL, ANY, MODE);

    private static final Set<Verb> MATCHERS = Set.of(EVERY, SOME, COUNT, MODE, NOT, ALL, ANY);

    private final Of of;
    private final String word = CodeName.of(this).replace('-', '_');

    Verb(Of of) {
        this.of = of;
    }

    String word() {
        return word;
    }

    /** Of which types it is, for people. */
    String types() {
        return of.words;
    }

    boolean allows(ValueType type) {
        return of.allows(type);
    }

    boolean ofEverything() {
        return of == Of.EVERYTHING;
    }

    /** Whether behind it are matchers, and not values. */
    boolean takesMatchers() {
        return MATCHERS.contains(this);
    }

    static Optional<Verb> ofWord(String word) {
        return Stream.of(values()).filter(verb -> verb.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Stream.of(values()).map(Verb::word).toList();
    }

    /** What there is for a type. */
    static String wordsFor(ValueType type) {
        return Stream.of(values())
                .filter(verb -> verb.allows(type) && !UNSAID.contains(verb))
                .map(Verb::word)
                .collect(Collectors.joining(", "));
    }
}
