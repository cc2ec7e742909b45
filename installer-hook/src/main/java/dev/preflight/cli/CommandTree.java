package dev.preflight.cli;

import dev.preflight.app.Version;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.report.CleanText;
import dev.preflight.verdict.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Builds the command line. Only the subcommand that is called is built, because each costs start-up time. */
final class CommandTree {
    /** Options of ssh, Ansible and similar tools, and what they are called here. */
    private static final Map<String, String> OF_OTHER_TOOLS = Map.ofEntries(
            Map.entry("-o", "--format text:PATH"),
            Map.entry("--output", "--format text:PATH"),
            Map.entry("-k", "--ask-password"),
            Map.entry("--ask-pass", "--ask-password"),
            Map.entry("-b", "--set settings.become=true"),
            Map.entry("--become", "--set settings.become=true"),
            Map.entry("--private-key", "--identity"),
            Map.entry("--timeout", "--connect-timeout or --deadline"));

    private CommandTree() {}

    /** The top command. Without a subcommand it prints its help. What is said here, {@link TopHelp} has to say as well. */
    @Command(
            name = "preflight",
            description =
                    "Looks at every host before an installer touches it, and says whether the installer may proceed.",
            synopsisSubcommandLabel = "COMMAND",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "  0:proceed (warnings allowed; with --fail-on warning they block)",
                "  1:blocked: a blocker failed",
                "  2:not run: wrong options, profile or inventory; the message says where",
                "  3:undecided: no blocker failed, but one could not be determined",
                " 70:internal error, or output that could not be written",
                "130:interrupted"
            },
            footer = {
                "",
                "Gate this machine:            preflight run",
                "Gate a host over SSH:         preflight run --host ops@10.0.0.7"
            })
    static final class Top implements Callable<Integer> {
        private final Io io;

        @CommandLine.Spec
        private @Nullable CommandSpec spec;

        Top(Io io) {
            this.io = io;
        }

        @Override
        public Integer call() {
            if (spec != null) {
                io.err().print(spec.commandLine().getUsageMessage());
                io.err().flush();
            }
            return ExitCode.NOT_RUN.number();
        }
    }

    /** The command line for these arguments. */
    static CommandLine of(Io io, String... args) {
        CommandLine top = new CommandLine(new Top(io));
        addSubcommands(top, io, args);
        top.getCommandSpec()
                .versionProvider(() -> new String[] {"preflight " + Version.text()})
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version and exit.")
                        .build());
        withHelp(top);
        HelpLines.wrap(top, HelpText.width(io.width()));
        return top.setOut(new PrintWriter(io.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(io.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setAbbreviatedOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(false)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, given) -> wrongOption(io, e))
                .setExecutionExceptionHandler((e, command, parsed) -> e instanceof ProblemsException p
                        ? Diagnostics.problems(io, p.problems())
                        : Diagnostics.internal(io, e));
    }

    private static void addSubcommands(CommandLine top, Io io, String... args) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("run", () -> new RunCommand(io));
        all.put("judge", () -> new JudgeCommand(io));
        all.put("diff", () -> new DiffCommand(io));
        all.put("history", () -> new HistoryCommand(io));
        all.put("checks", () -> new ChecksCommand(io));
        all.put("explain", () -> new ExplainCommand(io));
        all.put("profiles", () -> new CommandLine(new ProfilesCommand(io)).addSubcommand(new ShowProfileCommand(io)));
        all.put("lint", () -> new LintCommand(io));
        all.put("test", () -> new TestCommand(io));
        all.put("init", () -> new InitCommand(io));
        all.put("schema", () -> new SchemaCommand(io));
        all.put("hook", () -> new HookCommand(io));
        all.put("generate-completion", AutoComplete.GenerateCompletion::new);
        boolean one = args.length > 0 && all.containsKey(args[0]) && !args[0].equals("generate-completion");
        all.forEach((name, command) -> {
            if (!one || name.equals(args[0])) {
                top.addSubcommand(name, command.get());
            }
        });
    }

    private static void withHelp(CommandLine command) {
        if (command.getCommandSpec().findOption("--help") == null) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help and exit.")
                            .build());
        }
        command.getSubcommands().values().forEach(CommandTree::withHelp);
    }

    /** Suggests options and commands. picocli itself suggests only those that begin with the same letters. */
    private static List<String> near(UnmatchedArgumentException unmatched) {
        CommandSpec spec = unmatched.getCommandLine().getCommandSpec();
        String given = unmatched.getUnmatched().get(0);
        String ours = OF_OTHER_TOOLS.getOrDefault(given, "");
        if (spec.findOption(ours.split("[ =]", 2)[0]) != null) {
            return List.of(ours);
        }
        if (given.matches("-.")) {
            // By edit distance every one-letter option is near to every other.
            return List.of();
        }
        List<String> words = new ArrayList<>(spec.optionsMap().keySet());
        words.addAll(spec.subcommands().keySet());
        Optional<String> near = Suggestion.nearest(given, words);
        if (near.isEmpty() && spec.userObject() instanceof ProfilesCommand && !given.startsWith("-")) {
            return List.of(spec.qualifiedName() + " show " + CleanText.of(given));
        }
        if (near.isEmpty() && spec.findOption("--host") != null && !given.startsWith("-")) {
            return List.of("--host " + CleanText.of(given));
        }
        return near.map(List::of).orElseGet(unmatched::getSuggestions);
    }

    private static int wrongOption(Io io, CommandLine.ParameterException e) {
        io.say("error: " + CleanText.of(String.valueOf(e.getMessage())));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = near(unmatched);
            if (!near.isEmpty()) {
                io.say("did you mean " + String.join(" or ", near) + "?");
            }
        }
        io.say("See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.NOT_RUN.number();
    }
}
