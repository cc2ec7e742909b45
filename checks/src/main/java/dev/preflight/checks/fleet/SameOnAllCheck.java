package dev.preflight.checks.fleet;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All hosts have the same value of something that a platform expects to be the same: the kernel, an MTU, a setting of the
 * kernel. Hosts that differ are compared with the value of more than half of all hosts; if there is no such value, no host
 * is reported as wrong, and the hosts of each value are named.
 *
 * <p>Sources: none but arithmetic; incidents in which one host of a cluster had another MTU or kernel.
 */
public final class SameOnAllCheck implements FleetCheck<SameOnAllCheck.Params> {

    /**
     * What Docker (moby, {@code libnetwork/drivers/bridge/setup_ip_forwarding.go}, {@code setup_bridgenetfiltering.go}) and the
     * documentation of Kubernetes ("Container Runtimes") turn on: off, containers reach nothing.
     */
    private static final Set<String> SET_BY_ENGINES = Set.of(
            "net.ipv4.ip_forward",
            "net.ipv4.conf.all.forwarding",
            "net.ipv4.conf.default.forwarding",
            "net.ipv6.conf.all.forwarding",
            "net.ipv6.conf.default.forwarding",
            "net.bridge.bridge-nf-call-iptables",
            "net.bridge.bridge-nf-call-ip6tables");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What must be the same on all hosts",
                    defaultValue = "kernel",
                    example = "sysctl",
                    kind = Kind.LOCATOR)
            ComparedValue value,

            @Param(
                    value =
                            "Which one, for mtu (an interface), sysctl (a setting), uid (a user), file-digest (a path), package, command, limits (nofile and others)",
                    example = "net.ipv4.ip_forward",
                    kind = Kind.LOCATOR)
            String name) {

        /** Holds value and name together. */
        public Params {
            if (value.takesName() && name.isEmpty()) {
                throw new IllegalArgumentException("name: which " + value.id() + " is not said");
            }
            if (!value.takesName() && !name.isEmpty()) {
                throw new IllegalArgumentException("name: there is only one " + value.id() + ", so it takes no name");
            }
            if (value.takesName() && !value.shape().fits(name)) {
                throw new IllegalArgumentException(
                        "name: expected " + value.shape().words());
            }
        }

        /** Whether engines of containers set it on the hosts that they run on, so that the majority is not always right. */
        private boolean setByEngines() {
            return value == ComparedValue.SYSCTL && SET_BY_ENGINES.contains(name);
        }

        private Subject subject() {
            return Subject.of(value.id(), name);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("same-on-all", Params.class, Severity.WARNING)
            .code("differs")
            .code("only-here")
            .code("missing-here")
            .code("differs-by-role")
            .code("no-majority")
            .code("nowhere", Severity.INFO)
            .code("not-here", Severity.INFO)
            .code("one-host", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(params.value().request(params.name()));
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, Params params) {
        if (facts.hosts().size() == 1) {
            String only = facts.hosts().firstKey();
            return List.of(new Scoped(Scope.host(only), Judgement.notApplicable("one-host", params.subject())));
        }
        List<Scoped> judged = new ArrayList<>();
        SortedMap<String, Optional<String>> values = new TreeMap<>();
        facts.hosts()
                .forEach((host, of) -> params.value()
                        .read(of, params.name())
                        .<Runnable>fold(
                                value -> () -> values.put(host, value),
                                missing -> () -> judged.add(
                                        new Scoped(Scope.host(host), Judgement.unknown(missing, params.subject()))))
                        .run());
        // A value of most hosts of the run may be that of few hosts of the inventory.
        int all = facts.hosts().size() + facts.unseenOfAll().most();
        judged.addAll(compared(values, all, params));
        return judged;
    }

    private static List<Scoped> compared(SortedMap<String, Optional<String>> all, int count, Params params) {
        List<Scoped> apart = new ArrayList<>();
        SortedMap<String, Optional<String>> values = new TreeMap<>(all);
        if (params.value().ofThoseThatHaveIt() && all.values().stream().anyMatch(Optional::isPresent)) {
            all.forEach((host, value) -> {
                if (value.isEmpty()) {
                    values.remove(host);
                    apart.add(new Scoped(Scope.host(host), Judgement.notApplicable("not-here", params.subject())));
                }
            });
        }
        List<Scoped> judged = new ArrayList<>(ofThose(values, count - apart.size(), params));
        judged.addAll(apart);
        return judged;
    }

    private static List<Scoped> ofThose(SortedMap<String, Optional<String>> values, int hosts, Params params) {
        Majority<Optional<String>> majority = Majority.of(values);
        Optional<Optional<String>> most = majority.ofMoreThanHalf(hosts);
        if (most.isEmpty() && !majority.unanimous()) {
            String first = majority.groups().keySet().stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse("");
            return List.of(new Scoped(
                    Scope.fleet(),
                    Judgement.fail("no-majority", params.subject())
                            .with(
                                    "values",
                                    Arg.texts(majority.listed((value, of) -> value.map(
                                                    text -> params.value().shown(text, first))
                                            .orElse("-"))))));
        }
        List<Scoped> judged = new ArrayList<>();
        values.forEach((host, value) -> judged.add(new Scoped(
                Scope.host(host),
                judgement(value, most.orElse(value), params)
                        .with("value", shown(value, most.orElse(value), params))
                        .with("most", shown(most.orElse(value), most.orElse(value), params)))));
        return judged;
    }

    private static String shown(Optional<String> value, Optional<String> most, Params params) {
        return params.value().shown(value.orElse(""), most.orElse(""));
    }

    private static Judgement judgement(Optional<String> value, Optional<String> most, Params params) {
        Subject subject = params.subject();
        if (value.equals(most)) {
            return value.isPresent() ? Judgement.pass(subject) : Judgement.notApplicable("nowhere", subject);
        }
        if (value.isPresent() && params.setByEngines()) {
            return Judgement.fail("differs-by-role", subject).with("name", params.name());
        }
        return Judgement.fail(most.isEmpty() ? "only-here" : value.isEmpty() ? "missing-here" : "differs", subject);
    }
}
