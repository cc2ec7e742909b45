package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
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
import dev.preflight.api.Untried;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.checks.settings.DockerSettings;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A daemon.json that is empty, broken or in conflict with flags leaves the host without containers, or with a runtime
 * that silently lost its data directory and log limits.
 */
@Untried(remedies = "drop-flag", why = "no host of the lab runs an engine under systemd")
@Untried(remedies = "make-readable", why = "it is for looks without root, which the other remedies need")
public final class DockerDaemonJsonCheck implements HostCheck<DockerDaemonJsonCheck.Params> {
    static final FactRequest<DockerDaemon> DAEMON = DockerDaemon.FACT.request();
    static final FactRequest<DockerDaemonJson> FILE = DockerDaemonJson.FACT.request();
    static final FactRequest<DockerDaemonJsonValidation> VALIDATION = DockerDaemonJsonValidation.FACT.request();

    static final FactRequest<DockerEngineState> STATE = DockerEngineState.FACT.request();

    /** The oldest release whose rules count for a dockerd that does not tell its own. */
    private static final DockerVersion OLDEST_ASKED = new DockerVersion(18, 9);

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Keys that daemon.json must hold; log-opts.max-size means a key inside an object",
                    example = "[data-root, log-opts.max-size]",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            List<String> requiredKeys,

