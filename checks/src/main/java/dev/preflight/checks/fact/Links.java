package dev.preflight.checks.fact;

import dev.preflight.fact.Fact;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;

/**
 * The network interfaces of a host, the interfaces below them, and which of them routes and addresses name.
 *
 * @param nics the interfaces by name, {@code lo} among them
 * @param aggregates bonds, teams and bonds inside of Open vSwitch by name; the last have no interface of that name
 * @param bridges the devices below each Linux bridge and each internal port of Open vSwitch
 * @param blind why the bridges of Open vSwitch could not be listed, on a host that runs it
 * @param defaultDevices devices of the default routes
 * @param addresses device by address, spelled as {@link IpAddress#canonical} does
 * @param speedsRead whether speed and duplex were read within their limit
 */
public record Links(
        SortedMap<String, Nic> nics,
        SortedMap<String, Aggregate> aggregates,
        Map<String, List<String>> bridges,
        Optional<Blind> blind,
        Set<String> defaultDevices,
        Map<String, String> addresses,
        boolean speedsRead) {

    /** Reads everything in one go; root sees Open vSwitch and the LACP partner as well. */
    public static final Fact<Links> FACT =
            Fact.named("links", Links.class).prefersRoot().parsedBy(LinksText::parse);

    /** Whether there is a cable, or what a virtual interface reports instead. */
    public enum Carrier {
        /** Link. */
        UP,
        /** No link. */
        DOWN,
        /** The kernel would not say: so it does for every interface that is administratively down. */
        UNREADABLE
    }

    /**
     * One interface. Numbers that the kernel did not tell are empty.
     *
     * @param flags of {@code if.h}: see {@link #isUp()}
     * @param operstate for people only: it is {@code unknown} for drivers that work
     * @param speed as the kernel spells it, in Mbit/s; {@code -} if it was not read
     * @param duplex as the kernel spells it; {@code -} if it was not read
     * @param changes how often the carrier came or went since boot, first and last thing in the probe
     * @param physical whether hardware is behind it, a virtual machine's included
     * @param lower the devices below it
     * @param mtu its largest IP packet, in bytes
     */
    public record Nic(
            String name,
            OptionalInt flags,
            Carrier carrier,
            String operstate,
            String speed,
            String duplex,
            List<OptionalInt> changes,
            boolean physical,
            boolean bridge,
            List<String> lower,
            OptionalInt mtu) {

        /** IFF_UP, the lowest bit of the flags (linux/if.h). */
        private static final int IFF_UP = 0x1;

        /** Whether it was not switched off. */
        public boolean isUp() {
            return flags.isPresent() && (flags.getAsInt() & IFF_UP) != 0;
        }

        /**
         * The speed in Mbit/s. Virtual interfaces have none: -1, or, from kernels that print it unsigned, 65535 or
         * 4294967295 (SPEED_UNKNOWN of linux/ethtool.h).
         */
        public OptionalInt knownSpeed() {
            OptionalInt value = number(speed, 10);
            boolean known = value.isPresent() && value.getAsInt() > 0 && value.getAsInt() != 65535;
            return known ? value : OptionalInt.empty();
        }
    }

    /**
     * Ports of which each can replace the others.
     *
     * @param ports their names
     * @param down those that the driver or daemon itself holds for down
     * @param lacp whether 802.3ad
     * @param partner MAC address of the other side; empty if not reported (the kernel reports it to root only)
     * @param aggregators aggregator id by port
     */
    public record Aggregate(
            Set<String> ports, Set<String> down, boolean lacp, String partner, Map<String, String> aggregators) {}

    /**
     * Why something cannot be seen.
     *
     * @param detail what the tool said, or its name
     */
    public record Blind(Reason reason, String detail) {}

    /** The device that has this address, if any. */
    public Optional<String> deviceOf(String address) {
        return Optional.ofNullable(addresses.get(IpAddress.canonical(address)));
    }

    static OptionalInt number(String text, int radix) {
        try {
            return OptionalInt.of(Integer.parseInt(text, radix));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
