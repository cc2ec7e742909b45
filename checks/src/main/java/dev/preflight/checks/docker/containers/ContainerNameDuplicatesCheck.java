package dev.preflight.checks.docker.containers;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.api.Untried;
import dev.preflight.checks.docker.containers.NetworkCopies.Copy;
import dev.preflight.fact.Reason;
import dev.preflight.node.Glob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * No other host has a container of the same name in a network that both hosts share. After a disk array failed, the
 * scheduler created the containers again on other hosts; when the host came back and its stale container was deleted, the
 * alias of the live container was deleted too, and its name could no longer be resolved.
 *
 * <p>Sources: the references of docker inspect and docker network; the notes of Docker Engine API v1.44 on DNSNames.
 */
@Untried(remedies = "no-restart", why = "the finding stays until the duplicate has been removed by hand")
public final class ContainerNameDuplicatesCheck implements FleetCheck<ContainerNameDuplicatesCheck.Params> {

    /** Parameters. */
    public record Params(
            @Param(
                    value =
                            "Whether the platform identifies endpoints by the names of containers, so that a duplicate removes one",
                    defaultValue = "true",
                    example = "false",
                    kind = Kind.THRESHOLD)
            boolean nameIsClusterKey,

            @Param(
                    value = "Globs of the names of containers that run once on every host",
                    example = "[\"node-exporter\", \"agent-*\"]",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            List<String> perHostNames,

            @Param(
                    value =
                            "Whether containers with different names may share an alias, which DNS then resolves to each in turn",
                    defaultValue = "false",
                    example = "true",
                    kind = Kind.THRESHOLD)
            boolean aliasRrAllowed) {
        public Params {
            perHostNames = List.copyOf(perHostNames);
        }

        /** Those of the kubelet are made up for each pod; those that the site names are meant to be everywhere. */
        private boolean ignores(String name) {
            return name.startsWith("k8s_")
                    || name.equals("POD")
                    || perHostNames.stream().anyMatch(glob -> Glob.ofStars(glob).matches(name));
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of(
                    "container-name-duplicates", Params.class, Severity.BLOCKER)
            .code("duplicate-on-global-network")
            .code("stopped-twin", Severity.WARNING)
            .code("shared-alias", Severity.WARNING)
            .code("no-runtime", Severity.INFO)
            .code("one-host", Severity.INFO)
            .explainedBy("host-identity-duplicates");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(ContainerNetworks.REQUEST);
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, Params params) {
        if (facts.hosts().size() == 1) {
            return List.of(scoped(facts.hosts().firstKey(), Judgement.notApplicable("one-host", Subject.HOST)));
        }
        List<Scoped> judged = new ArrayList<>();
        SortedMap<String, ContainerNetworks> known = new TreeMap<>();
        facts.hosts().forEach((name, host) -> {
            Optional<Judgement> missing = host.reading(ContainerNetworks.REQUEST)
                    .fold(
                            networks -> {
                                known.put(name, networks);
                                return Optional.empty();
                            },
                            none -> Optional.of(
                                    Judgement.unknown(none, Subject.HOST).withSeverity(severity(params))));
            missing.ifPresent(judgement -> judged.add(scoped(name, judgement)));
        });
        NetworkCopies copies = NetworkCopies.of(known, params::ignores);
        copies.sameName()
                .forEach((network, names) ->
                        names.forEach((name, of) -> judged.addAll(duplicate(network, name, of, params))));
        if (!params.aliasRrAllowed()) {
            copies.sameAlias()
                    .forEach((network, aliases) -> aliases.forEach((alias, of) -> hosts(of)
                            .forEach(host -> judged.add(scoped(
                                    host,
                                    with(Judgement.warning("shared-alias", Subject.of("alias", alias)), network, of)
                                            .with("alias", alias))))));
        }
        List<String> unlisted = facts.hosts().keySet().stream()
                .filter(host -> !known.containsKey(host))
                .toList();
        judged.addAll(others(known, unlisted, judged, params));
        return judged;
    }

    /**
     * Judges the hosts for which no twin was found. A host whose containers could not be listed may hold the twin. Then
     * only hosts without containers pass; for the others the result is one {@code unknown} of the fleet, unless a twin
     * was found anyway.
     */
    private static List<Scoped> others(
            SortedMap<String, ContainerNetworks> known, List<String> unlisted, List<Scoped> judged, Params params) {
        Set<Scope> spoken = new HashSet<>();
        judged.forEach(s -> spoken.add(s.scope()));
        boolean failed = judged.stream().anyMatch(s -> s.judgement().outcome() == Outcome.FAIL);
        List<Scoped> others = new ArrayList<>();
        boolean open = false;
        for (Map.Entry<String, ContainerNetworks> host : known.entrySet()) {
            ContainerNetworks networks = host.getValue();
            boolean mayHaveTwin = !unlisted.isEmpty()
                    && networks.attached().stream().anyMatch(container -> !params.ignores(container.name()));
            open |= mayHaveTwin;
            if (spoken.contains(Scope.host(host.getKey())) || mayHaveTwin) {
                continue;
            }
            others.add(scoped(
                    host.getKey(),
                    networks.runtimes()
                            ? Judgement.pass(Subject.HOST)
                                    .with("count", Arg.count(networks.attached().size()))
                            : Judgement.notApplicable("no-runtime", Subject.HOST)));
        }
        if (open && !failed) {
            others.add(new Scoped(
                    Scope.fleet(),
                    Judgement.unknown(Reason.PEER_UNREACHABLE, Subject.of("containers", ""))
                            .withSome("detail", unlisted)
                            .withSeverity(severity(params))));
        }
        return others;
    }

    private static Severity severity(Params params) {
        return params.nameIsClusterKey() ? Severity.BLOCKER : Severity.WARNING;
    }

    /** A duplicate that does not run and will not start by itself does no harm until it is started or deleted. */
    private static List<Scoped> duplicate(String network, String name, List<Copy> copies, Params params) {
        long live =
                copies.stream().filter(Copy::live).map(Copy::host).distinct().count();
        Subject subject = Subject.of("container", name);
        Judgement judgement = live > 1
                ? Judgement.fail("duplicate-on-global-network", subject).withSeverity(severity(params))
                : Judgement.warning("stopped-twin", subject);
        String policy = copies.stream()
                .sorted(Comparator.comparing(copy -> copy.container().running()))
                .map(copy -> copy.container().policy())
                .filter(one -> !one.isEmpty())
                .findFirst()
                .orElse("no");
        Judgement told = with(judgement, network, copies)
                .with("name", name)
                .withRemedy(Remedy.confirm("no-restart", Privilege.ROOT)
                        .with("name", Arg.text(name))
                        .with("policy", Arg.text(policy)))
                .withRemedy(Remedy.manual("remove-twin"));
        return hosts(copies).stream().map(host -> scoped(host, told)).toList();
    }

    private static Judgement with(Judgement judgement, String network, List<Copy> copies) {
        List<String> where = copies.stream()
                .map(copy -> copy.container().name() + "@" + copy.host() + " ("
                        + copy.container().status()
                        + (copy.container().policy().isEmpty()
                                ? ""
                                : ", " + copy.container().policy()) + ")")
                .toList();
        return judgement.with("network", network).withSome("copies", where);
    }

    private static List<String> hosts(List<Copy> copies) {
        return copies.stream().map(Copy::host).distinct().toList();
    }

    private static Scoped scoped(String host, Judgement judgement) {
        return new Scoped(Scope.host(host), judgement);
    }
}
