package dev.preflight.checks.network;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the host's default gateways answer to ARP (to neighbour discovery, for IPv6).
 *
 * @param gateways each default gateway with its device
 */
record GatewayArp(List<Gateway> gateways) {

    /** One datagram a gateway, and up to 10 s of looking: a stale entry waits 5 s before the kernel asks (arp(7)). */
    public static final Fact<GatewayArp> FACT = Fact.named("gateway-arp", GatewayArp.class)
            .limit(Duration.ofSeconds(18))
            .slow()
            .prefersRoot()
            .parsedBy(GatewayArp::parse);

    /** IFF_POINTOPOINT and IFF_NOARP of linux/if.h. */
    private static final int NO_REQUEST = 0x10 | 0x80;

    /**
     * One gateway.
     *
     * @param stimulus what made the kernel ask: bash, python, ping, or none
     * @param states its entry in the neighbour table, in the order in which it changed: {@code REACHABLE}, {@code STALE}, ... or
     *     {@code none}
     * @param replies MAC addresses that answered arping; empty if it was not run
     */
    public record Gateway(
            String address,
            String device,
            boolean needsNoRequest,
            String stimulus,
            List<String> states,
            Optional<List<String>> replies) {
        /** The last state that was seen. */
        public String last() {
            return states.isEmpty() ? "none" : states.get(states.size() - 1);
        }
    }

    public GatewayArp {
        gateways = List.copyOf(gateways);
    }

    private static Reading<GatewayArp> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected \"done\" at the end");
        }
        List<Gateway> gateways = new ArrayList<>();
        for (HeadedText.Part part : text.all("gateway")) {
            String[] word = part.argument().split(" ");
            if (word.length != 4) {
                throw new FactFormatException("expected address, device, flags and tool: " + part.argument());
            }
            String key = word[0] + " " + word[1];
            Optional<List<String>> replies = text.all("arping").stream()
                    .filter(arping -> arping.argument().equals(key))
                    .map(arping -> ArpText.of(arping.text()))
                    .filter(arping -> arping.sent().orElse(0) > 0)
                    .map(ArpText::macs)
                    .findFirst();
            gateways.add(
                    new Gateway(word[0], word[1], needsNoRequest(word[2]), word[3], states(part.lines()), replies));
        }
        return Reading.got(new GatewayArp(gateways));
    }

    private static boolean needsNoRequest(String flags) {
        return flags.matches("0x[0-9a-fA-F]{1,7}") && (Integer.parseInt(flags.substring(2), 16) & NO_REQUEST) != 0;
    }

    /** How often it was looked at depends on how fast the host is, and says nothing: equal neighbours are one state. */
    private static List<String> states(List<String> lines) {
        List<String> states = new ArrayList<>();
        for (String line : lines) {
            String state = state(line);
            if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
                states.add(state);
            }
        }
        return List.copyOf(states);
    }

    /** The last word of a line of {@code ip neigh}. */
    private static String state(String line) {
        String text = line.strip();
        return text.substring(text.lastIndexOf(' ') + 1);
    }
}
