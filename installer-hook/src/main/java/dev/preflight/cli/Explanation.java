package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.NamedParam;
import dev.preflight.api.Needs;
import dev.preflight.api.OwnCommands;
import dev.preflight.api.OwnTexts;
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
import java.util.regex.Pattern;

/** The page about one check. */
final class Explanation {
    /** The width of a label. */
    private static final int LABEL = 15;

    private static final Pattern GAP = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");

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
        line(label("looks-at") + looksAt(check));
        list(label("explained-by"), check.spec().explainedBy());
        list(
                label("explains"),
                catalogue.checks().values().stream()
                        .filter(other -> other.spec().explainedBy().contains(id))
                        .map(other -> other.spec().id())
                        .toList());
        codes(check);
        parameters(check);
        probes(check, params);
        remedies(id);
    }

    /** A word of the page; English where another language is not asked for. */
    private String said(String key) {
        return texts.page("explain." + key);
    }

    private String label(String key) {
        String label = said(key);
        return label + " ".repeat(Math.max(1, LABEL - label.length()));
    }

    private String looksAt(Check<?> check) {
        if (check instanceof FleetCheck) {
            return said("fleet");
        }
        return said(check instanceof LinkCheck ? "pairs" : "host");
    }

    /** A text of a check the profile defines may have names in it, which have no value here. */
    private static String named(String text) {
        return GAP.matcher(text).replaceAll("\\${$1}");
    }

    private void codes(Check<?> check) {
        heading(said("codes"));
        check.spec().codes().forEach((code, severity) -> {
            line("  " + code + " (" + severity.code() + ")");
            String why = texts.why(check.spec().id(), code);
            String expects = texts.expects(check.spec().id(), code);
            if (!expects.isEmpty()) {
                line("      " + said("expects") + " " + expects);
            }
            if (!why.isEmpty()) {
                line("      " + (check instanceof OwnTexts ? named(why) : why));
            }
        });
        line("  " + said("undetermined") + " (" + check.spec().severity().code() + ")");
    }

    private void parameters(Check<?> check) {
        List<ParamField> fields = ParamSchema.of(check.spec()).fields();
        if (fields.isEmpty()) {
            return;
        }
        heading(said("parameters"));
        fields.forEach(field -> parameter("  ", check.spec().id(), field));
    }

    private void parameter(String indent, String id, ParamField field) {
        line(indent + field.name() + ": " + texts.parameter(id, field.name()).orElseGet(() -> description(field)));
        List<String> parts = new ArrayList<>(List.of(field.typeWords(), said("default") + " " + defaultOf(field)));
        if (!field.example().isEmpty()) {
            parts.add(said("example") + " " + field.example());
        }
        parts.add(said(field.kind() == Kind.LOCATOR ? "locator" : "threshold"));
        line(indent + "    " + String.join("; ", parts));
        if (field.type() instanceof ParamType.RowsOf rows) {
            rows.limits().fields().forEach(limit -> parameter(indent + "    ", id, limit));
            line(indent + "    " + said("row-keys"));
        }
    }

    /** A parameter that a profile defines without help is described by its name alone. */
    private String description(ParamField field) {
        return field.description().equals("Parameter " + field.name())
                ? said("parameter") + " " + field.name()
                : field.description();
    }

    private String defaultOf(ParamField field) {
        if (field.setting()) {
            return said("default.setting");
        }
        if (field.required()) {
            return said("default.none");
        }
        return field.defaultValue().isEmpty() ? said("default.empty") : field.defaultValue();
    }

    private <P extends Record> void probes(Check<P> check, Optional<Record> params) {
        heading(said(params.isPresent() ? "probes.profile" : "probes.defaults"));
        P given = params.map(check.spec().params()::cast).orElseGet(() -> defaults(check));
        Needs needs = check.needs(given);
        List<FactRequest<?>> needed = new ArrayList<>(needs.required());
        needs.groups().forEach(needed::addAll);
        needed.forEach(request -> line(probe(request, check) + "; " + said("decides")));
        // A rule of a profile's own check may do without one of its reads.
        String optional = "; " + said(check instanceof OwnCommands ? "may-decide" : "details");
        needs.optional().forEach(request -> line(probe(request, check) + optional));
        if (check instanceof LinkCheck<P> link && link.exchanges()) {
            LinkFacts.EXCHANGED.forEach(request -> line(probe(request, check) + "; " + said("decides")));
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

    private String probe(FactRequest<?> request, Check<?> check) {
        Fact<?> fact = request.fact();
        String does = said(fact.logsInToHosts() ? "does.login" : fact.sideEffects() ? "does.make" : "does.read");
        return "  " + fact.id() + ", " + said("in-context") + " "
                + request.context().id()
                + (fact.prefersRoot() ? ", " + said("as-root") : "") + "; "
                + command(request, check).orElse(does);
    }

    private Optional<String> command(FactRequest<?> request, Check<?> check) {
        Optional<List<String>> argv = check instanceof OwnCommands own ? own.command(request) : Optional.empty();
        return argv.map(words -> said("does.run") + " " + String.join(" ", words));
    }

    private void remedies(String id) {
        SortedMap<String, String> remedies = texts.remedies(id);
        if (remedies.isEmpty()) {
            return;
        }
        heading(said("remedies"));
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
