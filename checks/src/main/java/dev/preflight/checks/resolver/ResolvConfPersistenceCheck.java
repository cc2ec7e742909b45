package dev.preflight.checks.resolver;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.api.Untried;
import dev.preflight.checks.settings.ResolverSettings;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name servers in resolv.conf are the right ones, and still will be after the next lease and the next boot. On CentOS
 * the file was reset at every reboot, because DHCP rewrites it.
 *
 * <p>Sources: resolv.conf(5), and those of each {@link ResolvOwner}; glibc reads three name servers (MAXNS).
 */
@Untried(remedies = "keep-networkmanager", why = "no host of the lab has NetworkManager")
@Untried(remedies = "keep-netconfig", why = "no host of the lab is a SUSE")
@Untried(remedies = "keep-dhcpcd", why = "no host of the lab has dhcpcd")
@Untried(remedies = "keep-systemd-networkd", why = "networkd would take the wires of a host that is a namespace")
@Untried(
        remedies = "keep-udhcpc",
        why = "what it protects is the script of Alpine's package, which busybox alone does not bring")
@Untried(remedies = "keep-dhclient", why = "a test of its own runs it under real leases")
public final class ResolvConfPersistenceCheck implements HostCheck<ResolvConfPersistenceCheck.Params> {
    private static final FactRequest<ResolverState> STATE = ResolverState.FACT.request();

    /** glibc's MAXNS: a fourth line is dead text. */
    static final int READ_SERVERS = 3;

    private static final String UPSTREAM = "/run/systemd/resolve/resolv.conf";

    /** Those that put the file together come before those that only get a lease. */
    private static final List<ResolvOwner> OWNERS = List.of(
            new NetworkManagerOwner(),
            new Frameworks.Netconfig(),
            new Frameworks.Resolvconf(),
            new SystemdOwners.Networkd(),
            new DhcpClients.Dhclient(),
            new DhcpClients.Dhcpcd(),
            new DhcpClients.Udhcpc(),
            new Frameworks.CloudInit());

