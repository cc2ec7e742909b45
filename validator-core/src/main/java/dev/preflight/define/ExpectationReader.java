package dev.preflight.define;

import dev.preflight.api.Severity;
import dev.preflight.define.match.Matcher;
import dev.preflight.define.match.MatcherReader;
import dev.preflight.define.match.Scope;
import dev.preflight.define.match.Shown;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.Reason;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one entry of {@code expect:}. */
final class ExpectationReader {
    private static final List<String> HOW = List.of("is", "each", "some", "count");
    static final List<String> KEYS = List.of(
            "read", "where", "is", "each", "some", "count", "none", "subject", "rule", "severity", "text", "remedy");
    private static final List<String> OF_READS = List.of("where", "is", "each", "some", "count", "none", "subject");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*+");
    private static final String EXIT = ".exit";

    private final Names names;
    private final Map<String, DefinedParam> params;
    private final Map<String, DefinedRead> reads;
    private final RuleReader rules;
    private final boolean fleet;
    private final Consumer<String> used;

    /**
     * A reader.
     *
     * @param fleet whether expectations compare hosts
     * @param used gets each parameter that an expectation names
     */
    ExpectationReader(Names names, RuleReader rules, boolean fleet, Consumer<String> used) {
        this.names = names;
        this.params = names.params();
        this.reads = names.reads();
        this.rules = rules;
        this.fleet = fleet;
        this.used = used;
    }

    private record Keyed(String what, Entries keys, Node.Entry entry, Problems problems, Problems all) {
        Optional<Node> at(String key) {
            return keys.at(key);
        }

        <T> Optional<T> wrong(Node.Entry at, String message, String hint) {
            problems.add(at.keyPlace(), message, hint);
            return Optional.empty();
        }
    }

    Optional<Expectation> read(Node.Entry entry, Problems all) {
        String what = "expect." + entry.key();
        return Part.of(what, all, problems -> {
            if (!CODE.matcher(entry.key()).matches() || isTaken(entry.key())) {
                problems.add(
                        entry.keyPlace(),
                        "no code of one's own",
                        "small letters, digits and hyphens; not '" + DefinedCheck.NOT_APPLICABLE
                                + "', 'ok' or a reason");
            }
            if (!(entry.value() instanceof Node.Mapping mapping)) {
                problems.add(
                        entry.value().place(),
                        "expected a mapping, found " + entry.value().kind());
                return Optional.empty();
            }
            Keyed keyed = new Keyed(what, Entries.known(mapping, KEYS, "key", problems), entry, problems, all);
            Optional<Condition> condition = condition(keyed);
            Severity severity = keyed.at("severity")
                    .flatMap(node -> Values.word("severity", node, Severity.class, problems))
                    .orElse(Severity.BLOCKER);
            TextsReader texts = new TextsReader(
                    TextNames.of(keyed.keys(), names), names.paramTypes().keySet(), problems);
            keyed.at("text").ifPresent(texts::texts);
            Optional<Mend> mend = keyed.at("remedy").flatMap(texts::remedy);
            texts.used().stream().filter(params::containsKey).forEach(used);
            return condition.map(it -> new Expectation(entry.key(), severity, it, texts.texts(), texts.used(), mend));
        });
    }

    private static boolean isTaken(String code) {
        return code.equals("ok")
                || code.equals(DefinedCheck.NOT_APPLICABLE)
                || code.equals("not-selected")
                || Stream.of(Reason.values()).anyMatch(reason -> reason.code().equals(code));
    }

    private Optional<Condition> condition(Keyed keyed) {
        boolean rule = keyed.keys().has("rule");
        boolean read = keyed.keys().has("read");
        if (rule && read) {
            rule(keyed);
            return keyed.wrong(keyed.entry(), "there is a rule, which names its reads", "remove 'read'");
        }
        if (!rule && !read) {
            return keyed.wrong(
                    keyed.entry(),
                    "nothing is expected",
                    "give 'rule', or 'read' and one of " + String.join(", ", HOW));
        }
        return rule ? rule(keyed).map(it -> it) : ofRead(keyed);
    }

    private Optional<Condition.OfRule> rule(Keyed keyed) {
        boolean alone = !keyed.keys().has("read");
        OF_READS.stream()
                .filter(key -> alone && keyed.keys().has(key))
                .forEach(
                        key -> keyed.wrong(keyed.keys().entry(key), "'" + key + "' is for 'read', not for 'rule'", ""));
        if (fleet) {
            return keyed.wrong(
                    keyed.keys().entry("rule"), "a rule is of one host, and this check looks at the fleet", "");
        }
        Node node = keyed.keys().value("rule");
        return rules.read(node, names.types(), keyed.problems()).map(made -> {
            made.names().stream().filter(params::containsKey).forEach(used);
            return new Condition.OfRule(made, ((Node.Scalar) node).text(), RuleReader.reads(made, reads));
        });
    }

