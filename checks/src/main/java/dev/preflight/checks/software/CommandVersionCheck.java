package dev.preflight.checks.software;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.software.CommandLimits.PlainVersion;
import dev.preflight.checks.software.CommandVersions.Command;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Commands say that they are of a required version, wherever the installer calls them. What no package brought counts too,
 * and sudo may find another file of the name. The commands are called: only those that the profile names.
 */
public final class CommandVersionCheck implements HostCheck<CommandVersionCheck.Params> {
    private static final CheckSpec<Params> SPEC = CheckSpec.of("command-version", Params.class, Severity.BLOCKER)
            .code("absent")
            .code("not-runnable")
            .code("too-old")
            .code("too-new")
            .code("differs", Severity.WARNING)
            .explainedBy("command-path")
            .explainedBy("tool-identity")
            .requires("require");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required by command",
                    example = "{python3: {min: \"3.6\"}, java: {args: [-version], min: \"8\"}}",
                    shape = Shape.COMMAND,
                    kind = Kind.LOCATOR)
            Rows<CommandLimits> require) {

        private List<Context> contexts() {
            return require.all().stream()
                    .flatMap(row -> row.limits().contexts().stream())
                    .distinct()
                    .toList();
        }
    }

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none();
        for (Context context : params.contexts()) {
            needs = needs.each(versions(params, context));
        }
        return needs;
    }

    private static FactRequest<CommandVersions> versions(Params params, Context context) {
        return CommandVersions.FACT
                .in(context)
                .withArguments(params.require().table().stream()
                        .filter(row -> row.limits().contexts().contains(context))
                        .flatMap(row -> row.limits().asked(row.key()))
                        .toList());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        return params.require().all().stream()
                .flatMap(row -> judged(row, facts, params).stream())
                .toList();
    }

    /** One finding per kind of fault, with what was found in the contexts that have it. */
    private static List<Judgement> judged(Rows.Row<CommandLimits> row, HostFacts facts, Params params) {
        Subject subject = Subject.of("command", row.key());
        Map<String, Judgement> said = new LinkedHashMap<>();
        Map<String, List<String>> states = new LinkedHashMap<>();
        Set<String> versions = new HashSet<>();
        List<FactRequest<?>> asked = new ArrayList<>();
        for (Context context : row.limits().contexts()) {
            FactRequest<CommandVersions> request = versions(params, context);
            asked.add(request);
            Reading<CommandVersions> reading = facts.reading(request);
            Judgement judgement = reading.fold(
                    found -> judged(subject, row, command(found, row.key())),
                    missing -> Judgement.unknown(missing, subject));
            said.putIfAbsent(judgement.code(), judgement);
            String state = reading.fold(found -> state(row, command(found, row.key())), missing -> "");
            states.computeIfAbsent(judgement.code(), code -> new ArrayList<>())
                    .add(state.isEmpty() ? context.id() : context.id() + ": " + state);
            reading.fold(found -> command(found, row.key()), missing -> Optional.<Command>empty())
                    .ifPresent(command -> versions.add(version(row, command)));
        }
        if (said.size() > 1) {
            said.remove(Judgement.OK);
        } else if (said.containsKey(Judgement.OK) && versions.size() > 1) {
            said.put(Judgement.OK, Judgement.warning("differs", subject));
        }
        return said.entrySet().stream()
                .map(one -> one.getValue()
                        .with("state", Arg.texts(states.getOrDefault(one.getKey(), List.of())))
                        .orFrom(asked))
                .toList();
    }

    private static Optional<Command> command(CommandVersions versions, String key) {
        return Optional.ofNullable(versions.commands().get(key));
    }

    private static String version(Rows.Row<CommandLimits> row, Command command) {
        return row.limits().version(row.key(), command.said()).orElse("");
    }

    private static String state(Rows.Row<CommandLimits> row, Optional<Command> asked) {
        return asked.map(command -> {
                    String link = command.file().equals(command.real()) ? "" : " -> " + command.real();
                    return (command.file() + link + " " + version(row, command)).strip();
                })
                .orElse("");
    }

    private static Judgement judged(Subject subject, Rows.Row<CommandLimits> row, Optional<Command> asked) {
        if (asked.isEmpty()) {
            return Judgement.unknown(Reason.NOT_COLLECTED, subject).with("detail", row.key());
        }
        Command command = asked.get();
        if (command.file().isEmpty()) {
            return Judgement.fail("absent", subject).with("command", row.key());
        }
        if (command.ranTooLong()) {
            return Judgement.unknown(Reason.TIMEOUT, subject).with("detail", "10 s: " + command.file());
        }
        if (!command.runs()) {
            return Judgement.fail("not-runnable", subject).with("status", Arg.count(command.status()));
        }
        return limited(subject, row, command);
    }

    private static Judgement limited(Subject subject, Rows.Row<CommandLimits> row, Command command) {
        CommandLimits limits = row.limits();
        if (limits.isPodman(row.key(), command.said())) {
            return Judgement.unknown(Reason.AMBIGUOUS, subject)
                    .with("detail", "docker here is podman: " + command.file());
        }
        String version = version(row, command);
        if (version.isEmpty() && limits.asksVersion()) {
            String said = command.said().stream().findFirst().orElse("");
            return Judgement.unknown(Reason.MALFORMED, subject).with("detail", command.file() + ": '" + said + "'");
        }
        Optional<PlainVersion> old = limits.min().filter(min -> !min.reachedBy(version));
        if (old.isPresent()) {
            return Judgement.fail("too-old", subject).with("min", old.get().text());
        }
        return limits.below()
                .filter(below -> below.reachedBy(version))
                .map(below -> Judgement.fail("too-new", subject).with("below", below.text()))
                .orElse(Judgement.pass(subject));
    }
}
