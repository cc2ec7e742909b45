package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the values of a resolved profile were written, and where the variables that they were made of have their value. */
final class Origins {
    /** A comment names no more variables; also bounds the recursion where each variable is made of the next. */
    private static final int MOST_VARIABLES = 5;

    private final Map<String, Place> variables = new HashMap<>();
    private final Map<Place, Set<String>> uses = new HashMap<>();

    /** Notes where a variable has its value. */
    void variable(String name, Place place) {
        variables.put(name, place);
    }

    /** Notes that the text at this place uses a variable. */
    void use(Place place, String name) {
        // Values of --set have one place for all of them.
        if (place.line() > 0) {
            uses.computeIfAbsent(place, at -> new LinkedHashSet<>()).add(name);
        }
    }

    /** Such as {@code site.yaml:6, data from --set}. */
    String of(Node value) {
        Map<String, Place> from = new LinkedHashMap<>();
        places(value).forEach(place -> variables(place, from));
        return line(value.place())
                + from.entrySet().stream()
                        .map(variable -> ", " + variable.getKey() + " from " + line(variable.getValue()))
                        .collect(Collectors.joining());
    }

    private static List<Place> places(Node value) {
        List<Place> places = new ArrayList<>(List.of(value.place()));
        if (value instanceof Node.Sequence list) {
            list.items().forEach(item -> places.addAll(places(item)));
        }
        return places;
    }

    /** Adds the variables that the text at this place is made of, those of their own values among them. */
    private void variables(Place place, Map<String, Place> found) {
        for (String name : uses.getOrDefault(place, Set.of())) {
            Place at = variables.get(name);
            if (at != null && found.size() < MOST_VARIABLES && found.putIfAbsent(name, at) == null) {
                variables(at, found);
            }
        }
    }

    private static String line(Place place) {
        return place.line() == 0 ? place.source() : place.source() + ":" + place.line();
    }
}
