package dev.preflight.hook;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.Engine;
import dev.preflight.engine.RunListener;
import dev.preflight.engine.RunOptions;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.Inventory;
import dev.preflight.inventory.Secret;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.report.Texts;
import dev.preflight.result.RunReport;
import dev.preflight.transport.Transport;
import dev.preflight.transport.local.LocalTransport;
import dev.preflight.transport.ssh.SshOptions;
import dev.preflight.transport.ssh.SshTransport;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * May the installer proceed? Asks every host once, over one SSH connection each, and changes nothing there.
 *
 * <pre>{@code
 * HookRequest request = HookRequest.builder().host("ops@10.0.0.7").profile("container-host").build();
 * HookResult result = PreflightHook.prepare(request).run();
 * if (!result.mayProceed()) {
 *     throw new InstallException(result.text());
 * }
 * }</pre>
 *
 * <p>A hook runs once. {@link #run} ends by itself: every host and the whole run have a deadline. It throws nothing that
 * a host could cause; a host that cannot be reached is part of the result.
 */
public final class PreflightHook {
    private final RunPlan plan;
    private final Engine engine;
    private final Texts texts;
    private final Optional<EvidenceWriter> evidence;
    private final List<Problem> warnings;
    private final AtomicBoolean ran = new AtomicBoolean();

    private PreflightHook(
            RunPlan plan, Engine engine, Texts texts, Optional<EvidenceWriter> evidence, List<Problem> warnings) {
        this.plan = plan;
        this.engine = engine;
        this.texts = texts;
        this.evidence = evidence;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Prepares the run, without connecting to any host yet. Makes the directory for the evidence, if the request names
     * one, once nothing else is wrong.
     *
     * @throws ProblemsException with every problem of the request, its profile and its inventory
     */
    public static PreflightHook prepare(HookRequest request) throws ProblemsException {
        Catalogue catalogue = Catalogue.load();
        Gathering gathering = new Gathering(request.places);
        gathering.of(() -> checked(request));
        Optional<Inventory> inventory = gathering.of(() -> Targets.all(request));
        Optional<List<Host>> chosen =
                inventory.flatMap(all -> gathering.of(() -> Targets.chosen(request, all.hosts())));
        Optional<ResolvedProfile> profile = gathering.of(() -> profile(catalogue, request));
        if (inventory.isPresent() && profile.isPresent()) {
            // Said also where no plan comes about.
            gathering.of(() ->
                    inventory.get().members().checked(profile.get().profile().mentions()));
        }
        Optional<RunPlan> plan = chosen.isPresent() && profile.isPresent()
                ? gathering.of(() -> RunPlan.of(
                                profile.get().profile(),
                                inventory.orElseThrow().members(),
                                chosen.get(),
                                request.only,
                                request.skip)
                        .carriedOut())
                : Optional.empty();
        Optional<PasswordFile> passwordFile =
                request.login.passwordFile().flatMap(file -> gathering.of(() -> PasswordFile.read(file)));
        Optional<PasswordFile> becomeFile =
                request.login.becomePasswordFile().flatMap(file -> gathering.of(() -> PasswordFile.read(file)));
        gathering.throwIfAny();

        List<Host> hosts = chosen.orElseThrow();
        boolean ssh = hosts.stream().anyMatch(host -> host.connection() == Connection.SSH);
        Optional<Secret> password = passwordFile
                .map(PasswordFile::secret)
                .or(() -> ssh ? request.login.password().get() : Optional.empty());
        Optional<Secret> becomePassword = becomeFile
                .map(PasswordFile::secret)
                .or(() -> ssh ? request.login.becomePassword().get() : Optional.empty());
        RunOptions options = new RunOptions(
                request.concurrency,
                request.hostDeadline,
                request.deadline,
                request.failOnWarning,
                secrets(hosts, password, becomePassword),
                becomePassword,
                Version.text());
        Map<Connection, Transport> transports = new EnumMap<>(Connection.class);
        transports.put(Connection.LOCAL, new LocalTransport());
        if (ssh) {
            transports.put(Connection.SSH, new SshTransport(ssh(request.login, password)));
        }
        Clock clock = Clock.systemUTC();
        List<Problem> warnings = new ArrayList<>(inventory.orElseThrow().warnings());
        passwordFile.ifPresent(file -> warnings.addAll(file.warnings()));
        becomeFile.ifPresent(file -> warnings.addAll(file.warnings()));
        if (becomePassword.isPresent() && !plan.orElseThrow().becomes()) {
            warnings.add(new Problem(
                    Place.of("password of sudo, su or doas"),
                    "not used, because Preflight does not become root on any host of this run",
                    "add --set settings.become=true, or ansible_become=true in the inventory"));
        }
        Optional<EvidenceWriter> evidence = request.saveEvidence.isPresent()
                ? gathering.of(() -> evidence(request, profile.orElseThrow(), plan.orElseThrow(), hosts, clock))
                : Optional.empty();
        gathering.throwIfAny();
        return new PreflightHook(
                plan.orElseThrow(),
                new Engine(catalogue, transports, options, clock),
                Texts.of(catalogue, request.language),
                evidence,
                warnings);
    }

    private static ResolvedProfile profile(Catalogue catalogue, HookRequest request) throws ProblemsException {
        ProfileLoader loader = new ProfileLoader(catalogue, new ProfileFiles(PreflightHook.class.getClassLoader()));
        return loader.resolve(request.profile, request.settings, request.sets);
    }

    private static boolean checked(HookRequest request) throws ProblemsException {
        if (request.concurrency < 1) {
            throw new ProblemsException(
                    Place.of("--concurrency"), "at least one host at a time, found " + request.concurrency, "");
        }
        positive("--deadline", request.deadline);
        positive("--host-deadline", request.hostDeadline);
        if (request.login.connectTimeout().isPresent()) {
            positive("--connect-timeout", request.login.connectTimeout().get());
        }
        Optional<Path> key = request.login.keyFile();
        if (key.isPresent() && !Files.isReadable(key.get())) {
            throw new ProblemsException(
                    Place.of("--identity"),
                    (Files.exists(key.get()) ? "cannot read the key file " : "there is no key file ") + key.get(),
                    "name a private key");
        }
        return true;
    }

    private static void positive(String option, Duration duration) throws ProblemsException {
        if (duration.isZero() || duration.isNegative()) {
            throw new ProblemsException(Place.of(option), "expected a time above 0", "such as 60s or 10m");
        }
    }

    private static List<String> secrets(List<Host> hosts, Optional<Secret> password, Optional<Secret> becomePassword) {
        Stream<Secret> ofHosts = hosts.stream()
                .flatMap(host -> Stream.concat(host.password().stream(), host.become().password().stream()));
        return Stream.concat(ofHosts, Stream.concat(password.stream(), becomePassword.stream()))
                .map(Secret::reveal)
                .distinct()
                .toList();
    }

    private static SshOptions ssh(HookRequest.Login login, Optional<Secret> password) {
        SshOptions options =
                SshOptions.defaults().withAcceptNew(login.acceptNew()).withPassphrase(login.passphrase());
        if (!login.knownHosts().isEmpty()) {
            options = options.withKnownHosts(login.knownHosts());
        }
        if (login.connectTimeout().isPresent()) {
            options = options.withConnectTimeout(login.connectTimeout().get());
        }
        return password.isPresent() ? options.withPassword(password.get()) : options;
    }

    private static EvidenceWriter evidence(
            HookRequest request, ResolvedProfile profile, RunPlan plan, List<Host> hosts, Clock clock)
            throws ProblemsException {
        Path directory = request.saveEvidence.orElseThrow();
        RunManifest run = RunManifest.of(
                        Version.text(),
                        clock.instant(),
                        RecordedProfile.of(profile.profile().name(), profile.text()),
                        new Choices(request.only, request.skip, request.failOnWarning),
                        hosts)
                .outOf(plan.members());
        try {
            return EvidenceWriter.create(directory, run);
        } catch (IOException e) {
            throw new ProblemsException(
                    Place.of("--save-evidence"),
                    "cannot write to " + directory + ": " + e.getMessage(),
                    "name a directory that can be made");
        }
    }

    /** What will be run where. */
    public RunPlan plan() {
        return plan;
    }

    /** What was odd about the request and does not stop the run. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** The texts in the language of the request. */
    public Texts texts() {
        return texts;
    }

    /**
     * Looks at every host.
     *
     * @throws IllegalStateException if it was called before
     */
    public HookResult run() {
        return run(new RunListener() {});
    }

    /**
     * Looks at every host, and tells this listener how it goes.
     *
     * @throws IllegalStateException if it was called before
     */
    public HookResult run(RunListener listener) {
        if (!ran.compareAndSet(false, true)) {
            throw new IllegalStateException("this hook has run already; prepare another one to look again");
        }
        EvidenceSaving saving = new EvidenceSaving(listener, evidence);
        RunReport report = engine.run(plan, saving);
        saving.close(report);
        List<Problem> failures = saving.failures();
        // What was to be kept is lost, and that must not pass for a run in which all went well.
        RunReport told = failures.isEmpty() ? report : report.ending(ExitCode.INTERNAL_ERROR);
        return new HookResult(told, texts, failures);
    }

    /** Ends the run within two seconds, whatever the hosts do; the result says what is known by then. From any thread, also before the run. */
    public void cancel() {
        engine.cancel();
    }
}
