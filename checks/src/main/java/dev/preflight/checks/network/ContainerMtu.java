package dev.preflight.checks.network;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How large packets of containers are.
 *
 * @param networks networks of Docker
 * @param containers MTU of the first interface of each running container, by name; only root sees them
 * @param cni MTUs that files of CNI set, by path
 * @param denied runtimes that did not let the user ask
 */
record ContainerMtu(
        List<Network> networks, Map<String, Integer> containers, Map<String, Integer> cni, List<String> denied) {

    /** Read with root's rights where they can be had. */
    public static final Fact<ContainerMtu> FACT =
            Fact.named("container-mtu", ContainerMtu.class).prefersRoot().parsedBy(ContainerMtu::parse);

    private static final String UNDER = "under=";

    /** {@code vxlanEncap} of moby's drivers/overlay; RFC 7348. */
    private static final int VXLAN = 50;

    /**
     * One network.
     *
     * @param driver bridge, overlay, macvlan, ipvlan, ...
     * @param mtu the largest packet of its containers, where its option sets it; empty for the driver's default
     * @param parent the interface it is on; {@code -} for none
     */
    public record Network(String name, String driver, OptionalInt mtu, String parent) {}

    public ContainerMtu {
        networks = List.copyOf(networks);
        containers = Map.copyOf(containers);
        cni = Map.copyOf(cni);
        denied = List.copyOf(denied);
    }

    private static Reading<ContainerMtu> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected \"done\" at the end");
        }
        List<Network> networks = new ArrayList<>();
        for (HeadedText.Part part : text.all("network")) {
            String[] word = part.argument().split(" ");
            if (word.length != 4) {
                throw new FactFormatException("expected name, driver, MTU and parent: " + part.argument());
            }
            networks.add(new Network(word[0], word[1], inside(word[2]), word[3]));
        }
        return Reading.got(
                new ContainerMtu(networks, mtus(text, "container"), mtus(text, "cni"), text.arguments("denied")));
    }

    /** The option of an overlay network says what goes out: moby's drivers/overlay takes 50 off it for containers. */
    private static OptionalInt inside(String word) {
        OptionalInt under = word.startsWith(UNDER) ? number(word.substring(UNDER.length())) : OptionalInt.empty();
        return under.isPresent() ? OptionalInt.of(Math.max(0, under.getAsInt() - VXLAN)) : number(word);
    }

    private static Map<String, Integer> mtus(HeadedText text, String heading) {
        Map<String, Integer> mtus = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all(heading)) {
            String[] word = part.argument().split(" ", 2);
            number(word[0]).ifPresent(mtu -> mtus.put(word.length > 1 ? word[1] : "", mtu));
        }
        return mtus;
    }

    private static OptionalInt number(String text) {
        return text.matches("\\d{1,6}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
