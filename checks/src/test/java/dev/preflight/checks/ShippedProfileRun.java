package dev.preflight.checks;

import dev.preflight.api.Catalogue;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Outcome;
import dev.preflight.engine.JudgeOptions;
import dev.preflight.engine.RunJudging;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.FactRequest;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ProfileSource;
import dev.preflight.result.RunReport;
import dev.preflight.testing.FixtureEvidence;
import dev.preflight.testing.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a shipped profile says of a captured host. */
final class ShippedProfileRun {
    private static final Path PROFILES =
            Path.of("..", "profiles", "src", "main", "resources", "dev", "preflight", "profiles");

    private static final Catalogue CATALOGUE = Catalogue.load();

    private final Profile profile;
    private final List<String> groups;
    private final UnaryOperator<Frame> change;

    private ShippedProfileRun(Profile profile, List<String> groups, UnaryOperator<Frame> change) {
        this.profile = profile;
        this.groups = List.copyOf(groups);
        this.change = change;
    }

    /** With this profile, for a host that is in these groups. */
    static ShippedProfileRun of(String profile, String... groups) throws ProblemsException {
        ProfileSource files = (reference, at, from, problems) -> Optional.of(text(reference));
        return new ShippedProfileRun(
                new ProfileLoader(CATALOGUE, files).load(profile, List.of()),
                groups.length == 0 ? List.of("all") : List.of(groups),
                UnaryOperator.identity());
    }

    /** Without what the profile defines itself: rules are not in this module. */
    private static ProfileSource.Text text(String name) {
        try {
            String text = Files.readString(PROFILES.resolve(name + ".yaml"))
                    .replaceFirst("(?ms)^define:\n.*?(?=^checks:)", "")
                    .replaceAll("(?m)^  x-.*\n", "");
            return new ProfileSource.Text(name, name, Optional.empty(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, with what the host said changed. */
    ShippedProfileRun changing(UnaryOperator<Frame> other) {
        return new ShippedProfileRun(profile, groups, other);
    }

    /** What is asked of a host, each once. */
    List<FactRequest<?>> requests() {
        return profile.checks().stream()
                .filter(instance -> instance.selects(groups))
                .<FactRequest<?>>flatMap(instance -> needs(instance).stream())
                .distinct()
                .toList();
    }

    /** The report on this host. */
    RunReport on(HealthyHost host) throws ProblemsException {
        List<FactRequest<?>> requests = requests();
        HostEvidence fixture =
                FixtureEvidence.of(host.recorded(requests).stream().map(change).toList());
        HostEvidence evidence = new HostEvidence(
                new HostInfo(host.family(), "10.0.0.7", groups),
                fixture.transport(),
                fixture.collectedAt(),
                fixture.lanes(),
                Optional.empty());
        RunPlan plan = RunPlan.of(
                profile,
                List.of(TestHost.at(host.family(), "10.0.0.7", groups.toArray(String[]::new))),
                List.of(),
                List.of());
        return RunJudging.replay(
                plan, one -> evidence, CATALOGUE, new JudgeOptions(false, "0"), FixtureEvidence.COLLECTED_AT);
    }

    private static <P extends Record> List<FactRequest<?>> needs(CheckInstance<P> instance) {
        return instance.check().needs(instance.params()).all();
    }

    /** What it has with this outcome: check, code and subject. */
    static List<String> said(RunReport report, Outcome outcome) {
        return report.hosts().stream()
                .flatMap(host -> host.findings().stream())
                .filter(finding -> finding.outcome() == outcome)
                .map(finding -> finding.check() + " " + finding.code() + " " + finding.subject())
                .toList();
    }

    /** What fails, with its severity in front. */
    static List<String> faults(RunReport report) {
        return report.hosts().stream()
                .flatMap(host -> host.findings().stream())
                .filter(finding -> finding.outcome() == Outcome.FAIL)
                .map(finding -> finding.severity().name().toLowerCase(Locale.ROOT) + " " + finding.instance() + " "
                        + finding.code() + " " + finding.subject())
                .toList();
    }
}
