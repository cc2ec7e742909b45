package dev.preflight.casefile;

import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.casefile.Case.Change;
import dev.preflight.casefile.Case.Withheld;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reason;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.verdict.Verdict;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a test file. Strict: a key that is misspelt would leave out what a case is there for. Whether the names in it are
 * those of the profile and of the evidence is {@link NamesOfCase}'s to say.
 */
final class CaseFileReader {
    private static final String REASON = "reason";
    private static final String EXPECTATIONS = "expectations";

    private final Path path;
    private final Problems problems;
    private final boolean mayBeEmpty;

    private CaseFileReader(Path path, boolean mayBeEmpty, Problems problems) {
        this.path = path;
        this.mayBeEmpty = mayBeEmpty;
        this.problems = problems;
    }

    /** The test file, or empty after the problems were noted; what could be read of it may have problems as well. */
    static Optional<CaseFile> read(Path path, Problems problems) {
        return YamlFile.text(path, Place.of(path.toString()), problems).flatMap(text -> parse(path, text, problems));
    }

    /** The same of the text of a file. */
    static Optional<CaseFile> parse(Path path, String text, Problems problems) {
        return YamlFile.mapping(path, text, problems)
                .flatMap(document -> new CaseFileReader(path, false, problems).file(document));
    }

    /** The same of a file that gets a case: it may have none yet. */
    static Optional<CaseFile> begun(Path path, String text, Problems problems) {
        return YamlFile.mapping(path, text, problems)
                .flatMap(document -> new CaseFileReader(path, true, problems).file(document));
    }

    private Optional<CaseFile> file(Node.Mapping document) {
        Fields fields = new Fields(document, CaseKeys.FILE, "key of a test file", problems);
        fields.require("profile", "the test file");
        List<Node.Mapping> written = mayBeEmpty && hasNone(document) ? List.of() : cases(fields);
        List<Case> cases = new ArrayList<>();
        written.forEach(one -> oneCase(one).ifPresent(cases::add));
        unique(written);
        MutationChoice mutations =
                fields.mapping("mutations").map(this::mutations).orElse(MutationChoice.ALL);
        CoverageGoal coverage = fields.mapping("coverage").map(this::coverage).orElse(CoverageGoal.NONE);
        return fields.text("profile")
                .flatMap(profile -> profile(profile, fields.place("profile")))
                .map(profile -> new CaseFile(
                        path,
                        profile,
                        fields.place("profile"),
                        fields.mapping("settings"),
                        cases,
                        mutations,
                        coverage));
    }

    private List<Node.Mapping> cases(Fields fields) {
        fields.require("cases", "the test file");
        if (fields.has("cases") && fields.list("cases").isEmpty()) {
            problems.add(fields.place("cases"), "cases: expected at least one case");
        }
        return fields.mappings("cases");
    }

    private static boolean hasNone(Node.Mapping document) {
        return document.get("cases").filter(node -> !CaseFileEdit.isNone(node)).isEmpty();
    }

    /** A path beside the test file, or the name of a shipped profile. */
    private Optional<String> profile(String profile, Place place) {
        boolean file = ProfileFiles.isFile(profile);
        return file ? beside(profile, place).map(Path::toString) : Optional.of(profile);
    }

    private Optional<Path> beside(String name, Place place) {
        try {
            return Optional.of(path.resolveSibling(name));
        } catch (InvalidPathException e) {
            problems.add(place, "'" + name + "' is not a path");
            return Optional.empty();
        }
    }

    private void unique(List<Node.Mapping> cases) {
        Map<String, Place> seen = new HashMap<>();
        for (Node.Mapping one : cases) {
            if (one.get("name").orElse(one) instanceof Node.Scalar name) {
                Place first = seen.putIfAbsent(name.text(), name.place());
                if (first != null) {
                    problems.add(
                            name.place(),
                            "two cases are called '" + name.text() + "', the first at " + first,
                            "give each a name of its own");
                }
            }
        }
    }

    private Optional<Case> oneCase(Node.Mapping mapping) {
        Fields fields = new Fields(mapping, CaseKeys.CASE, "key of a case", problems);
        List.of("name", "evidence", "expect").forEach(key -> fields.require(key, "the case"));
        Optional<String> name = fields.text("name");
        Place evidencePlace = fields.place("evidence");
        Optional<Path> evidence = fields.text("evidence").flatMap(text -> beside(text, evidencePlace));
        AlterationReader alterations = new AlterationReader(problems);
        List<Change> changes =
                fields.mapping("change").map(alterations::changes).orElse(List.of());
        List<Withheld> withheld =
                fields.mapping("withhold").map(alterations::withheld).orElse(List.of());
        Optional<Expectation> expected = fields.mapping("expect").map(this::expectation);
        Optional<Node.Mapping> settings = fields.mapping("settings");
        List<String> sets = fields.texts("set");
        List<String> only = fields.texts("only");
        var at = fields.instant("at");
        boolean reviewed = fields.flag("reviewed").orElse(true);
        if (name.isEmpty() || evidence.isEmpty() || expected.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Case(
                name.get(),
                fields.place(),
                evidence.get(),
                evidencePlace,
                settings,
                sets,
                fields.place("set"),
                only,
                at,
                changes,
                withheld,
                expected.get(),
                reviewed));
    }

