package dev.preflight.param;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.NamedParam;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Param;
import dev.preflight.api.Rows;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a parameter record holds: one field per component, in their order.
 *
 * @param type the record
 * @param fields what it holds
 */
public record ParamSchema(Class<? extends Record> type, List<ParamField> fields) {

    /** Reflection over all records costs more than all else that loading a profile does. */
    private static final ClassValue<ParamSchema> KNOWN = new ClassValue<>() {
        @Override
        protected ParamSchema computeValue(Class<?> type) {
            return read(type.asSubclass(Record.class));
        }
    };

    public ParamSchema {
        fields = List.copyOf(fields);
    }

    /**
     * The schema of a record whose components are annotated with {@link Param} or {@link FromSetting}.
     *
     * @throws IllegalStateException if one is not, has a type that parameters cannot have, or is no setting of the record
     *     that it names
     */
    public static ParamSchema of(Class<? extends Record> type) {
        return KNOWN.get(type);
    }

    /** The schema of a check's parameters. */
    public static ParamSchema of(CheckSpec<?> spec) {
        return spec.params() == NamedParams.class
                ? new ParamSchema(
                        NamedParams.class,
                        spec.named().stream().map(ParamSchema::named).toList())
                : of(spec.params());
    }

    private static ParamField named(NamedParam param) {
        ParamType type = ParamType.of(param.type());
        String defaultValue = param.defaultValue().orElse("");
        return new ParamField(
                param.name(),
                param.name(),
                param.description(),
                param.list() ? new ParamType.ListOf(type) : type,
                "",
                defaultValue,
                param.example(),
                param.kind(),
                List.of(),
                Param.Names.NOTHING,
                Optional.empty(),
                Optional.of(param),
                Limits.none(defaultValue));
    }

    private static ParamSchema read(Class<? extends Record> type) {
        return new ParamSchema(
                type,
                Stream.of(type.getRecordComponents()).map(c -> field(type, c)).toList());
    }

    /** The names in YAML of the settings that these records declare. */
    public static List<String> names(Collection<Class<? extends Record>> declaring) {
        return declaring.stream().flatMap(type -> of(type).names().stream()).toList();
    }

    /** The names in YAML of these settings by each that they had before. */
    public static Map<String, String> replacedNames(Collection<Class<? extends Record>> declaring) {
        Map<String, String> replaced = new HashMap<>();
        declaring.forEach(type -> replaced.putAll(of(type).replacedNames()));
        return replaced;
    }

    /** Whether it has tables of requirements. */
    public boolean hasRows() {
        return fields.stream().anyMatch(field -> field.type() instanceof ParamType.RowsOf);
    }

    /** The names in YAML of all parameters that are not tables, and of the limits of the tables' rows. */
    public List<String> limits() {
        return fields.stream()
                .flatMap(field -> field.type() instanceof ParamType.RowsOf rows
                        ? rows.limits().limits().stream()
                        : Stream.of(field.name()))
                .distinct()
                .toList();
    }

    /** The keys of the rows in the tables of requirements of this record, in their order. */
    public List<String> rowKeys(Record params) {
        return fields.stream()
                .filter(field -> field.type() instanceof ParamType.RowsOf)
                .flatMap(field -> ((Rows<?>) value(params, field)).all().stream())
                .map(Rows.Row::key)
                .toList();
    }

    /** How many rows the tables of requirements of this record have. */
    public int rows(Record params) {
        return fields.stream()
                .filter(field -> field.type() instanceof ParamType.RowsOf)
                .mapToInt(field -> ((Rows<?>) value(params, field)).all().size())
                .sum();
    }

    /** The rows of all its tables, whichever host they concern. */
    public List<Rows.Row<?>> table(Record params) {
        List<Rows.Row<?>> rows = new ArrayList<>();
        fields.stream()
                .filter(field -> field.type() instanceof ParamType.RowsOf)
                .forEach(field -> rows.addAll(((Rows<?>) value(params, field)).table()));
        return rows;
    }

    /**
     * The same record, in which one row of a table is that of another record.
     *
     * @param table name of the table in YAML
     * @param other has a row with this key in the table
     */
    public <P extends Record> P withRow(P params, String table, String key, Record other) {
        return with(params, field -> {
            Object value = value(params, field);
            return field.name().equals(table) && value instanceof Rows<?> rows
                    ? replaced(rows, key, (Rows<?>) value(other, field))
                    : value;
        });
    }

