package dev.preflight.cli;

/**
 * The help of the command without a subcommand, as {@link CommandTree} has it: people ask for it first, and building all
 * commands to print a line of each takes longer than all else.
 */
final class TopHelp {
    private static final String TEXT = """
            Usage: preflight [-hV] COMMAND
            Looks at every host before an installer touches it, and says whether the installer may proceed.
              -h, --help      Show this help and exit.
              -V, --version   Show the version and exit.
            Commands:
              run                  Look at hosts and say whether the installer may proceed. Changes nothing on them.
              judge                Judge what 'run --save-evidence' kept, by the profile of that run or by another. No host is involved.
              diff                 Say what two saved runs differ in, and whether the later one is worse. No host is involved.
              history              List the saved runs in a folder, oldest first: when, where, verdict, hosts, profile. No host is involved.
              checks               List every check there is, with its title.
              explain              Say what a check looks at, what it takes, what it can find and how that is mended.
              profiles             List the profiles that ship: what each extends and what it is for.
              lint                 Say everything that is wrong with profiles; an expired waiver is an error here.
              test                 Run tests of profiles: cases on recorded evidence, and what each must come to. No host is involved.
              init                 Write the first profile, inventory and test of a site, with comments. On a terminal it asks for what no option gives. It overwrites nothing.
              schema               Print the JSON Schema of a kind of file: with it an editor completes and checks the file.
              hook                 Read a request in JSON from standard input, look at its hosts, and write the verdict in JSON to standard output.
              generate-completion  Generate bash/zsh completion script for preflight.

            Exit codes:
                0   proceed (warnings allowed; with --fail-on warning they block)
                1   blocked: a blocker failed
                2   not run: wrong options, profile or inventory; the message says where
                3   undecided: no blocker failed, but one could not be determined
               70   internal error, or output that could not be written
              130   interrupted

            Gate this machine:            preflight run
            Gate a host over SSH:         preflight run --host ops@10.0.0.7
            """;

    private TopHelp() {}

    /** The help for a page of this width. */
    static String text(int width) {
        return HelpText.lines(TEXT, HelpText.width(width));
    }
}
