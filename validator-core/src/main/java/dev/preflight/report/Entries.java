package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Severity;
import java.util.ArrayList;
import java.util.List;

/** Writes the numbered entries of a page: what is wrong, and what could not be determined. */
final class Entries {
    private static final int INDENT = EntryRows.INDENT;

    private final Words words;
    private final EntryRows rows;
    private final EntryRemedies remedies;
    private int number;

    Entries(EntryRows rows, Words words) {
        this.words = words;
        this.rows = rows;
        this.remedies = new EntryRemedies(rows, words);
    }

    /** A failure or warning with all that is known of it, and its consequences under it. */
    void problem(Group group, ConsoleWriter.Style style) {
        number++;
        problem(group, style, 0, number + ". ");
    }

    private void problem(Group group, ConsoleWriter.Style style, int indent, String lead) {
        rows.headline(indent, lead, style, heading(group) + mark(group, style));
        int inner = indent + INDENT;
        if (!group.rows().isEmpty()) {
            table(inner, group);
            return;
        }
        rows.row(inner, "on", words.where(group));
        FindingTexts texts = group.texts();
        rows.row(inner, "observed", texts.observed());
        rows.row(inner, "required", texts.required());
        rows.row(inner, "why", texts.why());
        rows.row(inner, "action", texts.action());
        remedies.write(inner, texts);
        source(inner, group);
        others(inner, group);
        for (Group consequence : group.consequences()) {
            rows.gap();
            problem(consequence, style, inner, words.of("word.consequence") + " ");
        }
    }

    /** The rows of a table of requirements; a reason that is that of the row before is not repeated. */
    private void table(int indent, Group table) {
        rows.row(indent, "on", words.places(table));
        String why = "";
        for (Group row : table.rows()) {
            FindingTexts texts = row.texts();
            rows.heading(indent, words.names(row.subjects()));
            int inner = indent + INDENT;
            rows.row(inner, "observed", texts.observed());
            rows.row(inner, "required", texts.required());
            rows.row(inner, "why", texts.why().equals(why) ? "" : texts.why());
            why = texts.why();
            rows.row(inner, "action", texts.action());
            remedies.write(inner, texts);
        }
        source(indent, table);
        others(indent, table);
    }

    private void others(int indent, Group group) {
        if (!group.others().isEmpty()) {
            rows.row(indent, "likewise", words.of("word.likewise", "places", words.names(group.otherPlaces())));
        }
    }

    private String heading(Group group) {
        return words.check(group.first()) + ": "
                + words.texts().title(group.first().check());
    }

    /** The severity of an entry, if there are more severe ones beside it. */
    private String mark(Group group, ConsoleWriter.Style style) {
        Severity severity = group.first().severity();
        boolean among =
                style == ConsoleWriter.Style.RED ? !ReportSummary.blocks(group.first()) : severity == Severity.INFO;
        return among ? " [" + words.of(severity == Severity.INFO ? "word.info" : "word.warning") + "]" : "";
    }

    private void source(int indent, Group group) {
        List<String> parts = new ArrayList<>();
        if (!group.readFrom().isEmpty()) {
            parts.add(words.names(group.readFrom()));
        }
        // A waiver, a severity of a profile and a test name a finding by its code.
        parts.add(words.of(
                "word.code",
                "code",
                words.names(
                        group.members().stream().map(Finding::code).distinct().toList())));
        parts.add(words.of("word.fingerprint", "fingerprint", fingerprints(group)));
        rows.row(indent, "source", String.join("; ", parts));
    }

    private String fingerprints(Group group) {
        if (group.members().size() == 1) {
            return group.first().fingerprint();
        }
        boolean several = group.subjects().size() > 1;
        return words.names(group.members().stream()
                .map(f -> words.of(
                        "word.at",
                        "what",
                        f.fingerprint(),
                        "place",
                        several ? words.place(f) + " " + f.subject() : words.place(f)))
                .toList());
    }

    /** Hosts that were not reached. */
    void unreached(ReportSummary.Unreached unreached) {
        number++;
        new UnreachedEntry(rows, words).write(number + ". ", unreached);
    }

    /** Hosts that were reached and on which nothing was measured; the keys of their texts begin with this one. */
    void unmeasured(List<String> hosts, String key) {
        number++;
        String names = words.hosts(hosts.stream().map(CleanText::of).toList());
        rows.headline(0, number + ". ", ConsoleWriter.Style.YELLOW, names + ": " + words.of(key + ".title"));
        rows.row(INDENT, "observed", words.of(key + ".observed"));
        rows.row(INDENT, "tell", words.of(key + ".action"));
    }

    /** What could not be determined, for one reason. */
    void undetermined(ReportSummary.Undetermined undetermined) {
        number++;
        Finding any = undetermined.groups().get(0).first();
        String mark = any.severity() == Severity.BLOCKER ? "" : " [" + words.of("word.warning") + "]";
        List<String> checks = undetermined.groups().stream()
                .map(group -> words.check(group.first()))
                .distinct()
                .toList();
        rows.headline(
                0,
                number + ". ",
                ConsoleWriter.Style.YELLOW,
                words.names(checks) + ": " + words.of("untold.title", "code", undetermined.code()) + mark);
        boolean single = undetermined.groups().size() == 1;
        List<String> before = List.of();
        for (Group group : undetermined.groups()) {
            if (checks.size() > 1) {
                rows.heading(INDENT, heading(group));
            }
            // Six comparisons that one signal ended need not say so six times.
            List<String> same = List.of(words.where(group), group.texts().observed());
            if (!same.equals(before)) {
                rows.row(INDENT, "on", same.get(0));
                rows.row(INDENT, "observed", same.get(1));
            }
            before = same;
            rows.row(INDENT, "required", group.texts().required());
            rows.row(INDENT, "why", group.texts().why());
            if (!single) {
                source(INDENT, group);
            }
            others(INDENT, group);
        }
        rows.row(INDENT, "tell", undetermined.action());
        remedies.write(INDENT, new FindingTexts("", "", "", undetermined.action(), remediesOf(undetermined)));
        if (single) {
            source(INDENT, undetermined.groups().get(0));
        }
    }

    private static List<RemedyTexts> remediesOf(ReportSummary.Undetermined undetermined) {
        return undetermined.groups().stream()
                .flatMap(group -> group.texts().remedies().stream())
                .distinct()
                .toList();
    }

    /** What is accepted, by whom and until when. */
    void waived(Group group) {
        number++;
        Finding finding = group.first();
        rows.headline(0, number + ". ", ConsoleWriter.Style.BOLD, heading(group));
        rows.row(INDENT, "on", words.where(group));
        rows.row(INDENT, "observed", group.texts().observed());
        finding.waiver()
                .ifPresent(waiver -> rows.row(
                        INDENT,
                        "accepted",
                        words.of(
                                "waived.accepted",
                                "reason",
                                waiver.reason(),
                                "owner",
                                waiver.owner(),
                                "until",
                                waiver.until())));
        source(INDENT, group);
        others(INDENT, group);
    }
}
