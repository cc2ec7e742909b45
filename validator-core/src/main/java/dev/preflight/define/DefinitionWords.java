package dev.preflight.define;

import dev.preflight.api.PublishedFact;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.define.match.MatcherReader;
import dev.preflight.define.read.FieldType;
import dev.preflight.define.read.Repeated;
import dev.preflight.define.read.Source;
import dev.preflight.fact.CodeName;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The keys and words of definitions, for who describes them. */
public final class DefinitionWords {
    /** How many definitions a profile may have. */
    public static final int MOST_DEFINITIONS = DefinitionReader.MOST_DEFINITIONS;

    /** How many reads a definition may have. */
    public static final int MOST_READS = DefinitionReader.MOST_READS;

    /** How many expectations a definition may have. */
    public static final int MOST_EXPECTATIONS = DefinitionReader.MOST_EXPECTATIONS;

    /** Keys of a definition. */
    public static final List<String> DEFINITION = DefinitionReader.KEYS;

    /** Keys of a parameter. */
    public static final List<String> PARAMETER = ParamsReader.KEYS;

    /** Keys of an expectation. */
    public static final List<String> EXPECTATION = ExpectationReader.KEYS;

    /** Parts of a text. */
    public static final List<String> TEXT = TextsReader.PARTS;

    /** Keys of a remedy. */
    public static final List<String> REMEDY = TextsReader.REMEDY;

    /** Languages of texts. */
    public static final List<String> LANGUAGES = Bilingual.LANGUAGES;

    private DefinitionWords() {}

    /** Every key of a read: what it reads, and how. */
    public static List<String> read(Collection<PublishedFact<?>> published) {
        return List.copyOf(ReadReader.keys(published));
    }

    /** Values of {@code as}. */
    public static List<String> forms() {
        return FormReader.words();
    }

    /** Values of {@code context}. */
    public static List<String> contexts() {
        return ReadOptions.contextIds();
    }

    /** Words of matchers. */
    public static List<String> matchers() {
        return MatcherReader.words();
    }

    /** Values of {@code types}. */
    public static List<String> fieldTypes() {
        return words(FieldType.values());
    }

    /** Values of {@code type} of a parameter. */
    public static List<String> parameterTypes() {
        return words(ParamKind.values());
    }

    /** Values of {@code stream}. */
    public static List<String> streams() {
        return words(Source.Command.Stream.values());
    }

    /** Values of {@code repeated}. */
    public static List<String> repeated() {
        return words(Repeated.values());
    }

    /** Values of {@code absent} that are words. */
    public static List<String> absences() {
        return Stream.of(Absence.Kind.values())
                .filter(kind -> kind != Absence.Kind.VALUE)
                .map(CodeName::of)
                .toList();
    }

    /** Values of {@code none}. */
    public static List<String> nones() {
        return words(ExpectationReader.None.values());
    }

    /** Values of {@code looks_at}. */
    public static List<String> scopes() {
        return words(DefinitionReader.LooksAt.values());
    }

    /** Values of {@code privilege}. */
    public static List<String> privileges() {
        return words(Privilege.values());
    }

    private static List<String> words(Enum<?>... constants) {
        return Stream.of(constants).map(CodeName::of).toList();
    }
}
