package dev.preflight.checks.fact;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.node.Ascii;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What distinguishes a host from others, and what is compared between hosts.
 *
 * @param hostname its own name, untrusted
 * @param machineId see machine-id(5); empty if it has none yet, and on systems that know no such thing
 * @param bootId of the running kernel, which all containers of a machine share
 * @param cgroups {@code v1}, {@code v2} or {@code none}
 * @param nics its network interfaces by name
 */
public record HostIds(
        String hostname, Optional<String> machineId, String bootId, String cgroups, SortedMap<String, Nic> nics) {

    /**
     * One interface.
     *
     * @param mac its hardware address, in lower case; empty if it has none
     * @param mtu the largest IP packet it carries
     * @param physical whether hardware is behind it that is no part of the server's own service processor
     */
    public record Nic(String mac, OptionalInt mtu, boolean physical) {}

    /** Pure reads. */
    public static final Fact<HostIds> FACT =
            Fact.named("host-marks", HostIds.class).parsedBy(HostIds::parse);

    /** The one request for it. */
    public static final FactRequest<HostIds> REQUEST = FACT.request();

    public HostIds {
        nics = Collections.unmodifiableSortedMap(new TreeMap<>(nics));
    }

    static Reading<HostIds> parse(ProbeOutput output) throws FactFormatException {
        List<String> lines = output.lines();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals("done")) {
            throw new FactFormatException("the last line should be \"done\"");
        }
        Map<String, String> single = new HashMap<>();
        SortedMap<String, Nic> nics = new TreeMap<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("nic")) {
                nic(words, line, nics);
            } else if (words.length > 1) {
                single.put(words[0], line.substring(words[0].length() + 1));
            }
        }
        return Reading.got(new HostIds(
                known(single, "hostname"),
                machineId(known(single, "machine-id")),
                known(single, "boot-id"),
                known(single, "cgroup"),
                nics));
    }

    private static void nic(String[] words, String line, SortedMap<String, Nic> nics) throws FactFormatException {
        if (words.length < 4) {
            throw new FactFormatException("expected name, address and MTU of an interface, found: " + line);
        }
        boolean mac = words[2].matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5,31}");
        nics.put(
                words[1],
                new Nic(
                        mac ? Ascii.lower(words[2]) : "",
                        words[3].matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(words[3])) : OptionalInt.empty(),
                        words.length > 4 && words[4].equals("physical")));
    }

    private static String known(Map<String, String> single, String name) throws FactFormatException {
        String value = single.getOrDefault(name, "?");
        if (value.equals("?")) {
            throw new FactFormatException("no " + name + " was read");
        }
        return value;
    }

    /** 32 hexadecimal digits; an image that was prepared well holds "uninitialized" or nothing (machine-id(5)). */
    private static Optional<String> machineId(String text) {
        return text.matches("[0-9a-f]{32}") ? Optional.of(text) : Optional.empty();
    }
}
