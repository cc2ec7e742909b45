package dev.preflight.param;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.Rows;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.yaml.YamlText;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a parameter record of a mapping, its defaults and the settings. */
public final class ParamBinder {
    private ParamBinder() {}

    /**
     * The settings that a mapping gives, or empty after the problems were noted.
     *
     * @param declaring the records that declare them
     */
    public static Optional<SettingValues> settings(
            Collection<Class<? extends Record>> declaring, Node.Mapping given, Problems problems) {
        Map<String, Node.Entry> entries = Keys.known(
                given, ParamSchema.names(declaring), ParamSchema.replacedNames(declaring), "setting", problems);
        boolean complete = entries.size() == given.entries().size();
        Map<Class<? extends Record>, Record> records = new HashMap<>();
        for (Class<? extends Record> type : declaring) {
            ParamSchema schema = ParamSchema.of(type);
            List<Node.Entry> own = entries.values().stream()
                    .filter(entry -> schema.names().contains(entry.key()))
                    .toList();
            bind(schema, new Node.Mapping(own, given.place()), Map.of(), "setting", problems)
                    .ifPresent(made -> records.put(type, made));
        }
        return complete && records.size() == declaring.size()
                ? Optional.of(new SettingValues(records))
                : Optional.empty();
    }

    /** A record of which nothing is given. */
    static Record defaults(Class<? extends Record> type) {
        Node.Mapping nothing = new Node.Mapping(List.of(), Place.of("defaults"));
        return bind(ParamSchema.of(type), nothing, Map.of(), "setting", new Problems())
                .orElseThrow();
    }

    /**
     * The parameters of a check, or empty after the problems were noted. What the mapping does not give is the setting
     * that the parameter is marked with, or else the parameter's default.
     *
     * @param what what a key names, such as {@code parameter of nic-link}
     */
    public static <P extends Record> Optional<P> parameters(
            Class<P> type, Node.Mapping given, SettingValues settings, String what, Problems problems) {
        ParamSchema schema = ParamSchema.of(type);
        return bind(schema, given, inherited(schema, settings), what, problems).map(type::cast);
    }

    /** The same, of the parameters of a check, whether a record declares them or not. */
    public static <P extends Record> Optional<P> parameters(
            CheckSpec<P> spec, Node.Mapping given, SettingValues settings, Problems problems) {
        ParamSchema schema = ParamSchema.of(spec);
        return bind(schema, given, inherited(schema, settings), "parameter of " + spec.id(), problems)
                .map(spec.params()::cast);
    }

    /**
     * The records of a list of mappings, or empty after the problems were noted.
     *
     * @param name what the list is called, such as {@code more}
     */
    public static <R extends Record> Optional<List<R>> rows(Class<R> row, String name, Node list, Problems problems) {
        ParamType type = new ParamType.ListOf(new ParamType.Nested(ParamSchema.of(row)));
        return Values.read(type, name, list, problems)
                .map(read -> ((List<?>) read).stream().map(row::cast).toList());
    }

    /** Values by component: the settings that parameters are marked with. */
    private static Map<String, Object> inherited(ParamSchema schema, SettingValues settings) {
        Map<String, Object> values = new HashMap<>();
        for (ParamField field : schema.fields()) {
            field.declaredIn()
                    .ifPresent(
                            declaring -> values.put(field.component(), settings.value(declaring, field.component())));
        }
        return values;
    }

    static Optional<Record> bind(
            ParamSchema schema, Node.Mapping given, Map<String, Object> inherited, String what, Problems problems) {
        Map<String, Node.Entry> entries = Keys.known(given, schema.names(), schema.replacedNames(), what, problems);
        List<Object> values = new ArrayList<>();
        Set<String> bad = new HashSet<>();
        boolean whole = true;
        for (ParamField field : schema.fields()) {
            Node.Entry entry = entries.get(field.name());
            Optional<?> value = entry == null ? Optional.empty() : value(field, entry.value(), problems);
            if (entry != null && value.isEmpty()) {
                bad.add(field.name());
            }
            Object fromSettings = inherited.get(field.component());
            if (value.isPresent()) {
                values.add(value.get());
            } else if (fromSettings == null && isRequired(field)) {
                if (entry == null) {
                    problems.add(given.place(), "missing " + what + " '" + field.name() + "': " + field.typeWords());
                }
                whole = false;
            } else {
                values.add(fromSettings != null ? fromSettings : defaultOf(schema, field));
            }
        }
        if (!whole) {
            return Optional.empty();
        }
        Optional<Record> made = construct(schema, values, new Given(given, entries.values(), bad), problems);
        boolean complete = bad.isEmpty() && entries.size() == given.entries().size();
        return complete ? made : Optional.empty();
    }

