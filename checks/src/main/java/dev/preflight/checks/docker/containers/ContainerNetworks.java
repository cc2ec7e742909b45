package dev.preflight.checks.docker.containers;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.json.JsonText;
import dev.preflight.node.Ascii;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The containers of Docker and Podman by name, and which networks each is attached to. That there is no such runtime is a
 * value; if the containers of a runtime cannot all be listed, there is no value. Containers of nerdctl are not listed: its
 * networks (bridge, macvlan and ipvlan of CNI, nerdctl's {@code docs/cni.md}) do not leave their host, where two containers
 * with one name do no harm.
 *
 * @param runtimes whether there is a runtime at all
 * @param attached the containers, stopped ones too
 * @param networks the networks that the host knows
 */
public record ContainerNetworks(boolean runtimes, List<Attached> attached, List<Network> networks) {

    /**
     * One container.
     *
     * @param id its id
     * @param name without the slash in front, untrusted
     * @param status as the runtime calls it, such as {@code exited}; {@code stored} where only the disk was read
     * @param policy its restart policy, untrusted; may be empty
     * @param networks what it is attached to, by the network's name
     */
    public record Attached(String id, String name, String status, String policy, Map<String, Endpoint> networks) {
        public Attached {
            networks = Collections.unmodifiableMap(new TreeMap<>(networks));
        }

        /** Whether it has a process now. */
        public boolean running() {
            return status.equals("running") || status.equals("paused") || status.equals("restarting");
        }

        /** Whether its restart policy starts it at boot. */
        public boolean comesBack() {
            return policy.equals("always") || policy.equals("unless-stopped");
        }
    }

    /**
     * Where a container is attached to a network.
     *
     * @param networkId id of the network; may be empty
     * @param aliases the names it is found by there, its own among them and its id not
     */
    public record Endpoint(String networkId, Set<String> aliases) {
        public Endpoint {
            aliases = Collections.unmodifiableSet(new TreeSet<>(aliases));
        }
    }

    /** A network as {@code docker network ls} lists it. */
    public record Network(String id, String name, String driver, String scope) {
        /** The drivers of a network that ends at its host. */
        private static final Set<String> LOCAL = Set.of("bridge", "host", "null", "none", "macvlan", "ipvlan");

        /** Whether hosts share it: one of a swarm or cluster store, an overlay, or of a plugin. */
        public boolean multiHost() {
            return scope.equals("swarm") || scope.equals("global") || !LOCAL.contains(driver);
        }
    }

    /** Read in a clean environment. */
    public static final Fact<ContainerNetworks> FACT = Fact.named("container-networks", ContainerNetworks.class)
            .sharing(SharedShell.class, "find-tool", "own-process", "indent", "own-dockerd")
            .sharing(Containers.class, "docker-root")
            .prefersRoot()
            .limit(Duration.ofSeconds(20))
            .cap(1024 * 1024)
            .parsedBy(ContainerNetworks::parse);

    /** The one request for it. */
    public static final FactRequest<ContainerNetworks> REQUEST = FACT.request();

    public ContainerNetworks {
        attached = List.copyOf(attached);
        networks = List.copyOf(networks);
    }

    static Reading<ContainerNetworks> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        HeadedText.Part uid = text.first("uid").orElseThrow(() -> new FactFormatException("expected a user id"));
        boolean installed = text.first("installed").isPresent();
        Optional<HeadedText.Part> stored = text.first("stored");
        List<Attached> attached = new ArrayList<>();
        List<Network> networks = new ArrayList<>();
        boolean runtimes = installed;
        boolean dockerAnswered = false;
        String dockerSaid = "";
        for (int i = 0; i < text.parts().size(); i++) {
            String tool = text.parts().get(i).name();
            if (!tool.equals("docker") && !tool.equals("podman")) {
                continue;
            }
            HeadedText.Part answer = answer(text, i + 1, tool);
            if (answer.name().equals("answered")) {
                runtimes = true;
                dockerAnswered |= tool.equals("docker");
                containers(answer, attached);
                networks(answer(text, i + 2, tool), networks);
                if (tool.equals("podman") && !uid.argument().equals("0")) {
                    return Reading.missing(Reason.NO_PERMISSION, "podman shows its own containers to each user");
                }
            } else if (tool.equals("podman")) {
                return blind(answer.text(), Reason.NOT_READABLE);
            } else {
                dockerSaid = answer.text();
            }
        }
        Optional<Reading<ContainerNetworks>> blind =
                dockerAnswered ? Optional.empty() : unanswered(dockerSaid, installed && stored.isEmpty());
        if (blind.isPresent()) {
            return blind.get();
        }
        if (!dockerAnswered && installed) {
            containers(stored.get(), attached);
        }
        return Reading.got(new ContainerNetworks(runtimes, attached, networks));
    }

    /** Why Docker's containers are unknown; empty if none runs, or what its disk holds was read. */
    private static Optional<Reading<ContainerNetworks>> unanswered(String said, boolean unread) {
        if (!said.isEmpty() && !said.contains("Cannot connect to the Docker daemon")) {
            return Optional.of(blind(said, Reason.NOT_READABLE));
        }
        if (!unread) {
            return Optional.empty();
        }
        return Optional.of(
                said.isEmpty() ? Reading.missing(Reason.NO_TOOL, "docker") : blind(said, Reason.NO_PERMISSION));
    }

    private static HeadedText.Part answer(HeadedText text, int at, String tool) throws FactFormatException {
        if (at >= text.parts().size()
                || !Set.of("answered", "failed", "networks")
                        .contains(text.parts().get(at).name())) {
            throw new FactFormatException("expected how " + tool + " answered");
        }
        return text.parts().get(at);
    }

    private static void containers(HeadedText.Part part, List<Attached> attached) throws FactFormatException {
        for (String line : part.lines()) {
            if (!line.isBlank()) {
                attached.add(container(line));
            }
        }
    }

    private static Attached container(String line) throws FactFormatException {
        String[] fields = line.split("\\|", 5);
        if (fields.length < 5 || fields[0].isEmpty() || fields[1].isEmpty()) {
            throw new FactFormatException("expected a container, found: " + line);
        }
        String name = fields[1].replaceFirst("^/", "");
        Map<String, Endpoint> networks = new TreeMap<>();
        // A container without any has "null" or "{}".
        Node root = JsonText.parse("networks", fields[4], new Problems())
                .orElseThrow(() -> new FactFormatException("expected the networks of " + name + " as JSON"));
        if (root instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                networks.put(entry.key(), endpoint(entry.value(), fields[0], name));
            }
        }
        return new Attached(fields[0], name, fields[2], fields[3], networks);
    }

    /** Its own id, in 12 digits, is among the aliases before Docker 25, and among the DNS names since. */
    private static Endpoint endpoint(Node node, String id, String name) {
        if (!(node instanceof Node.Mapping endpoint)) {
            return new Endpoint("", Set.of(name));
        }
        Set<String> aliases = new TreeSet<>(Set.of(name));
        for (String list : List.of("Aliases", "DNSNames")) {
            endpoint.get(list)
                    .filter(Node.Sequence.class::isInstance)
                    .map(Node.Sequence.class::cast)
                    .ifPresent(names -> names.items().stream()
                            .filter(Node.Scalar.class::isInstance)
                            .map(item -> ((Node.Scalar) item).text())
                            .filter(alias -> !isShortId(alias, id))
                            .forEach(aliases::add));
        }
        String networkId = endpoint.get("NetworkID")
                .filter(Node.Scalar.class::isInstance)
                .map(value -> ((Node.Scalar) value).text())
                .orElse("");
        return new Endpoint(networkId, aliases);
    }

    private static boolean isShortId(String alias, String id) {
        return alias.matches("[0-9a-f]{12}") && id.startsWith(alias);
    }

    private static void networks(HeadedText.Part part, List<Network> networks) throws FactFormatException {
        for (String line : part.lines()) {
            if (line.isBlank()) {
                continue;
            }
            String[] words = line.split(" ", -1);
            if (words.length < 4) {
                throw new FactFormatException("expected a network, found: " + line);
            }
            networks.add(new Network(words[0], words[1], words[2], words[3]));
        }
    }

    private static Reading<ContainerNetworks> blind(String said, Reason otherwise) {
        boolean denied = Ascii.lower(said).contains("permission denied");
        // The last line is the error; warnings precede it.
        String last = said.lines().reduce((before, after) -> after).orElse("");
        return Reading.missing(denied ? Reason.NO_PERMISSION : otherwise, last);
    }
}
