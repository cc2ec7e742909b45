package dev.preflight.exchange;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a host heard of its peers.
 *
 * @param delivered datagrams that its sockets got, by the tag of their sender, see {@link HostTag}
 * @param wire datagrams that arrived at its interfaces, whether or not a socket got them; empty if they were not watched
 */
public record ReceiveReport(Map<String, List<Datagram>> delivered, Map<String, List<Datagram>> wire) {

    /** The full-size datagram. */
    public static final String FULL = "f";

    /** One of many small ones to the control port. */
    public static final String BURST = "b";

    /** The one that looks like VXLAN. */
    public static final String SHAPED = "v";

    /**
     * One datagram.
     *
     * @param port where it arrived
     * @param source the address that it seemed to come from; empty where the tool cannot tell
     * @param bytes length of its payload
     * @param from the tag of the host that sent it
     * @param sequence which of those that this host sends: a digit for a small one, {@link #FULL}, {@link #SHAPED}, {@link #BURST}, or "s"
     *     and the size of the packet
     */
    public record Datagram(int port, String source, int bytes, String from, String sequence) {}

    /** What a host says at the end. */
    public static final FactRequest<ReceiveReport> REQUEST = Fact.scripted("link-heard", "")
            .lane(Lane.EXCHANGE)
            .prefersRoot()
            .cap(2 * 1024 * 1024)
            .parsedBy(ReceiveReport::parse)
            .request();

    public ReceiveReport {
        delivered = Map.copyOf(delivered);
        wire = Map.copyOf(wire);
    }

    /** What came from one host at one port, each once. */
    public Stream<Datagram> from(String host, int port) {
        return of(delivered, host, port);
    }

    /** The same, as seen at the interfaces. */
    public Stream<Datagram> wireFrom(String host, int port) {
        return of(wire, host, port);
    }

    private static Stream<Datagram> of(Map<String, List<Datagram>> all, String host, int port) {
        return all.getOrDefault(HostTag.of(host), List.of()).stream().filter(one -> one.port() == port);
    }

    static Reading<ReceiveReport> parse(ProbeOutput output) throws FactFormatException {
        Map<String, List<Datagram>> delivered = new HashMap<>();
        Map<String, List<Datagram>> wire = new HashMap<>();
        // A burst is hundreds of the same.
        Map<Datagram, Datagram> same = new HashMap<>();
        boolean whole = false;
        for (String line : output.lines()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "udp" -> add(delivered, same.computeIfAbsent(datagram(words), one -> one));
                case "wire" -> add(wire, same.computeIfAbsent(datagram(words), one -> one));
                case "heard" -> whole = true;
                default -> {
                    // A later version may say more.
                }
            }
        }
        if (!whole) {
            throw new FactFormatException("expected 'heard' at the end");
        }
        return Reading.got(new ReceiveReport(delivered, wire));
    }

    private static void add(Map<String, List<Datagram>> all, Datagram one) {
        all.computeIfAbsent(one.from(), tag -> new ArrayList<>()).add(one);
    }

    private static Datagram datagram(String[] words) throws FactFormatException {
        String source = Words.at(words, 2);
        return new Datagram(
                Words.number(words, 1),
                source.equals("-") ? "" : source,
                Words.number(words, 3),
                Words.at(words, 4),
                Words.at(words, 5));
    }
}
