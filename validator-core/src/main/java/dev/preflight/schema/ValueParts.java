package dev.preflight.schema;

import dev.preflight.api.ByteSize;
import dev.preflight.api.FileMode;
import dev.preflight.api.Shape;
import dev.preflight.host.KnownSystems;
import dev.preflight.param.Limits;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.ParamType;
import dev.preflight.param.RowReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of parameters and settings. Each may be a variable of the profile. */
final class ValueParts {
    /** As {@link dev.preflight.param.Durations} reads them. */
    private static final String DURATION = "\\d{1,9} ?(ms|s|m|h|d)";
    /** As {@link ByteSize} reads them. */
    private static final String SIZE = "\\d{1,9} ?(B|[KMGT]iB|[kMGT]B)";
    /** As {@link FileMode} reads them. */
    private static final String MODE = "(0o?)?[0-7]{3,4}";
    /** No part of a text may act on a terminal: no control characters. */
    private static final String PLAIN = "^[^\\x00-\\x1f\\x7f-\\x9f]*$";
    /** The largest mode as an editor reads it, which takes the digits for a decimal number. */
    private static final int LARGEST_MODE = 7777;

    private ValueParts() {}

    /** Text without control characters; a number is text as well. */
    static Part text() {
        return Part.of("string", "number").pattern(PLAIN, "control characters are not allowed here");
    }

    /** A length of time. */
    static Part duration() {
        return Part.of("string").pattern(ShapePatterns.whole(DURATION), "expected a duration such as 10s");
    }

    /** True or false. */
    static Part flag() {
        return Part.of("boolean", "string").pattern(Part.VARIABLE, "expected true or false");
    }

    /** One of these words. */
    static Part word(List<String> words) {
        return word(words, List.of());
    }

    /** One of these words, or of others that an editor does not offer. */
    static Part word(List<String> words, List<String> old) {
        return Part.anyOf(
                Part.word(words),
                old.isEmpty()
                        ? variable()
                        : Part.of("string").with("pattern", ShapePatterns.whole(ShapePatterns.words(old))));
    }

    /** One of these words, or another one. */
    static Part likely(List<String> words) {
        return Part.anyOf(Part.word(words), text());
    }

    private static Part variable() {
        return Part.of("string").with("pattern", Part.VARIABLE);
    }

    /** The fields of a record by name, those with their old names among them. */
    static Map<String, Part> fields(ParamSchema schema) {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (ParamField field : schema.fields()) {
            parts.put(field.name(), field(field));
            for (String old : field.oldNames()) {
                parts.put(old, field(field).renamed(old, field.name()));
            }
        }
        return parts;
    }

    private static Part field(ParamField field) {
        Part part = value(field.type(), field);
        StringBuilder says = new StringBuilder(field.description())
                .append(". It is ")
                .append(field.typeWords())
                .append('.');
        if (!field.defaultValue().isEmpty()) {
            says.append(" Default: ").append(field.defaultValue()).append('.');
        }
        if (field.setting()) {
            says.append(" If it is not given here, the setting of this name is used.");
        }
        if (!field.example().isEmpty()) {
            says.append(" Example: ").append(field.example());
        }
        return part.says(says.toString());
    }

    /** What is said of a text that is not of the pattern. */
    private static String expected(ParamType type, Limits limits) {
        return "expected " + limits.words(type);
    }

    private static Part value(ParamType type, ParamField field) {
        Part part = plain(type, field.limits());
        String given = field.defaultValue();
        boolean number = type instanceof ParamType.Whole;
        boolean beyond = number && !given.isEmpty() && !within(type, field.limits(), Long.parseLong(given));
        return beyond ? Part.anyOf(Part.any().with("const", Long.parseLong(given)), part) : part;
    }

    private static boolean within(ParamType type, Limits limits, long number) {
        return number >= limits.lowest(type) && number <= limits.highest(type);
    }

    private static Part plain(ParamType type, Limits limits) {
        if (type instanceof ParamType.OptionalOf optional) {
            return plain(optional.item(), limits);
        }
        if (type instanceof ParamType.ListOf list) {
            Part part = Part.listOf(item(list.item(), limits));
            return limits.filled() ? part.with("minItems", 1) : part;
        }
        if (type instanceof ParamType.RowsOf rows) {
            return rows(rows, limits);
        }
        if (type instanceof ParamType.Nested nested) {
            Part mapping = Part.mapping(fields(nested.schema()));
            return nested.plain()
                    .map(field -> Part.anyOf(plain(field.type(), field.limits()), mapping))
                    .orElse(mapping);
        }
        if (type instanceof ParamType.Flag) {
            return flag();
        }
        if (type instanceof ParamType.Written) {
            return Part.any();
        }
        return single(type, limits);
    }

