package dev.preflight.checks.docker.logs;

import static dev.preflight.api.Judgement.notApplicable;
import static dev.preflight.api.Judgement.unknown;
import static dev.preflight.api.Judgement.warning;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.docker.containers.Containers;
import dev.preflight.checks.docker.containers.Containers.Container;
import dev.preflight.checks.docker.containers.Containers.ContainerRuntime;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.checks.settings.DockerSettings;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log of every container has a bound: one container wrote 500 GB a day and filled a disk of 1 TB in two days. No log
 * driver limits files that an application writes inside its container, as in that incident.
 *
 * <p>Sources: those of {@link LogLimit}; moby {@code daemon/logs.go} (options of the daemon reach only containers with
 * the daemon's driver, made afterwards); containers.conf(5); the kubelet's configuration reference, v1beta1.
 */
public final class ContainerLogLimitsCheck implements HostCheck<ContainerLogLimitsCheck.Params> {
    static final FactRequest<DockerDaemon> DAEMON = DockerDaemon.FACT.request();
    static final FactRequest<DockerDaemonJson> FILE = DockerDaemonJson.FACT.request();
    static final FactRequest<ContainerLogSettings> SETTINGS = ContainerLogSettings.FACT.request();
    static final FactRequest<Containers> CONTAINERS = Containers.FACT.request();

    /** How much log is too much. */
    public record Params(
            @FromSetting(in = DockerSettings.class) String targetDockerVersion,

            @Param(
                    value = "Containers that will run on each host; -1 means not set",
                    defaultValue = "-1",
                    example = "40",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int plannedContainers,

            @Param(
                    value = "Largest log that one container may keep",
                    defaultValue = "1GiB",
                    example = "300MiB",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            ByteSize maxContainerLog,

            @Param(
                    value = "Part of a file system that logs may take: of all planned containers, and of the journal",
                    defaultValue = "20",
                    unit = "percent",
                    example = "10",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int maxPartOfFileSystem) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("container-log-limits", Params.class, Severity.BLOCKER)
            .code("no-runtime")
            .code("not-installed")
            .code("unlimited")
            .code("max-size-missing")
            .code("broken-file")
            .code("too-deep")
            .code("not-a-file")
            .code("not-in-force")
            .code("local-defaults")
            .code("journald")
            .code("no-log-files")
            .oldCode("elsewhere", "no-log-files")
            .code("changed-since-start", Severity.WARNING)
            .code("large-default", Severity.WARNING)
            .code("file-system", Severity.WARNING)
            .code("journal-limit", Severity.WARNING)
            .code("old-container", Severity.WARNING)
            .code("large-container", Severity.WARNING)
            .code("setting-missing", Severity.INFO)
            .explainedBy("docker-daemon-json");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().each(DAEMON).each(FILE).each(SETTINGS).each(CONTAINERS);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        List<Judgement> found = new ArrayList<>();
        if (facts.reading(DAEMON) instanceof Reading.Missing<DockerDaemon> gone) {
            found.add(unknown(gone, LogDefaults.subject("docker")));
        }
        if (facts.reading(SETTINGS) instanceof Reading.Missing<ContainerLogSettings> gone) {
            found.add(unknown(gone, Subject.of("fact", "container-log-settings")));
        }
        if (found.isEmpty()) {
            found.addAll(LogDefaults.judged(facts, params));
        }
        found.addAll(facts.reading(CONTAINERS)
                .fold(
                        told -> containers(told, params),
                        gone -> List.of(
                                unknown(gone, Subject.of("fact", "containers")).withSeverity(Severity.WARNING))));
        if (found.isEmpty()) {
            found.add(notApplicable("no-runtime", Subject.HOST));
        }
        found.replaceAll(
                one -> one.basedOn(DAEMON).basedOn(FILE).basedOn(SETTINGS).basedOn(CONTAINERS));
        return List.copyOf(found);
    }

    /** What is there already can be put right later: it warns. */
    private static List<Judgement> containers(Containers told, Params params) {
        List<Judgement> found = new ArrayList<>();
        for (ContainerRuntime runtime : told.runtimes()) {
            Subject subject = Subject.of("containers", runtime.kind().id());
            List<String> unlimited = new ArrayList<>();
            List<String> large = new ArrayList<>();
            for (Container container : runtime.containers()) {
                LogLimit limit = limit(container);
                if (limit.unbounded()) {
                    unlimited.add(container.name());
                } else if (limit.bytes() > params.maxContainerLog().bytes()) {
                    large.add(container.name());
                }
            }
            if (!unlimited.isEmpty()) {
                found.add(naming(warning("old-container", subject), unlimited).withRemedy(Remedy.manual("recreate")));
            }
            if (!large.isEmpty()) {
                found.add(naming(warning("large-container", subject), large)
                        .with("limit", Arg.bytes(params.maxContainerLog().bytes()))
                        .withRemedy(Remedy.manual("recreate")));
            }
            runtime.blind()
                    .ifPresent(reason -> found.add(unknown(reason, subject)
                            .with("detail", runtime.detail())
                            .withSeverity(Severity.WARNING)));
        }
        return found;
    }

    private static LogLimit limit(Container container) {
        if (container.kind() == Containers.Kind.CRI) {
            // The kubelet cuts these, by its own settings.
            return new LogLimit(LogLimit.Kind.ELSEWHERE, 0);
        }
        Map<String, String> options = new HashMap<>();
        container.maxSize().ifPresent(size -> options.put("max-size", size));
        container.maxFile().ifPresent(files -> options.put("max-file", files));
        return LogLimit.of(container.logDriver(), options);
    }

    private static Judgement naming(Judgement found, List<String> names) {
        return found.with("names", Arg.firstOf(names)).with("count", Arg.count(names.size()));
    }
}
