package dev.preflight.report;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.fact.Reason;
import dev.preflight.param.ParamSchema;
import dev.preflight.transport.HostFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes sentences of findings, in one language. The texts of a check lie beside its class in
 * {@code <check-id>_en.properties} and {@code <check-id>_zh.properties}; those of reasons, of transport failures and of
 * the page itself lie in this package. What a language lacks is said in English; commands are in the English file only.
 * A missing key or placeholder is a bug: it shows as itself, and {@link #problems()} and {@link #problems(Finding)} name it.
 */
public final class Texts {

    /** The language that is always there. */
    static final String DEFAULT = "en";

    /** Every language, the default first. */
    static final List<String> LANGUAGES = List.of(DEFAULT, "zh");

    private static final String REMEDY = "remedy.";

    /** What the engine says beside a reason. */
    private static final String DETAIL = "detail";

    private final Catalogue catalogue;
    private final List<String> languages;

    /** Filled as checks are spoken of: a report has few of them, and to read the texts of all takes time. */
    private final Map<String, List<TextBundle>> byCheck = new ConcurrentHashMap<>();

    private final List<TextBundle> reasons;
    private final ReachSentences reach;
    private final List<TextBundle> page;
    private final LastTexts last = new LastTexts();

    private Texts(Catalogue catalogue, List<String> languages) {
        this.catalogue = catalogue;
        this.languages = languages;
        this.reasons = load(Texts.class, "reasons");
        this.reach = new ReachSentences(load(Texts.class, "reach"));
        this.page = load(Texts.class, "page");
    }

    /** The texts of these checks in this language, or in English if we do not speak it. */
    public static Texts of(Catalogue catalogue, Locale locale) {
        String language = locale.getLanguage();
        boolean other = LANGUAGES.contains(language) && !language.equals(DEFAULT);
        return new Texts(catalogue, other ? List.of(language, DEFAULT) : List.of(DEFAULT));
    }

    /** The texts of a check; none for an id that no check has. */
    private List<TextBundle> own(String id) {
        return byCheck.computeIfAbsent(
                id,
                any -> languages.stream()
                        .flatMap(language ->
                                catalogue.find(any).map(check -> TextBundle.of(check, any, language)).stream())
                        .toList());
    }

    private List<TextBundle> load(Class<?> owner, String base) {
        return languages.stream()
                .map(language -> TextBundle.beside(owner, base, language))
                .toList();
    }

    /** What a check is called, a few words; its id if it has no title. */
    public String title(String checkId) {
        return Sentences.get(ofCheck(checkId), "title").orElse(checkId);
    }

    /** That a profile has this check under a name of its own, one sentence. */
    public String ofInstance(String name, String checkId, String profile) {
        return page("explain.instance", "name", name, "check", checkId, "profile", profile);
    }

    /**
     * A profile and what it extends, one line.
     *
     * @param parents what it extends, with commas; may be empty
     * @param standard whether it is used where no profile is named
     */
    public String ofProfile(String name, String parents, boolean standard) {
        String shown = standard ? page("profile.standard", "name", name) : name;
        return parents.isEmpty() ? shown : page("profile.child", "name", shown, "parents", parents);
    }

    /** What a check looks at and why, one sentence; empty if it does not say. */
    public String summary(String checkId) {
        return Sentences.get(ofCheck(checkId), "summary").orElse("");
    }

    /** What of it was asked of the running system, and what was read as text; empty if the check reads no settings. */
    public String basis(String checkId) {
        return Sentences.get(ofCheck(checkId), "basis").orElse("");
    }

    /** Why a code of a check matters, with gaps such as {@code {file}} left open; empty if it does not say. */
    public String why(String checkId, String code) {
        return Sentences.get(ofCheck(checkId), code + ".why").orElse("");
    }

    /** What a parameter is for, if the texts of the check say so in this language. */
    public Optional<String> parameter(String checkId, String name) {
        return Sentences.get(own(checkId), "parameter." + name);
    }

    /** What has to hold so that a check of a profile does not find a code; empty for every other check. */
    public String expects(String checkId, String code) {
        return Sentences.sentence(ofCheck(checkId), code + ".expects", Map.of(), missing -> {}, false);
    }

    /** The remedies that a check may name: their sentences by id, with gaps left open. */
    public SortedMap<String, String> remedies(String checkId) {
        SortedMap<String, String> remedies = new TreeMap<>();
        own(checkId)
                .forEach(bundle -> bundle.texts().forEach((key, text) -> {
                    String id = key.startsWith(REMEDY) ? key.substring(REMEDY.length()) : "";
                    if (!id.isEmpty() && id.indexOf('.') < 0) {
                        remedies.putIfAbsent(id, text);
                    }
                }));
        return remedies;
    }

    /** How to determine what was unknown for this reason; the same for all checks. */
    String action(Reason reason) {
        return Sentences.sentence(reasons, reason.code() + ".action", Map.of(), missing -> {});
    }

    /** The sentences of a finding. */
    public FindingTexts of(Finding finding) {
        return last.of(finding, one -> render(one, missing -> {}));
    }

    /** Why this host was not reached. */
    public ReachTexts of(String host, HostFailure unreachable) {
        return reach.of(host, unreachable);
    }

    /** A text of the page itself; its gaps are filled with these names and values, alternating. */
    public String page(String key, Object... namesAndValues) {
        Map<String, Arg> args = new TreeMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            args.put(
                    (String) namesAndValues[i],
                    value instanceof Number number ? Arg.count(number.longValue()) : Arg.text(value.toString()));
        }
        return Sentences.sentence(page, key, args, missing -> {});
    }

    /** The language of the sentences, by ISO 639. */
    String language() {
        return languages.get(0);
    }

    /** The severity that a check declares for itself; that of a blocker for an id that no check has. */
    Severity severity(String checkId) {
        return catalogue.find(checkId).map(check -> check.spec().severity()).orElse(Severity.BLOCKER);
    }

    /** Whether a check has a table of requirements. */
    boolean isTable(String checkId) {
        return catalogue
                .find(checkId)
                .map(check -> ParamSchema.of(check.spec()).hasRows())
                .orElse(false);
    }

    /** Bugs in the texts that can be seen without a finding, in both languages; none if all is well. */
    public List<String> problems() {
        return TextProblems.of(catalogue);
    }

    /** The keys and placeholders that this finding needs and its texts lack, in this language. */
    public List<String> problems(Finding finding) {
        List<String> missing = new ArrayList<>();
        render(finding, what -> missing.add(finding.check() + " (" + languages.get(0) + "): " + what));
        return missing;
    }

    private FindingTexts render(Finding finding, Consumer<String> missing) {
        Map<String, Arg> args = withSubject(finding.args(), finding);
        boolean general = finding.reason().isPresent() && !checkSpeaksOf(finding, args);
        List<TextBundle> bundles = general ? reasons : ofCheck(finding.check());
        String code = finding.code();
        Outcome outcome = finding.outcome();
        boolean wrong = outcome == Outcome.FAIL || outcome == Outcome.WARNING;
        return new FindingTexts(
                Sentences.sentence(bundles, code + ".observed", args, missing),
                required(Sentences.sentence(bundles, code + ".required", args, missing, wrong), args),
                Sentences.sentence(bundles, code + ".why", args, missing, wrong),
                Sentences.sentence(bundles, code + ".action", args, missing, wrong || outcome == Outcome.UNKNOWN),
                finding.judgement().remedies().stream()
                        .map(remedy -> render(remedy, finding, bundles, missing))
                        .toList());
    }

    /** What is required, and what for if the profile says so. */
    private String required(String sentence, Map<String, Arg> args) {
        return args.get(Finding.REQUIRED_FOR) instanceof Arg.Words words
                ? sentence + " (" + CleanText.of(words.in(languages.get(0))) + ")"
                : sentence;
    }

    /**
     * Whether the check's own texts are about this reason. They are not where the check has a code of that name for
     * something else, nor where the engine gave the reason without asking the check and so without what its texts name.
     */
    private boolean checkSpeaksOf(Finding finding, Map<String, Arg> args) {
        if (catalogue
                .find(finding.check())
                .map(check -> check.spec().codes().containsKey(finding.code()))
                .orElse(false)) {
            return false;
        }
        boolean ofTheCheck = finding.args().keySet().stream().anyMatch(name -> !name.equals(DETAIL));
        return ofTheCheck
                || Stream.of("observed", "action")
                        .flatMap(part -> Sentences.get(own(finding.check()), finding.code() + "." + part).stream())
                        .allMatch(text -> args.keySet()
                                .containsAll(Template.sentence(text).neededGaps()));
    }

    private RemedyTexts render(Remedy remedy, Finding finding, List<TextBundle> bundles, Consumer<String> missing) {
        Map<String, Arg> args = withSubject(remedy.args(), finding);
        finding.args().forEach(args::putIfAbsent);
        String key = REMEDY + remedy.id();
        boolean commands = remedy.effect() != Remedy.Effect.MANUAL;
        String command = commands ? Sentences.command(bundles, key + ".command", args, missing) : "";
        // An undo without its command would take back what was not done.
        boolean undoes = remedy.reversible() && !command.isEmpty();
        String why = commands && command.isEmpty()
                ? " " + Sentences.sentence(bundles, "command-withheld", args, missing)
                : "";
        return new RemedyTexts(
                remedy,
                Sentences.sentence(bundles, key, args, missing) + why,
                command,
                undoes ? Sentences.command(bundles, key + ".undo", args, missing) : "");
    }

    private Map<String, Arg> withSubject(Map<String, Arg> args, Finding finding) {
        Map<String, Arg> all = new TreeMap<>(args);
        all.replaceAll((name, arg) -> arg instanceof Arg.Words words && !name.equals(Finding.REQUIRED_FOR)
                ? Arg.text(words.in(languages.get(0)))
                : arg);
        String name = finding.subject().name();
        all.putIfAbsent("subject", Arg.text(name.isEmpty() ? finding.subject().kind() : name));
        if (finding.reason().isPresent()) {
            all.putIfAbsent(DETAIL, Arg.text(""));
        }
        return all;
    }

    private List<TextBundle> ofCheck(String id) {
        List<TextBundle> all = new ArrayList<>(own(id));
        all.addAll(reasons);
        return Collections.unmodifiableList(all);
    }
}
