package dev.preflight.param;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds where the rows of tables are in a profile. */
public final class RowPlaces {
    private RowPlaces() {}

    /** The places of the rows that are not off, by their keys; of two tables the first one's. */
    public static Map<String, Place> of(ParamSchema schema, Node.Mapping given) {
        Map<String, Place> places = new LinkedHashMap<>();
        new GivenParams() {
            @Override
            public void value(ParamField field, Node.Scalar value) {
                // Only rows are asked for.
            }

            @Override
            public void row(ParamField table, Node.Entry row) {
                places.putIfAbsent(row.key(), row.keyPlace());
            }
        }.lookAt(schema, given);
        return places;
    }
}
