package dev.preflight.checks;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.report.FindingTexts;
import dev.preflight.report.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds what a check says against its texts, in both languages. */
public final class SaidInFull {
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final List<Texts> LANGUAGES = Stream.of("en", "zh")
            .map(l -> Texts.of(CATALOGUE, Locale.forLanguageTag(l)))
            .toList();

    /** A colon with nothing behind it, brackets with nothing between them. */
    private static final Pattern HOLE = Pattern.compile("[:：]\\s*$|\\(\\s*\\)|（\\s*）");

    /** What was read already: the fuzzers judge a million times, and say the same. */
    private static final Set<String> READ = ConcurrentHashMap.newKeySet();

    private SaidInFull() {}

    /** Not an {@link AssertionError}, which the engine takes for a check's own bug and makes a finding of. */
    public static final class Unsaid extends Error {
        private static final long serialVersionUID = 1;

        Unsaid(List<String> problems) {
            super(String.join("\n", problems));
        }
    }

    /**
     * Fails if a sentence of these lacks something. For the end of {@code judge}.
     *
     * @param said judgements, or such with their scopes
     */
    public static void hold(Check<?> check, List<?> said) {
        String id = check.spec().id();
        if (said == null || !CATALOGUE.checks().containsKey(id)) {
            return;
        }
        List<String> problems = said.stream()
                .map(one -> finding(id, one))
                .filter(finding -> READ.add(shape(finding)))
                .flatMap(finding -> problems(check, finding).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new Unsaid(problems);
        }
    }

    private static Finding finding(String id, Object said) {
        Scoped scoped = said instanceof Scoped of ? of : new Scoped(Scope.host("h1"), (Judgement) said);
        Judgement judgement = scoped.judgement();
        for (Map.Entry<String, Arg> arg : scoped.judgement().args().entrySet()) {
            if (arg.getValue() instanceof Arg.Text text
                    && HOLE.matcher(text.value()).find()) {
                judgement = judgement.with(arg.getKey(), "what a host says may end in anything");
            }
        }
        return Finding.of(id, id, scoped.scope(), judgement, Severity.BLOCKER);
    }

    /** What is wrong with the texts of a finding; empty if nothing is. */
    static List<String> problems(Check<?> check, Finding finding) {
        List<String> problems = new ArrayList<>();
        String code = finding.code();
        if (!code.equals(Judgement.OK)
                && finding.reason().isEmpty()
                && !check.spec().codes().containsKey(code)) {
            problems.add(finding.check() + ": says a code that it does not declare: " + code);
        }
        for (Texts texts : LANGUAGES) {
            problems.addAll(texts.problems(finding));
            sentences(texts.of(finding))
                    .filter(sentence -> HOLE.matcher(sentence).find())
                    .forEach(sentence -> problems.add(finding.check() + " " + code + ": a hole in '" + sentence + "'"));
        }
        return problems;
    }

    private static Stream<String> sentences(FindingTexts texts) {
        return Stream.concat(
                Stream.of(texts.observed(), texts.required(), texts.why(), texts.action()),
                // A colon may stand before the command.
                texts.remedies().stream().map(remedy -> remedy.text() + " " + remedy.command()));
    }

    /** All that the texts can depend on but the values themselves; of those, whether they are empty. */
    private static String shape(Finding finding) {
        StringBuilder shape = new StringBuilder(finding.check())
                .append(' ')
                .append(finding.code())
                .append(' ')
                .append(finding.outcome())
                .append(finding.subject().name().isEmpty());
        append(shape, finding.args());
        finding.judgement().remedies().forEach(remedy -> {
            shape.append(' ').append(remedy.id()).append(remedy.effect()).append(remedy.reversible());
            append(shape, remedy.args());
        });
        return shape.toString();
    }

    private static void append(StringBuilder shape, Map<String, Arg> args) {
        args.forEach((name, arg) -> shape.append(' ').append(name).append(isEmpty(arg) ? '-' : '+'));
    }

    private static boolean isEmpty(Arg arg) {
        return (arg instanceof Arg.Text text && text.value().isBlank())
                || (arg instanceof Arg.Items items && items.values().stream().allMatch(SaidInFull::isEmpty));
    }
}
