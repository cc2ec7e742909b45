package dev.preflight.profile;

import dev.preflight.api.Needs.Unset;
import dev.preflight.api.Settings;
import dev.preflight.fact.Context;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the profile says what its checks must know of the contexts that they look at: as whom {@code su} starts a session,
 * and which services {@code unit} means. Without that, nothing would be looked at there.
 */
final class MissingSettings {
    private static final String REQUIRED_CONTEXTS = "required_contexts";

    private MissingSettings() {}

    /** Where a setting is missing, and what. */
    private record Lack(Place place, Context context, String setting) {}

    /** Notes each context that lacks a setting, once for all checks that get the context from the same place. */
    static void check(Profile profile, Node.Mapping document, Problems problems) {
        List<Context> required = profile.settings().of(Settings.class).requiredContexts();
        Optional<Place> ofSettings = document.get("settings")
                .filter(Node.Mapping.class::isInstance)
                .flatMap(settings -> ((Node.Mapping) settings).get(REQUIRED_CONTEXTS))
                .map(Node::place);
        Map<Lack, List<String>> lacks = new LinkedHashMap<>();
        for (CheckInstance<?> instance : profile.checks()) {
            for (Unset unset : unset(instance)) {
                Place place = ofSettings
                        .filter(at -> required.contains(unset.context()))
                        .orElse(instance.place());
                lacks.computeIfAbsent(new Lack(place, unset.context(), unset.setting()), lack -> new ArrayList<>())
                        .add(instance.name());
            }
        }
        lacks.forEach((lack, checks) -> problems.add(
                lack.place(),
                "context '" + lack.context().id() + "' needs " + lack.setting() + ", which is not set; "
                        + checks.stream().distinct().collect(Collectors.joining(", ")) + " cannot look there",
                "set settings." + lack.setting() + ", or leave the context out"));
    }

    private static <P extends Record> List<Unset> unset(CheckInstance<P> instance) {
        return instance.check().needs(instance.params()).lacks();
    }
}
