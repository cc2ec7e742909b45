package dev.preflight.checks.docker.containers;

import dev.preflight.checks.docker.containers.ContainerNetworks.Attached;
import dev.preflight.checks.docker.containers.ContainerNetworks.Endpoint;
import dev.preflight.checks.docker.containers.ContainerNetworks.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The containers of all hosts on the networks that hosts share.
 *
 * @param byNetwork what is attached to each of them, by the network's name
 */
record NetworkCopies(SortedMap<String, List<Copy>> byNetwork) {

    /** A container of a host, attached to a network that it shares. */
    record Copy(String host, Attached container, Set<String> aliases) {

        /** Where the name is taken: the container runs, or comes back at the next boot. */
        boolean live() {
            return container.running() || container.comesBack();
        }
    }

    /** Sorts what is on networks that at least one host says are shared: a stopped runtime knows no networks. */
    static NetworkCopies of(SortedMap<String, ContainerNetworks> hosts, Predicate<String> ignored) {
        Set<String> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        hosts.values().stream()
                .flatMap(host -> host.networks().stream())
                .filter(Network::multiHost)
                .forEach(net -> {
                    ids.add(net.id());
                    names.add(net.name());
                });
        SortedMap<String, List<Copy>> all = new TreeMap<>();
        hosts.forEach((host, facts) -> {
            Set<String> local = localNames(facts);
            for (Attached container : facts.attached()) {
                for (Map.Entry<String, Endpoint> at : container.networks().entrySet()) {
                    String id = at.getValue().networkId();
                    boolean shared = ids.stream().anyMatch(known -> isOne(known, id))
                            || (names.contains(at.getKey()) && !local.contains(at.getKey()));
                    if (shared && !ignored.test(container.name())) {
                        all.computeIfAbsent(at.getKey(), key -> new ArrayList<>())
                                .add(new Copy(host, container, at.getValue().aliases()));
                    }
                }
            }
        });
        return new NetworkCopies(all);
    }

    /** A list shows the first twelve digits of an id. */
    private static boolean isOne(String known, String id) {
        return !known.isEmpty() && !id.isEmpty() && (id.startsWith(known) || known.startsWith(id));
    }

    private static Set<String> localNames(ContainerNetworks host) {
        Set<String> local = new HashSet<>();
        host.networks().stream()
                .filter(net -> !net.multiHost())
                .map(Network::name)
                .forEach(local::add);
        return local;
    }

    /** By network and name, the copies of containers that several hosts have. */
    SortedMap<String, SortedMap<String, List<Copy>>> sameName() {
        SortedMap<String, SortedMap<String, List<Copy>>> found = new TreeMap<>();
        byNetwork.forEach((network, copies) -> {
            SortedMap<String, List<Copy>> byName = new TreeMap<>();
            copies.forEach(copy -> byName.computeIfAbsent(copy.container().name(), key -> new ArrayList<>())
                    .add(copy));
            byName.values()
                    .removeIf(of -> of.stream().map(Copy::host).distinct().count() < 2);
            found.put(network, byName);
        });
        return found;
    }

    /** By network and alias, the copies under different names; a host by itself gives one in turn for the other as well. */
    SortedMap<String, SortedMap<String, List<Copy>>> sameAlias() {
        SortedMap<String, SortedMap<String, List<Copy>>> found = new TreeMap<>();
        byNetwork.forEach((network, copies) -> {
            SortedMap<String, List<Copy>> byAlias = new TreeMap<>();
            copies.forEach(copy -> copy.aliases()
                    .forEach(alias -> byAlias.computeIfAbsent(alias, key -> new ArrayList<>())
                            .add(copy)));
            byAlias.values()
                    .removeIf(of -> of.stream()
                                    .map(copy -> copy.container().name())
                                    .distinct()
                                    .count()
                            < 2);
            found.put(network, byAlias);
        });
        return found;
    }
}
