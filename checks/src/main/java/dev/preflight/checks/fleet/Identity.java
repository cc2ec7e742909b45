package dev.preflight.checks.fleet;

import dev.preflight.checks.fact.HostIds;
import dev.preflight.checks.fact.Links;
import dev.preflight.checks.fact.MacAddresses;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What only one host may have. Left out is what many have by design: addresses of bridges and networks that a container
 * runtime makes (172.17.0.1), of the loopback device and what lies on it, link-local ones, and those of VRRP.
 *
 * @param hostname its name
 * @param machineId empty if it has none
 * @param bootId of its kernel
 * @param addresses device by IP address
 * @param macs device by hardware address; the ports of a bond share one
 */
record Identity(
        String hostname, String machineId, String bootId, Map<String, String> addresses, Map<String, String> macs) {

    static final Identity NONE = new Identity("", "", "", Map.of(), Map.of());

    Identity {
        addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        macs = Collections.unmodifiableMap(new LinkedHashMap<>(macs));
    }

    /** What counts of a host that was reached at this address. */
    static Identity of(HostIds marks, Links links, String reachedAt) {
        Set<String> counted = new HashSet<>(links.defaultDevices());
        Optional.of(reachedAt)
                .filter(ip -> !ip.isEmpty())
                .flatMap(links::deviceOf)
                .ifPresent(counted::add);
        counted.remove("lo");
        Set<String> cards = new HashSet<>();
        counted.forEach(device -> below(device, links, cards));
        marks.nics().forEach((name, nic) -> {
            if (nic.physical()) {
                cards.add(name);
            }
        });
        links.nics().keySet().stream()
                .filter(device -> standsOnCard(device, links, marks, new HashSet<>()))
                .forEach(counted::add);
        Map<String, String> addresses = new LinkedHashMap<>();
        links.addresses().forEach((address, device) -> {
            if (counted.contains(device) && !everywhere(address)) {
                addresses.put(address, device);
            }
        });
        Map<String, String> macs = new LinkedHashMap<>();
        cards.stream().sorted().forEach(device -> {
            String mac = Optional.ofNullable(marks.nics().get(device))
                    .map(HostIds.Nic::mac)
                    .orElse("");
            if (!mac.isEmpty() && !mac.matches("[0:]+") && !MacAddresses.isVirtualRouter(mac)) {
                macs.putIfAbsent(mac, device);
            }
        });
        return new Identity(marks.hostname(), marks.machineId().orElse(""), marks.bootId(), addresses, macs);
    }

    /** Link-local and loopback addresses, which every network and host has its own of. */
    private static boolean everywhere(String canonical) {
        return canonical.startsWith("127.")
                || canonical.startsWith("169.254.")
                || canonical.matches("fe[89ab].:.*")
                || canonical.equals("0:0:0:0:0:0:0:1");
    }

    /** The lowest devices below this one: its cards, or itself. */
    private static void below(String device, Links links, Set<String> found) {
        List<String> lower = Optional.ofNullable(links.nics().get(device))
                .map(Links.Nic::lower)
                .orElse(List.of());
        if (lower.isEmpty()) {
            boolean ownAddress = Optional.ofNullable(links.nics().get(device))
                    .filter(nic -> !nic.bridge())
                    .isPresent();
            if (ownAddress) {
                found.add(device);
            }
            return;
        }
        // A stack of devices has no circle: the kernel refuses one (netdev_upper_dev_link).
        lower.stream().filter(next -> !next.equals(device)).forEach(next -> below(next, links, found));
    }

    private static boolean standsOnCard(String device, Links links, HostIds marks, Set<String> seen) {
        if (!seen.add(device)) {
            return false;
        }
        HostIds.Nic card = marks.nics().get(device);
        if (card != null && card.physical()) {
            return true;
        }
        Links.Nic nic = links.nics().get(device);
        return nic != null && nic.lower().stream().anyMatch(lower -> standsOnCard(lower, links, marks, seen));
    }
}
