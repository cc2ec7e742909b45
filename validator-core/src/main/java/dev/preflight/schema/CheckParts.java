package dev.preflight.schema;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.fact.Reason;
import dev.preflight.host.KnownSystems;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.RowReader;
import dev.preflight.param.Selectors;
import dev.preflight.profile.ProfileKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One entry of {@code checks:}, and what entries share. */
final class CheckParts {
    static final String SEVERITY = "severity";
    static final String REASON = "reason";
    static final String WHEN = "when";
    static final String GROUPS = "groups";
    private static final String WHY = "why";
    private static final String SEVERITIES = "severities-of-reasons";

    /** As {@code VersionCondition} reads them. */
    private static final String VERSION_CONDITION = " *(>=|<=|==|=|>|<)? {0,8}\\d[\\d.]{0,63} *";

    private static final String OF_ANOTHER_NAME = "The check, if this entry has another name.";

    private CheckParts() {}

    /** What the entries refer to, by name. */
    static Map<String, Part> definitions() {
        Map<String, Part> definitions = new LinkedHashMap<>();
        definitions.put(
                SEVERITY,
                ValueParts.word(Stream.of(Severity.values()).map(Severity::code).toList())
                        .says("A blocker stops the installer, a warning needs a person, info has no effect."));
        definitions.put(REASON, Part.word(reasons()));
        definitions.put(SEVERITIES, Part.any().properties(Part.each(reasons(), reason -> Part.ref(SEVERITY))));
        definitions.put(
                GROUPS,
                Part.listOf(ValueParts.text())
                        .with("minItems", 1)
                        .says("Only hosts in one of these groups of the inventory."));
        definitions.put(WHEN, when());
        definitions.put(WHY, why());
        return definitions;
    }

    /** That a parent's check or row is removed, or taken as it is. */
    static Part off() {
        return Part.any().with("enum", List.of("off", false, Part.Nothing.NULL));
    }

    /** Keys that every row of a table of requirements may have. */
    static Map<String, Part> ofRows() {
        return Part.each(RowReader.COMMON, Part::ref);
    }

    /** An entry of this check. */
    static Part entry(CheckSpec<?> spec) {
        return Part.any()
                .properties(Part.each(ProfileKeys.CHECK, key -> switch (key) {
                    case "check" -> word(List.of(spec.id()), spec.oldIds());
                    case "params" ->
                        Part.mapping(ValueParts.fields(ParamSchema.of(spec)))
                                .says("What the check looks at and compares with.");
                    case "severities" -> severities(spec);
                    default -> key(key);
                }))
                .closed()
                .otherwise(off());
    }

    /** The keys of an entry of which only the parent knows the check. */
    static Map<String, Part> ofAnyCheck(List<String> ids, List<String> oldIds) {
        return Part.each(ProfileKeys.CHECK, key -> switch (key) {
            case "check" ->
                Part.anyOf(word(ids, oldIds), Part.of("string").with("pattern", "^x-"))
                        .says(OF_ANOTHER_NAME);
            case "params" -> Part.of("object");
            case "severities" -> Part.mappingTo(Part.ref(SEVERITY));
            default -> key(key);
        });
    }

    private static Part word(List<String> ids, List<String> oldIds) {
        return ValueParts.word(ids, oldIds).says(OF_ANOTHER_NAME);
    }

    private static Part key(String key) {
        return switch (key) {
            case "enabled" -> ValueParts.flag().says("False: the entry is kept, and is not run.");
            case SEVERITY, GROUPS, WHEN -> Part.ref(key);
            default -> throw new IllegalStateException("no schema for the key '" + key + "' of a check");
        };
    }

    private static Part severities(CheckSpec<?> spec) {
        List<String> codes = List.copyOf(spec.codes().keySet());
        Map<String, Part> properties = Part.each(codes, code -> Part.ref(SEVERITY));
        spec.oldCodes()
                .forEach((old, now) -> properties.put(
                        old,
                        Part.any().with("allOf", List.of(Part.ref(SEVERITY))).renamed(old, now)));
        Part names = codes.isEmpty()
                ? Part.ref(REASON)
                : Part.anyOf(ValueParts.word(codes, List.copyOf(spec.oldCodes().keySet())), Part.ref(REASON));
        return Part.of("object")
                .says("Severities by code.")
                .properties(properties)
                .with("allOf", List.of(Part.ref(SEVERITIES)))
                .with("propertyNames", names);
    }

    private static List<String> reasons() {
        return Stream.concat(Stream.of(Judgement.OK), Stream.of(Reason.values()).map(Reason::code))
                .toList();
    }

    private static Part when() {
        return Part.mapping(Part.each(Selectors.KEYS, key -> switch (key) {
                    case "os_family" ->
                        oneOrMore(ValueParts.likely(KnownSystems.distributions()))
                                .says("ID or ID_LIKE of the host's os-release is one of these.");
                    case "os_version" ->
                        oneOrMore(Part.of("string", "number")
                                        .pattern(
                                                ShapePatterns.whole(VERSION_CONDITION),
                                                "expected a version condition such as '>= 22.04'"))
                                .says("Each of these holds for VERSION_ID of the host's os-release. Example: \">= 9\"");
                    case "arch" ->
                        oneOrMore(ValueParts.likely(KnownSystems.machines()))
                                .says("uname -m of the host is one of these.");
                    default -> throw new IllegalStateException("no schema for the key '" + key + "' of 'when'");
                }))
                .says("Only hosts that are like this.");
    }

    private static Part oneOrMore(Part one) {
        return Part.anyOf(one, Part.listOf(one).with("minItems", 1));
    }

    private static Part why() {
        return Part.any()
                .properties(Part.each(RowReader.LANGUAGES, language -> ValueParts.text()))
                .closed()
                .otherwise(ValueParts.text())
                .says("What it is required for; shown beside what is required.");
    }
}
