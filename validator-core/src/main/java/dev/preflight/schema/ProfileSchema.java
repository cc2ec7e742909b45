package dev.preflight.schema;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.param.ParamSchema;
import dev.preflight.profile.ProfileKeys;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The schema of profiles. It refuses no profile that lint accepts. What depends on other files, or on several values at
 * once, only lint can say.
 */
public final class ProfileSchema {
    private static final String ID = "https://preflight.dev/schema/profile-1.schema.json";
    private static final String INSTANCE = "instance";
    private static final String CHECK = "check-";
    private static final String CHECKS = "checks";
    private static final String DEFINE = "define";
    private static final String EXTENDS = "extends";

    /** As the binder of checks has it; {@code settings} and {@code vars} are words of {@code --set}. */
    private static final String NAME = "(?!(?:settings|vars)$)[A-Za-z0-9][A-Za-z0-9_-]*";

    /** As the binder of waivers has it. */
    private static final String FINGERPRINT = "[0-9a-f]{16}";

    /** An instant with its zone, by ISO 8601. */
    static final String INSTANT =
            "(?:[+-]?\\d{4,9}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d(:\\d\\d(:\\d\\d)?)?))";

    /** A check that a profile defines. */
    private static final String DEFINED = "x-[a-z0-9-]+";

    private static final String UNKNOWN = "unknown check; an entry with a name of its own needs 'check: ID'";

    private final Catalogue catalogue;
    private final Shipped shipped;
    private final UnaryOperator<String> titles;

    /**
     * What ships.
     *
     * @param profiles names of the shipped profiles
     * @param instances what the entries of their {@code checks} are called, with the check of each
     */
    public record Shipped(List<String> profiles, SortedMap<String, String> instances) {
        public Shipped {
            profiles = List.copyOf(profiles);
            instances = new TreeMap<>(instances);
        }
    }

    private ProfileSchema(Catalogue catalogue, Shipped shipped, UnaryOperator<String> titles) {
        this.catalogue = catalogue;
        this.shipped = shipped;
        this.titles = titles;
    }

    /**
     * The schema as a JSON document.
     *
     * @param titles the title of each check by its id
     */
    public static String of(Catalogue catalogue, Shipped shipped, UnaryOperator<String> titles) {
        return new ProfileSchema(catalogue, shipped, titles).root().document();
    }

    private Part root() {
        return Part.any()
                .with("$schema", "http://json-schema.org/draft-07/schema#")
                .with("$id", ID)
                .with("title", "A profile of Preflight")
                .with("type", "object")
                .properties(Part.each(ProfileKeys.PROFILE, this::key))
                .closed()
                .with("if", knowsItsParents())
                .with("then", Part.any().properties(Map.of(CHECKS, namedByThemselves())))
                .with("allOf", List.of(wholeByItself()))
                .with("definitions", definitions());
    }

    private Part key(String key) {
        return switch (key) {
            case "name" -> ValueParts.text().says("What reports call the profile. Default: the name of the file.");
            case "description" -> Part.of("string", "number").says("What it is for, in one sentence.");
            case EXTENDS -> parents();
            case "on_undecided" ->
                ValueParts.word(List.of("stop", "proceed"))
                        .says(
                                "Whether the installer may proceed where something could not be determined. Default: stop.");
            case "on_nothing_measured" ->
                ValueParts.word(List.of("stop", "proceed"))
                        .says("Whether the installer may proceed where no check applied to a host. Default: stop.");
            case "vars" -> vars();
            case "settings" -> settings();
            case DEFINE -> DefinitionParts.section();
            case CHECKS -> checks();
            case "waivers" -> waivers();
            default -> throw new IllegalStateException("no schema for the key '" + key + "' of a profile");
        };
    }

    private Part parents() {
        Part one = ValueParts.likely(shipped.profiles());
        return Part.anyOf(one, Part.listOf(one))
                .says("What it adds to: a shipped profile, a path relative to this file, or a list of them.");
    }

    private static Part vars() {
        return Part.of("object", "null")
                .with("propertyNames", Part.any().with("pattern", "^[A-Za-z_][A-Za-z0-9_-]*$"))
                .with("additionalProperties", Part.of("string", "number", "boolean"))
                .says("Values that other values name as ${name}.");
    }

    private Part settings() {
        return Part.of("object", "null")
                .properties(settings(catalogue))
                .closed()
                .says("Facts of the site: the parameters of the same name have these values in all checks.");
    }

    /** The settings by name. */
    static Map<String, Part> settings(Catalogue catalogue) {
        Map<String, Part> fields = new LinkedHashMap<>();
        catalogue.settings().forEach(type -> fields.putAll(ValueParts.fields(ParamSchema.of(type))));
        return fields;
    }

    private Part checks() {
        Map<String, Part> entries = new LinkedHashMap<>();
        catalogue.ids().forEach(id -> entries.put(id, named(id)));
        shipped.instances().forEach((name, id) -> entries.computeIfAbsent(name, any -> named(id)));
        catalogue.replacements().forEach((old, id) -> entries.put(old, named(id).renamed(old, id)));
        return Part.of("object", "null")
                .properties(entries)
                .with("patternProperties", byCheck())
                .with("propertyNames", Part.any().with("pattern", ShapePatterns.whole(NAME)))
                .says("What is looked at: one entry for each check. `NAME: off` removes an entry that is inherited.");
    }

