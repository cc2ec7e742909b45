package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.Engine;
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
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.report.Texts;
import dev.preflight.transport.Transport;
import dev.preflight.transport.local.LocalTransport;
import dev.preflight.transport.ssh.SshTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    RunPreparation(RunRequest request, Catalogue catalogue, ProfileLoader profiles, Clock clock) {
        this.request = request;
        this.catalogue = catalogue;
        this.profiles = profiles;
        this.clock = clock;
        this.problems = new ProblemCollector(request.places());
    }

    /** The request with all its files read. */
    private record Resolved(
            Inventory inventory,
            List<Host> hosts,
            ResolvedProfile profile,
            RunPlan plan,
            Optional<PasswordFile> passwordFile,
            Optional<PasswordFile> becomePasswordFile) {

        boolean overSsh() {
            return hosts.stream().anyMatch(host -> host.connection() == Connection.SSH);
        }
    }

    /** The passwords of hosts that have none of their own. */
    private record Passwords(Optional<Secret> login, Optional<Secret> become) {}

    PreparedRun prepare() throws ProblemsException {
        Resolved resolved = resolve();
        Passwords passwords = passwords(resolved);
        RunOptions options = options(resolved.hosts(), passwords);
        Map<Connection, Transport> transports = transports(resolved, passwords);
        List<Problem> warnings = warnings(resolved, passwords);
        Optional<EvidenceWriter> evidence =
                request.saveEvidence().flatMap(directory -> problems.of(() -> evidence(directory, resolved)));
        problems.throwIfAny();
        Catalogue known = catalogue.with(resolved.profile().profile().own());
        return new PreparedRun(
                resolved.plan(),
                new Engine(known, transports, options, clock),
                Texts.of(known, request.language()),
                evidence,
                warnings);
    }

    private Resolved resolve() throws ProblemsException {
        problems.check(request::check);
        Optional<Inventory> inventory = problems.of(request.targets()::all);
        Optional<List<Host>> hosts =
                inventory.flatMap(all -> problems.of(() -> request.targets().selected(all, request.login())));
        Optional<ResolvedProfile> profile = problems.of(() -> profiles.resolve(
                request.profile().profile(),
                request.profile().settings(),
                request.profile().sets()));
        if (inventory.isPresent() && profile.isPresent()) {
            // RunPlan checks this too, but there is no plan where the hosts could not be selected.
            problems.check(() ->
                    inventory.get().members().checked(profile.get().profile().mentions()));
        }
        Optional<RunPlan> plan = hosts.isPresent() && profile.isPresent()
                ? problems.of(() -> plan(profile.get(), inventory.orElseThrow(), hosts.get()))
                : Optional.empty();
        Optional<PasswordFile> passwordFile = read(request.login().password());
        Optional<PasswordFile> becomePasswordFile = read(request.login().becomePassword());
        problems.throwIfAny();
        return new Resolved(
                inventory.orElseThrow(),
                hosts.orElseThrow(),
                profile.orElseThrow(),
                plan.orElseThrow(),
                passwordFile,
                becomePasswordFile);
    }

    private RunPlan plan(ResolvedProfile profile, Inventory inventory, List<Host> hosts) throws ProblemsException {
        Profile asked = profile.profile();
        return RunPlan.of(
                        request.profile().commandsDenied() ? asked.withoutCommands() : asked,
                        inventory.members(),
                        hosts,
                        request.profile().only(),
                        request.profile().skip())
                .carriedOut();
    }

    private Optional<PasswordFile> read(PasswordSource source) {
        return source.file().flatMap(file -> problems.of(() -> PasswordFile.read(file)));
    }

    private Passwords passwords(Resolved resolved) {
        return new Passwords(
                password(resolved.passwordFile(), request.login().password(), resolved.overSsh()),
                password(resolved.becomePasswordFile(), request.login().becomePassword(), resolved.overSsh()));
    }

    private static Optional<Secret> password(Optional<PasswordFile> file, PasswordSource source, boolean overSsh) {
        return file.map(PasswordFile::secret).or(() -> overSsh ? source.ask().get() : Optional.empty());
    }

    private RunOptions options(List<Host> hosts, Passwords passwords) {
        return new RunOptions(
                request.limits().concurrency(),
                request.limits().hostDeadline(),
                request.limits().deadline(),
                request.profile().failOnWarning(),
                secrets(hosts, passwords),
                passwords.become(),
                Version.text());
    }

    private static List<String> secrets(List<Host> hosts, Passwords passwords) {
        Stream<Secret> ofHosts = hosts.stream()
                .flatMap(host -> Stream.concat(host.password().stream(), host.become().password().stream()));
        Stream<Secret> ofRequest = Stream.concat(passwords.login().stream(), passwords.become().stream());
        return Stream.concat(ofHosts, ofRequest).map(Secret::reveal).distinct().toList();
    }

    private Map<Connection, Transport> transports(Resolved resolved, Passwords passwords) {
        Map<Connection, Transport> transports = new EnumMap<>(Connection.class);
        transports.put(Connection.LOCAL, new LocalTransport());
        if (resolved.overSsh()) {
            transports.put(Connection.SSH, new SshTransport(request.login().sshOptions(passwords.login())));
        }
        return transports;
    }

    private static List<Problem> warnings(Resolved resolved, Passwords passwords) {
        List<Problem> warnings = new ArrayList<>(resolved.inventory().warnings());
        warnings.addAll(resolved.profile().warnings());
        resolved.passwordFile().ifPresent(file -> warnings.addAll(file.warnings()));
        resolved.becomePasswordFile().ifPresent(file -> warnings.addAll(file.warnings()));
        if (passwords.become().isPresent() && !resolved.plan().becomes()) {
            warnings.add(new Problem(
                    Place.of("password of sudo, su or doas"),
                    "not used, because Preflight does not become root on any host of this run",
                    "add --set settings.become=true, or ansible_become=true in the inventory"));
        }
        return warnings;
    }

    private EvidenceWriter evidence(Path directory, Resolved resolved) throws ProblemsException {
        ProfileChoice choice = request.profile();
        RunManifest manifest = RunManifest.of(
                        Version.text(),
                        clock.instant(),
                        RecordedProfile.of(
                                resolved.profile().profile().name(),
                                resolved.profile().text()),
                        new Choices(
                                choice.only(),
                                choice.skip(),
                                choice.failOnWarning(),
                                choice.settingsText(),
                                choice.sets()),
                        resolved.hosts())
                .outOf(resolved.plan().members());
        try {
            return EvidenceWriter.create(directory, manifest);
        } catch (IOException e) {
            throw new ProblemsException(
                    Place.of("--save-evidence"),
                    "cannot write to " + directory + ": " + e.getMessage(),
                    "name a directory that can be made");
        }
    }
}
