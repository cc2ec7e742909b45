package dev.preflight.param;

import dev.preflight.node.Node;

/**
 * Looks at what a profile gives for the parameters of a record: at each single value, in lists, nested records and tables
 * of requirements too, and at each row that is not off. What is of a wrong type is passed over: binding notes it.
 */
interface GivenParams {
    /** A value of a parameter, or one of its list. */
    void value(ParamField field, Node.Scalar value);

    /** A row of a table; its limits come as values of their own. */
    void row(ParamField table, Node.Entry row);

    /** Looks at all of them, in the order of the record. */
    default void lookAt(ParamSchema schema, Node.Mapping given) {
        for (ParamField field : schema.fields()) {
            given.get(field.name()).ifPresent(value -> lookAt(field, field.type(), value));
        }
    }

    private void lookAt(ParamField field, ParamType type, Node value) {
        if (type instanceof ParamType.OptionalOf optional) {
            lookAt(field, optional.item(), value);
        } else if (type instanceof ParamType.RowsOf rows && value instanceof Node.Mapping table) {
            table.entries().stream().filter(row -> !Values.isOff(row.value())).forEach(row -> {
                row(field, row);
                if (row.value() instanceof Node.Mapping limits) {
                    lookAt(rows.limits(), limits);
                }
            });
        } else if (type instanceof ParamType.ListOf list && value instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> lookAt(field, list.item(), item));
        } else if (type instanceof ParamType.Nested nested && value instanceof Node.Mapping mapping) {
            lookAt(nested.schema(), mapping);
        } else if (value instanceof Node.Scalar scalar) {
            value(field, scalar);
        }
    }
}