    private Optional<Condition> ofRead(Keyed keyed) {
        Optional<Condition.Of> of = keyed.at("read").flatMap(node -> named(node, keyed.problems()));
        List<String> how = HOW.stream().filter(keyed.keys()::has).toList();
        if (how.size() != 1) {
            of.filter(about -> !fleet).ifPresent(about -> how.forEach(one -> matcher(keyed, about, how(one))));
            return keyed.wrong(
                    keyed.entry(),
                    how.isEmpty() ? "nothing is expected of what is read" : "only one of " + String.join(", ", how),
                    how.isEmpty() ? "give one of " + String.join(", ", HOW) : "write two expectations");
        }
        if (of.isEmpty()) {
            return Optional.empty();
        }
        if (fleet) {
            return new FleetReader(reader(keyed), keyed.problems()).read(keyed.keys(), of.get());
        }
        return ofRows(keyed, of.get(), how(how.get(0)));
    }

    private static Condition.How how(String word) {
        return Condition.How.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private MatcherReader reader(Keyed keyed) {
        return new MatcherReader(new Scope(keyed.what(), names.paramTypes(), used), keyed.all());
    }

    private Optional<Condition.Of> named(Node node, Problems problems) {
        return Values.text("read", node, problems).flatMap(text -> {
            boolean exit = text.endsWith(EXIT);
            String name = exit ? text.substring(0, text.length() - EXIT.length()) : text;
            DefinedRead read = reads.get(name);
            if (names.broken().contains(name)) {
                return Optional.of(new Condition.Of(name, exit, Simple.ANY));
            }
            if (read == null) {
                problems.add(node.place(), "there is no read '" + name + "'", Suggestion.hint(name, reads.keySet()));
                return Optional.empty();
            }
            if (exit && read.argv().isEmpty()) {
                problems.add(node.place(), "'" + name + "' is no command, so it has no exit status");
                return Optional.empty();
            }
            return Optional.of(new Condition.Of(name, exit, exit ? Simple.INT : read.type()));
        });
    }

    private Optional<Condition> ofRows(Keyed keyed, Condition.Of of, Condition.How how) {
        boolean rows = how != Condition.How.IS;
        ValueType row = rows ? rowOf(of.type()) : of.type();
        String word = how.name().toLowerCase(Locale.ROOT);
        if (rows && !(of.type() instanceof ValueType.ListOf) && of.type() != Simple.ANY) {
            return keyed.wrong(
                    keyed.keys().entry(word),
                    "`" + word + "` is for lists, and " + of.shown() + " is " + Shown.kind(of.type()),
                    "for that there is `is`");
        }
        Set<String> only = switch (how) {
            case IS -> Set.of();
            case EACH -> Set.of("where", "none", "subject");
            case SOME, COUNT -> Set.of("where");
        };
        Stream.of("where", "none", "subject")
                .filter(key -> keyed.keys().has(key) && !only.contains(key))
                .forEach(key -> keyed.wrong(keyed.keys().entry(key), "'" + key + "' is not for `" + word + "`", ""));
        MatcherReader reader = reader(keyed);
        Optional<Matcher> where = keyed.at("where").flatMap(node -> reader.read(node, row, of.shown()));
        boolean filtered = where.isPresent() || keyed.at("where").isEmpty();
        Optional<Matcher> matcher = matcher(keyed, of, how);
        boolean none = keyed.at("none")
                .flatMap(node -> Values.word("none", node, None.class, keyed.problems()))
                .isPresent();
        Optional<String> subject = how == Condition.How.EACH ? subject(keyed, row) : Optional.empty();
        return matcher.isPresent() && filtered
                ? Optional.of(new Condition.OfRead(of, where, how, matcher.get(), none, subject))
                : Optional.empty();
    }

    private Optional<Matcher> matcher(Keyed keyed, Condition.Of of, Condition.How how) {
        Node node = keyed.at(how.name().toLowerCase(Locale.ROOT)).orElseThrow();
        return switch (how) {
            case IS -> reader(keyed).read(node, of.type(), of.shown());
            case EACH, SOME -> reader(keyed).read(node, rowOf(of.type()), of.shown());
            case COUNT -> reader(keyed).read(node, Simple.INT, "the number of rows");
        };
    }

    /** What {@code none:} may say. */
    enum None {
        HOLDS
    }

    private static ValueType rowOf(ValueType type) {
        return type instanceof ValueType.ListOf list ? list.element() : Simple.ANY;
    }

    private static Optional<String> subject(Keyed keyed, ValueType row) {
        Optional<String> field = keyed.at("subject").flatMap(node -> Values.text("subject", node, keyed.problems()));
        if (field.isPresent() && MatcherReader.typeOf(row, field.get()).isEmpty()) {
            List<String> fields =
                    row instanceof ValueType.RowOf of ? List.copyOf(of.fields().keySet()) : List.of();
            keyed.problems()
                    .add(
                            keyed.keys().value("subject").place(),
                            "subject: there is no field '" + field.get() + "'",
                            Suggestion.hint(field.get(), fields));
        }
        return field.or(() -> usualSubject(row));
    }

    /** The subject is the path or the first field of a row, unless the definition names another. */
    private static Optional<String> usualSubject(ValueType row) {
        if (!(row instanceof ValueType.RowOf of)) {
            return Optional.empty();
        }
        return of.fields().containsKey("path")
                ? Optional.of("path")
                : of.fields().keySet().stream().findFirst();
    }
}
