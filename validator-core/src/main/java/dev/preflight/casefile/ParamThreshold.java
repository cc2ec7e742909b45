package dev.preflight.casefile;

import dev.preflight.api.Param;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Problems;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.ParamType;
import dev.preflight.param.RowReader;
import dev.preflight.param.SettingValues;
import dev.preflight.param.Values;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A number that a profile gives as a threshold of an instance, be it of a row or of the check.
 *
 * @param instance whose
 * @param params what the profile gives the instance
 * @param path the keys that lead to the number
 * @param row the key of its row; empty for a number of the check
 * @param field what it is
 * @param text as it is written
 */
record ParamThreshold(
        CheckInstance<?> instance, Node.Mapping params, List<String> path, String row, ParamField field, String text)
        implements Threshold {
    ParamThreshold {
        path = List.copyOf(path);
    }

    /** The thresholds of a profile, in its order. */
    static List<Threshold> ofParams(ResolvedProfile profile) {
        List<Threshold> all = new ArrayList<>();
        YamlText.parse("profile", profile.text(), new Problems())
                .filter(Node.Mapping.class::isInstance)
                .flatMap(document -> ((Node.Mapping) document).get("checks"))
                .filter(Node.Mapping.class::isInstance)
                .ifPresent(checks -> profile.profile()
                        .checks()
                        .forEach(instance -> params((Node.Mapping) checks, instance.name())
                                .ifPresent(params -> new Walk(instance, params, all)
                                        .fields(Params.schema(instance), params, List.of(), ""))));
        return all;
    }

    private static Optional<Node.Mapping> params(Node.Mapping checks, String name) {
        return checks.get(name)
                .flatMap(check -> check instanceof Node.Mapping m ? m.get("params") : Optional.empty())
                .flatMap(params -> params instanceof Node.Mapping m ? Optional.of(m) : Optional.empty());
    }

    @Override
    public String limit() {
        return field.name();
    }

    @Override
    public String code() {
        return "";
    }

    @Override
    public String name() {
        return row.isEmpty() ? instance.name() : instance.name() + " " + row;
    }

    @Override
    public ParamType type() {
        return single(field.type());
    }

    private static ParamType single(ParamType type) {
        return type instanceof ParamType.OptionalOf optional ? optional.item() : type;
    }

    @Override
    public Optional<CheckInstance<?>> with(String other, CheckInstance<?> of, SettingValues settings) {
        return bound(of, replaced(params, 0, other), settings);
    }

    private <P extends Record> Optional<CheckInstance<?>> bound(
            CheckInstance<P> of, Node.Mapping given, SettingValues settings) {
        // To bind a row costs more than to judge it, so no other row is bound.
        Node.Mapping less = row.isEmpty() ? given : only(given);
        return Params.bound(of, less, settings)
                .map(p -> row.isEmpty() ? p : Params.schema(of).withRow(of.params(), path.get(0), row, p))
                .map(p -> of.with(p));
    }

    /** What is given, with the one row of the one table and no other table. */
    private Node.Mapping only(Node.Mapping given) {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : given.entries()) {
            if (!(entry.value() instanceof Node.Mapping table)) {
                entries.add(entry);
            } else if (entry.key().equals(path.get(0))) {
                entries.add(new Node.Entry(entry.key(), entry.keyPlace(), row(table)));
            }
        }
        return new Node.Mapping(entries, given.place());
    }

    private Node.Mapping row(Node.Mapping table) {
        return new Node.Mapping(
                table.entries().stream()
                        .filter(entry -> entry.key().equals(row))
                        .toList(),
                table.place());
    }

    /** With the row of this number alone, if it is one of a row. */
    @Override
    public <P extends Record> CheckInstance<P> alone(CheckInstance<P> of) {
        return row.isEmpty()
                ? of
                : of.with(
                        Params.schema(of).withRows(of.params(), one -> one.key().equals(row)));
    }

    private Node.Mapping replaced(Node.Mapping in, int depth, String other) {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : in.entries()) {
            entries.add(entry.key().equals(path.get(depth)) ? replaced(entry, depth, other) : entry);
        }
        return new Node.Mapping(entries, in.place());
    }

    private Node.Entry replaced(Node.Entry entry, int depth, String other) {
        if (entry.value() instanceof Node.Scalar was) {
            ScalarType type = was.type() == ScalarType.DECIMAL ? ScalarType.STRING : was.type();
            return new Node.Entry(entry.key(), entry.keyPlace(), new Node.Scalar(other, type, was.place()));
        }
        return new Node.Entry(entry.key(), entry.keyPlace(), replaced((Node.Mapping) entry.value(), depth + 1, other));
    }

    /** Collects the thresholds in what a profile gives one instance. */
    private record Walk(CheckInstance<?> instance, Node.Mapping params, List<Threshold> found) {
        void fields(ParamSchema schema, Node.Mapping given, List<String> path, String row) {
            for (ParamField field : schema.fields()) {
                given.get(field.name()).ifPresent(value -> field(field, value, with(path, field.name()), row));
            }
        }

        private void field(ParamField field, Node value, List<String> path, String row) {
            ParamType type = single(field.type());
            boolean outermost = path.size() == 1 || !row.isEmpty();
            if (outermost && type instanceof ParamType.RowsOf rows && value instanceof Node.Mapping table) {
                table.entries().stream()
                        .filter(entry -> !Values.isOff(entry.value()))
                        .forEach(entry -> row(rows.limits(), entry, with(path, entry.key()), row));
            } else if (type instanceof ParamType.Nested nested && value instanceof Node.Mapping mapping) {
                fields(nested.schema(), mapping, path, row);
            } else if (value instanceof Node.Scalar number) {
                number(field, number, path, row);
            }
        }

        /** A row; of a table within a row the outer one is what the check judges. */
        private void row(ParamSchema limits, Node.Entry entry, List<String> path, String outer) {
            String row = outer.isEmpty() ? entry.key() : outer;
            if (entry.value() instanceof Node.Mapping mapping) {
                fields(limits, mapping, path, row);
            } else if (entry.value() instanceof Node.Scalar number) {
                limits.fields().stream()
                        .filter(field -> field.name().equals(RowReader.VALUE))
                        .forEach(field -> number(field, number, path, row));
            }
        }

        private void number(ParamField field, Node.Scalar number, List<String> path, String row) {
            boolean counts = field.kind() == Param.Kind.THRESHOLD
                    && Scale.ofWritten(single(field.type()), number.text()).isPresent();
            if (counts) {
                found.add(new ParamThreshold(instance, params, path, row, field, number.text()));
            }
        }

        private static List<String> with(List<String> path, String key) {
            List<String> longer = new ArrayList<>(path);
            longer.add(key);
            return longer;
        }
    }
}
