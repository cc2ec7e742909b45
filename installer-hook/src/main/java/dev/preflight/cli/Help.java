package dev.preflight.cli;

import picocli.CommandLine.Option;

/** The option that every subcommand has. */
final class Help {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;
}