            @FromSetting(in = DockerSettings.class) String targetDockerVersion) {
        public Params {
            requiredKeys = List.copyOf(requiredKeys);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("docker-daemon-json", Params.class, Severity.BLOCKER)
            .code("no-docker")
            .code("missing-file")
            .code("dangling-link")
            .code("not-a-file")
            .code("empty")
            .code("byte-order-mark")
            .code("encoding")
            .code("utf-16")
            .code("too-deep")
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
            .code("value")
            .code("value-changed")
            .code("unknown-name")
            .code("needed")
            .code("excluded")
            .code("swarm")
            .code("storage-opt")
            .code("storage-opt-value")
            .code("removed-option")
            .code("no-container")
            .code("log-opt")
            .code("log-opt-value")
            .code("log-opt-compress")
            .code("removed-key")
            .code("removed-driver")
            .code("required-key")
            .code("validate-failed")
            .explainedBy("jq-usable")
            .explainedBy("umask-effective");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        // Evidence of before holds no state: only what depends on it is left open then, which the judge says.
        return Needs.none().required(DAEMON).each(FILE).each(VALIDATION).oneOf(List.of(FILE, STATE));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        DockerDaemon daemon = facts.get(DAEMON);
        boolean planned = !params.targetDockerVersion().isBlank();
        if (!daemon.installed() && !planned) {
            return List.of(Judgement.notApplicable("no-docker", Subject.HOST));
        }
        Reading<DockerDaemonJson> file = facts.reading(FILE);
        List<Judgement> found =
                file.fold(there -> judged(facts, params, daemon, there), missing -> List.of(unread(facts, missing)));
        return found.stream()
                .map(one -> one.basedOn(DAEMON).basedOn(FILE).basedOn(STATE))
                .toList();
    }

    private static Judgement unread(HostFacts facts, Reading.Missing<DockerDaemonJson> missing) {
        Judgement unknown = Judgement.unknown(missing, Subject.of("file", "daemon.json"));
        Optional<String> path = listedPath(missing.detail());
        if (missing.reason() != Reason.NOT_READABLE || path.isEmpty()) {
            return unknown;
        }
        return unknown.withRemedy(new DaemonJsonRemedies(path.get(), facts.collectedAt()).readable());
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
        Optional<String> other = flags.configFileOtherThan(file.path());
        if (other.isPresent()) {
            return List.of(Judgement.unknown(Reason.AMBIGUOUS, subject)
                    .with("detail", "--config-file " + other.get() + ", " + file.path()));
        }
        Optional<DockerVersion> version =
                daemon.installed() ? daemon.version() : DockerVersion.parse(params.targetDockerVersion());
        if (!daemon.installed() && version.isEmpty()) {
            return List.of(Judgement.unknown(Reason.AMBIGUOUS, subject)
                    .with("detail", "target_docker_version " + params.targetDockerVersion()));
        }
        DaemonJsonRemedies remedies = new DaemonJsonRemedies(file.path(), facts.collectedAt());
        Optional<DockerDaemonJsonValidation> said = EngineWord.of(facts, version, daemon, file);
        DaemonContext context = new DaemonContext(
                flags,
                !daemon.units().isEmpty(),
                facts.reading(STATE).fold(Optional::of, missing -> Optional.empty()),
                said.filter(DockerDaemonJsonValidation::accepted).isPresent(),
                params.requiredKeys());
        List<Judgement> found = new ArrayList<>();
        if (file.state() == DockerDaemonJson.State.FILE) {
            DaemonJsonText text = DaemonJsonText.of(file.content());
            found.addAll(inEach(daemon, version, one -> DaemonJsonRules.faults(text, one, context, remedies)));
            said.filter(one -> EngineWord.addsTo(one, found))
                    .ifPresent(one -> found.add(EngineWord.refused(one, subject, remedies)));
            found.addAll(
                    planned(version, params, one -> DaemonJsonRules.faults(text, one, context.unasked(), remedies)));
        } else {
            noFile(file, params, remedies).ifPresent(found::add);
            found.addAll(inEach(daemon, version, one -> DaemonJsonRules.withoutFile(one, context, remedies)));
            found.addAll(
                    planned(version, params, one -> DaemonJsonRules.withoutFile(one, context.unasked(), remedies)));
        }
        notRead(facts, daemon, file, found);
        if (found.isEmpty()) {
            found.add(good(file, version));
        }
        found.replaceAll(one -> one.with("path", file.path()));
        return found;
    }

    private static Judgement good(DockerDaemonJson file, Optional<DockerVersion> version) {
        return Judgement.pass(Subject.of("file", file.path()))
                .with("state", file.state() == DockerDaemonJson.State.FILE ? file.listing() : "-")
                .with("version", version.map(DockerVersion::toString).orElse("-"));
    }

    /** Adds what could not be read to what was found. */
    private static void notRead(HostFacts facts, DockerDaemon daemon, DockerDaemonJson file, List<Judgement> found) {
        if (!DaemonFlags.of(daemon).complete() && file.state() == DockerDaemonJson.State.FILE) {
            found.add(Judgement.unknown(Reason.NOT_READABLE, Subject.of("flags", "dockerd"))
                    .with("detail", String.join(", ", daemon.unreadable())));
        }
        // The probe answers on every host, so that a missing answer is never a sign of an older dockerd.
        if (facts.reading(VALIDATION) instanceof Reading.Missing<DockerDaemonJsonValidation> missing
                && found.stream().noneMatch(one -> one.outcome() == Outcome.FAIL)) {
            found.add(Judgement.unknown(missing, Subject.of("validate", "dockerd"))
                    .basedOn(VALIDATION));
        }
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
                .withRemedy(remedies.edit()));
    }

    /** The faults for a version; where that is not known, those that every version has. */
    private static List<Judgement> inEach(
            DockerDaemon daemon, Optional<DockerVersion> version, Function<DockerVersion, List<Judgement>> faults) {
        List<DockerVersion> asked = version.map(List::of)
                .orElseGet(() -> DaemonKey.turns().stream()
                        .filter(one -> one.compareTo(OLDEST_ASKED) >= 0)
                        .toList());
        List<List<Judgement>> each = asked.stream().map(faults).toList();
        List<Judgement> always = each.get(0).stream()
                .filter(fault -> each.stream().allMatch(other -> holds(other, fault)))
                .toList();
        if (each.stream().allMatch(other -> other.size() == always.size())) {
            return always;
        }
        List<Judgement> found = new ArrayList<>(always);
        found.add(Judgement.unknown(Reason.MALFORMED, Subject.of("version", "dockerd"))
                .with("detail", daemon.banner().lines().findFirst().orElse("")));
        return found;
    }

    /** What a newer release that is planned refuses, and the installed one does not: it gets the same file and flags. */
    private static List<Judgement> planned(
            Optional<DockerVersion> installed, Params params, Function<DockerVersion, List<Judgement>> faults) {
        Optional<DockerVersion> target = DockerVersion.parse(params.targetDockerVersion());
        if (installed.isEmpty() || target.isEmpty() || target.get().compareTo(installed.get()) <= 0) {
            return List.of();
        }
        List<Judgement> now = faults.apply(installed.get());
        return faults.apply(target.get()).stream()
                .filter(fault -> !holds(now, fault))
                .toList();
    }

    private static boolean holds(List<Judgement> faults, Judgement wanted) {
        return faults.stream()
                .anyMatch(fault -> fault.code().equals(wanted.code())
                        && fault.subject().equals(wanted.subject())
                        && fault.outcome() == wanted.outcome());
    }
}
