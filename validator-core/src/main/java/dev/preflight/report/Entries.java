package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.node.Columns;
import dev.preflight.transport.TransportFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the numbered entries of the page: what is wrong, and what could not be determined. */
final class Entries {
    private static final int INDENT = 3;
    /** How far commands are indented from the text that they belong to. */
    private static final int COMMAND_INDENT = 4;
    /** How many unreached hosts with one fault are listed with a sentence each. */
    private static final int HOSTS_LISTED = 5;

    private final ConsoleWriter console;
    private final Words words;
    private final int labelWidth;
    private int number;

    Entries(ConsoleWriter console, Words words) {
        this.console = console;
        this.words = words;
        this.labelWidth = 2
                + Stream.of("on", "observed", "required", "why", "action", "tell", "source", "accepted", "likewise")
                        .mapToInt(label -> Columns.width(words.of("label." + label)))
                        .max()
                        .orElse(0);
    }

    /** A failure or warning with all that is known of it, and its consequences under it. */
    void problem(Group group, ConsoleWriter.Style style) {
        number++;
        problem(group, style, 0, number + ". ");
    }

    private void problem(Group group, ConsoleWriter.Style style, int indent, String lead) {
        headline(indent, lead, style, heading(group) + mark(group, style));
        int inner = indent + INDENT;
        if (!group.rows().isEmpty()) {
            table(inner, group);
            return;
        }
        row(inner, "on", words.where(group));
        FindingTexts texts = group.texts();
        row(inner, "observed", texts.observed());
        row(inner, "required", texts.required());
        row(inner, "why", texts.why());
        row(inner, "action", texts.action());
        remedies(inner, texts);
        source(inner, group);
        others(inner, group);
        for (Group consequence : group.consequences()) {
            console.blank();
            problem(consequence, style, inner, words.of("word.consequence") + " ");
        }
    }

    /** The rows of a table of requirements; a reason that is that of the row before is not repeated. */
    private void table(int indent, Group table) {
        row(indent, "on", words.places(table));
        String why = "";
        for (Group row : table.rows()) {
            FindingTexts texts = row.texts();
            console.text(indent, ConsoleWriter.Style.BOLD, words.names(row.subjects()));
            int inner = indent + INDENT;
            row(inner, "observed", texts.observed());
            row(inner, "required", texts.required());
            row(inner, "why", texts.why().equals(why) ? "" : texts.why());
            why = texts.why();
            row(inner, "action", texts.action());
            remedies(inner, texts);
        }
        source(indent, table);
        others(indent, table);
    }

