package dev.preflight.report;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.Judgement;
import dev.preflight.fact.Reason;
import dev.preflight.transport.TransportFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the bugs of texts that show without a finding: missing and idle keys, and languages that differ. */
public final class TextProblems {
    private static final Set<String> PARTS = Set.of("observed", "required", "why", "action");
    private static final String REMEDY = "remedy.";

    private final List<String> problems = new ArrayList<>();
    private final List<String> untranslated = new ArrayList<>();
    /** Names of the bundles in which a text may be missing, because English is shown instead. */
    private final Set<String> translations = new HashSet<>();

    private TextProblems() {}

    private static TextProblems all(Catalogue catalogue) {
        TextProblems all = new TextProblems();
        catalogue.checks().values().forEach(all::check);
        all.core();
        return all;
    }

    static List<String> of(Catalogue catalogue) {
        return List.copyOf(all(catalogue).problems);
    }

    /** The texts of checks that are shown in English in another language, for a translator. */
    public static List<String> untranslated(Catalogue catalogue) {
        return List.copyOf(all(catalogue).untranslated);
    }

    private void check(Check<?> check) {
        String id = check.spec().id();
        Set<String> codes = new TreeSet<>(check.spec().codes().keySet());
        Set<String> known = new HashSet<>(codes);
        known.add(Judgement.OK);
        List.of(Reason.values()).forEach(reason -> known.add(reason.code()));
        List<TextBundle> bundles = bundles(check.getClass(), id);
        bundles.subList(1, bundles.size()).forEach(bundle -> translations.add(bundle.name()));
        for (TextBundle bundle : bundles) {
            require(bundle, "title");
            require(bundle, "summary");
            require(bundle, Judgement.OK + ".observed");
            for (String code : codes) {
                require(bundle, code + ".observed");
                boolean some = PARTS.stream().anyMatch(part -> !part.equals("observed") && has(bundle, code, part));
                if (some) {
                    PARTS.forEach(part -> require(bundle, code + "." + part));
                }
            }
            bundle.texts().keySet().forEach(key -> known(bundle, key, known));
        }
        alike(bundles);
    }

    private static boolean has(TextBundle bundle, String code, String part) {
        return bundle.get(code + "." + part).isPresent();
    }

    private void known(TextBundle bundle, String key, Set<String> codes) {
        if (key.equals("title") || key.equals("summary") || key.equals("basis")) {
            return;
        }
        if (key.startsWith(REMEDY)) {
            remedy(bundle, key);
            return;
        }
        int dot = key.lastIndexOf('.');
        if (dot < 0 || !PARTS.contains(key.substring(dot + 1)) || !codes.contains(key.substring(0, dot))) {
            problems.add(bundle.name() + ": nothing uses " + key);
        }
    }

    private void remedy(TextBundle bundle, String key) {
        boolean undo = key.endsWith(".undo");
        if (isCommand(key)) {
            String base = key.substring(0, key.lastIndexOf('.'));
            require(bundle, base);
            if (undo) {
                require(bundle, base + ".command");
            }
            quotes(bundle, key);
        }
    }

    private void core() {
        List<TextBundle> reasons = bundles(Texts.class, "reasons");
        List<TextBundle> reach = bundles(Texts.class, "reach");
        for (TextBundle bundle : reasons) {
            for (Reason reason : Reason.values()) {
                require(bundle, reason.code() + ".observed");
                require(bundle, reason.code() + ".action");
            }
        }
        for (TextBundle bundle : reach) {
            for (TransportFailure failure : TransportFailure.values()) {
                require(bundle, failure.code() + ".observed");
                require(bundle, failure.code() + ".action");
            }
            bundle.texts().keySet().stream()
                    .filter(key -> key.endsWith(".command"))
                    .forEach(key -> quotes(bundle, key));
        }
        alike(reasons);
        alike(reach);
        alike(bundles(Texts.class, "page"));
    }

    private static List<TextBundle> bundles(Class<?> owner, String base) {
        return Texts.LANGUAGES.stream()
                .map(language -> TextBundle.beside(owner, base, language))
                .toList();
    }

    private void require(TextBundle bundle, String key) {
        if (bundle.present()
                && !translations.contains(bundle.name())
                && bundle.get(key).filter(text -> !text.isBlank()).isEmpty()) {
            problems.add(bundle.name() + ": no text for " + key);
        }
    }

    private void quotes(TextBundle bundle, String key) {
        if (bundle.get(key).filter(Template::gapInQuotes).isPresent()) {
            problems.add(bundle.name() + ": a placeholder of " + key + " is in quotes; it brings its own");
        }
    }

    /** Every language has the same keys, and the same gaps in each. */
    private void alike(List<TextBundle> bundles) {
        bundles.stream().filter(bundle -> !bundle.present()).forEach(bundle -> add(bundle, "no such file"));
        TextBundle first = bundles.get(0);
        for (TextBundle other : bundles.subList(1, bundles.size())) {
            if (!first.present() || !other.present()) {
                continue;
            }
            Set<String> keys = new TreeSet<>(first.texts().keySet());
            keys.addAll(other.texts().keySet());
            for (String key : keys) {
                compare(first, other, key);
            }
        }
    }

    private void compare(TextBundle first, TextBundle other, String key) {
        var one = first.get(key);
        var two = other.get(key);
        if (two.isEmpty() && isCommand(key)) {
            return;
        }
        if (one.isEmpty() || two.isEmpty()) {
            add(one.isEmpty() ? first : other, key + " is only in the other language");
        } else if (!gaps(key, one.get()).equals(gaps(key, two.get()))) {
            problems.add(other.name() + ": the placeholders of " + key + " differ from those in " + first.name());
        }
    }

    private void add(TextBundle lacking, String what) {
        boolean optional = translations.contains(lacking.name());
        (optional ? untranslated : problems).add(lacking.name() + ": " + what);
    }

    /** Shell is the same in every language, so that the default one's serves all. */
    private static boolean isCommand(String key) {
        return key.endsWith(".command") || key.endsWith(".undo");
    }

    private static Set<String> gaps(String key, String text) {
        return (isCommand(key) ? Template.command(text) : Template.sentence(text)).gaps();
    }
}