    private Expectation expectation(Node.Mapping mapping) {
        Fields fields = new Fields(mapping, CaseKeys.EXPECT, "key of expect", problems);
        if (mapping.entries().isEmpty()) {
            problems.add(mapping.place(), "expect: nothing is expected", "give a verdict, findings, or both");
        }
        List<Expectation.Wanted> findings = new ArrayList<>();
        fields.mappings("findings").forEach(one -> wanted(one).ifPresent(findings::add));
        boolean someNone = fields.has("none");
        boolean any = fields.word("others", Stream.of("none", "any"), word -> word)
                .map("any"::equals)
                .orElse(someNone);
        boolean nothing = any && !someNone && findings.isEmpty() && !fields.has("verdict");
        if (nothing && fields.list("findings").isEmpty()) {
            problems.add(
                    mapping.place(),
                    "expect: with 'others: any' nothing is expected",
                    "give a verdict, findings, or 'none: [fail, unknown]'");
        }
        if (someNone && fields.list("none").isEmpty()) {
            problems.add(
                    fields.place("none"),
                    "expect: 'none' names no outcome, so that nothing is forbidden",
                    "write 'none: [fail, unknown]', or leave it out");
        }
        return new Expectation(
                fields.word("verdict", Stream.of(Verdict.values()), Verdict::code),
                findings,
                fields.words("none", Stream.of(Outcome.values()), Outcome::code),
                any,
                fields.place());
    }

    private Optional<Expectation.Wanted> wanted(Node.Mapping mapping) {
        Fields fields = new Fields(mapping, CaseKeys.FINDING, "key of a finding", problems);
        fields.require("check", "the finding");
        if (!fields.has("code") && !fields.has("outcome")) {
            problems.add(mapping.place(), "the finding lacks 'code' or 'outcome'", "give one of them or both");
        }
        Optional<String> code = fields.text("code");
        Optional<Outcome> outcome = fields.word("outcome", Stream.of(Outcome.values()), Outcome::code);
        Optional<String> subject = fields.text("subject");
        Optional<String> host = fields.text("host");
        Optional<Reason> reason = fields.word(REASON, Stream.of(Reason.values()), Reason::code);
        Optional<Severity> severity = fields.word("severity", Stream.of(Severity.values()), Severity::code);
        Optional<Boolean> waived = fields.flag("waived");
        return fields.text("check")
                .map(check -> new Expectation.Wanted(
                        check, code, outcome, subject, host, reason, severity, waived, mapping.place()));
    }

    private MutationChoice mutations(Node.Mapping mapping) {
        Fields fields = new Fields(mapping, CaseKeys.MUTATIONS, "key of mutations", problems);
        List<MutationChoice.Spared> except = new ArrayList<>();
        fields.mappings("except").forEach(one -> spared(one).ifPresent(except::add));
        return new MutationChoice(
                each(fields, "withhold"),
                fields.word("limits", Stream.of(MutationChoice.Limits.values()), CodeName::of)
                        .orElse(MutationChoice.Limits.EACH),
                each(fields, EXPECTATIONS),
                except);
    }

    private static boolean each(Fields fields, String key) {
        return fields.word(key, Stream.of("each", "off"), word -> word)
                .map("each"::equals)
                .orElse(true);
    }

    private Optional<MutationChoice.Spared> spared(Node.Mapping mapping) {
        Fields fields = new Fields(mapping, CaseKeys.EXCEPT, "key of except", problems);
        fields.require("check", "the exception");
        fields.require("why", "the exception");
        Optional<String> why = fields.text("why");
        Optional<String> fact = fields.text("fact");
        Optional<String> row = fields.text("row");
        Optional<String> limit = fields.text("limit");
        Optional<String> code = fields.text("code");
        return fields.text("check")
                .flatMap(check -> why.map(
                        words -> new MutationChoice.Spared(check, fact, row, limit, code, words, mapping.place())));
    }

    private CoverageGoal coverage(Node.Mapping mapping) {
        Fields fields = new Fields(mapping, CaseKeys.COVERAGE, "key of coverage", problems);
        return new CoverageGoal(fields.percent("codes"), fields.percent("rows"));
    }
}
