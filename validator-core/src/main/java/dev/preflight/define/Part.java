package dev.preflight.define;

import dev.preflight.node.Problems;
import java.util.function.Function;

/** Notes the mistakes of a part of a definition, each behind the name of the part. */
final class Part {
    private Part() {}

    static <T> T of(String name, Problems problems, Function<Problems, T> read) {
        Problems own = new Problems();
        T made = read.apply(own);
        own.all().forEach(problem -> problems.add(problem.place(), name + ": " + problem.message(), problem.hint()));
        return made;
    }
}