    private void others(int indent, Group group) {
        if (!group.others().isEmpty()) {
            row(indent, "likewise", words.of("word.likewise", "places", words.names(group.otherPlaces())));
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

    private void headline(int indent, String lead, ConsoleWriter.Style style, String text) {
        console.labelled(indent, lead, Math.max(INDENT, Columns.width(lead)), style, text);
    }

    private void row(int indent, String label, String text) {
        if (!text.isEmpty()) {
            console.labelled(indent, words.of("label." + label), labelWidth, ConsoleWriter.Style.PLAIN, text);
        }
    }

    private void remedies(int indent, FindingTexts texts) {
        int inner = indent + labelWidth;
        boolean first = true;
        for (RemedyTexts remedy : texts.remedies()) {
            if (first && texts.action().isEmpty()) {
                row(indent, "action", remedy.text());
            } else if (!remedy.text().equals(texts.action())) {
                console.text(
                        inner,
                        ConsoleWriter.Style.PLAIN,
                        first ? remedy.text() : words.of(remedy.joined()) + " " + remedy.text());
            }
            first = false;
            commands(inner, remedy);
        }
    }

    private void commands(int indent, RemedyTexts texts) {
        Remedy remedy = texts.remedy();
        if (remedy.effect() == Remedy.Effect.MANUAL) {
            return;
        }
        if (texts.command().isEmpty()) {
            console.text(indent, ConsoleWriter.Style.PLAIN, words.of("remedy.unsafe"));
            return;
        }
        console.text(indent, ConsoleWriter.Style.DIM, runBy(remedy));
        console.commands(indent + COMMAND_INDENT, texts.command());
        if (texts.undo().isEmpty()) {
            console.text(indent, ConsoleWriter.Style.DIM, words.of("remedy.once"));
        } else {
            console.text(indent, ConsoleWriter.Style.DIM, words.of("remedy.undo"));
            console.commands(indent + COMMAND_INDENT, texts.undo());
        }
    }

    private String runBy(Remedy remedy) {
        if (remedy.privilege() == Remedy.Privilege.ROOT) {
            return words.of("remedy.run.root");
        }
        return remedy.user()
                .map(user -> words.of("remedy.run.named", "user", user))
                .orElseGet(() -> words.of("remedy.run.user"));
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
        row(indent, "source", String.join("; ", parts));
    }

    private String fingerprints(Group group) {
        if (group.members().size() == 1) {
            return group.first().fingerprint();
        }
        return words.names(group.members().stream()
                .map(f -> words.of(
                        "word.at",
                        "what",
                        f.fingerprint(),
                        "place",
                        group.subjects().size() > 1 ? words.place(f) + " " + f.subject() : words.place(f)))
                .toList());
    }

    /** Hosts that were not reached. */
    void unreached(ReportSummary.Unreached unreached) {
        number++;
        headline(0, number + ". ", ConsoleWriter.Style.YELLOW, title(unreached));
        if (unreached.jump().isPresent()) {
            row(INDENT, "observed", unreached.hosts().values().iterator().next());
            row(INDENT, "on", words.hosts(unreached.hosts().keySet()));
        } else {
            sentences(unreached.hosts());
        }
        row(INDENT, "tell", unreached.action());
        int inner = INDENT + labelWidth;
        if (!unreached.command().isEmpty()) {
            console.text(inner, ConsoleWriter.Style.DIM, words.of("unreached.here"));
            console.commands(inner + COMMAND_INDENT, unreached.command());
        }
        if (unreached.undetermined() > 0) {
            console.text(inner, ConsoleWriter.Style.DIM, words.count("unreached.untold", unreached.undetermined()));
        }
    }

    private String title(ReportSummary.Unreached unreached) {
        int n = unreached.hosts().size();
        if (unreached.jump().isPresent()) {
            return words.of(
                    n == 1 ? "unreached.jump.one" : "unreached.jump",
                    "jump",
                    unreached.jump().get(),
                    "code",
                    unreached.code(),
                    "n",
                    n);
        }
        String key = TransportFailure.ofCode(unreached.code())
                .map(ReportSummary::titleKey)
                .orElse("unreached.title");
        return words.hosts(unreached.hosts().keySet()) + ": " + words.of(key, "code", unreached.code());
    }

    private void sentences(Map<String, String> hosts) {
        if (hosts.size() == 1) {
            row(INDENT, "observed", hosts.values().iterator().next());
            return;
        }
        List<String> lines = hosts.entrySet().stream()
                .limit(HOSTS_LISTED)
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            String label = i == 0 ? words.of("label.observed") : "";
            console.labelled(INDENT, label, labelWidth, ConsoleWriter.Style.PLAIN, lines.get(i));
        }
        if (hosts.size() > HOSTS_LISTED) {
            console.text(
                    INDENT + labelWidth,
                    ConsoleWriter.Style.PLAIN,
                    words.of("word.more", "names", "...", "n", hosts.size() - HOSTS_LISTED));
        }
    }

    /** Hosts that were reached and on which nothing was measured; the keys of their texts begin with this one. */
    void unmeasured(List<String> hosts, String key) {
        number++;
        String names = words.hosts(hosts.stream().map(CleanText::of).toList());
        headline(0, number + ". ", ConsoleWriter.Style.YELLOW, names + ": " + words.of(key + ".title"));
        row(INDENT, "observed", words.of(key + ".observed"));
        row(INDENT, "tell", words.of(key + ".action"));
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
        headline(
                0,
                number + ". ",
                ConsoleWriter.Style.YELLOW,
                words.names(checks) + ": " + words.of("untold.title", "code", undetermined.code()) + mark);
        boolean single = undetermined.groups().size() == 1;
        for (Group group : undetermined.groups()) {
            if (checks.size() > 1) {
                console.text(INDENT, ConsoleWriter.Style.BOLD, heading(group));
            }
            row(INDENT, "on", words.where(group));
            row(INDENT, "observed", group.texts().observed());
            row(INDENT, "required", group.texts().required());
            row(INDENT, "why", group.texts().why());
            if (!single) {
                source(INDENT, group);
            }
            others(INDENT, group);
        }
        row(INDENT, "tell", undetermined.action());
        remedies(INDENT, new FindingTexts("", "", "", undetermined.action(), remediesOf(undetermined)));
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
        headline(0, number + ". ", ConsoleWriter.Style.BOLD, heading(group));
        row(INDENT, "on", words.where(group));
        row(INDENT, "observed", group.texts().observed());
        finding.waiver()
                .ifPresent(waiver -> row(
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
