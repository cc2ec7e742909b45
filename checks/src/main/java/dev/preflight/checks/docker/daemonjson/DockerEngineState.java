package dev.preflight.checks.docker.daemonjson;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What decides beside daemon.json whether dockerd starts: whether its node is in a Swarm, which plugins it has, and whether
 * the user and group that the file names are there.
 *
 * @param inSwarm whether the node is in a Swarm; empty if that could not be seen
 * @param plugins names of its plugins
 * @param allPlugins whether these are all
 * @param accounts by {@code user NAME} or {@code group NAME}, as the file names them, whether it is there, and for a user
 *     whether it has ranges in subuid and subgid
 */
record DockerEngineState(
        Optional<Boolean> inSwarm, List<String> plugins, boolean allPlugins, Map<String, Boolean> accounts) {

    /** Read in a clean environment. */
    public static final Fact<DockerEngineState> FACT = Fact.named("docker-engine-state", DockerEngineState.class)
            .sharing(SharedShell.class, "own-process", "indent", "own-dockerd")
            .prefersRoot()
            .parsedBy(DockerEngineState::parse);

    public DockerEngineState {
        plugins = List.copyOf(plugins);
        accounts = Map.copyOf(accounts);
    }

    /** Whether there is a plugin of this name; empty if not all could be seen. */
    public Optional<Boolean> plugin(String name) {
        if (plugins.contains(name)) {
            return Optional.of(true);
        }
        return allPlugins ? Optional.of(false) : Optional.empty();
    }

    /** Whether this user ({@code user}) or group ({@code group}) is fit; empty if that was not looked for. */
    public Optional<Boolean> account(String kind, String name) {
        return Optional.ofNullable(accounts.get(kind + " " + name));
    }

    static Reading<DockerEngineState> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Optional<Reading<DockerEngineState>> unsure = text.unsure();
        if (unsure.isPresent()) {
            return unsure.get();
        }
        Map<String, Boolean> accounts = new HashMap<>();
        for (HeadedText.Part part : text.parts()) {
            if (part.name().equals("user") || part.name().equals("group")) {
                int space = part.argument().lastIndexOf(' ');
                String said = part.argument().substring(space + 1);
                if (space < 0 || !(said.equals("yes") || said.equals("no"))) {
                    throw new FactFormatException("expected yes or no behind a name, found: " + part.argument());
                }
                accounts.put(part.name() + " " + part.argument().substring(0, space), said.equals("yes"));
            }
        }
        String swarm = text.argument("swarm").orElseThrow(() -> new FactFormatException("expected the state of Swarm"));
        Optional<Boolean> inSwarm = switch (swarm) {
            case "active" -> Optional.of(true);
            case "none" -> Optional.of(false);
            case "hidden" -> Optional.empty();
            default -> throw new FactFormatException("unknown state of Swarm: " + swarm);
        };
        return Reading.got(new DockerEngineState(
                inSwarm,
                text.arguments("plugin"),
                text.first("plugins")
                        .filter(part -> part.argument().equals("all"))
                        .isPresent(),
                accounts));
    }
}
