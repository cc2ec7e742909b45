package dev.preflight.checks.fleet;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.HostIds;
import dev.preflight.checks.fact.Links;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * No two hosts of the inventory have the same identity: an IP address, a hardware address, a machine id or a name. Two
 * machines with one address made some of their peers unreachable, and which ones changed from hour to hour.
 *
 * <p>Sources: RFC 5227; machine-id(5); bonding.rst of the kernel's documentation; RFC 5798 for the addresses of VRRP.
 */
public final class HostIdentityDuplicatesCheck implements FleetCheck<NoParams> {
    private static final FactRequest<Links> LINKS = Links.FACT.request();

    /** One machine has the machine id and the boot id of one kernel. */
    private record Machine(String machineId, String bootId) {}

    /** What a duplicate of some kind means. */
    private enum Mark {
        IP(Outcome.FAIL),
        MAC(Outcome.FAIL),
        MACHINE_ID(Outcome.WARNING),
        HOSTNAME(Outcome.WARNING);

        private final Outcome outcome;

        Mark(Outcome outcome) {
            this.outcome = outcome;
        }

        private String id() {
            return CodeName.of(this);
        }
    }

    private static final CheckSpec<NoParams> SPEC = CheckSpec.of(
                    "host-identity-duplicates", NoParams.class, Severity.BLOCKER)
            .code("same-ip")
            .code("same-mac")
            .code("same-machine-id", Severity.WARNING)
            .code("same-hostname", Severity.WARNING)
            .code("two-names-for-one-host", Severity.WARNING)
            .code("one-host", Severity.INFO);

    @Override
    public CheckSpec<NoParams> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(NoParams params) {
        return Needs.none().required(HostIds.REQUEST, LINKS);
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, NoParams params) {
        if (facts.hosts().size() == 1) {
            Scope only = Scope.host(facts.hosts().firstKey());
            return List.of(new Scoped(only, Judgement.notApplicable("one-host", Subject.HOST)));
        }
        List<Scoped> judged = new ArrayList<>();
        SortedMap<String, Identity> known = new TreeMap<>();
        facts.hosts().forEach((name, host) -> {
            List<Judgement> missing = missing(host);
            missing.forEach(judgement -> judged.add(new Scoped(Scope.host(name), judgement)));
            if (missing.isEmpty()) {
                known.put(
                        name,
                        Identity.of(
                                host.get(HostIds.REQUEST),
                                host.get(LINKS),
                                host.host().address()));
            }
        });
        Map<String, String> machines = machines(known, judged);
        for (Mark mark : Mark.values()) {
            duplicates(known, mark).forEach((value, hosts) -> {
                if (hosts.keySet().stream().map(machines::get).distinct().count() > 1) {
                    Judgement duplicate = duplicate(mark, value, hosts.values());
                    hosts.keySet().forEach(host -> judged.add(new Scoped(Scope.host(host), duplicate)));
                }
            });
        }
        Set<Scope> spoken = new HashSet<>();
        judged.forEach(s -> spoken.add(s.scope()));
        known.keySet().stream()
                .map(Scope::host)
                .filter(scope -> !spoken.contains(scope))
                .forEach(scope -> judged.add(new Scoped(scope, Judgement.pass(Subject.HOST))));
        return judged;
    }

    private static List<Judgement> missing(HostFacts host) {
        List<Judgement> missing = new ArrayList<>();
        for (FactRequest<?> request : List.of(HostIds.REQUEST, LINKS)) {
            host.reading(request)
                    .<Runnable>fold(
                            fact -> () -> {},
                            none -> () -> missing.add(Judgement.unknown(
                                            none,
                                            Subject.of("fact", request.fact().id()))
                                    .basedOn(request)))
                    .run();
        }
        return missing;
    }

    /**
     * Which machine each host is, by the first of its names. Two names are one machine only if they share an address too:
     * containers share the boot id of their kernel, and a cloned image its machine id.
     */
    private static Map<String, String> machines(SortedMap<String, Identity> known, List<Scoped> judged) {
        Map<String, String> machines = new HashMap<>();
        Map<String, Set<String>> names = new TreeMap<>();
        known.forEach((name, identity) -> {
            String first = known.entrySet().stream()
                    .filter(other -> machines.containsKey(other.getKey()) && one(identity, other.getValue()))
                    .map(other -> machines.getOrDefault(other.getKey(), other.getKey()))
                    .findFirst()
                    .orElse(name);
            machines.put(name, first);
            names.computeIfAbsent(first, key -> new TreeSet<>()).add(name);
        });
        names.values().stream()
                .filter(of -> of.size() > 1)
                .forEach(of -> of.forEach(name -> judged.add(new Scoped(
                        Scope.host(name),
                        Judgement.warning("two-names-for-one-host", Subject.HOST)
                                .withSome("names", of)
                                .with(
                                        "machineId",
                                        known.getOrDefault(name, Identity.NONE).machineId())
                                .withRemedy(Remedy.manual("name-once"))))));
        return machines;
    }

    private static boolean one(Identity a, Identity b) {
        return !a.machineId().isEmpty()
                && new Machine(a.machineId(), a.bootId()).equals(new Machine(b.machineId(), b.bootId()))
                && a.addresses().keySet().stream().anyMatch(b.addresses()::containsKey);
    }

    /** By value the hosts that have it, each with where it has it. */
    private static SortedMap<String, SortedMap<String, String>> duplicates(
            SortedMap<String, Identity> known, Mark mark) {
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        known.forEach((host, identity) -> values(identity, mark)
                .forEach((value, device) -> all.computeIfAbsent(value, key -> new TreeMap<>())
                        .put(host, device.isEmpty() ? host : host + " (" + device + ")")));
        all.values().removeIf(hosts -> hosts.size() < 2);
        return all;
    }

    private static Map<String, String> values(Identity identity, Mark mark) {
        return switch (mark) {
            case IP -> identity.addresses();
            case MAC -> identity.macs();
            case MACHINE_ID -> identity.machineId().isEmpty() ? Map.of() : Map.of(identity.machineId(), "");
            case HOSTNAME -> Map.of(identity.hostname(), "");
        };
    }

    private static Judgement duplicate(Mark mark, String value, Collection<String> hosts) {
        Subject subject = Subject.of(mark.id(), value);
        String code = "same-" + mark.id();
        Judgement judgement =
                mark.outcome == Outcome.FAIL ? Judgement.fail(code, subject) : Judgement.warning(code, subject);
        return judgement
                .with("value", value)
                .withSome("hosts", hosts)
                .basedOn(mark == Mark.IP ? LINKS : HostIds.REQUEST)
                .withRemedy(
                        mark == Mark.MACHINE_ID
                                ? Remedy.confirm("new-machine-id", Privilege.ROOT)
                                : Remedy.manual("own-" + mark.id()));
    }
}
