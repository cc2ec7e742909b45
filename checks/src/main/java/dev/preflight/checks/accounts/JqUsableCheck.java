package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.accounts.HelperRuns.Helper;
import dev.preflight.fact.Context;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The helpers that the installer calls can be run by the user as whom it calls them. The install user had no right to
 * execute {@code /bin/jq}, so the daemon.json that jq should have written was empty.
 *
 * <p>Sources: execve(2), path_resolution(7), namei(1), jq's manual.
 */
public final class JqUsableCheck implements HostCheck<JqUsableCheck.Params> {

    /** Parameters. */
    public record Params(
            @FromSetting(value = "upload, unit and cron are left out", example = "[exec, sudo]")
            List<Context> requiredContexts,

            @FromSetting String installUser,

            @Param(
                    value =
                            "Helpers that the installer calls: names, or absolute paths; empty if the installer needs none",
                    defaultValue = "[jq]",
                    example = "[jq, /opt/tools/yq]",
                    shape = Shape.COMMAND,
                    kind = Kind.LOCATOR)
            List<String> mustRun,

            @Param(
                    value = "Oldest accepted version of jq",
                    defaultValue = "1.5",
                    example = "1.6",
                    shape = Shape.VERSION,
                    kind = Kind.THRESHOLD)
            String minJq) {
        public Params {
            requiredContexts = List.copyOf(requiredContexts);
            mustRun = List.copyOf(mustRun);
        }

        /** The contexts in which something is run. */
        private Stream<Context> contexts() {
            return requiredContexts.stream().filter(Context::runsScripts);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("jq-usable", Params.class, Severity.BLOCKER)
            .code("absent")
            .code("not-executable")
            .code("parent-directory")
            .code("dangling-link")
            .code("acl")
            .code("noexec")
            .code("missing-loader")
            .code("cannot-execute")
            .code("killed")
            .code("wrong-output")
            .code("differs", Severity.WARNING)
            .code("snap", Severity.WARNING)
            .code("old-version", Severity.WARNING)
            .code("nothing-required", Severity.INFO)
            .explainedBy("umask-effective");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().optional(HostIdentity.REQUEST);
        if (params.mustRun().isEmpty()) {
            return needs;
        }
        for (Context context : params.contexts().toList()) {
            needs = runs(params).addedTo(needs, context);
        }
        return needs;
    }

    private static InContext<HelperRuns> runs(Params params) {
        return new InContext<>(HelperRuns.FACT, params.installUser(), params.mustRun());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        if (params.mustRun().isEmpty() || params.contexts().findAny().isEmpty()) {
            return List.of(Judgement.notApplicable("nothing-required", Subject.HOST));
        }
        List<Judgement> judgements = new ArrayList<>();
        Map<String, Map<String, String>> files = new LinkedHashMap<>();
        for (Context context : params.contexts().toList()) {
            judgements.addAll(runs(params).judged(facts, context, runs -> judged(facts, context, runs, params, files)));
        }
        files.forEach((helper, byContext) -> {
            if (new TreeSet<>(byContext.values()).size() > 1) {
                judgements.add(Judgement.warning("differs", Subject.of("helper", helper))
                        .with("helper", helper)
                        .with("files", Arg.texts(List.copyOf(new TreeSet<>(byContext.values())))));
            }
        });
        return judgements;
    }

    private static List<Judgement> judged(
            HostFacts facts, Context context, HelperRuns runs, Params params, Map<String, Map<String, String>> files) {
        List<Judgement> judgements = new ArrayList<>();
        for (String name : params.mustRun()) {
            Subject subject = Subject.of("context", context.id() + ":" + name);
            Optional<Helper> helper = runs.helpers().getOrDefault(name, Optional.empty());
            helper.ifPresent(found ->
                    files.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(context.id(), found.real()));
            judgements.add(helper.map(found -> HelperVerdict.of(subject, name, found, params.minJq()))
                    .orElseGet(() -> absent(facts, subject, name))
                    .with("user", runs.user()));
        }
        return judgements;
    }

    private static Judgement absent(HostFacts facts, Subject subject, String name) {
        Judgement absent = Judgement.fail("absent", subject).with("helper", name);
        if (name.equals("yq")) {
            return absent.withRemedy(Remedy.manual("which-yq"));
        }
        return facts.reading(HostIdentity.REQUEST)
                .fold(
                        host -> name.startsWith("/")
                                ? Optional.<String>empty()
                                : CommandPackages.install(host, List.of(name)),
                        none -> Optional.<String>empty())
                .map(install -> absent.withRemedy(Remedy.manual("install").with("install", Arg.text(install))))
                .orElse(absent);
    }
}
