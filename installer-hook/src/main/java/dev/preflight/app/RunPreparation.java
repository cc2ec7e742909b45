package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.app.PreparedRun.Before;
import dev.preflight.controller.Machine;
import dev.preflight.engine.Engine;
import dev.preflight.engine.RunOptions;
import dev.preflight.engine.RunPlan;
import dev.preflight.engine.Slots;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.Inventory;
import dev.preflight.inventory.Members;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.report.Texts;
import dev.preflight.transport.Transport;
import dev.preflight.transport.local.LocalTransport;
import dev.preflight.transport.ssh.LoginSecrets;
import dev.preflight.transport.ssh.SshPaths;
import dev.preflight.transport.ssh.SshTransport;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Prepares one run in three steps: resolves the whole request and collects its problems; asks for passwords; creates
 * the evidence directory. A step is taken only if the one before it found no problem.
 */
final class RunPreparation {
    private final RunRequest request;
    private final Catalogue catalogue;
    private final ProfileLoader profiles;
    private final Clock clock;
    private final ProblemCollector problems;

    /** The run that this one goes on with; empty if it is one of its own. */
    private Optional<EarlierRun> earlier = Optional.empty();

    RunPreparation(RunRequest request, Catalogue catalogue, ProfileLoader profiles, Clock clock) {
        this.request = request;
        this.catalogue = catalogue;
        this.profiles = profiles;
        this.clock = clock;
        this.problems = new ProblemCollector(request.places());
    }

    PreparedRun prepare() throws ProblemsException {
        boolean prepared = false;
        try {
            PreparedRun run = prepared();
            prepared = true;
            return run;
        } finally {
            if (!prepared) {
                earlier.ifPresent(EarlierRun::close);
            }
        }
    }

    private PreparedRun prepared() throws ProblemsException {
        ResolvedRequest resolved = resolve();
        Map<String, Host> hosts = problems.of(() -> resolved.secrets().completed(toAsk(resolved.hosts())))
                .orElse(Map.of());
        problems.throwIfAny();
        RequestSecrets.Passwords passwords = resolved.files().passwords(resolved.overSsh());
        SshPaths paths = SshLogins.paths(resolved.hosts(), request.login());
        EvidencePreparation keeping = keeping(resolved, passwords, paths);
        earlier.ifPresent(run -> problems.check(() -> run.checkLogin(keeping.login())));
        earlier.ifPresent(run -> problems.check(() -> run.checkThrough(keeping.through())));
        problems.throwIfAny();
        RunOptions options = options(resolved, hosts.values(), passwords);
        List<Engine> running = new CopyOnWriteArrayList<>();
        Map<Connection, Transport> transports = transports(
                resolved,
                passwords.secrets(request.login(), typed -> running.forEach(engine -> engine.learn(typed))),
                paths);
        List<Problem> warnings = resolved.warnings(passwords, paths);
        earlier.ifPresent(run -> warnings.addAll(run.elsewhere(resolved.hosts(), keeping.through())));
        Before before =
                earlier.map(run -> keeping.before(run, resolved.proceeded())).orElse(Before.NOTHING);
        Optional<EvidenceWriter> evidence =
                problems.of(() -> writer(keeping, before)).flatMap(writer -> writer);
        problems.throwIfAny();
        Catalogue known = catalogue.with(resolved.profile().profile().own());
        Engine engine = new Engine(known, transports, options, clock);
        running.add(engine);
        return new PreparedRun(
                resolved.plan().completed(host -> hosts.getOrDefault(host.name(), host)),
                engine,
                Texts.of(known, request.language()),
                evidence,
                before,
                warnings);
    }

    private ResolvedRequest resolve() throws ProblemsException {
        problems.check(request::check);
        if (request.continues().isPresent()) {
            earlier = problems.of(() -> EarlierRun.open(request.continues().get(), clock.instant()));
            // Without it there is nothing to hold the rest against.
            problems.throwIfAny();
        }
        if (request.collects() && request.targets().mayBeOverSsh()) {
            var unused = Meanwhile.begin("algorithms", FirstLogin::ready);
        }
        Meanwhile<ResolvedProfile> reading = Meanwhile.begin("profile", this::profile);
        Optional<Inventory> named = problems.of(this::inventory);
        Optional<List<Host>> hosts = named.flatMap(all -> problems.of(() -> hosts(all)));
        Optional<Inventory> inventory = named.map(all -> hosts.map(all::with).orElse(all));
        Optional<ResolvedProfile> profile = problems.of(reading);
        Optional<Duration> hostDeadline = problems.of(this::hostDeadline);
        if (inventory.isPresent() && profile.isPresent()) {
            // RunPlan checks this too, but there is no plan where the hosts could not be selected.
            problems.check(() ->
                    members(inventory.get()).checked(profile.get().profile().mentions()));
        }
        Optional<FailedHosts> run = hosts.isPresent() && profile.isPresent()
                ? problems.of(() -> chosen(profile.get(), hosts.get()))
                : Optional.empty();
        Optional<RunPlan> plan = run.flatMap(
                some -> problems.of(() -> plan(profile.orElseThrow(), members(inventory.orElseThrow()), some.hosts())));
        Optional<HostSecrets> secrets =
                run.flatMap(some -> problems.of(() -> HostSecrets.read(toAsk(some.hosts()), request.login())));
        RequestSecrets files = RequestSecrets.read(request.login(), problems);
        problems.throwIfAny();
        return new ResolvedRequest(
                inventory.orElseThrow(),
                run.orElseThrow().hosts(),
                run.orElseThrow().proceeded(),
                profile.orElseThrow(),
                plan.orElseThrow(),
                hostDeadline.orElseThrow(),
                secrets.orElseThrow(),
                files);
    }

