package dev.preflight.exchange;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a host listens.
 *
 * @param tool what listens
 * @param root whether it does so as root
 * @param sniffs whether what arrives at its interfaces is seen too, also what no socket gets
 * @param udp its UDP ports
 * @param tcp its TCP ports
 * @param controlPort the port of UDP and TCP that nothing else should use
 * @param control whether it listens there by UDP
 * @param controlTcp whether it listens there by TCP
 */
public record ListenReport(
        String tool,
        boolean root,
        boolean sniffs,
        SortedMap<Integer, Bind> udp,
        SortedMap<Integer, Bind> tcp,
        int controlPort,
        Bind control,
        Bind controlTcp) {

    /** What came of the wish to listen at a port. */
    public enum Bind {
        /** It listens. */
        READY,
        /** Something else does. */
        IN_USE,
        /** It may not. */
        DENIED,
        /** It cannot. */
        FAILED;

        private static Bind of(String word) {
            return switch (word) {
                case "ready" -> READY;
                case "in-use" -> IN_USE;
                case "denied" -> DENIED;
                default -> FAILED;
            };
        }
    }

    /** What a host says when it listens. */
    public static final FactRequest<ListenReport> REQUEST = Fact.scripted("link-ready", "")
            .lane(Lane.EXCHANGE)
            .prefersRoot()
            .sideEffects()
            .parsedBy(ListenReport::parse)
            .request();

    public ListenReport {
        udp = Collections.unmodifiableSortedMap(new TreeMap<>(udp));
        tcp = Collections.unmodifiableSortedMap(new TreeMap<>(tcp));
    }

    /** Whether our own listener holds this UDP port. */
    public boolean holds(int udpPort) {
        return udp.get(udpPort) == Bind.READY;
    }

    static Reading<ListenReport> parse(ProbeOutput output) throws FactFormatException {
        String tool = "";
        boolean root = false;
        boolean sniffs = false;
        SortedMap<Integer, Bind> udp = new TreeMap<>();
        SortedMap<Integer, Bind> tcp = new TreeMap<>();
        int controlPort = 0;
        Bind control = Bind.FAILED;
        Bind controlTcp = Bind.FAILED;
        boolean listening = false;
        for (String line : output.lines()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "tool" -> tool = Words.at(words, 1);
                case "root" -> root = Words.at(words, 1).equals("1");
                case "sniff" -> sniffs = Words.at(words, 1).equals("yes");
                case "udp" -> udp.put(Words.number(words, 1), Bind.of(Words.at(words, 2)));
                case "tcp" -> tcp.put(Words.number(words, 1), Bind.of(Words.at(words, 2)));
                case "control" -> {
                    controlPort = Words.number(words, 1);
                    control = Bind.of(Words.at(words, 2));
                }
                case "control-tcp" -> controlTcp = Bind.of(Words.at(words, 2));
                case "listening" -> listening = true;
                default -> {
                    // A later version may say more.
                }
            }
        }
        if (!listening) {
            throw new FactFormatException("expected 'listening' at the end");
        }
        if (tool.isEmpty() || tool.equals("none")) {
            return Reading.missing(Reason.NO_TOOL, "python, perl, OpenBSD's nc or socat");
        }
        return Reading.got(new ListenReport(tool, root, sniffs, udp, tcp, controlPort, control, controlTcp));
    }
}