    private static <R extends Record> Rows<R> replaced(Rows<R> rows, String key, Rows<?> other) {
        // Both are of the same field, so their limits are of the same type.
        @SuppressWarnings("unchecked")
        Rows<R> same = (Rows<R>) other;
        Rows.Row<R> row = same.of(key).orElseThrow(() -> new IllegalArgumentException("no row " + key));
        UnaryOperator<List<Rows.Row<R>>> put = all ->
                all.stream().map(one -> one.key().equals(key) ? row : one).toList();
        return new Rows<>(put.apply(rows.all()), put.apply(rows.table()));
    }

    /** The same record, with those rows of its tables of which this is true. */
    public <P extends Record> P withRows(P params, Predicate<Rows.Row<?>> kept) {
        return with(params, field -> {
            Object value = value(params, field);
            return field.type() instanceof ParamType.RowsOf ? ((Rows<?>) value).where(kept::test) : value;
        });
    }

    private <P extends Record> P with(P params, Function<ParamField, Object> values) {
        try {
            @SuppressWarnings("unchecked") // the class of params
            Class<P> own = (Class<P>) params.getClass();
            return own.cast(make(fields.stream().map(values).toList()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    /** A record of these values, one for each field. */
    Record make(List<Object> values) throws ReflectiveOperationException {
        if (type != NamedParams.class) {
            return ParamBinder.newRecord(type, values);
        }
        SortedMap<String, Object> byName = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            byName.put(fields.get(i).name(), values.get(i));
        }
        return new NamedParams(byName);
    }

    private Object value(Record params, ParamField field) {
        if (params instanceof NamedParams named) {
            return Objects.requireNonNull(named.values().get(field.name()));
        }
        try {
            Method accessor = type.getDeclaredMethod(field.component());
            // The record may be seen in its package only.
            accessor.setAccessible(true);
            return accessor.invoke(params);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + "." + field.component() + " cannot be read", e);
        }
    }

    /** The names in YAML. */
    public List<String> names() {
        return fields.stream().map(ParamField::name).toList();
    }

    /**
     * The name in YAML by each name that it had before.
     *
     * @throws IllegalStateException if an old name is still in use, or was used twice
     */
    Map<String, String> replacedNames() {
        Map<String, String> replaced = new HashMap<>();
        for (ParamField field : fields) {
            for (String old : field.oldNames()) {
                if (names().contains(old) || replaced.put(old, field.name()) != null) {
                    throw new IllegalStateException(type.getName() + ": old name '" + old + "' is another's name");
                }
            }
        }
        return replaced;
    }

    private static ParamField field(Class<? extends Record> type, RecordComponent component) {
        Param param = component.getAnnotation(Param.class);
        FromSetting from = component.getAnnotation(FromSetting.class);
        if ((param == null) == (from == null)) {
            throw wrong(type, component, "needs one of @Param and @FromSetting");
        }
        return param != null
                ? declared(component, param)
                : setting(from.in(), component)
                        .orElseThrow(() -> wrong(type, component, "is no setting of this name and type"))
                        .fromSetting(from);
    }

    private static IllegalStateException wrong(Class<?> type, RecordComponent component, String what) {
        return new IllegalStateException(type.getName() + "." + component.getName() + " " + what);
    }

    private static ParamField declared(RecordComponent component, Param param) {
        return new ParamField(
                param.yaml().isEmpty() ? snakeCase(component.getName()) : param.yaml(),
                component.getName(),
                param.value(),
                ParamType.of(component.getGenericType()),
                param.unit(),
                param.defaultValue(),
                param.example(),
                param.kind(),
                List.of(param.oldNames()),
                param.names(),
                Optional.empty(),
                Optional.empty(),
                Limits.of(param));
    }

    private static Optional<ParamField> setting(Class<? extends Record> declaring, RecordComponent component) {
        return Stream.of(declaring.getRecordComponents())
                .filter(s -> s.getName().equals(component.getName())
                        && s.getGenericType().equals(component.getGenericType())
                        && s.isAnnotationPresent(Param.class))
                .map(s -> declared(s, s.getAnnotation(Param.class)))
                .findFirst();
    }

    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
