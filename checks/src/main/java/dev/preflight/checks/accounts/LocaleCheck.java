package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.api.Untried;
import dev.preflight.fact.Context;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs get a locale with the right characters, by each way in. With a locale that is not there they fall back to ASCII,
 * so that a database is made with the wrong encoding, and Python cannot print what it reads (puppet-gitlab#318).
 *
 * <p>Sources: locale(7), locale.conf(5), pam_env(8); ANXS/postgresql#185 for names that differ in their spelling only.
 */
@Untried(remedies = "langpack", why = "no host of the lab is an EL, which has these packages")
public final class LocaleCheck implements HostCheck<LocaleCheck.Params> {
    /** Parameters. */
    public record Params(
            @Param(
                    value = "The character set that programs must get",
                    defaultValue = "UTF-8",
                    example = "ISO-8859-1",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            String charset,

            @Param(
                    value = "Locales that the host must have, whether they are set or not",
                    example = "[en_US.UTF-8]",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            List<String> available,

            @Param(
                    value = "Contexts in which programs are started",
                    defaultValue = "[exec, login]",
                    example = "[exec, sudo]",
                    shape = Shape.SCRIPT_CONTEXT,
                    filled = true,
                    kind = Kind.LOCATOR)
            List<Context> contexts,

            @FromSetting String installUser) {
        /** The lists are copied. */
        public Params {
            available = List.copyOf(available);
            contexts = List.copyOf(contexts);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("locale", Params.class, Severity.BLOCKER)
            .code("not-utf8")
            .code("locale-missing")
            .code("not-available")
            .code("contexts-differ", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().optional(HostIdentity.REQUEST);
        for (Context context : params.contexts()) {
            needs = locales(params).addedTo(needs, context);
        }
        return needs;
    }

    private static InContext<Locales> locales(Params params) {
        return new InContext<>(Locales.FACT, params.installUser(), List.of());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        LocaleRemedies remedies = new LocaleRemedies(facts.reading(HostIdentity.REQUEST), good(facts, params));
        List<Judgement> said = new ArrayList<>();
        Map<Context, Locales> read = new LinkedHashMap<>();
        for (Context context : params.contexts()) {
            said.addAll(locales(params).judged(facts, context, locales -> {
                read.put(context, locales);
                return List.of(one(InContext.subject(context), locales, params, remedies));
            }));
        }
        boolean allPass = said.stream().allMatch(one -> one.outcome() == Outcome.PASS);
        if (allPass && differ(read)) {
            said.add(Judgement.warning("contexts-differ", Subject.HOST)
                    .with(
                            "locales",
                            Arg.texts(read.entrySet().stream()
                                    .map(entry -> entry.getKey().id() + ": "
                                            + entry.getValue().words())
                                    .toList())));
        }
        // One host has the same locales, whichever way leads there.
        read.entrySet().stream()
                .findFirst()
                .ifPresent(first -> params.available().stream()
                        .filter(name -> !first.getValue().has(name))
                        .map(name -> remedies.generating(
                                        Judgement.fail("not-available", Subject.of("locale", name)), name)
                                .with("locale", name)
                                .basedOn(locales(params).request(first.getKey())))
                        .forEach(said::add));
        return said;
    }

    /** The locale of the first context that has a right one: where the others get the same, the contexts agree. */
    private static Optional<String> good(HostFacts facts, Params params) {
        return params.contexts().stream()
                .map(context -> facts.reading(locales(params).request(context))
                        .fold(
                                locales -> Optional.of(locales).filter(read -> right(read, params)),
                                missing -> Optional.<Locales>empty()))
                .flatMap(Optional::stream)
                .map(Locales::name)
                .findFirst();
    }

    private static boolean right(Locales locales, Params params) {
        return locales.missing().isEmpty() && Locales.sameCharset(locales.charset(), params.charset());
    }

    /** With musl it is the character set that counts: there every locale sorts and prints alike. */
    private static boolean differ(Map<Context, Locales> read) {
        return read.values().stream()
                        .filter(locales -> locales.available().isPresent())
                        .map(Locales::kinds)
                        .distinct()
                        .count()
                > 1;
    }

    private static Judgement one(Subject subject, Locales locales, Params params, LocaleRemedies remedies) {
        List<String> missing = locales.missing();
        if (!missing.isEmpty()) {
            String name = locales.variables().getOrDefault(missing.get(0), "");
            Judgement said = described(Judgement.fail("locale-missing", subject), locales, params)
                    .with(
                            "names",
                            Arg.texts(missing.stream()
                                    .map(variable ->
                                            variable + "=" + locales.variables().getOrDefault(variable, ""))
                                    .toList()));
            return remedies.setting(remedies.generating(said, name), locales, params.charset());
        }
        if (right(locales, params)) {
            return described(Judgement.pass(subject), locales, params);
        }
        return remedies.setting(
                described(Judgement.fail("not-utf8", subject), locales, params), locales, params.charset());
    }

    private static Judgement described(Judgement judgement, Locales locales, Params params) {
        Judgement said = judgement
                .with("locale", locales.name())
                .with("charset", locales.charset())
                .with("required", params.charset());
        List<String> lines = locales.files().stream()
                .map(line -> line.place() + ": " + line.text())
                .toList();
        return lines.isEmpty() ? said : said.with("setBy", Arg.firstOf(lines));
    }
}
