package dev.preflight.inventory;

import dev.preflight.json.JsonOut;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Ansible that is here, asked for many inventories by one process. */
final class AnsibleOracle {
    private AnsibleOracle() {}

    /**
     * What to ask.
     *
     * @param name what to call it when something differs
     * @param sources the values of {@code -i}
     * @param patterns values of {@code --limit}
     */
    record Question(String name, List<String> sources, List<String> patterns) {}

    /**
     * What Ansible says.
     *
     * @param error why it reads no inventory
     * @param hosts by name: settings and variables
     * @param picked the hosts of each pattern; none where that is an error
     */
    record Answer(Optional<String> error, Map<String, Told> hosts, Map<String, List<String>> picked) {}

    /** A host. The settings are those of Ansible's ssh connection, by option; null where there is none. */
    record Told(List<String> groups, Node.Mapping settings, Node.Mapping others) {
        Optional<String> setting(String option) {
            return settings.get(option)
                    .map(Node.Scalar.class::cast)
                    .filter(value -> value.type() != Node.ScalarType.NULL)
                    .map(Node.Scalar::text)
                    .filter(text -> !text.isEmpty());
        }
    }

    static List<Answer> ask(Path folder, List<Question> questions) throws IOException, InterruptedException {
        Path program = Requirement.tool("ansible-inventory");
        String python =
                Files.readAllLines(program).get(0).substring("#!".length()).strip();
        StringBuilder asked = new StringBuilder();
        for (Question question : questions) {
            String json =
                    JsonOut.object(o -> o.field("sources", question.sources()).field("patterns", question.patterns()));
            asked.append(json.replace("\n", " ")).append('\n');
        }
        Path input = Files.writeString(folder.resolve("questions"), asked);
        Path output = folder.resolve("answers");
        Path script = folder.resolve("ansible_oracle.py");
        try (var in = AnsibleOracle.class.getResourceAsStream("ansible_oracle.py")) {
            Files.write(script, in.readAllBytes());
        }
        int status = new ProcessBuilder(python, script.toString())
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start()
                .waitFor();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        if (status != 0 || lines.size() != questions.size()) {
            throw new IOException("the oracle ended with " + status + " after " + lines.size() + " answers: "
                    + Files.readString(folder.resolve("errors")));
        }
        List<Answer> answers = new ArrayList<>();
        lines.forEach(line -> answers.add(answer(line)));
        return answers;
    }

    private static Answer answer(String line) {
        Node.Mapping root = (Node.Mapping)
                JsonText.parse("answer", line, new Problems()).orElseThrow(() -> new IllegalStateException(line));
        Optional<String> error = root.get("error").map(text -> ((Node.Scalar) text).text());
        Map<String, Told> hosts = new TreeMap<>();
        root.get("hosts")
                .ifPresent(list -> ((Node.Sequence) list).items().forEach(item -> {
                    Node.Mapping host = (Node.Mapping) item;
                    hosts.put(
                            ((Node.Scalar) host.get("name").orElseThrow()).text(),
                            new Told(
                                    texts(host.get("groups").orElseThrow()),
                                    (Node.Mapping) host.get("settings").orElseThrow(),
                                    (Node.Mapping) host.get("others").orElseThrow()));
                }));
        Map<String, List<String>> picked = new TreeMap<>();
        root.get("picked")
                .ifPresent(all -> ((Node.Mapping) all)
                        .entries()
                        .forEach(entry -> picked.put(
                                entry.key(),
                                entry.value() instanceof Node.Sequence ? texts(entry.value()) : List.of())));
        return new Answer(error, hosts, picked);
    }

    private static List<String> texts(Node list) {
        return ((Node.Sequence) list)
                .items().stream().map(item -> ((Node.Scalar) item).text()).toList();
    }
}