    private static Optional<?> value(ParamField field, Node node, Problems problems) {
        Optional<?> value = Values.read(field.type(), field.name(), node, problems);
        Set<Place> told = problems.all().stream().map(Problem::place).collect(Collectors.toSet());
        Problems beyond = new Problems();
        boolean holds = field.limits().hold(field, node, beyond);
        // What is not of its type at all is out of no range.
        beyond.all().stream()
                .filter(problem ->
                        !told.contains(problem.place()) || problem.place().line() == 0)
                .forEach(problem -> problems.add(problem.place(), problem.message(), problem.hint()));
        Optional<String> refusal = value.flatMap(field::refusal);
        refusal.ifPresent(why -> problems.add(node.place(), field.name() + ": " + why));
        return holds && refusal.isEmpty() ? value : Optional.empty();
    }

    /**
     * What a profile gives for a record.
     *
     * @param entries those whose names are known
     * @param bad names of those whose values were refused
     */
    private record Given(Node.Mapping mapping, Collection<Node.Entry> entries, Set<String> bad) {}

    private static Optional<Record> construct(ParamSchema schema, List<Object> values, Given given, Problems problems) {
        try {
            return Optional.of(schema.make(values));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException || e.getCause() instanceof ArithmeticException) {
                String message = String.valueOf(e.getCause().getMessage());
                Optional<Node.Entry> blamed = blamed(schema, message, given.entries());
                // If a default replaces a refused value, a problem of the two together is not reported again.
                boolean news = given.bad().isEmpty() || (blamed.isPresent() && !names(schema, message, given.bad()));
                if (news) {
                    problems.add(
                            blamed.map(b -> b.value().place())
                                    .orElse(given.mapping().place()),
                            message);
                }
                return Optional.empty();
            }
            throw new IllegalStateException(schema.type().getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(schema.type().getName() + " cannot be made", e);
        }
    }

    static Record newRecord(Class<? extends Record> type, List<Object> values) throws ReflectiveOperationException {
        Class<?>[] types = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values.toArray());
    }

    /** The value whose name a constructor's complaint bears, in either spelling; the one that it begins with before others. */
    private static Optional<Node.Entry> blamed(ParamSchema schema, String message, Collection<Node.Entry> entries) {
        String first = message.substring(0, Math.max(0, message.indexOf(':')));
        return schema.fields().stream()
                .filter(f -> names(message, f))
                .sorted(Comparator.comparing(f -> !names(first, f)))
                .flatMap(f -> entries.stream().filter(e -> e.key().equals(f.name())))
                .findFirst();
    }

    private static boolean names(ParamSchema schema, String message, Set<String> fields) {
        return schema.fields().stream().anyMatch(f -> fields.contains(f.name()) && names(message, f));
    }

    private static boolean names(String message, ParamField field) {
        List<String> words = List.of(message.split("[^A-Za-z0-9_]+"));
        return words.contains(field.name()) || words.contains(field.component());
    }

    /** Whether a profile must give it: it has no default, and its type has no empty value. */
    static boolean isRequired(ParamField field) {
        return field.required()
                || (field.defaultValue().isEmpty() && emptyValue(field.type()).isEmpty());
    }

    private static Object defaultOf(ParamSchema schema, ParamField field) {
        if (field.defaultValue().isEmpty()) {
            Optional<Object> empty = emptyValue(field.type());
            if (empty.isPresent()) {
                return empty.get();
            }
        }
        Problems problems = new Problems();
        String place = "the default of " + schema.type().getName() + "." + field.component();
        Node node = YamlText.parse(place, field.defaultValue(), problems)
                .orElseGet(() -> new Node.Mapping(List.of(), Place.of(place)));
        Optional<?> value = Values.read(field.type(), field.name(), node, problems);
        if (value.isEmpty() || !problems.none()) {
            throw new IllegalStateException(
                    problems.all().stream().map(Problem::toString).toList().toString());
        }
        return value.get();
    }

    private static Optional<Object> emptyValue(ParamType type) {
        if (type instanceof ParamType.Text) {
            return Optional.of("");
        }
        if (type instanceof ParamType.ListOf) {
            return Optional.of(List.of());
        }
        if (type instanceof ParamType.OptionalOf) {
            return Optional.of(Optional.empty());
        }
        if (type instanceof ParamType.RowsOf) {
            return Optional.of(Rows.none());
        }
        if (type instanceof ParamType.Flag) {
            return Optional.of(false);
        }
        if (type instanceof ParamType.Whole whole) {
            return Optional.of(whole.wide() ? (Object) 0L : (Object) 0);
        }
        return type instanceof ParamType.Span ? Optional.of(Duration.ZERO) : Optional.empty();
    }
}
