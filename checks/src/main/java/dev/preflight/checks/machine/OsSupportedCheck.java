package dev.preflight.checks.machine;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The distribution and its version are among those that a platform supports. The key of a row is the {@code ID} of
 * os-release(5), never the name of a family: Amazon Linux 2023 is like Fedora and is not RHEL. CentOS Stream has the ID of
 * CentOS, so it has a row of its own here, {@code centos-stream}, which its name decides.
 */
public final class OsSupportedCheck implements HostCheck<OsSupportedCheck.Params> {
    private static final CheckSpec<Params> SPEC = CheckSpec.of("os-supported", Params.class, Severity.BLOCKER)
            .code("unsupported-os")
            .code("unsupported-version")
            .code("untested-version", Severity.WARNING)
            .code("derivative", Severity.WARNING)
            .code("end-of-life", Severity.WARNING)
            .requires("require");

    /** What is required of the versions of one distribution. */
    public record Limits(
            @Param(
                    value = "Versions or ranges, one of which the host has; none: any",
                    example = "[\">= 8.4, < 10\"]",
                    kind = Kind.THRESHOLD)
            List<VersionRange> value,

            @Param(
                    value = "Versions that are tested; another supported one is a warning",
                    example = "[12]",
                    kind = Kind.THRESHOLD)
            List<VersionRange> tested,

            @Param(value = "When versions end", kind = Kind.THRESHOLD)
            List<EndOfLife> endOfLife) {
        public Limits {
            value = List.copyOf(value);
            tested = List.copyOf(tested);
            endOfLife = List.copyOf(endOfLife);
        }
    }

    /** The last day on which a version gets updates. */
    public record EndOfLife(
            @Param(value = "Versions", example = "\"9\"", kind = Kind.THRESHOLD)
            VersionRange version,

            @Param(value = "Last day with updates", example = "2027-05-31", kind = Kind.THRESHOLD)
            Day date) {}

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Supported versions by ID of os-release; centos-stream is CentOS Stream",
                    example = "{rhel: \">= 8.4, < 10\", debian: [12, 13]}",
                    shape = Shape.DISTRIBUTION,
                    kind = Kind.THRESHOLD)
            Rows<Limits> require,

            @Param(
                    value =
                            "Let a distribution through, with a warning, that says it is like a supported one (ID_LIKE)",
                    defaultValue = "false",
                    example = "true",
                    kind = Kind.THRESHOLD)
            boolean acceptLike) {}

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        HostIdentity host = facts.get(HostIdentity.REQUEST);
        boolean stream = host.id().equals("centos") && host.prettyName().contains("Stream");
        Optional<Rows.Row<Limits>> own = params.require().of(stream ? "centos-stream" : host.id());
        if (own.isPresent()) {
            return version(facts, host, own.get());
        }
        Optional<String> like = host.idLike().stream()
                .filter(id -> params.require().of(id).isPresent())
                .findFirst();
        if (params.acceptLike() && like.isPresent()) {
            return List.of(Judgement.warning("derivative", Subject.of("os", like.get()))
                    .with("system", host.describe())
                    .with("like", like.get()));
        }
        return List.of(Judgement.fail("unsupported-os", Subject.of("os", host.id()))
                .with("system", host.describe())
                .with("id", host.id())
                .with(
                        "supported",
                        Arg.firstOf(params.require().all().stream()
                                .map(Rows.Row::key)
                                .toList())));
    }

    private static List<Judgement> version(HostFacts facts, HostIdentity host, Rows.Row<Limits> row) {
        Subject subject = Subject.of("os", row.key());
        Limits limits = row.limits();
        boolean asked = !limits.value().isEmpty()
                || !limits.tested().isEmpty()
                || !limits.endOfLife().isEmpty();
        if (asked && !VersionRange.plain(host.version()).matches("\\d[\\d.]*")) {
            return List.of(Judgement.unknown(Reason.MALFORMED, subject)
                    .with("detail", "VERSION_ID of os-release is '" + host.version() + "'"));
        }
        if (!limits.value().isEmpty() && !holds(limits.value(), host)) {
            return List.of(Judgement.fail("unsupported-version", subject)
                    .with("system", host.describe())
                    .with("version", host.version())
                    .with("supported", texts(limits.value())));
        }
        List<Judgement> found = new ArrayList<>();
        if (!limits.tested().isEmpty() && !holds(limits.tested(), host)) {
            found.add(Judgement.warning("untested-version", subject)
                    .with("system", host.describe())
                    .with("version", host.version())
                    .with("tested", texts(limits.tested())));
        }
        limits.endOfLife().stream()
                .filter(end -> end.version().holds(host.version()))
                .filter(end -> facts.collectedAt()
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .isAfter(end.date().date()))
                .findFirst()
                .ifPresent(end -> found.add(Judgement.warning("end-of-life", subject)
                        .with("system", host.describe())
                        .with("date", end.date().date().toString())));
        return found.isEmpty() ? List.of(Judgement.pass(subject).with("system", host.describe())) : found;
    }

    private static boolean holds(List<VersionRange> ranges, HostIdentity host) {
        return ranges.stream().anyMatch(range -> range.holds(host.version()));
    }

    private static Arg texts(List<VersionRange> ranges) {
        return Arg.text(ranges.stream().map(VersionRange::text).collect(Collectors.joining(" | ")));
    }
}