    /** In a list, mappings are not merged with those of a parent: what a record needs must be there. */
    private static Part item(ParamType type, Limits limits) {
        Part part = plain(type, limits);
        if (type instanceof ParamType.Nested nested) {
            List<String> needed = nested.schema().fields().stream()
                    .filter(field -> field.oldNames().isEmpty() && field.isNeeded())
                    .map(ParamField::name)
                    .toList();
            return needed.isEmpty() ? part : part.requires(needed.toArray(String[]::new));
        }
        return part;
    }

    private static Part single(ParamType type, Limits limits) {
        if (type instanceof ParamType.Whole whole) {
            return whole(limits.lowest(whole), limits.highest(whole), whole)
                    .pattern(Part.VARIABLE, expected(type, limits));
        }
        if (type instanceof ParamType.Choice choice) {
            return choice(choice.constants().keySet().stream()
                    .filter(word ->
                            limits.shape() == Shape.ANY || limits.shape().fits(word))
                    .toList());
        }
        if (type instanceof ParamType.Span) {
            return written(type, DURATION, limits);
        }
        if (type instanceof ParamType.Parsed parsed && parsed.type() == ByteSize.class) {
            return written(type, SIZE, limits);
        }
        if (type instanceof ParamType.Parsed parsed && parsed.type() == FileMode.class) {
            return Part.of("string", "integer")
                    .pattern(ShapePatterns.whole(MODE), expected(type, limits))
                    .with("minimum", 0)
                    .with("maximum", LARGEST_MODE);
        }
        return type instanceof ParamType.Text ? shaped(type, limits) : text();
    }

    private static Part whole(long least, long most, ParamType.Whole type) {
        Part part = Part.of("integer", "string");
        // Editors count in doubles, which do not hold the ends of a long.
        long from = Math.max(least, type.min());
        long to = Math.min(most, type.max());
        if (from != Long.MIN_VALUE) {
            part.with("minimum", from);
        }
        return to == Long.MAX_VALUE ? part : part.with("maximum", to);
    }

    /** A word that looks like a number or a truth value is read as one by editors. */
    private static Part choice(List<String> words) {
        List<Object> values = new ArrayList<>(words);
        words.stream()
                .filter(word -> word.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .forEach(values::add);
        words.stream()
                .filter(word -> word.matches("true|false"))
                .map(Boolean::valueOf)
                .forEach(values::add);
        return Part.anyOf(Part.any().with("enum", values), variable());
    }

    private static Part written(ParamType type, String pattern, Limits limits) {
        return Part.of("string").pattern(ShapePatterns.whole(pattern, orDefault(limits)), expected(type, limits));
    }

    private static Part shaped(ParamType type, Limits limits) {
        if (limits.shape() == Shape.DISTRIBUTION) {
            return likely(KnownSystems.distributions());
        }
        Optional<String> pattern = ShapePatterns.of(limits.shape());
        return pattern.map(one -> Part.of("string", "number")
                        .pattern(ShapePatterns.whole(one, orDefault(limits)), expected(type, limits)))
                .orElseGet(ValueParts::text);
    }

    /** A default is always allowed. */
    private static String orDefault(Limits limits) {
        return ShapePatterns.literal(limits.defaultValue().replaceAll("^([\"'])(.*)\\1$", "$2"));
    }

    /** A table of requirements, by subject. */
    private static Part rows(ParamType.RowsOf rows, Limits limits) {
        Part row = row(rows.limits());
        Optional<String> keys = ShapePatterns.of(limits.shape());
        Part table = Part.mappingTo(row);
        return keys.map(pattern ->
                        table.with("propertyNames", Part.any().with("pattern", ShapePatterns.whole(pattern))))
                .orElse(table);
    }

    private static Part row(ParamSchema limits) {
        Map<String, Part> keys = fields(limits);
        keys.putAll(CheckParts.ofRows());
        Optional<Part> value = Optional.ofNullable(keys.get(RowReader.VALUE));
        List<ParamField> listed = limits.fields().stream()
                .filter(field -> field.name().equals(RowReader.VALUE) && field.type() instanceof ParamType.ListOf)
                .toList();
        List<Part> alternatives = new ArrayList<>(List.of(CheckParts.off()));
        value.ifPresent(alternatives::add);
        listed.forEach(field -> {
            Part item = plain(((ParamType.ListOf) field.type()).item(), field.limits());
            keys.put(RowReader.VALUE, Part.anyOf(field(field), item).says(field.description()));
            alternatives.add(item);
        });
        Part otherwise = alternatives.size() == 1 ? alternatives.get(0) : Part.anyOf(alternatives.toArray(Part[]::new));
        return Part.any().properties(keys).closed().otherwise(otherwise);
    }
}
