package dev.preflight.checks.docker;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.checks.fact.DockerDaemonJsonValidation;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A daemon.json that is empty, broken or in conflict with flags leaves the host without containers, or with a runtime
 * that has lost its data directory and log limits without a word.
 */
public final class DockerDaemonJsonCheck implements HostCheck<DockerDaemonJsonCheck.Params> {
    static final FactRequest<DockerDaemon> DAEMON = DockerDaemon.FACT.request();
    static final FactRequest<DockerDaemonJson> FILE = DockerDaemonJson.FACT.request();
    static final FactRequest<DockerDaemonJsonValidation> VALIDATION = DockerDaemonJsonValidation.FACT.request();

    /** {@code dockerd --validate} came with 23.0: moby release notes. */
    private static final DockerVersion VALIDATES = new DockerVersion(23, 0);

    /** One version for each set of rules that differ, for a dockerd that does not tell its own. */
    private static final List<DockerVersion> EVERY_RULE = List.of(
            new DockerVersion(18, 9),
            new DockerVersion(20, 10),
            new DockerVersion(23, 0),
            new DockerVersion(24, 0),
            new DockerVersion(25, 0),
            new DockerVersion(26, 0),
            new DockerVersion(27, 0),
            new DockerVersion(28, 0));

    /** Where a success of {@code --validate} shows that our table of keys is not up to date. */
    private static final Set<String> ENGINE_KNOWS_BETTER = Set.of("unknown-key", "type", "removed-key");

    /** Faults at which reading the file ends, so that {@code --validate} fails for the same cause. */
    private static final Set<String> ENDS_READING = Set.of(
            "byte-order-mark",
            "encoding",
            "trailing-comma",
            "comment",
            "single-quotes",
            "syntax",
            "unfinished",
            "trailing-text",
            "not-an-object");

    /** Faults that {@code --validate} sees, and then names the key. */
    private static final Set<String> NAMED_BY_ENGINE = Set.of("unknown-key", "type", "removed-key", "flag-conflict");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Keys that daemon.json must hold; log-opts.max-size means one inside another",
                    example = "[data-root, log-opts.max-size]",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            List<String> requiredKeys,

