package dev.preflight.rules;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.preflight.define.value.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The types of one expression's names, as the library knows them; made anew for each expression. */
@SuppressWarnings("Immutable") // One thread uses it while one expression is compiled.
final class RuleTypes implements CelTypeProvider {
    /** Has no order and no equality of the language: 1.10 is after 1.9. */
    static final CelType VERSION = OpaqueType.create("version");

    /** A name with a blank cannot be written in a rule. */
    private static final String ROW = "row ";

    private final Map<String, StructType> rows = new LinkedHashMap<>();
    private final List<StructType> open = new ArrayList<>();
    private final List<Lack> lacks = new ArrayList<>();
    private final ImmutableSet<String> selected;

    /** A field that was asked of a row without it. */
    record Lack(String field, List<String> fields) {}

    /**
     * The types of an expression.
     *
     * @param selected the fields that are selected anywhere in it
     */
    RuleTypes(Collection<String> selected) {
        this.selected = ImmutableSet.copyOf(selected);
    }

    /** A name as it is written in a rule, where a hyphen is a minus. */
    static String written(String name) {
        return name.replace('-', '_');
    }

    CelType of(ValueType type) {
        if (type instanceof ValueType.ListOf list) {
            return ListType.create(of(list.element()));
        }
        if (type instanceof ValueType.RowOf row) {
            return row(row);
        }
        return switch ((ValueType.Simple) type) {
            case TEXT -> SimpleType.STRING;
            case INT, SIZE, DURATION -> SimpleType.INT;
            case NUMBER -> SimpleType.DOUBLE;
            case BOOL -> SimpleType.BOOL;
            case DATE -> SimpleType.TIMESTAMP;
            case VERSION -> VERSION;
            case ANY -> SimpleType.DYN;
        };
    }

    private CelType row(ValueType.RowOf row) {
        if (row.open() && row.fields().isEmpty()) {
            return MapType.create(SimpleType.STRING, SimpleType.DYN);
        }
        Map<String, CelType> fields = new LinkedHashMap<>();
        row.fields().forEach((name, type) -> fields.putIfAbsent(written(name), of(type)));
        row.fields().forEach((name, type) -> {
            if (!name.contains("-")) {
                fields.put(name, of(type));
            }
        });
        StructType struct = StructType.create(ROW + rows.size(), selected, field -> {
            Optional<CelType> type = Optional.ofNullable(fields.get(field));
            if (type.isEmpty() && !row.open()) {
                lacks.add(new Lack(field, List.copyOf(new TreeSet<>(fields.keySet()))));
            }
            return type.isEmpty() && row.open() ? Optional.of(SimpleType.DYN) : type;
        });
        rows.put(struct.name(), struct);
        if (row.open()) {
            open.add(struct);
        }
        return struct;
    }

    /** Rows that may have further fields, so that those are found by their text too. */
    List<StructType> open() {
        return open;
    }

    /** The fields of the row of which this field was asked first; each is answered once. */
    Optional<Lack> lack(String field) {
        for (Iterator<Lack> all = lacks.iterator(); all.hasNext(); ) {
            Lack lack = all.next();
            if (lack.field().equals(field)) {
                all.remove();
                return Optional.of(lack);
            }
        }
        return Optional.empty();
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(rows.values());
    }

    @Override
    public Optional<CelType> findType(String typeName) {
        return Optional.ofNullable(rows.get(typeName));
    }
}