    private Inventory inventory() throws ProblemsException {
        return earlier.isPresent() && !earlier.get().how().targetsNamed()
                ? new Inventory(earlier.get().recordedHosts(), List.of())
                : request.targets().all();
    }

    private List<Host> hosts(Inventory all) throws ProblemsException {
        List<Host> selected = request.targets().selected(all, request.login());
        List<Host> reached = SshLogins.reached(selected, request.login());
        return earlier.isPresent() ? earlier.get().hosts(reached) : reached;
    }

    /** The names that a profile may use. */
    private Members members(Inventory inventory) {
        return earlier.filter(run -> run.resumes() || !run.how().targetsNamed())
                .map(run -> run.manifest().members())
                .orElseGet(inventory::members);
    }

    private boolean profileOfBefore() {
        return earlier.filter(run -> !run.how().profileNamed()).isPresent();
    }

    private ProfileChoice choice() {
        return profileOfBefore() ? earlier.orElseThrow().recordedChoice() : request.profile();
    }

    private ResolvedProfile profile() throws ProblemsException {
        if (profileOfBefore()) {
            return earlier.orElseThrow().recordedProfile(catalogue);
        }
        ResolvedProfile named = profiles.resolve(
                request.profile().profile(),
                request.profile().settings(),
                request.profile().sets());
        if (earlier.isPresent()) {
            earlier.get().checkSame(named, request.profile());
        }
        return named;
    }

    private Duration hostDeadline() throws ProblemsException {
        Duration asked = request.limits().hostDeadline();
        return earlier.isPresent() ? earlier.get().hostDeadline(asked) : asked;
    }

    /** The hosts that the run is about; of an earlier run only those that did not proceed, if these were asked for. */
    private FailedHosts chosen(ResolvedProfile profile, List<Host> hosts) throws ProblemsException {
        if (earlier.isEmpty() || earlier.get().resumes()) {
            return new FailedHosts(hosts, 0);
        }
        Catalogue known = catalogue.with(profile.profile().own());
        return FailedHosts.of(earlier.get(), asked(profile), known, hosts, clock.instant());
    }

    /** No secret is read for hosts that are not asked. */
    private List<Host> toAsk(List<Host> hosts) {
        return request.collects() ? hosts : List.of();
    }

    private Profile asked(ResolvedProfile profile) {
        return choice().commandsDenied() ? profile.profile().withoutCommands() : profile.profile();
    }

    private RunPlan plan(ResolvedProfile profile, Members members, List<Host> hosts) throws ProblemsException {
        return RunPlan.of(asked(profile), members, hosts, choice().only(), choice().skip())
                .carriedOut();
    }

    private RunOptions options(ResolvedRequest resolved, Collection<Host> hosts, RequestSecrets.Passwords passwords) {
        return new RunOptions(
                        request.limits().concurrency().map(Slots::exactly).orElseGet(RunPreparation::carried),
                        resolved.hostDeadline(),
                        request.limits().deadline(),
                        choice().failOnWarning(),
                        passwords.all(hosts),
                        passwords.become(),
                        Version.text())
                .awaitingBoots(request.limits().bootPatience());
    }

    private static Slots carried() {
        Machine here = Machine.read();
        return new Slots(here.nearHosts(), here.hosts());
    }

    private Map<Connection, Transport> transports(ResolvedRequest resolved, LoginSecrets secrets, SshPaths paths) {
        Map<Connection, Transport> transports = new EnumMap<>(Connection.class);
        transports.put(Connection.LOCAL, new LocalTransport());
        if (resolved.overSsh()) {
            transports.put(Connection.SSH, new SshTransport(request.login().sshOptions(secrets), paths));
        }
        return transports;
    }

    private EvidencePreparation keeping(ResolvedRequest resolved, RequestSecrets.Passwords passwords, SshPaths paths) {
        return new EvidencePreparation(
                resolved.plan(),
                resolved.hosts(),
                resolved.profile(),
                choice(),
                resolved.hostDeadline(),
                passwords.notKept(request.login()),
                SshLogins.through(resolved.hosts(), paths),
                clock);
    }

    private Optional<EvidenceWriter> writer(EvidencePreparation keeping, Before before) throws ProblemsException {
        if (earlier.filter(EarlierRun::resumes).isPresent()) {
            return Optional.of(keeping.goOn(earlier.get(), before));
        }
        Optional<Choices> ofBefore =
                profileOfBefore() ? earlier.map(run -> run.manifest().choices()) : Optional.empty();
        return request.saveEvidence().isPresent()
                ? Optional.of(keeping.begin(request.saveEvidence().get(), ofBefore))
                : Optional.empty();
    }
}
