package dev.preflight.checks.docker.logs;

import static dev.preflight.api.Judgement.fail;
import static dev.preflight.api.Judgement.notApplicable;
import static dev.preflight.api.Judgement.pass;
import static dev.preflight.api.Judgement.unknown;
import static dev.preflight.api.Judgement.warning;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.docker.daemonjson.DaemonFlags;
import dev.preflight.checks.docker.daemonjson.DaemonJsonRemedies;
import dev.preflight.checks.docker.daemonjson.DockerLogDefault;
import dev.preflight.checks.docker.daemonjson.DockerLogDefault.Content;
import dev.preflight.checks.docker.logs.ContainerLogLimitsCheck.Params;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.checks.logs.JournalLimit;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges the log limits that each runtime of a host gives to new containers. */
final class LogDefaults {
    /** containers.conf(5): {@code log_size_max}, where a number below 0 is no limit. */
    private static final String NO_LIMIT = "-1";

    /** Kubelet configuration v1beta1: {@code containerLogMaxSize} and {@code containerLogMaxFiles}. */
    private static final String KUBELET_SIZE = "10Mi";

    /** See {@link #KUBELET_SIZE}. */
    private static final String KUBELET_FILES = "5";

    /** A Kubernetes quantity, as far as sizes of logs go. */
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12})(Ki|Mi|Gi|k|M|G)?");

    private static final Map<String, Long> QUANTITIES =
            Map.of("Ki", 1L << 10, "Mi", 1L << 20, "Gi", 1L << 30, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L);

    private final HostFacts facts;
    private final Params params;
    private final ContainerLogSettings settings;
    private final List<Judgement> found = new ArrayList<>();

    private LogDefaults(HostFacts facts, Params params) {
        this.facts = facts;
        this.params = params;
        this.settings = facts.get(ContainerLogLimitsCheck.SETTINGS);
    }

    /** What is to be said of each runtime; nothing if there is none. */
    static List<Judgement> judged(HostFacts facts, Params params) {
        LogDefaults defaults = new LogDefaults(facts, params);
        DockerDaemon daemon = facts.get(ContainerLogLimitsCheck.DAEMON);
        if (daemon.installed() || !params.targetDockerVersion().isBlank()) {
            defaults.docker(daemon);
        }
        if (defaults.settings.podman()) {
            defaults.podman();
        }
        defaults.settings.kubelet().ifPresent(flags -> defaults.kubelet(flags, daemon));
        return List.copyOf(defaults.found);
    }

    /** The default of one runtime. */
    static Subject subject(String runtime) {
        return Subject.of("default", runtime);
    }

    private void docker(DockerDaemon daemon) {
        Subject subject = subject("docker");
        if (facts.reading(ContainerLogLimitsCheck.FILE) instanceof Reading.Missing<DockerDaemonJson> gone) {
            found.add(unknown(gone, subject));
            return;
        }
        DockerDaemonJson file = facts.get(ContainerLogLimitsCheck.FILE);
        DaemonFlags flags = DaemonFlags.of(daemon);
        if (!flags.complete()) {
            found.add(unknown(Reason.NOT_READABLE, subject).with("detail", String.join(", ", daemon.unreadable())));
            return;
        }
        Optional<String> other = flags.configFileOtherThan(file.path());
        if (other.isPresent()) {
            found.add(unknown(Reason.AMBIGUOUS, subject)
                    .with("detail", "--config-file " + other.get() + ", " + file.path()));
            return;
        }
        DockerLogDefault said = DockerLogDefault.of(flags, file);
        if (!daemon.installed() && said.content() == Content.ABSENT) {
            found.add(notApplicable("not-installed", subject).with("path", file.path()));
            return;
        }
        DaemonJsonRemedies remedies = new DaemonJsonRemedies(file.path(), facts.collectedAt());
        if (!said.content().code().isEmpty()) {
            found.add(fail(said.content().code(), subject)
                    .with("path", file.path())
                    .withRemedy(remedies.logLimits(said)));
            return;
        }
        limit(subject, said, file.path(), remedies);
    }

    private void limit(Subject subject, DockerLogDefault said, String path, DaemonJsonRemedies remedies) {
        int before = found.size();
        LogLimit limit = LogLimit.of(said.driver(), said.options());
        if (limit.unbounded()) {
            String code = said.options().isEmpty() ? "unlimited" : "max-size-missing";
            found.add(fail(code, subject).withRemedy(remedies.logLimits(said)));
        } else if (settings.dockerDriver()
                .filter(running -> !running.equals(said.driver()))
                .isPresent()) {
            found.add(fail("not-in-force", subject)
                    .with("running", settings.dockerDriver().get())
                    .withRemedy(Remedy.manual("restart")));
        } else {
            settings.newer()
                    .filter(newer -> newer.equals(path))
                    .ifPresent(newer ->
                            found.add(warning("changed-since-start", subject).withRemedy(Remedy.manual("restart"))));
            bounded(subject, said.driver(), said.options(), limit, settings.dockerSpaceKib());
        }
        for (int i = before; i < found.size(); i++) {
            found.set(i, found.get(i).with("path", path).with("driver", said.driver()));
        }
    }

    private void podman() {
        Subject subject = subject("podman");
        if (unread(subject, "containers.conf")) {
            return;
        }
        String size = settings.last("containers.conf", "log_size_max").orElse(NO_LIMIT);
        Optional<String> driver = settings.last("containers.conf", "log_driver")
                .filter(name -> !name.isEmpty())
                .or(settings::podmanDriver);
        if (driver.isEmpty()
                && LogLimit.of("k8s-file", Map.of("max-size", size)).unbounded()) {
            // Without a name podman takes the journal where it can, and a file without limit elsewhere.
            found.add(unknown(Reason.AMBIGUOUS, subject).with("detail", "podman info: LogDriver"));
            return;
        }
        String name = driver.orElse("k8s-file");
        Map<String, String> options = Map.of("max-size", size);
        LogLimit limit = LogLimit.of(name, options);
        if (limit.unbounded()) {
            found.add(fail("unlimited", subject)
                    .with("driver", name)
                    .with("path", "/etc/containers/containers.conf")
                    .withRemedy(Remedy.manual("podman-limit")));
        } else {
            bounded(subject, name, options, limit, OptionalLong.empty());
        }
    }

    private void kubelet(List<String> flags, DockerDaemon daemon) {
        Subject subject = subject("kubelet");
        if (unread(subject, "/kubelet/")) {
            return;
        }
        boolean named = flag(flags, "container-runtime-endpoint").isPresent()
                || settings.last("/kubelet/", "containerRuntimeEndpoint").isPresent();
        boolean docker =
                flag(flags, "container-runtime").filter("docker"::equals).isPresent() || (!named && daemon.installed());
        if (docker) {
            // Its limits are those of Docker then, which were judged above.
            return;
        }
        String size = flag(flags, "container-log-max-size")
                .or(() -> settings.last("/kubelet/", "containerLogMaxSize"))
                .orElse(KUBELET_SIZE);
        String files = flag(flags, "container-log-max-files")
                .or(() -> settings.last("/kubelet/", "containerLogMaxFiles"))
                .orElse(KUBELET_FILES);
        Matcher m = QUANTITY.matcher(size);
        if (!m.matches() || !files.matches("\\d{1,6}")) {
            found.add(unknown(Reason.MALFORMED, subject).with("detail", size + " x " + files));
            return;
        }
        long unit = m.group(2) == null ? 1 : QUANTITIES.getOrDefault(m.group(2), 1L);
        LogLimit limit = LogLimit.times(OptionalLong.of(Long.parseLong(m.group(1)) * unit), files);
        bounded(subject, "cri", Map.of("max-size", size, "max-file", files), limit, OptionalLong.empty());
    }

    private static Optional<String> flag(List<String> flags, String name) {
        return flags.stream()
                .filter(flag -> flag.startsWith("--" + name + "="))
                .map(flag -> flag.substring(name.length() + 3))
                .reduce((before, after) -> after);
    }

    private boolean unread(Subject subject, String pathPart) {
        List<String> unread = settings.unreadable().stream()
                .filter(path -> path.contains(pathPart))
                .toList();
        if (!unread.isEmpty()) {
            found.add(unknown(Reason.NOT_READABLE, subject).with("detail", String.join(", ", unread)));
        }
        return !unread.isEmpty();
    }

    /** Whether a default that has a bound, or needs none, is small enough. */
    private void bounded(
            Subject subject, String driver, Map<String, String> options, LogLimit limit, OptionalLong spaceKib) {
        int before = found.size();
        switch (limit.kind()) {
            case JOURNAL -> journal(subject);
            case BOUNDED -> {
                if (limit.bytes() > params.maxContainerLog().bytes()) {
                    found.add(warning("large-default", subject)
                            .with("limit", Arg.bytes(params.maxContainerLog().bytes()))
                            .withRemedy(Remedy.manual("lower-limit")));
                }
                planned(subject, limit, spaceKib);
            }
            case ELSEWHERE, UNBOUNDED -> {}
        }
        boolean good =
                found.subList(before, found.size()).stream().allMatch(one -> one.outcome() == Outcome.NOT_APPLICABLE);
        if (good) {
            found.add(before, pass(code(driver, options, limit), subject));
        }
        for (int i = before; i < found.size(); i++) {
            found.set(i, found.get(i).with("driver", driver).with("bytes", Arg.bytes(limit.bytes())));
        }
    }

    private static String code(String driver, Map<String, String> options, LogLimit limit) {
        if (driver.equals("local") && options.isEmpty()) {
            return "local-defaults";
        }
        return switch (limit.kind()) {
            case JOURNAL -> "journald";
            case ELSEWHERE -> "no-log-files";
            case BOUNDED, UNBOUNDED -> Judgement.OK;
        };
    }

    /** Whether the logs of all planned containers together leave room. Known for Docker's own directory only. */
    private void planned(Subject subject, LogLimit limit, OptionalLong spaceKib) {
        if (!subject.name().equals("docker")) {
            return;
        }
        if (params.plannedContainers() < 0) {
            found.add(notApplicable("setting-missing", Subject.of("setting", "planned_containers"))
                    .with("setting", "planned_containers"));
            return;
        }
        if (spaceKib.isEmpty()) {
            found.add(unknown(Reason.NOT_READABLE, subject).with("detail", "df").withSeverity(Severity.WARNING));
            return;
        }
        // In doubles: a limit of petabytes times a thousand containers is beyond a whole number.
        double wanted = (double) limit.bytes() * params.plannedContainers();
        double allowed = spaceKib.getAsLong() * 1024.0 * params.maxPartOfFileSystem() / 100;
        if (wanted > allowed) {
            found.add(warning("file-system", subject)
                    .with("wanted", Arg.bytes((long) wanted))
                    .with("allowed", Arg.bytes((long) allowed))
                    .with("planned", Arg.count(params.plannedContainers()))
                    .with("percent", Arg.count(params.maxPartOfFileSystem()))
                    .withRemedy(Remedy.manual("lower-limit")));
        }
    }

    /** journald has a limit of its own, a tenth of its file system and 4 GiB at most, unless SystemMaxUse is set. */
    private void journal(Subject subject) {
        Map<String, List<String>> journald = new LinkedHashMap<>(settings.files());
        journald.keySet().removeIf(path -> !path.contains("journald.conf"));
        if (unread(subject, "journald.conf")) {
            return;
        }
        OptionalLong limitKib = JournalLimit.systemMaxUseKib(journald);
        if (limitKib.isEmpty()) {
            return;
        }
        if (settings.journalSpaceKib().isEmpty()) {
            found.add(unknown(Reason.NOT_READABLE, subject).with("detail", "df").withSeverity(Severity.WARNING));
        } else if (limitKib.getAsLong() * 100.0
                > (double) settings.journalSpaceKib().getAsLong() * params.maxPartOfFileSystem()) {
            found.add(warning("journal-limit", subject)
                    .with("limit", Arg.bytes(limitKib.getAsLong() * 1024))
                    .with("percent", Arg.count(params.maxPartOfFileSystem()))
                    .withRemedy(Remedy.manual("lower-journal")));
        }
    }
}
