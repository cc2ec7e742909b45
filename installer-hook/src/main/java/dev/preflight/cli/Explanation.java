package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.NamedParam;
import dev.preflight.api.Needs;
import dev.preflight.api.OwnCommands;
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
import dev.preflight.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The page about one check. */
final class Explanation {
    private final StringBuilder page = new StringBuilder();
    private final Texts texts;

    private Explanation(Texts texts) {
        this.texts = texts;
    }

    /**
     * The page.
     *
     * @param params with which it runs; empty: its defaults, and examples where it has none
     */
    static String of(Check<?> check, Optional<Record> params, Catalogue catalogue, Texts texts) {
        Explanation explanation = new Explanation(texts);
        explanation.write(check, params, catalogue);
        return explanation.page.toString();
    }

    private <P extends Record> void write(Check<P> check, Optional<Record> params, Catalogue catalogue) {
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
        probes(check, params);
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
            String expects = texts.expects(check.spec().id(), code);
            if (!expects.isEmpty()) {
                line("      expects: " + expects);
            }
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
        fields.forEach(field -> parameter("  ", check.spec().id(), field));
    }

    private void parameter(String indent, String id, ParamField field) {
        line(indent + field.name() + ": " + texts.parameter(id, field.name()).orElse(field.description()));
        line(indent + "    " + field.typeWords() + "; default "
                + (field.setting()
                        ? "the setting of the same name"
                        : field.required()
                                ? "none: a profile gives it"
                                : field.defaultValue().isEmpty() ? "empty" : field.defaultValue())
                + (field.example().isEmpty() ? "" : "; example " + field.example())
                + "; "
                + (field.kind() == Kind.LOCATOR ? "locator (sent to the host)" : "threshold (never sent)"));
        if (field.type() instanceof ParamType.RowsOf rows) {
            rows.limits().fields().forEach(limit -> parameter(indent + "    ", id, limit));
            line(indent + "    severity, why, groups, when: of each row, see 'Requirements' in docs/profiles.md");
        }
    }

    private <P extends Record> void probes(Check<P> check, Optional<Record> params) {
        heading(params.isPresent() ? "Probes, with the parameters of the profile" : "Probes, with default parameters");
        P given = params.map(check.spec().params()::cast).orElseGet(() -> defaults(check));
        Needs needs = check.needs(given);
        List<FactRequest<?>> needed = new ArrayList<>(needs.required());
        needs.groups().forEach(needed::addAll);
        needed.forEach(request -> line(probe(request, check) + "; decides"));
        // A rule of a profile's own check may do without one of its reads.
        String optional = check instanceof OwnCommands ? "; may decide" : "; only adds details";
        needs.optional().forEach(request -> line(probe(request, check) + optional));
        if (check instanceof LinkCheck<P> link && link.exchanges()) {
            LinkFacts.EXCHANGED.forEach(request -> line(probe(request, check) + "; decides"));
        }
    }

    /** Its defaults, and the examples of parameters that every profile has to give. */
    private static <P extends Record> P defaults(Check<P> check) {
        List<Node.Entry> examples = new ArrayList<>();
        for (NamedParam param : check.spec().named()) {
            if (param.defaultValue().isEmpty()) {
                String example = param.example().isEmpty() ? "example" : param.example();
                YamlText.parse("example", example, new Problems())
                        .ifPresent(node -> examples.add(new Node.Entry(param.name(), Place.of("example"), node)));
            }
        }
        Node.Mapping given = new Node.Mapping(examples, Place.of("defaults"));
        return ParamBinder.parameters(check.spec(), given, SettingValues.defaults(), new Problems())
                .orElseThrow();
    }

    private static String probe(FactRequest<?> request, Check<?> check) {
        Fact<?> fact = request.fact();
        String does = fact.logsInToHosts()
                ? "; writes nothing on the host, but logs in to the others, which log it"
                : fact.sideEffects()
                        ? "; makes something of its own on the host, and removes it again"
                        : "; only reads";
        return "  " + fact.id() + ", in context " + request.context().id()
                + (fact.prefersRoot() ? ", as root if possible" : "")
                + command(request, check).orElse(does);
    }

    private static Optional<String> command(FactRequest<?> request, Check<?> check) {
        Optional<List<String>> argv = check instanceof OwnCommands own ? own.command(request) : Optional.empty();
        return argv.map(words -> "; runs " + String.join(" ", words));
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
