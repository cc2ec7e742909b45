package dev.preflight.exchange;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host sent to its peers.
 *
 * @param tool what sent it
 * @param unfragmented whether it could forbid that datagrams are fragmented
 * @param cut whether its time ran out before it had sent all
 * @param peers by the tag of the peer, see {@link HostTag}
 */
public record SendReport(String tool, boolean unfragmented, boolean cut, Map<String, Peer> peers) {

    /** The word for no error. */
    private static final String NONE = "-";

    /**
     * What was sent to one port.
     *
     * @param small how many of the small datagrams the kernel took
     * @param full how many of the full-size one
     * @param shaped how many of those that look like VXLAN
     * @param error what the kernel said; empty if nothing
     */
    public record Datagrams(int small, int full, int shaped, String error) {}

    /**
     * Packets of one size that may not be fragmented.
     *
     * @param sent how many the kernel took
     * @param error what it said; empty if nothing
     * @param mtu the MTU that it then knows of the path; 0 if it does not say
     */
    public record Sized(int sent, String error, int mtu) {}

    /** A router that refused a packet for its size, and the MTU that it named. */
    public record Hop(String address, int mtu) {}

    /** Short connections: how many were tried, and what came of them. */
    public record Connections(int tried, int good, int reset, int timeout, int refused) {}

    /**
     * Who answers at the peer's address on this link.
     *
     * @param mac empty if no host does
     * @param state of ip-neighbour(8), or {@code ANSWER} for one that was asked aloud
     */
    public record Neighbour(String mac, String state, String device) {}

    /**
     * What was sent to one peer.
     *
     * @param address where
     * @param udp by port
     * @param sizes by the size of the packet
     * @param burst how many small datagrams were sent to the control port to see how many are lost
     * @param tcp by port: {@code ok}, or what went wrong
     */
    public record Peer(
            String address,
            SortedMap<Integer, Datagrams> udp,
            SortedMap<Integer, Sized> sizes,
            int burst,
            SortedMap<Integer, String> tcp,
            Optional<Hop> hop,
            Optional<Connections> connections,
            List<Neighbour> neighbours) {
        public Peer {
            udp = Collections.unmodifiableSortedMap(new TreeMap<>(udp));
            sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
            tcp = Collections.unmodifiableSortedMap(new TreeMap<>(tcp));
            neighbours = List.copyOf(neighbours);
        }
    }

    /** What a host says when it has sent all. */
    public static final FactRequest<SendReport> REQUEST = Fact.scripted("link-sent", "")
            .lane(Lane.EXCHANGE)
            .prefersRoot()
            .sideEffects()
            .cap(1024 * 1024)
            .parsedBy(SendReport::parse)
            .request();

    public SendReport {
        peers = Map.copyOf(peers);
    }

    /** What was sent to this host; empty if nothing was to be. */
    public Optional<Peer> to(String host) {
        return Optional.ofNullable(peers.get(HostTag.of(host)));
    }

    static Reading<SendReport> parse(ProbeOutput output) throws FactFormatException {
        String tool = "";
        boolean unfragmented = false;
        boolean cut = false;
        boolean whole = false;
        Map<String, Building> peers = new HashMap<>();
        for (String line : output.lines()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "tool" -> tool = Words.at(words, 1);
                case "df" -> unfragmented = Words.at(words, 1).equals("yes");
                case "cut" -> cut = true;
                case "sent" -> whole = true;
                case "to" -> peers.put(Words.at(words, 1), new Building(Words.at(words, 2)));
                case "udp", "size", "burst", "tcp", "hop", "short", "neigh" -> {
                    Building peer = peers.get(Words.at(words, 1));
                    if (peer == null && tool.equals("none")) {
                        continue;
                    }
                    if (peer == null) {
                        throw new FactFormatException("'" + line + "' is about a peer that was not named");
                    }
                    peer.add(words);
                }
                default -> {
                    // A later version may say more.
                }
            }
        }
        if (!whole) {
            throw new FactFormatException("expected 'sent' at the end");
        }
        if (tool.isEmpty() || tool.equals("none")) {
            return Reading.missing(Reason.NO_TOOL, "python, perl, bash, nc or socat");
        }
        Map<String, Peer> built = new HashMap<>();
        peers.forEach((tag, peer) -> built.put(tag, peer.peer()));
        return Reading.got(new SendReport(tool, unfragmented, cut, built));
    }

    /** One peer while its lines are read. */
    private static final class Building {
        private final String address;
        private final SortedMap<Integer, Datagrams> udp = new TreeMap<>();
        private final SortedMap<Integer, Sized> sizes = new TreeMap<>();
        private final SortedMap<Integer, String> tcp = new TreeMap<>();
        private int burst;
        private Optional<Hop> hop = Optional.empty();
        private Optional<Connections> connections = Optional.empty();
        private final List<Neighbour> neighbours = new ArrayList<>();

        private Building(String address) {
            this.address = address;
        }

        private void add(String[] words) throws FactFormatException {
            switch (words[0]) {
                case "udp" ->
                    udp.put(
                            Words.number(words, 2),
                            new Datagrams(
                                    Words.number(words, 3),
                                    Words.number(words, 4),
                                    Words.number(words, 5),
                                    error(Words.at(words, 6))));
                case "size" ->
                    sizes.put(
                            Words.number(words, 2),
                            new Sized(
                                    Words.number(words, 3),
                                    error(Words.at(words, 4)),
                                    words.length > 5 ? Words.number(words, 5) : 0));
                case "burst" -> burst = Words.number(words, 2);
                case "tcp" -> tcp.put(Words.number(words, 2), Words.at(words, 3));
                case "hop" -> hop = Optional.of(new Hop(Words.at(words, 2), Words.number(words, 3)));
                case "short" ->
                    connections = Optional.of(new Connections(
                            Words.number(words, 2),
                            Words.number(words, 3),
                            Words.number(words, 4),
                            Words.number(words, 5),
                            Words.number(words, 6)));
                default ->
                    neighbours.add(new Neighbour(error(Words.at(words, 2)), Words.at(words, 3), Words.at(words, 4)));
            }
        }

        private static String error(String word) {
            return word.equals(NONE) ? "" : word;
        }

        private Peer peer() {
            return new Peer(address, udp, sizes, burst, tcp, hop, connections, neighbours);
        }
    }
}
