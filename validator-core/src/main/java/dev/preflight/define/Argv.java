package dev.preflight.define;

import dev.preflight.define.read.Source;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A program and its arguments that a row of a check names. It is held to the rules for commands of definitions, and refused
 * in the same words.
 */
public record Argv(List<String> argv) {
    private static final SortedSet<Integer> ANY_STATUS = new TreeSet<>();

    public Argv {
        argv = List.copyOf(argv);
    }

    /** What a profile writes, in the words of a message. */
    public static String words() {
        return "a list of words: a program and its arguments";
    }

    /** Reads one, or nothing after the problem was noted. */
    public static Optional<Argv> read(String name, Node node, Problems problems) {
        return Part.of(
                name,
                problems,
                own -> new TargetReader(own)
                        .command(node, ANY_STATUS, Source.Command.Stream.STDOUT)
                        .flatMap(target -> written(target, node, own)));
    }

    /** A row has no parameters that could be words. */
    private static Optional<Argv> written(Target target, Node node, Problems problems) {
        Optional<String> param = target.uses().keySet().stream().findFirst();
        if (param.isPresent()) {
            problems.add(node.place(), "there is no parameter '" + param.get() + "'");
            return Optional.empty();
        }
        return Optional.of(new Argv(((Source.Command) target.source().apply(Map.of())).argv()));
    }
}
