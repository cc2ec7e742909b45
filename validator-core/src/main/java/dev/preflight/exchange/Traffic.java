package dev.preflight.exchange;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What link checks want sent between hosts; what several want is sent once.
 *
 * @param udpPorts UDP ports that datagrams are sent to
 * @param flows TCP ports that are connected to
 * @param mtu the largest IP packet that must cross, in bytes: the size of the full-size datagram
 * @param sizes IP packets of these sizes, in bytes, are sent that may not be fragmented
 * @param shortConnections how many short TCP connections are made to a neighbour
 * @param fullMesh whether all pairs are tried however many hosts there are
 */
public record Traffic(
        SortedSet<Integer> udpPorts,
        SortedSet<Flow> flows,
        int mtu,
        SortedSet<Integer> sizes,
        int shortConnections,
        boolean fullMesh) {

    /** Ethernet's (RFC 894). */
    private static final int USUAL_MTU = 1500;

    /** TCP connections to a port, from the hosts of one group to those of another; empty: from all, to all. */
    public record Flow(int port, String from, String to) implements Comparable<Flow> {
        @Override
        public int compareTo(Flow other) {
            return Comparator.comparingInt(Flow::port)
                    .thenComparing(Flow::from)
                    .thenComparing(Flow::to)
                    .compare(this, other);
        }

        /** Whether hosts of these groups are the two ends of it. */
        public boolean joins(Collection<String> fromGroups, Collection<String> toGroups) {
            return (from.isEmpty() || fromGroups.contains(from)) && (to.isEmpty() || toGroups.contains(to));
        }
    }

    public Traffic {
        udpPorts = Collections.unmodifiableSortedSet(new TreeSet<>(udpPorts));
        flows = Collections.unmodifiableSortedSet(new TreeSet<>(flows));
        sizes = Collections.unmodifiableSortedSet(new TreeSet<>(sizes));
    }

    /** Nothing but what shows whether a host hears another at all. */
    public static Traffic none() {
        return new Traffic(new TreeSet<>(), new TreeSet<>(), 0, new TreeSet<>(), 0, false);
    }

    /** Datagrams to these ports, the largest of them as large as this allows. */
    public Traffic udp(Collection<Integer> ports, int largest) {
        return and(new Traffic(new TreeSet<>(ports), new TreeSet<>(), largest, new TreeSet<>(), 0, false));
    }

    /** Connections to these ports. */
    public Traffic tcp(Collection<Flow> more) {
        return and(new Traffic(new TreeSet<>(), new TreeSet<>(more), 0, new TreeSet<>(), 0, false));
    }

    /** Packets of these sizes. */
    public Traffic sized(Collection<Integer> more) {
        return and(new Traffic(new TreeSet<>(), new TreeSet<>(), 0, new TreeSet<>(more), 0, false));
    }

    /** So many short connections to each neighbour. */
    public Traffic connections(int count) {
        return and(new Traffic(new TreeSet<>(), new TreeSet<>(), 0, new TreeSet<>(), count, false));
    }

    /** All pairs, if this is true. */
    public Traffic everywhere(boolean full) {
        return and(new Traffic(new TreeSet<>(), new TreeSet<>(), 0, new TreeSet<>(), 0, full));
    }

    /** What both want. */
    public Traffic and(Traffic other) {
        SortedSet<Integer> ports = new TreeSet<>(udpPorts);
        ports.addAll(other.udpPorts);
        SortedSet<Flow> connections = new TreeSet<>(flows);
        connections.addAll(other.flows);
        SortedSet<Integer> packets = new TreeSet<>(sizes);
        packets.addAll(other.sizes);
        return new Traffic(
                ports,
                connections,
                Math.max(mtu, other.mtu),
                packets,
                Math.max(shortConnections, other.shortConnections),
                fullMesh || other.fullMesh);
    }

    /** The size of the full-size datagram's packet, in bytes. */
    public int fullSize() {
        return mtu == 0 ? USUAL_MTU : mtu;
    }
}
