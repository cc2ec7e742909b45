package dev.preflight.cli;

import dev.preflight.node.Columns;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Wraps the help of commands. picocli itself breaks lines within words, as behind the dots of {@code .test.yaml} and
 * {@code 10.0.0.7}; so it is given all the room that it wants, and its long lines are broken here.
 */
final class HelpLines {
    /** No line of help is longer. */
    private static final int UNWRAPPED = 2000;

    private static final String USAGE = "Usage: ";

    /** What of a synopsis goes on below begins here if it would not fit below the first option. */
    private static final int SHORT_INDENT = 8;

    private HelpLines() {}

    /** Has the help of this command, and of those below it, wrapped at this width. */
    static void wrap(CommandLine command, int width) {
        command.setUsageHelpAutoWidth(false).setUsageHelpWidth(UNWRAPPED);
        all(command)
                .forEach(one ->
                        one.getHelpSectionMap().replaceAll((section, renderer) -> wrapped(section, renderer, width)));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpLines::all));
    }

    private static IHelpSectionRenderer wrapped(String section, IHelpSectionRenderer renderer, int width) {
        boolean synopsis = section.equals(UsageMessageSpec.SECTION_KEY_SYNOPSIS);
        return help -> {
            String text = renderer.render(help);
            return synopsis
                    ? synopsis(text.strip(), help.commandSpec().qualifiedName().length() + 1, width)
                    : HelpText.lines(text, width);
        };
    }

    /** The first line stands behind the heading. */
    private static String synopsis(String text, int name, int width) {
        int below = USAGE.length() + name;
        int widest = Stream.of(text.substring(Math.min(name, text.length())).split(" ", -1))
                .mapToInt(Columns::width)
                .max()
                .orElse(0);
        int indent = below + widest > width ? SHORT_INDENT : below;
        return String.join("\n" + " ".repeat(indent), Columns.wrap(text, width - USAGE.length(), width - indent))
                + "\n";
    }
}
