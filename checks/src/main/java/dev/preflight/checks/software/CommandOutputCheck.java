package dev.preflight.checks.software;

import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.OwnCommands;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Commands that a profile names end and print as it says: for what no other check reads. No shell runs them, and those that
 * are known to write are refused. Who runs a profile of others may deny them. What is more than one command, or compares
 * values, is a check of the profile's own.
 */
public final class CommandOutputCheck implements HostCheck<CommandOutputCheck.Params>, OwnCommands {
    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required of each command, by any name",
                    example = "{nftables: {argv: [nft, --version], stdout: {contains: v1.}}}",
                    shape = Shape.WORD,
                    kind = Kind.LOCATOR)
            Rows<OutputLimits> require,

            @FromSetting("used in the contexts su and su-") String installUser) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("command-output", Params.class, Severity.BLOCKER)
            .requires("require")
            .code("absent")
            .code("wrong-exit")
            .code("wrong-output")
            .explainedBy("command-path");

    private final boolean allowed;

    /** The check as profiles name it. */
    public CommandOutputCheck() {
        this(true);
    }

    private CommandOutputCheck(boolean allowed) {
        this.allowed = allowed;
    }

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Check<?> withoutCommands() {
        return new CommandOutputCheck(false);
    }

    /** All of its requests are commands, and each says in its arguments which. */
    @Override
    public Optional<List<String>> command(FactRequest<?> request) {
        return Optional.of(request.arguments());
    }

    @Override
    public Optional<List<String>> command(String factId) {
        return Optional.empty();
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none();
        if (allowed) {
            for (Rows.Row<OutputLimits> row : params.require().all()) {
                for (FactRequest<?> request : new OutputRow(row, params.installUser()).requests()) {
                    needs = needs.each(request);
                }
            }
        }
        return needs;
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        return params.require().all().stream()
                .map(row -> allowed ? new OutputRow(row, params.installUser()).judged(facts) : denied(row))
                .toList();
    }

    private static Judgement denied(Rows.Row<OutputLimits> row) {
        return Judgement.unknown(Reason.COMMANDS_DENIED, Subject.of("command", row.key()))
                .with("detail", row.limits().shown());
    }
}
