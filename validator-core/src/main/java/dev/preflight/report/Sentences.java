package dev.preflight.report;

import dev.preflight.api.Arg;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Fills the texts of bundles with arguments: of several bundles the first that has a text of the key. */
final class Sentences {
    private Sentences() {}

    static Optional<String> get(List<TextBundle> bundles, String key) {
        return bundles.stream().flatMap(bundle -> bundle.get(key).stream()).findFirst();
    }

    static String sentence(List<TextBundle> bundles, String key, Map<String, Arg> args, Consumer<String> missing) {
        return sentence(bundles, key, args, missing, true);
    }

    static String sentence(
            List<TextBundle> bundles, String key, Map<String, Arg> args, Consumer<String> missing, boolean needed) {
        Optional<String> text = get(bundles, key);
        if (text.isEmpty()) {
            if (needed) {
                missing.accept("no text for " + key);
            }
            return needed ? key : "";
        }
        Map<String, String> values = new TreeMap<>();
        args.forEach((name, arg) -> values.put(name, ArgText.shown(arg)));
        return Template.sentence(text.get()).fill(values, gap -> missing.accept("no {" + gap + "} for " + key));
    }

    /** A command; empty if there is none or one of its values cannot be quoted. */
    static String command(List<TextBundle> bundles, String key, Map<String, Arg> args, Consumer<String> missing) {
        Optional<String> text = get(bundles, key);
        if (text.isEmpty()) {
            missing.accept("no text for " + key);
            return "";
        }
        Template template = Template.command(text.get());
        Map<String, String> values = new TreeMap<>();
        boolean whole = true;
        for (String gap : template.gaps()) {
            Arg arg = args.get(gap);
            if (arg == null) {
                missing.accept("no {" + gap + "} for " + key);
                whole = false;
                continue;
            }
            Optional<String> quoted = ArgText.quoted(arg);
            quoted.ifPresent(value -> values.put(gap, value));
            whole &= quoted.isPresent();
        }
        return whole ? template.fill(values, gap -> {}) : "";
    }
}
