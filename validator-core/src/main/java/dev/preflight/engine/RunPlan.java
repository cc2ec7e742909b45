package dev.preflight.engine;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.Settings;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.InventoryKeys;
import dev.preflight.inventory.Members;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Which host is looked at by which checks. */
public final class RunPlan {
    private static final Pattern IP = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final Profile profile;
    private final Members members;
    private final List<HostPlan> hosts;

    private RunPlan(Profile profile, Members members, List<HostPlan> hosts) {
        this.profile = profile;
        this.members = members;
        this.hosts = List.copyOf(hosts);
    }

    /** Whether Preflight becomes root on one of the hosts. */
    public boolean becomes() {
        return hosts.stream().anyMatch(HostPlan::become);
    }

    /**
     * Plans a run over all hosts of an inventory.
     *
     * @throws ProblemsException as below
     */
    public static RunPlan of(Profile profile, List<Host> hosts, Collection<String> only, Collection<String> skip)
            throws ProblemsException {
        return of(profile, Members.of(hosts), hosts, only, skip);
    }

    /**
     * Plans a run.
     *
     * @param members the names of the whole inventory, of which the hosts may be a part
     * @param only names of the instances to run; empty: all
     * @param skip names of the instances not to run
     * @throws ProblemsException if there is no host, a host without checks, no check left to run, an unknown name, or a
     *     group or host that the profile names and the inventory does not have
     */
    public static RunPlan of(
            Profile profile, Members members, List<Host> hosts, Collection<String> only, Collection<String> skip)
            throws ProblemsException {
        Problems problems = new Problems();
        members.check(profile.mentions(), problems);
        List<String> run = known(profile, "--only", only, problems);
        List<String> skipped = known(profile, "--skip", skip, problems);
        if (hosts.isEmpty()) {
            problems.add(Place.of("inventory"), "there is no host to look at", "name one, or see --limit");
        }
        List<HostPlan> plans = new ArrayList<>();
        for (Host host : hosts) {
            plans.add(plan(profile, host, run, skipped, problems).among(hosts));
        }
        plans.stream().filter(HostPlan::exchanges).forEach(plan -> peerAddress(plan.host(), problems));
        boolean noneLeft = plans.stream().allMatch(plan -> plan.checks().isEmpty());
        if (problems.none() && noneLeft) {
            problems.add(
                    Place.of("profile " + profile.name()),
                    "every check is skipped, so nothing would be measured",
                    "see --only and --skip");
        }
        problems.throwIfAny();
        return new RunPlan(profile, members, plans);
    }

    /** What other hosts are to send to is written into the lines that they get: it is an address and nothing else. */
    private static void peerAddress(Host host, Problems problems) {
        host.peerAddress()
                .filter(address -> !IP.matcher(address).matches())
                .ifPresent(address -> problems.add(
                        host.place(),
                        InventoryKeys.PEER_ADDRESS + " of host '" + host.name() + "' is no IP address: '" + address
                                + "'",
                        "write the address at which the other hosts reach it, such as 10.1.0.5 or fd00::5"));
    }

    /** The names as the profile has them: an id that a check had before is the check's id. */
    private static List<String> known(Profile profile, String option, Collection<String> given, Problems problems) {
        List<String> valid = profile.checks().stream().map(CheckInstance::name).toList();
        Map<String, String> replaced = replaced(profile);
        List<String> names = given.stream()
                .map(name -> valid.contains(name) ? name : replaced.getOrDefault(name, name))
                .toList();
        for (String name : names) {
            if (!valid.contains(name)) {
                problems.add(
                        Place.of(option),
                        "profile " + profile.name() + " has no check '" + name + "'",
                        Suggestion.hint(name, valid, replaced));
            }
        }
        return names;
    }

    /** The ids of its checks by each that they had before. */
    private static Map<String, String> replaced(Profile profile) {
        Map<String, String> replaced = new HashMap<>();
        for (CheckInstance<?> instance : profile.checks()) {
            CheckSpec<?> spec = instance.check().spec();
            spec.oldIds().forEach(old -> replaced.put(old, spec.id()));
        }
        return replaced;
    }

