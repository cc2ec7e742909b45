package dev.preflight.testing;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Fact;
import dev.preflight.fact.Reading;
import java.util.List;
import java.util.Optional;

/** A check of requirements for tests of the core: of each row it says {@code fail taken}. */
public final class PortRequirement implements HostCheck<PortRequirement.Params> {
    /** What it may read of all rows at once. */
    public static final Fact<String> PORTS =
            Fact.scripted("ports", "echo \"$@\"\n").parsedBy(output -> Reading.got(output.text()));

    private final boolean reads;

    /** A check that reads nothing. */
    public PortRequirement() {
        this(false);
    }

    /** A check that reads {@link #PORTS}, or nothing. */
    public PortRequirement(boolean reads) {
        this.reads = reads;
    }

    /** What a row requires. */
    public record Limits(
            @Param(value = "What it is", kind = Kind.THRESHOLD)
            String value,

            @Param(value = "At least", kind = Kind.THRESHOLD, least = "1")
            Optional<Integer> min) {}

    /** Parameters. */
    public record Params(
            @Param(value = "What is required by subject", kind = Kind.LOCATOR)
            Rows<Limits> require) {}

    @Override
    public CheckSpec<Params> spec() {
        return CheckSpec.of("port-requirement", Params.class, Severity.BLOCKER)
                .code("taken")
                .code("odd", Severity.WARNING)
                .requires("require");
    }

    @Override
    public Needs needs(Params params) {
        return reads
                ? Needs.none()
                        .required(PORTS.request().withArguments(params.require().asked()))
                : Needs.none();
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        return params.require().all().stream()
                .map(row -> row.limits().value().equals("odd")
                        ? Judgement.warning("odd", Subject.of("port", row.key()))
                        : Judgement.fail("taken", Subject.of("port", row.key())))
                .toList();
    }
}
