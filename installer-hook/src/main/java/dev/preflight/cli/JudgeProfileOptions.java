package dev.preflight.cli;

import dev.preflight.app.JudgeRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which profile and which of its checks judge saved evidence. */
final class JudgeProfileOptions {
    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME|FILE",
            description =
                    "Shipped profile, or a file (with a '/' or the ending .yaml). Default: the one that the run recorded.")
    private @Nullable String profile;

    @Mixin
    private final SetOptions sets = new SetOptions();

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            split = ",",
            description =
                    "Judge only these checks. Repeatable, or separated by commas. Default: as the run, with its profile.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--skip",
            paramLabel = "CHECK",
            split = ",",
            description =
                    "Do not judge these checks; they are shown as skipped. Repeatable, or separated by commas. Default: as"
                            + " the run, with its profile.")
    private List<String> skip = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "blocker|warning",
            converter = FailOn.Converter.class,
            description = "What blocks: only blockers, or warnings too. Default: as the run.")
    private @Nullable FailOn failOn;

    /** The request to judge this evidence. */
    JudgeRequest request(Path evidence, boolean incomplete, Optional<Instant> at) {
        return new JudgeRequest(
                evidence,
                incomplete,
                Optional.ofNullable(profile),
                sets.values(),
                only,
                skip,
                Optional.ofNullable(failOn).map(on -> on == FailOn.WARNING),
                at);
    }
}