    private static HostPlan plan(
            Profile profile, Host host, Collection<String> only, Collection<String> skip, Problems problems) {
        List<CheckInstance<?>> run = new ArrayList<>();
        List<CheckInstance<?>> skipped = new ArrayList<>();
        for (CheckInstance<?> instance : profile.checks()) {
            if (instance.selects(host.groups())) {
                boolean wanted = only.isEmpty() || only.contains(instance.name());
                (wanted && !skip.contains(instance.name()) ? run : skipped).add(instance);
            }
        }
        if (run.isEmpty() && skipped.isEmpty()) {
            problems.add(
                    host.place(),
                    "no check of profile " + profile.name() + " looks at host '" + host.name() + "'",
                    "give a check its group, or leave the host out with --limit");
        }
        return HostPlan.of(
                host,
                run,
                skipped,
                host.become().asked() || profile.settings().of(Settings.class).become());
    }

    /**
     * The same plan, to be carried out on the hosts themselves.
     *
     * @throws ProblemsException if a context of the install user cannot be had by who logs in
     */
    public RunPlan carriedOut() throws ProblemsException {
        Problems problems = new Problems();
        ContextsOfLogin.check(profile, hosts, problems);
        problems.throwIfAny();
        return this;
    }

    /** Notes the rows of its checks that by their groups apply to none of its hosts. */
    public void warnOfIdleRows(Problems warnings) {
        new IdleRows(this, Map.of()).warn(warnings);
    }

    /** The same plan with another instance of this one's name, whose thresholds differ. */
    RunPlan with(CheckInstance<?> other) {
        List<CheckInstance<?>> checks = new ArrayList<>();
        profile.checks().forEach(one -> checks.add(one.name().equals(other.name()) ? other : one));
        return new RunPlan(
                profile.with(checks),
                members,
                hosts.stream().map(host -> host.with(other)).toList());
    }

    /** The same plan, whose hosts have got what they are reached with: it must not change what is asked of them. */
    public RunPlan completed(UnaryOperator<Host> with) {
        return new RunPlan(
                profile,
                members,
                hosts.stream().map(host -> host.on(with.apply(host.host()))).toList());
    }

    /** The profile that was planned with. */
    public Profile profile() {
        return profile;
    }

    /** The names of the inventory that the hosts are of. */
    public Members members() {
        return members;
    }

    List<HostPlan> hosts() {
        return hosts;
    }

    /** The hosts that take part in the exchange; none where it would be one alone. */
    List<HostPlan> exchanging() {
        List<HostPlan> all = hosts.stream().filter(HostPlan::exchanges).toList();
        return all.size() < 2 ? List.of() : all;
    }

    /** Whether checks of several hosts ask for what the time blurs that its answer takes: their clocks. */
    boolean comparesClocks() {
        return hosts.stream()
                .flatMap(host -> host.kept().stream())
                .anyMatch(request -> request.fact().runFirst());
    }

    /** What all link checks together want sent. */
    Traffic traffic() {
        Traffic all = Traffic.none();
        for (CheckInstance<?> instance : profile.checks()) {
            if (hosts.stream().anyMatch(host -> host.checks().contains(instance))) {
                all = all.and(traffic(instance));
            }
        }
        return all;
    }

    private static <P extends Record> Traffic traffic(CheckInstance<P> instance) {
        return instance.check() instanceof LinkCheck<P> check ? check.traffic(instance.params()) : Traffic.none();
    }

    /** What is asked of a host. */
    public List<FactRequest<?>> requests(String host) {
        return hosts.stream()
                .filter(plan -> plan.host().name().equals(host))
                .flatMap(plan -> plan.readings().stream())
                .toList();
    }

    /** The names of the hosts, in the inventory's order. */
    public List<String> hostNames() {
        return hosts.stream().map(plan -> plan.host().name()).toList();
    }

    /**
     * What would be run on this host, by lane. The exchange's script is that of any host: its run, host and port are those
     * of no run.
     */
    public SortedMap<Lane, LaneScript> scripts(String host) {
        HostPlan plan = hosts.stream()
                .filter(one -> one.host().name().equals(host))
                .findFirst()
                .orElseThrow();
        SortedMap<Lane, LaneScript> scripts =
                ScriptCompiler.compile(plan.requests(), plan.rights(plan.host().become()), plan.loginUser());
        if (exchanging().contains(plan)) {
            scripts.put(Lane.EXCHANGE, ExchangeScript.compile(traffic(), "00000000", "", 0));
        }
        return scripts;
    }
}
