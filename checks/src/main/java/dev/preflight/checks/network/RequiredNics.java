package dev.preflight.checks.network;

import dev.preflight.checks.fact.Links;
import dev.preflight.checks.fact.Links.Aggregate;
import dev.preflight.checks.fact.Links.Nic;
import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which interfaces the platform's traffic passes. */
final class RequiredNics {
    private RequiredNics() {}

    /** The interfaces that the platform's traffic enters, each with the first of the reasons why it is needed. */
    static Map<String, String> of(
            Links links, String platformIp, List<String> platformNics, List<ContainerNetwork> containerNetworks) {
        Map<String, String> all = new LinkedHashMap<>();
        links.defaultDevices().forEach(nic -> all.putIfAbsent(nic, "default route"));
        links.deviceOf(platformIp).ifPresent(nic -> all.putIfAbsent(nic, platformIp));
        platformNics.forEach(nic -> all.putIfAbsent(nic, "platform_nics"));
        containerNetworks.forEach(network -> all.putIfAbsent(entry(links, network), "container_networks"));
        all.remove("lo");
        all.remove("");
        return all;
    }

    /**
     * Where the frames of a container network enter: the VLAN's own interface on the parent, if the host has one, for it
     * takes the frames of that VLAN before anything else on the parent sees them; else the parent. The kernel names such
     * interfaces in four ways: {@code enum vlan_name_types} of linux/if_vlan.h.
     */
    static String entry(Links links, ContainerNetwork network) {
        Pattern names = Pattern.compile("(" + Pattern.quote(network.parent()) + "\\.|vlan)0*" + network.vlan());
        return links.nics().values().stream()
                .filter(nic -> network.vlan() > 0 && nic.lower().contains(network.parent()))
                .map(Nic::name)
                .filter(name -> names.matcher(name).matches())
                .findFirst()
                .orElse(network.parent());
    }

    /** The device and all devices below it, down to the ports, without the interfaces of guests on a bridge. */
    static Set<Nic> chain(Links links, String device) {
        Set<Nic> chain = new LinkedHashSet<>();
        descend(links, device, chain);
        return chain;
    }

    private static void descend(Links links, String device, Set<Nic> chain) {
        Nic nic = links.nics().get(device);
        if (nic != null && !chain.add(nic)) {
            return;
        }
        Aggregate aggregate = links.aggregates().get(device);
        if (aggregate != null) {
            aggregate.ports().forEach(port -> descend(links, port, chain));
        } else if (links.bridges().containsKey(device)) {
            links.bridges().get(device).stream()
                    .filter(port -> leadsToWire(links, port))
                    .forEach(port -> descend(links, port, chain));
        } else if (nic != null) {
            nic.lower().forEach(lower -> descend(links, lower, chain));
        }
    }

    private static boolean leadsToWire(Links links, String name) {
        Nic nic = links.nics().get(name);
        return links.aggregates().containsKey(name)
                || (nic != null && (nic.physical() || !nic.lower().isEmpty()));
    }
}
