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
import java.util.Collection;
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
            HostSecrets secrets,
            RequestSecrets files) {

        boolean overSsh() {
            return hosts.stream().anyMatch(host -> host.connection() == Connection.SSH);
        }
    }

    PreparedRun prepare() throws ProblemsException {
        Resolved resolved = resolve();
        Map<String, Host> hosts =
                problems.of(() -> resolved.secrets().completed(resolved.hosts())).orElse(Map.of());
        problems.throwIfAny();
        RequestSecrets.Passwords passwords = resolved.files().passwords(resolved.overSsh());
        RunOptions options = options(hosts.values(), passwords);
        Map<Connection, Transport> transports = transports(resolved, passwords);
        List<Problem> warnings = warnings(resolved, passwords);
        Optional<EvidenceWriter> evidence =
                request.saveEvidence().flatMap(directory -> problems.of(() -> evidence(directory, resolved)));
        problems.throwIfAny();
        Catalogue known = catalogue.with(resolved.profile().profile().own());
        return new PreparedRun(
                resolved.plan().completed(host -> hosts.getOrDefault(host.name(), host)),
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
        Optional<HostSecrets> secrets =
                hosts.flatMap(selected -> problems.of(() -> HostSecrets.read(selected, request.login())));
        RequestSecrets files = RequestSecrets.read(request.login(), problems);
        problems.throwIfAny();
        return new Resolved(
                inventory.orElseThrow(),
                hosts.orElseThrow(),
                profile.orElseThrow(),
                plan.orElseThrow(),
                secrets.orElseThrow(),
                files);
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

    private RunOptions options(Collection<Host> hosts, RequestSecrets.Passwords passwords) {
        return new RunOptions(
                request.limits().concurrency(),
                request.limits().hostDeadline(),
                request.limits().deadline(),
                request.profile().failOnWarning(),
                secrets(hosts, passwords),
                passwords.become(),
                Version.text());
    }

    private static List<String> secrets(Collection<Host> hosts, RequestSecrets.Passwords passwords) {
        Stream<Secret> ofHosts = hosts.stream()
                .flatMap(host -> Stream.of(host.password(), host.passphrase(), host.become().password()))
                .flatMap(Optional::stream);
        Stream<Secret> ofRequest = Stream.of(passwords.login(), passwords.become(), passwords.passphrase())
                .flatMap(Optional::stream);
        return Stream.concat(ofHosts, ofRequest).map(Secret::reveal).distinct().toList();
    }

    private Map<Connection, Transport> transports(Resolved resolved, RequestSecrets.Passwords passwords) {
        Map<Connection, Transport> transports = new EnumMap<>(Connection.class);
        transports.put(Connection.LOCAL, new LocalTransport());
        if (resolved.overSsh()) {
            transports.put(Connection.SSH, new SshTransport(request.login().sshOptions(passwords.secrets(request.login()))));
        }
        return transports;
    }

    private static List<Problem> warnings(Resolved resolved, RequestSecrets.Passwords passwords) {
        List<Problem> warnings = new ArrayList<>(resolved.inventory().warnings());
        warnings.addAll(resolved.profile().warnings());
        warnings.addAll(resolved.files().warnings());
        warnings.addAll(resolved.secrets().warnings());
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
