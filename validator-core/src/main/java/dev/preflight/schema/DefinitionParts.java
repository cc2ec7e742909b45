package dev.preflight.schema;

import dev.preflight.api.Param;
import dev.preflight.api.PublishedFact;
import dev.preflight.define.DefinitionWords;
import dev.preflight.fact.CodeName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/** {@code define:}, the checks of a profile's own. What a read gives, and what a matcher is for, only lint can say. */
final class DefinitionParts {
    private static final String BILINGUAL = "bilingual";
    private static final String MATCHER = "matcher";
    private static final String READ = "read";
    private static final String EXPECTATION = "expectation";
    private static final String DEFINITION = "definition";

    /** As the reader of definitions has it. */
    private static final String ID = "^x-[a-z0-9]+(?:-[a-z0-9]+)*$";

    private static final String NAME = "^[a-z][a-z0-9_]*$";
    private static final String CODE = "^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$";
    /** The greatest status of a process: wait(2). */
    private static final int LAST_STATUS = 255;

    private final SortedMap<String, PublishedFact<?>> published;

    DefinitionParts(SortedMap<String, PublishedFact<?>> published) {
        this.published = published;
    }

    /** The section. */
    static Part section() {
        return named(ID, DEFINITION)
                .with("maxProperties", DefinitionWords.MOST_DEFINITIONS)
                .says("Checks of this profile's own; their names begin with x-, and checks names those that run.");
    }

    private static Part named(String pattern, String definition) {
        return Part.mappingTo(Part.ref(definition))
                .with("propertyNames", Part.any().with("pattern", pattern));
    }

    /** What the section refers to, by name. */
    Map<String, Part> definitions() {
        Map<String, Part> definitions = new LinkedHashMap<>();
        definitions.put(DEFINITION, definition());
        definitions.put(READ, read(published.values()));
        definitions.put(EXPECTATION, expectation());
        definitions.put(MATCHER, matcher());
        definitions.put(BILINGUAL, bilingual());
        return definitions;
    }

    private static Part definition() {
        return Part.any()
                .properties(Part.each(DefinitionWords.DEFINITION, key -> switch (key) {
                    case "title", "summary" -> Part.ref(BILINGUAL);
                    case "looks_at" -> ValueParts.word(DefinitionWords.scopes());
                    case "applies" ->
                        Part.anyOf(Part.ref(CheckParts.WHEN), text())
                                .says("Hosts that it concerns: as `when`, or a rule.");
                    case "params" ->
                        Part.mappingTo(parameter())
                                .with("propertyNames", Part.any().with("pattern", NAME));
                    case "reads" -> named(NAME, READ).with("maxProperties", DefinitionWords.MOST_READS);
                    case "expect" -> named(CODE, EXPECTATION).with("maxProperties", DefinitionWords.MOST_EXPECTATIONS);
                    case "explained_by" -> Part.listOf(text()).says("Checks that explain a failure of this one.");
                    default -> throw none(key);
                }))
                .closed()
                .otherwise(CheckParts.off());
    }

    private static IllegalStateException none(String key) {
        return new IllegalStateException("no schema for the key '" + key + "' of a definition");
    }

    private static Part parameter() {
        return Part.mapping(Part.each(DefinitionWords.PARAMETER, key -> switch (key) {
            case "type" -> ValueParts.word(DefinitionWords.parameterTypes());
            case "kind" ->
                ValueParts.word(Stream.of(Param.Kind.values()).map(CodeName::of).toList())
                        .says("A locator says where to read and is sent to the host; a threshold never is.");
            case "default", "example" -> Part.any();
            case "help" -> Part.ref(BILINGUAL);
            default -> throw none(key);
        }));
    }

    private static Part read(Collection<PublishedFact<?>> published) {
        return Part.any()
                .properties(Part.each(DefinitionWords.read(published), DefinitionParts::ofRead))
                .closed()
                .otherwise(CheckParts.off());
    }

    private static Part ofRead(String key) {
        return switch (key) {
            case "file" ->
                Part.anyOf(text(), Part.listOf(text()).with("minItems", 1)).says("A path, or the first that exists.");
            case "command" -> Part.listOf(text()).with("minItems", 1).says("A program and its words; no shell.");
            case "context" -> ValueParts.word(DefinitionWords.contexts());
            case "contexts" ->
                Part.listOf(ValueParts.word(DefinitionWords.contexts())).with("minItems", 1);
            case "timeout" -> ValueParts.duration();
            case "as_root", "secret", "dropins", "all" -> ValueParts.flag();
            case "absent" ->
                Part.anyOf(ValueParts.word(DefinitionWords.absences()), Part.mapping(Map.of("value", Part.any())));
            case "as" -> ValueParts.word(DefinitionWords.forms());
            case "exit" -> Part.anyOf(status(), Part.listOf(status()));
            case "repeated" -> ValueParts.word(DefinitionWords.repeated());
            case "stream" -> ValueParts.word(DefinitionWords.streams());
            case "types" -> Part.mappingTo(ValueParts.word(DefinitionWords.fieldTypes()));
            case "columns" -> Part.listOf(text());
            case "skip" -> Part.of("integer").with("minimum", 0);
            default -> text();
        };
    }

    private static Part status() {
        return Part.of("integer", "string").with("minimum", 0).with("maximum", LAST_STATUS);
    }

    private static Part expectation() {
        return Part.any()
                .properties(Part.each(DefinitionWords.EXPECTATION, key -> switch (key) {
                    case "read", "subject" -> text();
                    case "rule" -> Part.of("string", "boolean", "number").says("An expression that must be true.");
                    case "where", "is", "each", "some", "count" -> Part.ref(MATCHER);
                    case "none" -> ValueParts.word(DefinitionWords.nones());
                    case CheckParts.SEVERITY -> Part.ref(CheckParts.SEVERITY);
                    case "text" ->
                        Part.mapping(Part.each(
                                DefinitionWords.LANGUAGES,
                                language -> Part.mapping(Part.each(DefinitionWords.TEXT, part -> lines()))));
                    case "remedy" -> remedy();
                    default -> throw none(key);
                }))
                .closed()
                .otherwise(CheckParts.off());
    }

    private static Part remedy() {
        return Part.mapping(Part.each(DefinitionWords.REMEDY, key -> switch (key) {
            case "effect" -> Part.ref(BILINGUAL);
            case "privilege" -> ValueParts.word(DefinitionWords.privileges());
            case "command", "undo" -> lines();
            default -> throw none(key);
        }));
    }

    /** Words of matchers, or fields with matchers: a field may have the name of a word. */
    private static Part matcher() {
        return Part.of("object", "string", "number", "boolean")
                .properties(Part.each(DefinitionWords.matchers(), word -> Part.any()))
                .with("additionalProperties", Part.ref(MATCHER));
    }

    private static Part bilingual() {
        return Part.any()
                .properties(Part.each(DefinitionWords.LANGUAGES, language -> lines()))
                .closed()
                .otherwise(lines());
    }

    private static Part text() {
        return ValueParts.text();
    }

    /** Text that may be folded over several lines. */
    private static Part lines() {
        return Part.of("string", "number");
    }
}