            @Param(
                    value = "Version of Docker that will be installed; set means that Docker is planned",
                    example = "26.1.3",
                    shape = Shape.VERSION,
                    kind = Kind.THRESHOLD)
            String targetDockerVersion) {
        /** Copies what it is given. */
        public Params {
            requiredKeys = List.copyOf(requiredKeys);
        }
    }

    @Override
    public CheckSpec<Params> spec() {
        return CheckSpec.of("docker-daemon-json", Params.class, Severity.BLOCKER)
                .code("no-docker")
                .code("missing-file")
                .code("dangling-link")
                .code("not-a-file")
                .code("empty")
                .code("byte-order-mark")
                .code("encoding")
                .code("trailing-comma")
                .code("comment")
                .code("single-quotes")
                .code("syntax")
                .code("unfinished")
                .code("trailing-text")
                .code("not-an-object")
                .code("duplicate-key")
                .code("unknown-key")
                .code("flag-conflict")
                .code("ignored-key")
                .code("nested-key")
                .code("type")
                .code("log-opt")
                .code("log-opt-value")
                .code("log-opt-compress")
                .code("removed-key")
                .code("removed-driver")
                .code("required-key")
                .code("validate-failed")
                .explainedBy("jq-usable")
                .explainedBy("umask-effective");
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().deciding(DAEMON).each(FILE).each(VALIDATION);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        DockerDaemon daemon = facts.get(DAEMON);
        boolean planned = !params.targetDockerVersion().isBlank();
        if (!daemon.installed() && !planned) {
            return List.of(Judgement.notApplicable("no-docker", Subject.HOST).from(DAEMON));
        }
        Reading<DockerDaemonJson> file = facts.reading(FILE);
        List<Judgement> found =
                file.fold(there -> judged(facts, params, daemon, there), missing -> List.of(unread(facts, missing)));
        return found.stream().map(one -> one.from(DAEMON).from(FILE)).toList();
    }

    private static Judgement unread(HostFacts facts, Reading.Missing<DockerDaemonJson> missing) {
        Judgement unknown = Judgement.unknown(missing, Subject.of("file", "daemon.json"));
        Optional<String> path = listedPath(missing.detail());
        if (missing.reason() != Reason.NOT_READABLE || path.isEmpty()) {
            return unknown;
        }
        return unknown.mendedBy(new DaemonJsonRemedies(path.get(), facts.collectedAt()).readable());
    }

    /** The path in a line of {@code ls -ldn}: what begins at the first slash. */
    private static Optional<String> listedPath(String listing) {
        int slash = listing.indexOf('/');
        int end = listing.indexOf(" cat: ");
        if (slash < 0 || end < slash) {
            return Optional.empty();
        }
        String path = listing.substring(slash, end);
        int link = path.indexOf(" -> ");
        return Optional.of(link < 0 ? path : path.substring(0, link));
    }

    private static List<Judgement> judged(HostFacts facts, Params params, DockerDaemon daemon, DockerDaemonJson file) {
        Subject subject = Subject.of("file", file.path());
        DaemonFlags flags = DaemonFlags.of(daemon);
        Optional<String> told = flags.last("config-file");
        // The command line has lost the borders of its words: a path with a space is found as it stands.
        boolean same = String.join(" ", flags.command()).contains(file.path());
        if (told.isPresent() && !same) {
            return List.of(Judgement.unknown(Reason.AMBIGUOUS, subject)
                    .with("detail", "--config-file " + told.get() + ", " + file.path()));
        }
        Optional<DockerVersion> version =
                daemon.installed() ? daemon.version() : DockerVersion.parse(params.targetDockerVersion());
        if (!daemon.installed() && version.isEmpty()) {
            return List.of(Judgement.unknown(Reason.AMBIGUOUS, subject)
                    .with("detail", "target_docker_version " + params.targetDockerVersion()));
        }
        DaemonJsonRemedies remedies = new DaemonJsonRemedies(file.path(), facts.collectedAt());
        List<Judgement> found = new ArrayList<>();
        if (file.state() == DockerDaemonJson.State.FILE) {
            found.addAll(content(daemon, file, flags, version, params, remedies));
            validated(facts, version, daemon, file, found);
        } else {
            noFile(file, params, remedies).ifPresent(found::add);
        }
        if (!flags.complete() && file.state() == DockerDaemonJson.State.FILE) {
            found.add(Judgement.unknown(Reason.NOT_READABLE, Subject.of("flags", "dockerd"))
                    .with("detail", String.join(", ", daemon.unreadable())));
        }
        // The probe answers on every host, so that a missing answer is never a sign of an older dockerd.
        if (facts.reading(VALIDATION) instanceof Reading.Missing<DockerDaemonJsonValidation> missing
                && found.stream().noneMatch(one -> one.outcome() == Outcome.FAIL)) {
            found.add(Judgement.unknown(missing, Subject.of("validate", "dockerd"))
                    .from(VALIDATION));
        }
        if (found.isEmpty()) {
            found.add(Judgement.pass(subject)
                    .with("state", file.state() == DockerDaemonJson.State.FILE ? file.listing() : "-")
                    .with("version", version.map(DockerVersion::toString).orElse("-")));
        }
        found.replaceAll(one -> one.with("path", file.path()));
        return found;
    }

    private static Optional<Judgement> noFile(DockerDaemonJson file, Params params, DaemonJsonRemedies remedies) {
        Subject subject = Subject.of("file", file.path());
        boolean wanted = file.named() || !params.requiredKeys().isEmpty();
        Judgement found;
        if (file.state() == DockerDaemonJson.State.IRREGULAR) {
            found = Judgement.fail("not-a-file", subject);
        } else if (file.state() == DockerDaemonJson.State.DANGLING) {
            found = wanted ? Judgement.fail("dangling-link", subject) : Judgement.warning("dangling-link", subject);
        } else if (wanted) {
            found = Judgement.fail("missing-file", subject);
        } else {
            return Optional.empty();
        }
        return Optional.of(found.with("listing", file.listing())
                .with("keys", Arg.texts(params.requiredKeys()))
                .mendedBy(remedies.edit()));
    }

    /** The faults of the content; where the version is not known, those that every version has. */
    private static List<Judgement> content(
            DockerDaemon daemon,
            DockerDaemonJson file,
            DaemonFlags flags,
            Optional<DockerVersion> version,
            Params params,
            DaemonJsonRemedies remedies) {
        DaemonJsonText text = DaemonJsonText.of(file.content());
        boolean byUnit = !daemon.units().isEmpty();
        List<DockerVersion> asked = version.map(List::of).orElse(EVERY_RULE);
        List<List<Judgement>> each = asked.stream()
                .map(one -> DaemonJsonRules.faults(text, one, flags, byUnit, params.requiredKeys(), remedies))
                .toList();
        List<Judgement> always = each.get(0).stream()
                .filter(fault -> each.stream().allMatch(other -> holds(other, fault)))
                .toList();
        boolean differ = each.stream().anyMatch(other -> other.size() != always.size());
        if (!differ) {
            return always;
        }
        List<Judgement> found = new ArrayList<>(always);
        found.add(Judgement.unknown(Reason.MALFORMED, Subject.of("version", "dockerd"))
                .with("detail", daemon.banner().lines().findFirst().orElse("")));
        return found;
    }

    private static boolean holds(List<Judgement> faults, Judgement wanted) {
        return faults.stream()
                .anyMatch(fault -> fault.code().equals(wanted.code())
                        && fault.subject().equals(wanted.subject())
                        && fault.outcome() == wanted.outcome());
    }

    /** Adds what dockerd itself says. */
    private static void validated(
            HostFacts facts,
            Optional<DockerVersion> version,
            DockerDaemon daemon,
            DockerDaemonJson file,
            List<Judgement> found) {
        if (!daemon.installed()
                || version.filter(v -> v.compareTo(VALIDATES) < 0).isPresent()) {
            return;
        }
        Subject subject = Subject.of("file", file.path());
        if (facts.reading(VALIDATION).isMissing()) {
            return;
        }
        DockerDaemonJsonValidation validation = facts.get(VALIDATION);
        if (!validation.tried(file.path())) {
            return;
        }
        if (validation.accepted()) {
            found.removeIf(fault -> ENGINE_KNOWS_BETTER.contains(fault.code()));
        } else if (validation.refused() && found.stream().noneMatch(fault -> explains(fault, validation.message()))) {
            found.add(Judgement.fail("validate-failed", subject)
                    .with("message", validation.message())
                    .with("status", Arg.count(validation.status().orElse(0)))
                    .mendedBy(new DaemonJsonRemedies(file.path(), facts.collectedAt()).edit())
                    .from(VALIDATION));
        }
    }

    /** Whether a fault that we found is what dockerd stopped at, so that it need not be said twice. */
    private static boolean explains(Judgement fault, String message) {
        if (fault.outcome() != Outcome.FAIL) {
            return false;
        }
        if (ENDS_READING.contains(fault.code())) {
            return true;
        }
        String path = fault.subject().name();
        String last = path.substring(path.lastIndexOf('.') + 1);
        String first = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        return NAMED_BY_ENGINE.contains(fault.code()) && (names(message, last) || names(message, first));
    }

    private static boolean names(String message, String key) {
        return Pattern.compile("(?<![A-Za-z0-9-])" + Pattern.quote(key) + "(?![A-Za-z0-9-])")
                .matcher(message)
                .find();
    }
}
