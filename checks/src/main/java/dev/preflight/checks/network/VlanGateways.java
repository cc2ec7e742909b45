package dev.preflight.checks.network;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What gateways of container networks answer to ARP on their VLANs. The fact's arguments are {@code PARENT VLAN GATEWAY}.
 *
 * @param answers by argument, in the order asked for
 */
record VlanGateways(Map<String, Answer> answers) {

    /** Three probes a second apart, in 4 s at most. Where the host has none, it makes an interface for that time. */
    public static final Fact<VlanGateways> FACT = Fact.named("vlan-gateways", VlanGateways.class)
            .limit(Duration.ofSeconds(10))
            .slow()
            .prefersRoot()
            .sideEffects()
            .parsedBy(VlanGateways::parse);

    /**
     * One answer.
     *
     * @param on the interface that was asked on; empty if none was
     * @param why why none was: {@code absent}, {@code denied}, {@code no-tool}, {@code shared}, or what the host said
     * @param sent how many requests went out; empty if arping did not say
     * @param macs MAC addresses that answered
     */
    public record Answer(Optional<String> on, String why, OptionalInt sent, List<String> macs) {
        public Answer {
            macs = List.copyOf(macs);
        }
    }

    public VlanGateways {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    }

    private static Reading<VlanGateways> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected \"done\" at the end");
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("network")) {
            String first = part.lines().isEmpty() ? "" : part.lines().get(0);
            if (first.startsWith("on ")) {
                ArpText arping = ArpText.of(part.text());
                answers.put(
                        part.argument(), new Answer(Optional.of(first.substring(3)), "", arping.sent(), arping.macs()));
            } else {
                answers.put(part.argument(), new Answer(Optional.empty(), first, OptionalInt.empty(), List.of()));
            }
        }
        return Reading.got(new VlanGateways(answers));
    }
}
