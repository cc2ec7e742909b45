package dev.preflight.engine;

import dev.preflight.api.HostCheck;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Rights;
import dev.preflight.profile.CheckInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be done with one host.
 *
 * @param host who
 * @param checks the instances that look at it
 * @param skipped the instances that would, had the user not said otherwise
 * @param requests what its checks want, each once, and the identity of the host
 * @param become whether what prefers root gets it
 */
record HostPlan(
        Host host,
        List<CheckInstance<?>> checks,
        List<CheckInstance<?>> skipped,
        List<FactRequest<?>> requests,
        boolean become) {

    HostPlan {
        checks = List.copyOf(checks);
        skipped = List.copyOf(skipped);
        requests = List.copyOf(requests);
    }

    /** The plan of a host. */
    static HostPlan of(Host host, List<CheckInstance<?>> checks, List<CheckInstance<?>> skipped, boolean become) {
        Map<String, FactRequest<?>> wanted = new LinkedHashMap<>();
        wanted.put(HostIdentity.REQUEST.key(), HostIdentity.REQUEST);
        for (CheckInstance<?> instance : checks) {
            needs(instance).forEach(request -> wanted.putIfAbsent(request.key(), request));
        }
        return new HostPlan(host, checks, skipped, new ArrayList<>(wanted.values()), become);
    }

    /** The same plan, in which probes that look for hosts look for these, and those that log in to hosts try these. */
    HostPlan among(List<Host> all) {
        List<String> names = all.stream().map(Host::name).toList();
        List<FactRequest<?>> named = new ArrayList<>();
        requests.forEach(
                request -> named.add(request.naming(names).loggingIn(LoginTargets.of(host, all, request.locators()))));
        return new HostPlan(host, checks, skipped, named, become);
    }

    /** The same plan with another instance of this one's name; what is asked of the host stays as it is. */
    HostPlan with(CheckInstance<?> other) {
        List<CheckInstance<?>> replaced = new ArrayList<>();
        checks.forEach(one -> replaced.add(one.name().equals(other.name()) ? other : one));
        return new HostPlan(host, replaced, skipped, requests, become);
    }

    /** The same plan for the host as it is reached now. */
    HostPlan on(Host completed) {
        return new HostPlan(completed, checks, skipped, requests, become);
    }

    /** Whether there are checks that look at it together with others. */
    boolean together() {
        return checks.stream().anyMatch(instance -> !(instance.check() instanceof HostCheck));
    }

    /** Whether it takes part in the exchange between hosts. */
    boolean exchanges() {
        return checks.stream().anyMatch(instance -> instance.check() instanceof LinkCheck<?> link && link.exchanges());
    }

    /** Who logs in: the user that the host names, or else the user who runs Preflight. */
    String loginUser() {
        return host.connection() == Host.Connection.LOCAL
                ? System.getProperty("user.name")
                : host.user().orElseGet(() -> System.getProperty("user.name"));
    }

    /** What root can be had for: with a password, sudo is measured in the lane that it opens. */
    Rights rights(Become how) {
        boolean sudo =
                become && how.method() == Become.Method.SUDO && how.password().isPresent();
        return !become ? Rights.USER : sudo ? Rights.ROOT_BY_SUDO_PASSWORD : Rights.ROOT;
    }

    /** What is read of what it said: for its own checks, and for those that look at it among others. */
    List<FactRequest<?>> readings() {
        List<FactRequest<?>> all = new ArrayList<>(requests);
        if (exchanges()) {
            all.addAll(LinkFacts.EXCHANGED);
        }
        return all;
    }

    /** What of that is kept until every host has been looked at: what checks of several hosts ask for. */
    List<FactRequest<?>> kept() {
        List<FactRequest<?>> kept = new ArrayList<>();
        for (CheckInstance<?> instance : checks) {
            if (!(instance.check() instanceof HostCheck)) {
                kept.addAll(needs(instance));
            }
        }
        if (exchanges()) {
            kept.addAll(LinkFacts.EXCHANGED);
        }
        kept.add(HostIdentity.REQUEST);
        return kept;
    }

    /** How long its samplers watch the host; they do so side by side. */
    Duration sampleTime() {
        return requests.stream()
                .map(FactRequest::sampleTime)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** What a script asks for. */
    List<FactRequest<?>> requests(LaneScript script) {
        Set<String> keys =
                script.expected().stream().map(LaneScript.Expected::key).collect(Collectors.toSet());
        return requests.stream().filter(request -> keys.contains(request.key())).toList();
    }

    private static <P extends Record> List<FactRequest<?>> needs(CheckInstance<P> instance) {
        return instance.check().needs(instance.params()).all();
    }
}
