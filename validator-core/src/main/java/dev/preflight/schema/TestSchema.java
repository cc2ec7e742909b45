package dev.preflight.schema;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.casefile.CaseKeys;
import dev.preflight.casefile.MutationChoice;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reason;
import dev.preflight.verdict.Verdict;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The schema of test files. Names of checks, hosts and facts are those of the profile and the evidence: lint knows them. */
public final class TestSchema {
    private static final String ID = "https://preflight.dev/schema/test-1.schema.json";
    private static final String PERCENTAGE = "^(100|\\d{1,2}) ?%?$";
    private static final int WHOLE = 100;

    private final Catalogue catalogue;
    private final List<String> profiles;

    private TestSchema(Catalogue catalogue, List<String> profiles) {
        this.catalogue = catalogue;
        this.profiles = profiles;
    }

    /**
     * The schema as a JSON document.
     *
     * @param profiles names of the shipped profiles
     */
    public static String of(Catalogue catalogue, List<String> profiles) {
        return new TestSchema(catalogue, profiles).root().document();
    }

    private Part root() {
        return Part.any()
                .with("$schema", "http://json-schema.org/draft-07/schema#")
                .with("$id", ID)
                .with("title", "Tests of a profile of Preflight")
                .with("type", "object")
                .properties(Part.each(CaseKeys.FILE, key -> switch (key) {
                    case "profile" ->
                        ValueParts.likely(profiles).says("A profile beside this file, or one that ships.");
                    case "settings" -> settings();
                    case "cases" -> Part.listOf(oneCase()).with("minItems", 1);
                    case "mutations" -> mutations();
                    case "coverage" ->
                        Part.mapping(Part.each(CaseKeys.COVERAGE, part -> percentage()))
                                .says("How much of the profile the cases must reach.");
                    default -> throw none(key);
                }))
                .closed()
                .requires("profile", "cases");
    }

    private static IllegalStateException none(String key) {
        return new IllegalStateException("no schema for the key '" + key + "' of a test file");
    }

    private Part settings() {
        return Part.mapping(ProfileSchema.settings(catalogue)).says("Settings over those of the profile.");
    }

    private Part oneCase() {
        return Part.mapping(Part.each(CaseKeys.CASE, key -> switch (key) {
                    case "name" -> text().says("Unique in the file.");
                    case "evidence" ->
                        text().says("What `run --save-evidence` wrote, or a file; relative to this file.");
                    case "settings" -> settings();
                    case "set" ->
                        Part.listOf(text())
                                .says("Values as of `--set`: settings.NAME=.., vars.NAME=.., CHECK.PARAMETER=..");
                    case "only" -> Part.listOf(text()).says("The checks that are judged. Default: all.");
                    case "at" ->
                        Part.of("string")
                                .pattern("^" + ProfileSchema.INSTANT + "$", "expected an instant with its zone")
                                .says("The present time for the case. Default: when the evidence was recorded.");
                    case "change" ->
                        Part.mappingTo(Part.mappingTo(Part.anyOf(change(), Part.listOf(change()))))
                                .says("By host and fact: the text `replace` becomes `with`.");
                    case "withhold" ->
                        Part.mappingTo(Part.listOf(text()))
                                .properties(Part.each(List.of("reason"), reason -> reason()))
                                .says("By host: the facts that are missing, for this reason.");
                    case "expect" -> expect();
                    case "reviewed" -> Part.of("boolean").says("False: no person has read the case yet.");
                    default -> throw none(key);
                }))
                .requires("name", "evidence", "expect");
    }

    private static Part change() {
        return Part.mapping(Part.each(CaseKeys.CHANGE, key -> Part.of("string", "number", "boolean", "null")))
                .requires("replace", "with");
    }

    private static Part expect() {
        return Part.mapping(Part.each(CaseKeys.EXPECT, key -> switch (key) {
                    case "verdict" -> words(Verdict.values(), Verdict::code);
                    case "findings" -> Part.listOf(finding());
                    case "none" ->
                        Part.listOf(words(Outcome.values(), Outcome::code))
                                .says("Outcomes that no other finding may have.");
                    case "others" ->
                        Part.word(List.of("none", "any"))
                                .says("Whether there may be findings that are not listed. Default: none.");
                    default -> throw none(key);
                }))
                .with("minProperties", 1);
    }

    private static Part finding() {
        return Part.mapping(Part.each(CaseKeys.FINDING, key -> switch (key) {
                    case "check", "code", "subject", "host" -> text();
                    case "outcome" -> words(Outcome.values(), Outcome::code);
                    case "reason" -> reason();
                    case "severity" -> words(Severity.values(), Severity::code);
                    case "waived" -> Part.of("boolean");
                    default -> throw none(key);
                }))
                .requires("check")
                .with(
                        "anyOf",
                        List.of(Part.any().requires("outcome"), Part.any().requires("code")));
    }

    private static Part mutations() {
        return Part.mapping(Part.each(CaseKeys.MUTATIONS, key -> switch (key) {
            case "withhold", "expectations" -> Part.word(List.of("each", "off"));
            case "limits" -> words(MutationChoice.Limits.values(), CodeName::of);
            case "except" ->
                Part.listOf(
                        Part.mapping(Part.each(CaseKeys.EXCEPT, part -> text())).requires("check", "why"));
            default -> throw none(key);
        }));
    }

    private static Part percentage() {
        return Part.of("string", "integer")
                .pattern(PERCENTAGE, "expected a percentage such as 80%")
                .with("minimum", 0)
                .with("maximum", WHOLE);
    }

    private static Part reason() {
        return words(Reason.values(), Reason::code);
    }

    private static <E> Part words(E[] values, Function<E, String> code) {
        return Part.word(Stream.of(values).map(code).toList());
    }

    private static Part text() {
        return ValueParts.text();
    }
}
