package dev.preflight.checks.software;

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
import dev.preflight.checks.software.Packages.Entry;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Packages are installed in the required version, or are not installed. Of a package that was removed dpkg still has a
 * line, and one that is half-installed has no status {@code ii}. Sources: dpkg-query(1), rpm(8), apk-list(8).
 */
public final class PackageStateCheck implements HostCheck<PackageStateCheck.Params> {
    private static final CheckSpec<Params> SPEC = CheckSpec.of("package-state", Params.class, Severity.BLOCKER)
            .code("missing")
            .code("half-installed")
            .code("too-old")
            .code("too-new")
            .code("present")
            .code("conflicting")
            .code("held", Severity.INFO)
            .code("none", Severity.INFO)
            .code("not-needed", Severity.INFO)
            .requires("require");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required by package",
                    example =
                            "{docker-ce: {min: \"26.0\", below: \"28\"}, podman-docker: {absent: true, conflicts_with: docker-ce}}",
                    shape = Shape.PACKAGE,
                    kind = Kind.LOCATOR)
            Rows<PackageLimits> require) {}

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, packages(params));
    }

    private static FactRequest<Packages> packages(Params params) {
        return Packages.FACT
                .request()
                .withArguments(params.require().asked(row -> row.limits().asked(row.key())));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Packages packages = facts.get(packages(params));
        HostIdentity host = facts.get(HostIdentity.REQUEST);
        boolean suse = Family.of(host).equals(Optional.of(Family.SUSE));
        return params.require().all().stream()
                .flatMap(row -> judged(row, packages, row.limits().names(row.key(), host), suse))
                .toList();
    }

    private static Stream<Judgement> judged(
            Rows.Row<PackageLimits> row, Packages packages, List<String> names, boolean suse) {
        Subject subject = Subject.of("package", row.key());
        if (names.isEmpty()) {
            return Stream.of(Judgement.notApplicable("not-needed", subject));
        }
        PackageManager manager = packages.manager();
        return names.stream().map(name -> {
            Optional<Entry> newest = packages.of(name).stream()
                    .max(Comparator.comparing(Entry::version, (a, b) -> newer(a, b, manager)));
            return newest.map(entry -> installed(subject, row.limits(), entry, manager))
                    .orElseGet(() -> row.limits().absent()
                            ? Judgement.pass("none", subject)
                            : Judgement.fail("missing", subject))
                    .with("package", name)
                    .with("install", manager.install(suse))
                    .with("remove", manager.remove(suse));
        });
    }

    /** Several versions of a kernel are there at once: what was installed last is what counts. */
    private static int newer(String a, String b, PackageManager manager) {
        return PackageVersion.of(a).compareTo(PackageVersion.of(b), manager);
    }

    private static Judgement installed(Subject subject, PackageLimits limits, Entry entry, PackageManager manager) {
        return state(subject, limits, entry, manager)
                .with("version", entry.version())
                .with("status", entry.status().strip())
                .with("with", limits.conflictsWith())
                .with("min", limits.min().map(PackageVersion.VersionBound::text).orElse(""))
                .with(
                        "below",
                        limits.below().map(PackageVersion.VersionBound::text).orElse(""));
    }

    private static Judgement state(Subject subject, PackageLimits limits, Entry entry, PackageManager manager) {
        if (limits.absent()) {
            return Judgement.fail(limits.conflictsWith().isEmpty() ? "present" : "conflicting", subject);
        }
        if (!entry.whole()) {
            return Judgement.fail("half-installed", subject);
        }
        if (limits.min().filter(min -> min.isAfter(entry.version(), manager)).isPresent()) {
            return Judgement.fail("too-old", subject);
        }
        if (limits.below()
                .filter(below -> !below.isAfter(entry.version(), manager))
                .isPresent()) {
            return Judgement.fail("too-new", subject);
        }
        return entry.held() ? Judgement.warning("held", subject) : Judgement.pass(subject);
    }
}
