package dev.preflight.checks.software;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import dev.preflight.define.Argv;
import dev.preflight.define.Expected;
import dev.preflight.fact.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is required of a call of one command. */
record OutputLimits(
        @Param(
                value = "The program and its arguments; no shell runs them",
                example = "[nft, --version]",
                kind = Kind.LOCATOR)
        Argv argv,

        @Param(
                value = "The statuses with which it may end",
                defaultValue = "[0]",
                example = "[0, 1]",
                least = "0",
                most = "255",
                filled = true,
                kind = Kind.THRESHOLD)
        List<Integer> exit,

        @Param(
                value =
                        "What it prints on standard output: matchers of checks of a profile's own, on the text or in a form",
                example = "{contains: v1.}",
                kind = Kind.THRESHOLD)
        Optional<Expected> stdout,

        @Param(
                value = "What it prints on standard error, in the same way; with both it is called twice",
                example = "{empty: true}",
                kind = Kind.THRESHOLD)
        Optional<Expected> stderr,

        @Param(
                value = "The context in which it is called; left out: a clean environment, in English",
                example = "login",
                shape = Shape.SCRIPT_CONTEXT,
                kind = Kind.LOCATOR)
        Optional<Context> context,

        @Param(value = "Whether only root's answer counts", example = "true", kind = Kind.LOCATOR)
        boolean asRoot,

        @Param(
                value = "How long it may take",
                defaultValue = "10s",
                example = "30s",
                least = "1s",
                most = "60s",
                kind = Kind.LOCATOR)
        Duration timeout) {

    OutputLimits {
        exit = List.copyOf(exit);
    }

    Context calledIn() {
        return context.orElse(Context.CLEAN);
    }

    String shown() {
        return String.join(" ", argv.argv());
    }
}
