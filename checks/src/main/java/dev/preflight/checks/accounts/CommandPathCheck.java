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
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.accounts.CommandPath.Command;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands that the installer calls are found and can be run, in every way in which it calls them. Batch scripts on
 * CentOS could not run modprobe and ping because PATH lacked the sbin directories.
 *
 * <p>In most distributions the PATH of an ordinary user lacks the sbin directories, because their commands are for root.
 * An installer that becomes root finds them. A profile names the contexts in which the installer is root
 * (root_contexts): the commands are required there, and everywhere if the login user is root. If another user lacks them,
 * that is a warning.
 *
 * <p>Sources: sshd(8) and its compiled PATH, sudoers(5) {@code secure_path}, crontab(5), bash(1) on shells started by
 * sshd, systemd.exec(5).
 */
public final class CommandPathCheck implements HostCheck<CommandPathCheck.Params> {

    private static final FactRequest<CronEnvironment> CRON = CronEnvironment.FACT.request();

    /** Statuses with which a shell says that it cannot run a file: POSIX.1-2017, Shell Command Language, 2.8.2. */
    private static final int CANNOT_RUN = 126;

    private static final int NOT_FOUND = 127;

    /** Parameters. */
    public record Params(
            @FromSetting("upload is left out") List<Context> requiredContexts,

            @Param(
                    value =
                            "Contexts in which the installer becomes root for these commands. They are required there and for root;"
                                    + " for other users a missing one is a warning. Empty: required in all required_contexts",
                    example = "[sudo]",
                    kind = Kind.LOCATOR)
            List<Context> rootContexts,

            @FromSetting String installUser,
            @FromSetting List<String> installUnits,

            @Param(
                    value = "Commands that the installer calls; of alternatives separated by a bar, one is enough",
                    defaultValue =
                            "[modprobe, sysctl, ip, ping, tar, awk, sed, grep, id, mount, ss|netstat, systemctl|rc-service, iptables|nft]",
                    example = "[ip, tar, ss|netstat]",
                    filled = true,
                    kind = Kind.LOCATOR)
            List<RequiredCommand> requiredCommands) {
        public Params {
            requiredContexts = List.copyOf(requiredContexts);
            rootContexts = List.copyOf(rootContexts);
            installUnits = List.copyOf(installUnits);
            requiredCommands = List.copyOf(requiredCommands);
        }

        /** Those that are looked at, each once. */
        private List<Context> contexts() {
            return Stream.concat(requiredContexts.stream(), rootContexts.stream())
                    .distinct()
                    .toList();
        }

        /** Whether who does not find a command there is only warned. */
        private boolean warnsOnly(Context context, String user) {
            return !rootContexts.isEmpty() && !rootContexts.contains(context) && !user.equals("root");
        }

        private List<String> names() {
            return requiredCommands.stream()
                    .flatMap(command -> command.names().stream())
                    .distinct()
                    .toList();
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("command-path", Params.class, Severity.BLOCKER)
            .code("not-on-path")
            .code("absent")
            .code("not-runnable")
            .code("no-modules", Severity.WARNING)
            .code("empty-element", Severity.WARNING)
            .code("relative-element", Severity.WARNING)
            .code("world-writable", Severity.WARNING)
            .code("differs", Severity.WARNING)
            .code("no-such-unit", Severity.INFO)
            .code("nothing-required", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().optional(HostIdentity.REQUEST);
        for (Context context : params.contexts()) {
            switch (context) {
                case UPLOAD -> {}
                case UNIT ->
                    needs = params.installUnits().isEmpty()
                            ? needs.lacking(context, InContext.INSTALL_UNITS)
                            : needs.each(units(params)).each(everywhere(params));
                case CRON -> needs = needs.each(CRON).each(everywhere(params));
                default -> needs = paths(params).addedTo(needs, context);
            }
        }
        return needs;
    }

    private static InContext<CommandPath> paths(Params params) {
        return new InContext<>(CommandPath.FACT, params.installUser(), params.names());
    }

    /** Where the commands lie, whatever PATH says. */
    static FactRequest<CommandPath> everywhere(Params params) {
        return CommandPath.FACT.request().withArguments(params.names());
    }

    static FactRequest<UnitEnvironment> units(Params params) {
        return UnitEnvironment.FACT.request().withArguments(params.installUnits());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        if (params.requiredCommands().isEmpty()) {
            return List.of(Judgement.notApplicable("nothing-required", Subject.HOST));
        }
        List<Judgement> judgements = new ArrayList<>();
        Map<Context, CommandPath> seen = new LinkedHashMap<>();
        for (Context context : params.contexts()) {
            judgements.addAll(
                    switch (context) {
                        case UPLOAD -> List.<Judgement>of();
                        case UNIT -> new PathOfServices(facts, params).ofUnits();
                        case CRON -> new PathOfServices(facts, params).ofCron(CRON);
                        default -> context(facts, context, params, seen);
                    });
        }
        judgements.addAll(differing(seen, params));
        // What is only uploaded is not run: nothing was asked for, and that is no pass.
        return judgements.isEmpty() ? List.of(Judgement.notApplicable("nothing-required", Subject.HOST)) : judgements;
    }

    private static List<Judgement> context(
            HostFacts facts, Context context, Params params, Map<Context, CommandPath> seen) {
        List<Judgement> judged = paths(params).judged(facts, context, path -> {
            seen.put(context, path);
            return judged(facts, context, path, params);
        });
        return judged.stream()
                .map(judgement ->
                        notAsked(judgement, context, params) ? judgement.withSeverity(Severity.WARNING) : judgement)
                .toList();
    }

    /** That this login becomes no root is no fault of the host, where the site did not say that its installer does. */
    private static boolean notAsked(Judgement judgement, Context context, Params params) {
        return judgement.outcome() == Outcome.UNKNOWN
                && !params.requiredContexts().contains(context);
    }

    private static List<Judgement> judged(HostFacts facts, Context context, CommandPath path, Params params) {
        List<RequiredCommand> notFound = new ArrayList<>();
        List<Command> notRunnable = new ArrayList<>();
        List<Judgement> judgements = new ArrayList<>();
        for (RequiredCommand required : params.requiredCommands()) {
            List<Command> candidates = path.of(required);
            Optional<Command> resolved =
                    candidates.stream().filter(c -> c.resolved().isPresent()).findFirst();
            if (candidates.stream().anyMatch(CommandPathCheck::runs)) {
                modules(path, required).ifPresent(judgements::add);
            } else if (resolved.isPresent()) {
                notRunnable.add(resolved.get());
            } else {
                notFound.add(required);
            }
        }
        Subject subject = InContext.subject(context);
        judgements.addAll(new MissingCommands(facts, context, subject, path).judged(notFound));
        if (!notRunnable.isEmpty()) {
            judgements.add(notRunnable(subject, notRunnable));
        }
        if (params.warnsOnly(context, path.user())) {
            judgements.replaceAll(judgement -> judgement.code().equals("absent") ? judgement : judgement.asWarning());
        }
        judgements.addAll(PathFaults.of(subject, path));
        if (judgements.isEmpty()) {
            judgements.add(Judgement.pass(subject).with("path", path.path()));
        }
        return judgements;
    }

    private static Judgement notRunnable(Subject subject, List<Command> commands) {
        String files =
                commands.stream().map(command -> command.resolved().orElse("")).collect(Collectors.joining(", "));
        String said = commands.stream()
                .map(Command::said)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return Judgement.fail("not-runnable", subject)
                .with("files", files)
                .with("said", said)
                .withRemedy(Remedy.manual("look-at-file"));
    }

    private static boolean runs(Command command) {
        if (command.resolved().isEmpty() || !command.executable()) {
            return false;
        }
        int status = command.status().orElse(0);
        return status != CANNOT_RUN && status != NOT_FOUND && !command.said().contains("Operation not permitted");
    }

    /** A kernel that was updated and not booted yet has no modules any more that its modprobe would find. */
    private static Optional<Judgement> modules(CommandPath path, RequiredCommand required) {
        boolean gone = required.names().contains("modprobe")
                && !path.modules().isEmpty()
                && !path.modules().contains(path.kernel());
        return gone
                ? Optional.of(Judgement.warning("no-modules", Subject.of("command", "modprobe"))
                        .with("kernel", path.kernel())
                        .with("modules", Arg.texts(path.modules())))
                : Optional.empty();
    }

    private static List<Judgement> differing(Map<Context, CommandPath> seen, Params params) {
        List<Judgement> judgements = new ArrayList<>();
        for (String name : params.names()) {
            Map<String, List<String>> byFile = new LinkedHashMap<>();
            seen.forEach((context, path) -> Optional.ofNullable(path.commands().get(name))
                    .flatMap(Command::real)
                    .ifPresent(real -> byFile.computeIfAbsent(real, file -> new ArrayList<>())
                            .add(context.id())));
            if (byFile.size() > 1) {
                judgements.add(Judgement.warning("differs", Subject.of("command", name))
                        .with("command", name)
                        .with("files", Arg.texts(List.copyOf(new TreeSet<>(byFile.keySet())))));
            }
        }
        return judgements;
    }
}
