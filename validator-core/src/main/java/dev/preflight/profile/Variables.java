package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts values in place of <code>${name}</code>; <code>$${</code> stands for <code>${</code> itself. A value that is
 * nothing but one variable takes its type as well. A value that cannot be made is noted and left out.
 */
final class Variables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern USE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    /** Far longer than a path or an address; ends what doubles itself. */
    private static final int MAX_CHARS = 64 * 1024;
    /** How many variables may be made of each other; bounds the recursion. */
    private static final int MAX_DEPTH = 50;
    /** Sections whose values may use variables. */
    private static final Set<String> SECTIONS =
            Set.of("settings", "checks", "waivers", "on_undecided", "on_nothing_measured");

    private final Problems problems;
    private final Problems absences;
    private final Origins origins;
    private final Map<String, Node.Scalar> given = new HashMap<>();
    private final Map<String, Optional<Node.Scalar>> resolved = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    private Variables(Problems problems, Problems absences, Origins origins) {
        this.problems = problems;
        this.absences = absences;
        this.origins = origins;
    }

    /**
     * The profile with every variable replaced.
     *
     * @param absences where to note that a variable is missing, which an ancestor might have
     * @param origins where to note which variables a value was made of
     */
    static Node.Mapping replace(Node.Mapping profile, Problems problems, Problems absences, Origins origins) {
        Variables variables = new Variables(problems, absences, origins);
        profile.get("vars")
                .flatMap(vars -> Values.mapping("vars", vars, problems))
                .ifPresent(variables::declare);
        List<Node.Entry> entries = profile.entries().stream()
                .flatMap(e -> SECTIONS.contains(e.key()) ? variables.entry(e).stream() : Stream.of(e))
                .toList();
        return new Node.Mapping(entries, profile.place());
    }

    /** The variables of a profile; what is wrong with them is not noted, see {@link #replace}. */
    static Variables of(Node.Mapping profile) {
        Variables variables = new Variables(new Problems(), new Problems(), new Origins());
        profile.get("vars")
                .flatMap(vars -> Values.mapping("vars", vars, variables.problems))
                .ifPresent(variables::declare);
        return variables;
    }

    /** A text with its variables replaced; empty if one of them has no value. */
    Optional<String> in(String text) {
        return scalar(new Node.Scalar(text, ScalarType.STRING, Place.of("a key")))
                .map(Node.Scalar::text);
    }

    private void declare(Node.Mapping vars) {
        for (Node.Entry e : Keys.unique(vars, problems).values()) {
            if (!NAME.matcher(e.key()).matches()) {
                problems.add(e.keyPlace(), "'" + e.key() + "' is no name for a variable: letters, digits, _ and -");
            } else if (e.value() instanceof Node.Scalar scalar && scalar.type() != ScalarType.NULL) {
                given.put(e.key(), scalar);
                origins.variable(e.key(), scalar.place());
            } else {
                Values.wrong("text or a number", "vars." + e.key(), e.value(), "", problems);
                resolved.put(e.key(), Optional.empty());
            }
        }
        given.keySet().stream().sorted().forEach(this::resolve);
    }

    private Optional<Node.Scalar> resolve(String name) {
        Optional<Node.Scalar> known = resolved.get(name);
        if (known != null) {
            return known;
        }
        Node.Scalar raw = given.get(name);
        if (raw == null) {
            return Optional.empty();
        }
        open.add(name);
        Optional<Node.Scalar> value = scalar(raw);
        open.remove(name);
        resolved.put(name, value);
        return value;
    }

    /** A key may hold variables too: the subject of a requirement may be a path that a site chooses. */
    private Optional<Node.Entry> entry(Node.Entry e) {
        Optional<Node.Scalar> key = scalar(new Node.Scalar(e.key(), ScalarType.STRING, e.keyPlace()));
        return key.flatMap(name -> node(e.value()).map(value -> new Node.Entry(name.text(), e.keyPlace(), value)));
    }

    private Optional<Node> node(Node node) {
        if (node instanceof Node.Mapping m) {
            return Optional.of(new Node.Mapping(
                    m.entries().stream().flatMap(e -> entry(e).stream()).toList(), m.place()));
        }
        if (node instanceof Node.Sequence s) {
            return Optional.of(new Node.Sequence(
                    s.items().stream().flatMap(i -> node(i).stream()).toList(), s.place()));
        }
        return scalar((Node.Scalar) node).map(s -> s);
    }

    private Optional<Node.Scalar> scalar(Node.Scalar scalar) {
        if (scalar.type() != ScalarType.STRING || !scalar.text().contains("${")) {
            return Optional.of(scalar);
        }
        Matcher use = USE.matcher(scalar.text());
        if (use.matches() && use.group(1) != null) {
            return variable(use, scalar).map(v -> new Node.Scalar(v.text(), v.type(), scalar.place()));
        }
        use.reset();
        StringBuilder text = new StringBuilder();
        boolean good = true;
        while (use.find()) {
            Optional<String> value = use.group(1) == null
                    ? Optional.of("${")
                    : variable(use, scalar).map(Node.Scalar::text);
            good &= value.isPresent();
            use.appendReplacement(text, Matcher.quoteReplacement(value.orElse("")));
            if (text.length() > MAX_CHARS) {
                problems.add(scalar.place(), "with its variables this is longer than " + MAX_CHARS + " characters");
                return Optional.empty();
            }
        }
        use.appendTail(text);
        return good
                ? Optional.of(new Node.Scalar(text.toString(), ScalarType.STRING, scalar.place()))
                : Optional.empty();
    }

    private Optional<Node.Scalar> variable(Matcher use, Node.Scalar at) {
        String name = use.group(1);
        if (use.group(2).isEmpty() || !NAME.matcher(name).matches()) {
            problems.add(
                    at.place(), "'" + use.group() + "' is no variable", "write ${name}, or $${ for the characters ${");
            return Optional.empty();
        }
        if (open.contains(name)) {
            problems.add(at.place(), "the variable '" + name + "' is made of itself");
            return Optional.empty();
        }
        if (open.size() >= MAX_DEPTH && !resolved.containsKey(name)) {
            problems.add(at.place(), "more than " + MAX_DEPTH + " variables inside each other");
            return Optional.empty();
        }
        if (!given.containsKey(name) && !resolved.containsKey(name)) {
            absences.add(
                    at.place(),
                    "unknown variable '" + name + "'",
                    () -> given.isEmpty() ? "declare it under 'vars'" : Suggestion.hint(name, given.keySet()));
        }
        origins.use(at.place(), name);
        return resolve(name);
    }
}
