package dev.preflight.api;

import java.util.List;

/**
 * What a judge may know of a host beyond its facts.
 *
 * @param name its name in the inventory
 * @param address the IP address it was reached at, in text form; empty for the local transport
 * @param groups the inventory's groups it is in, sorted
 */
public record HostInfo(String name, String address, List<String> groups) {
    public HostInfo {
        groups = List.copyOf(groups);
    }
}
