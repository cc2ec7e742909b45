package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Param.Kind;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.ParamType;
import dev.preflight.param.SettingValues;
import dev.preflight.report.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The page about one check. */
final class Explanation {
    private final StringBuilder page = new StringBuilder();
    private final Texts texts;

    private Explanation(Texts texts) {
        this.texts = texts;
    }

    static String of(Check<?> check, Catalogue catalogue, Texts texts) {
        Explanation explanation = new Explanation(texts);
        explanation.write(check, catalogue);
        return explanation.page.toString();
    }

    private <P extends Record> void write(Check<P> check, Catalogue catalogue) {
        String id = check.spec().id();
        line(id + ": " + texts.title(id));
        line(texts.summary(id));
        if (!texts.basis(id).isEmpty()) {
            line(texts.basis(id));
        }
        line("");
        line("Looks at:      " + looksAt(check));
        list("Explained by:  ", check.spec().explainedBy());
        list(
                "Explains:      ",
                catalogue.checks().values().stream()
                        .filter(other -> other.spec().explainedBy().contains(id))
                        .map(other -> other.spec().id())
                        .toList());
        codes(check);
        parameters(check);
        probes(check);
        remedies(id);
    }

    private static String looksAt(Check<?> check) {
        if (check instanceof FleetCheck) {
            return "all hosts together";
        }
        return check instanceof LinkCheck ? "each ordered pair of hosts" : "each host by itself";
    }

    private void codes(Check<?> check) {
        heading("Codes, and what each means for the installer");
        check.spec().codes().forEach((code, severity) -> {
            line("  " + code + " (" + severity.code() + ")");
            String why = texts.why(check.spec().id(), code);
            if (!why.isEmpty()) {
                line("      " + why);
            }
        });
        line("  could not be determined (" + check.spec().severity().code() + ")");
    }

    private void parameters(Check<?> check) {
        List<ParamField> fields = ParamSchema.of(check.spec()).fields();
        if (fields.isEmpty()) {
            return;
        }
        heading("Parameters");
        fields.forEach(field -> parameter("  ", field));
    }

    private void parameter(String indent, ParamField field) {
        line(indent + field.name() + ": " + field.description());
        line(indent + "    " + field.typeWords() + "; default "
                + (field.setting()
                        ? "the setting of the same name"
                        : field.defaultValue().isEmpty() ? "empty" : field.defaultValue())
                + (field.example().isEmpty() ? "" : "; example " + field.example())
                + "; "
                + (field.kind() == Kind.LOCATOR ? "locator (sent to the host)" : "threshold (never sent)"));
        if (field.type() instanceof ParamType.RowsOf rows) {
            rows.limits().fields().forEach(limit -> parameter(indent + "    ", limit));
            line(indent + "    severity, why, groups, when: of each row, see 'Requirements' in docs/profiles.md");
        }
    }

    private <P extends Record> void probes(Check<P> check) {
        heading("Probes, with default parameters");
        Needs needs = check.needs(defaults(check.spec().params()));
        List<FactRequest<?>> needed = new ArrayList<>(needs.required());
        needs.groups().forEach(needed::addAll);
        needed.forEach(request -> line(probe(request) + "; decides"));
        needs.optional().forEach(request -> line(probe(request) + "; only adds details"));
        if (check instanceof LinkCheck) {
            LinkFacts.EXCHANGED.forEach(request -> line(probe(request) + "; decides"));
        }
    }

    private static <P extends Record> P defaults(Class<P> type) {
        Problems problems = new Problems();
        Node.Mapping nothing = new Node.Mapping(List.of(), Place.of("defaults"));
        return ParamBinder.parameters(type, nothing, SettingValues.defaults(), "parameter", problems)
                .orElseThrow();
    }

    private static String probe(FactRequest<?> request) {
        Fact<?> fact = request.fact();
        return "  " + fact.id() + ", in context " + request.context().id()
                + (fact.prefersRoot() ? ", as root if possible" : "")
                + (fact.sideEffects()
                        ? "; makes something of its own on the host, and removes it again"
                        : "; only reads");
    }

    private void remedies(String id) {
        SortedMap<String, String> remedies = texts.remedies(id);
        if (remedies.isEmpty()) {
            return;
        }
        heading("Remedies; a finding shows them with their commands");
        remedies.forEach((name, text) -> line("  " + name + ": " + text));
    }

    private void list(String label, List<String> ids) {
        if (!ids.isEmpty()) {
            line(label + String.join(", ", ids));
        }
    }

    private void heading(String text) {
        line("");
        line(text);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