    /** An entry is the check of its name, unless it says that it is another one. */
    private Part named(String id) {
        if (catalogue.find(id).isEmpty()) {
            // A shipped profile defines it.
            return Part.ref(INSTANCE);
        }
        return Part.any().says(titles.apply(id)).with("if", saysItsCheck()).with("else", Part.ref(CHECK + id));
    }

    private static Part saysItsCheck() {
        return Part.of("object").requires("check");
    }

    private Map<String, Part> byCheck() {
        Map<String, Part> byName = new LinkedHashMap<>();
        byName.put(otherNames(), Part.ref(INSTANCE));
        byName.put(
                "^(?:" + names() + ")$", Part.any().with("if", saysItsCheck()).with("then", Part.ref(INSTANCE)));
        byName.put("^" + DEFINED + "$", Part.ref(INSTANCE));
        return byName;
    }

    /** Entries under another name: the parent says which check it is, where the entry does not. */
    private Part instance() {
        Map<String, Part> keys = CheckParts.ofAnyCheck(
                List.copyOf(catalogue.ids()),
                List.copyOf(catalogue.replacements().keySet()));
        List<Part> byCheck = catalogue.checks().values().stream()
                .map(check -> check.spec())
                .map(spec -> Part.any()
                        .with("if", Part.of("object").requires("check").properties(Map.of("check", ids(spec))))
                        .with("then", Part.ref(CHECK + spec.id())))
                .toList();
        return Part.any().properties(keys).closed().otherwise(CheckParts.off()).with("allOf", byCheck);
    }

    private static Part ids(CheckSpec<?> spec) {
        return Part.word(
                Stream.concat(Stream.of(spec.id()), spec.oldIds().stream()).toList());
    }

    /** Whether the profile extends none, or shipped ones only: then all names that it may inherit are known. */
    private Part knowsItsParents() {
        Part known = Part.word(shipped.profiles());
        return Part.anyOf(
                Part.any().with("not", Part.any().requires(EXTENDS)),
                Part.any().properties(Map.of(EXTENDS, Part.anyOf(known, Part.listOf(known)))));
    }

    /** What a profile needs that extends none. */
    private static Part wholeByItself() {
        Part definition = Part.any().requires("title", "reads", "expect");
        return Part.any()
                .with("if", Part.any().with("not", Part.any().requires(EXTENDS)))
                .with(
                        "then",
                        Part.any()
                                .properties(Map.of(DEFINE, Part.any().with("additionalProperties", definition)))
                                .requires(CHECKS));
    }

    /** Every other name must say which check it is. */
    private Part namedByThemselves() {
        return Part.any()
                .with("patternProperties", Map.of(otherNames(), saysItsCheck().with("errorMessage", UNKNOWN)));
    }

    /** A pattern of the names that are neither a check nor an entry of a shipped profile. */
    private String otherNames() {
        return "^(?!(?:" + names() + ")$)(?!.*" + Part.VARIABLE + ")";
    }

    private String names() {
        return Stream.of(
                        catalogue.ids(),
                        catalogue.replacements().keySet(),
                        shipped.instances().keySet())
                .flatMap(Collection::stream)
                .distinct()
                .sorted()
                .map(ShapePatterns::literal)
                .collect(Collectors.joining("|", DEFINED + "|", ""));
    }

    private static Part waivers() {
        Part waiver = Part.mapping(Part.each(ProfileKeys.WAIVER, key -> switch (key) {
                    case "fingerprint" ->
                        Part.of("string", "number")
                                .pattern(ShapePatterns.whole(FINGERPRINT), "expected 16 hexadecimal digits, lower case")
                                .says("The finding, as reports print it.");
                    case "check" -> ValueParts.text().says("Name of an entry of checks.");
                    case "hosts" -> Part.listOf(ValueParts.text()).with("minItems", 1);
                    case "reason" -> ValueParts.text().says("Why the finding is accepted.");
                    case "owner" -> ValueParts.text().says("Who sees to it.");
                    case "until" ->
                        Part.of("string")
                                .pattern(ShapePatterns.whole(INSTANT), "expected an instant with its zone")
                                .says("When it ends. Example: 2027-01-31T00:00:00+01:00");
                    default -> throw new IllegalStateException("no schema for the key '" + key + "' of a waiver");
                }))
                .requires("reason", "owner", "until")
                .with("if", Part.any().requires("fingerprint"))
                .with("then", Part.any().properties(Part.each(List.of("check", "hosts"), key -> Part.never())))
                .with("else", Part.any().requires("check", "hosts"));
        return Part.of("array", "null").with("items", waiver).says("Findings that are accepted for a time.");
    }

    private Map<String, Part> definitions() {
        Map<String, Part> definitions = new LinkedHashMap<>(CheckParts.definitions());
        definitions.putAll(new DefinitionParts(catalogue.published()).definitions());
        definitions.put(INSTANCE, instance());
        catalogue.checks().forEach((id, check) -> definitions.put(CHECK + id, CheckParts.entry(check.spec())));
        return definitions;
    }
}