    /** Parameters. */
    public record Params(
            @FromSetting(in = ResolverSettings.class) List<String> expectedNameservers) {
        public Params {
            expectedNameservers = List.copyOf(expectedNameservers);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of(
                    "resolv-conf-persistence", Params.class, Severity.WARNING)
            .code("missing-expected", Severity.BLOCKER)
            .code("dangling-link")
            .code("absent")
            .code("hand-edited")
            .code("will-be-overwritten")
            .code("expected-unset", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(STATE);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        ResolverState host = facts.get(STATE);
        List<Judgement> judgements = new ArrayList<>();
        Optional<Judgement> file = file(host);
        file.ifPresent(judgements::add);
        judgements.addAll(servers(host, params, file.isPresent()));
        if (file.isEmpty()) {
            judgements.add(persistence(host, params));
        }
        return judgements;
    }

    private static Subject subject(String name) {
        return Subject.of("resolv.conf", name);
    }

    private static Optional<Judgement> file(ResolverState host) {
        if (host.dangling()) {
            return Optional.of(Judgement.warning("dangling-link", subject("file"))
                    .with("link", host.link().orElse("")));
        }
        return host.content().isEmpty() ? Optional.of(Judgement.warning("absent", subject("file"))) : Optional.empty();
    }

    /** The servers that are asked in the end: for a stub, the ones that it forwards to. */
    private static List<String> effective(ResolverState host) {
        boolean stub =
                host.link().filter(link -> link.endsWith("stub-resolv.conf")).isPresent();
        List<String> servers = stub && host.copies().containsKey(UPSTREAM)
                ? ResolverState.nameservers(host.copies().getOrDefault(UPSTREAM, List.of()))
                : host.nameservers();
        return servers.subList(0, Math.min(READ_SERVERS, servers.size()));
    }

    private static List<Judgement> servers(ResolverState host, Params params, boolean noFile) {
        if (params.expectedNameservers().isEmpty()) {
            return List.of(Judgement.notApplicable("expected-unset", Subject.of("setting", "expected_nameservers")));
        }
        List<String> expected = params.expectedNameservers()
                .subList(0, Math.min(READ_SERVERS, params.expectedNameservers().size()));
        List<String> found = noFile ? List.of() : effective(host);
        if (found.equals(expected)) {
            return List.of(Judgement.pass(subject("servers"))
                    .with("found", Arg.texts(found))
                    .with("expected", Arg.texts(expected)));
        }
        Judgement fail = Judgement.fail("missing-expected", subject("servers"))
                .withRemedy(Remedy.manual("set-servers"))
                .with("found", found.isEmpty() ? Arg.text("-") : Arg.texts(found))
                .with("expected", Arg.texts(expected));
        return List.of(host.immutable() && host.link().isEmpty() ? fail.with("immutable", "+i") : fail);
    }

    /** What is right, or else what is there: one of them is to stay. */
    private static Remedy keep(ResolvOwner owner, ResolverState host, Params params) {
        List<String> servers = params.expectedNameservers().isEmpty() ? effective(host) : params.expectedNameservers();
        return servers.isEmpty() ? Remedy.manual("set-servers") : owner.keep(host, servers);
    }

    /** What is right, or else what is there, as far as a resolver reads it. */
    private static List<String> wanted(ResolverState host, Params params) {
        List<String> expected = params.expectedNameservers();
        return expected.isEmpty() ? effective(host) : expected.subList(0, Math.min(READ_SERVERS, expected.size()));
    }

    private static Judgement persistence(ResolverState host, Params params) {
        Subject subject = subject("owner");
        List<String> wanted = wanted(host, params);
        List<ResolvOwner> active =
                OWNERS.stream().filter(owner -> owner.active(host)).toList();
        // No write and no rename over it succeeds (may_delete in fs/namei.c) until the attribute is removed.
        if (host.immutable() && host.link().isEmpty()) {
            return naming(
                    "writers",
                    active,
                    Judgement.pass(subject).with("immutable", "+i").with("found", Arg.texts(host.nameservers())));
        }
        for (ResolvOwner owner : active) {
            if (handEdited(host, owner)) {
                return described(Judgement.warning("hand-edited", subject), host, owner)
                        .with("copy", Arg.texts(ResolverState.nameservers(copy(host, owner))))
                        .withRemedy(keep(owner, host, params));
            }
        }
        Optional<ResolvOwner> overwriting = first(active, host, wanted, ResolvOwner.Hold.OVERWRITES);
        if (overwriting.isPresent()) {
            ResolvOwner owner = overwriting.get();
            return described(Judgement.warning("will-be-overwritten", subject), host, owner)
                    .withRemedy(keep(owner, host, params));
        }
        Optional<ResolvOwner> untold = first(active, host, wanted, ResolvOwner.Hold.UNTOLD);
        if (host.hiddenProc()
                && (active.isEmpty() || (untold.isPresent() && host.unreadable().isEmpty()))) {
            return Judgement.unknown(Reason.HIDDEN_PROC, subject);
        }
        if (untold.isPresent()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject)
                    .with("detail", untold.get().id() + ": " + String.join(", ", host.unreadable()));
        }
        Judgement pass = Judgement.pass(subject)
                .with("found", host.nameservers().isEmpty() ? Arg.text("-") : Arg.texts(host.nameservers()));
        return active.isEmpty() ? pass : naming("owner", active, pass).with("kept", "static");
    }

    private static Judgement naming(String argument, List<ResolvOwner> owners, Judgement judgement) {
        return owners.isEmpty()
                ? judgement
                : judgement.with(
                        argument, Arg.texts(owners.stream().map(ResolvOwner::id).toList()));
    }

    private static Optional<ResolvOwner> first(
            List<ResolvOwner> owners, ResolverState host, List<String> wanted, ResolvOwner.Hold hold) {
        return owners.stream().filter(owner -> owner.hold(host, wanted) == hold).findFirst();
    }

    private static Judgement described(Judgement judgement, ResolverState host, ResolvOwner owner) {
        List<String> servers = host.nameservers();
        return judgement
                .with("owner", owner.id())
                .with("found", servers.isEmpty() ? Arg.text("-") : Arg.texts(servers));
    }

    private static List<String> copy(ResolverState host, ResolvOwner owner) {
        return host.copies().getOrDefault(owner.copy(), List.of());
    }

    /** It bears the manager's header, and says something else than the manager's own copy. */
    private static boolean handEdited(ResolverState host, ResolvOwner owner) {
        return host.link().isEmpty()
                && host.copies().containsKey(owner.copy())
                && !ResolverState.nameservers(copy(host, owner)).equals(host.nameservers());
    }
}
