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
import dev.preflight.report.ConsoleWriter;
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

    /** How far what belongs to a parameter is indented. */
    private static final int HANG = 4;

    private final Texts texts;
    private final ConsoleWriter page;

    /** Writes in this language, on this page. */
    Explanation(Texts texts, ConsoleWriter page) {
        this.texts = texts;
        this.page = page;
    }

    /**
     * Writes all that is known of the check.
     *
     * @param params with which it runs; empty: its defaults, and examples where it has none
     */
    <P extends Record> void write(Check<P> check, Optional<Record> params, Catalogue catalogue) {
        String id = check.spec().id();
        page.hanging(0, id + ": " + texts.title(id));
        page.text(0, texts.summary(id));
        if (!texts.basis(id).isEmpty()) {
            page.text(0, texts.basis(id));
        }
        page.blank();
        list("looks-at", List.of(looksAt(check)));
        list("explained-by", check.spec().explainedBy());
        list(
                "explains",
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
            page.hanging(2, code + " (" + severity.code() + ")");
            String why = texts.why(check.spec().id(), code);
            String expects = texts.expects(check.spec().id(), code);
            if (!expects.isEmpty()) {
                page.text(6, said("expects") + " " + expects);
            }
            if (!why.isEmpty()) {
                page.text(6, check instanceof OwnTexts ? named(why) : why);
            }
        });
        page.hanging(2, said("undetermined") + " (" + check.spec().severity().code() + ")");
    }

    private void parameters(Check<?> check) {
        List<ParamField> fields = ParamSchema.of(check.spec()).fields();
        if (fields.isEmpty()) {
            return;
        }
        heading(said("parameters"));
        fields.forEach(field -> parameter(2, check.spec().id(), field));
    }

    private void parameter(int indent, String id, ParamField field) {
        String about = texts.parameter(id, field.name()).orElseGet(() -> description(field));
        page.hanging(indent, 2 * HANG, field.name() + ": " + about);
        List<String> parts = new ArrayList<>(List.of(field.typeWords(), said("default") + " " + defaultOf(field)));
        if (!field.example().isEmpty()) {
            parts.add(said("example") + " " + field.example());
        }
        parts.add(said(field.kind() == Kind.LOCATOR ? "locator" : "threshold"));
        page.text(indent + HANG, String.join("; ", parts));
        if (field.type() instanceof ParamType.RowsOf rows) {
            rows.limits().fields().forEach(limit -> parameter(indent + HANG, id, limit));
            page.hanging(indent + HANG, said("row-keys"));
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
        needed.forEach(request -> probe(request, check, said("decides")));
        // A rule of a profile's own check may do without one of its reads.
        String optional = said(check instanceof OwnCommands ? "may-decide" : "details");
        needs.optional().forEach(request -> probe(request, check, optional));
        if (check instanceof LinkCheck<P> link && link.exchanges()) {
            LinkFacts.EXCHANGED.forEach(request -> probe(request, check, said("decides")));
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

    private void probe(FactRequest<?> request, Check<?> check, String decides) {
        Fact<?> fact = request.fact();
        String where = fact.id() + ", " + said("in-context") + " "
                + request.context().id()
                + (fact.prefersRoot() ? ", " + said("as-root") : "");
        Optional<List<String>> command = check instanceof OwnCommands own ? own.command(request) : Optional.empty();
        if (command.isPresent()) {
            page.withCommand(2, where + "; " + decides + "; " + said("does.run"), String.join(" ", command.get()));
            return;
        }
        String does = said(fact.logsInToHosts() ? "does.login" : fact.sideEffects() ? "does.make" : "does.read");
        page.hanging(2, where + "; " + does + "; " + decides);
    }

    private void remedies(String id) {
        SortedMap<String, String> remedies = texts.remedies(id);
        if (remedies.isEmpty()) {
            return;
        }
        heading(said("remedies"));
        remedies.forEach((name, text) -> page.hanging(2, name + ": " + text));
    }

    private void list(String label, List<String> ids) {
        if (!ids.isEmpty()) {
            page.labelled(0, said(label), LABEL, String.join(", ", ids));
        }
    }

    private void heading(String text) {
        page.blank();
        page.text(0, text);
    }
}
