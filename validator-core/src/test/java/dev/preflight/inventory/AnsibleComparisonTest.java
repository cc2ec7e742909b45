package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.ProblemsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories of many shapes: each is the same to Preflight and to the Ansible that is here, or refused with its place. */
class AnsibleComparisonTest {
    private static final int SHOWN = 10;
    private static final int GENERATED = Integer.getInteger("inventories", 200);
    private static final long SEED = Long.getLong("inventories.seed", 18);

    @TempDir
    Path folder;

    @Test
    void generatedInventoriesAreReadAsAnsibleReadsThem() throws Exception {
        InventoryGenerator generator = new InventoryGenerator(SEED, folder);
        List<AnsibleOracle.Question> questions = new ArrayList<>();
        for (int i = 0; i < GENERATED; i++) {
            questions.add(generator.next(i));
        }

        List<String> refused = compare(questions);

        assertThat(refused.size())
                .as(() -> "refused: " + String.join("\n", refused.subList(0, SHOWN)))
                .isLessThan(Integer.getInteger("inventories.refused", GENERATED / 2));
    }

    /** Inventories as projects and tools have them, four of each; made by hand after their examples. */
    @Test
    void inventoriesOfKnownShapesAreReadAsAnsibleReadsThem() throws Exception {
        List<AnsibleOracle.Question> questions = new ArrayList<>();
        List<Path> shapes;
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/dev/preflight/inventory/shapes"))) {
            shapes = files.sorted().toList();
        }
        for (Path shape : shapes) {
            for (int variant = 0; variant < SIZES.length; variant++) {
                Path place = Files.createDirectories(folder.resolve("shape-" + variant));
                Path file = place.resolve(String.valueOf(shape.getFileName()));
                String text = filled(Files.readString(shape), variant);
                Files.writeString(file, file.endsWith("windows-lines.ini") ? text.replace("\n", "\r\n") : text);
                questions.add(new AnsibleOracle.Question(
                        file.toString(),
                        List.of(file.toString()),
                        List.of("all", "*1*", "~.*[0-9]$", "all:!*1", "none")));
            }
        }
        assertThat(questions).hasSizeGreaterThanOrEqualTo(100);

        assertThat(compare(questions).stream().limit(SHOWN)).isEmpty();
    }

    private static final int[] SIZES = {1, 3, 5, 9};
    private static final List<String> USERS = List.of("root", "ops", "cloud-user", "deploy");
    private static final List<String> NETWORKS = List.of("10.0.0", "192.168.56", "172.16.3", "10.20.30");
    private static final List<String> PORTS = List.of("22", "2222", "22022", "22");

    /** A shape of some size: a line with the number of a host, or a part between marks, comes once for each host. */
    private static String filled(String shape, int variant) {
        String text = shape.replace("@N@", SIZES[variant] + "")
                .replace("@USER@", USERS.get(variant))
                .replace("@NET@", NETWORKS.get(variant))
                .replace("@PORT@", PORTS.get(variant));
        String blocks = Pattern.compile("(?s)#@each\n(.*?)#@end\n")
                .matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(repeated(m.group(1), SIZES[variant])));
        return Pattern.compile("(?m)^.*@I@.*\n")
                .matcher(blocks)
                .replaceAll(m -> Matcher.quoteReplacement(repeated(m.group(), SIZES[variant])));
    }

    private static String repeated(String part, int times) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i <= times; i++) {
            out.append(part.replace("@I@", i + ""));
        }
        return out.toString();
    }

    /** Compares all; returns what was refused. */
    private List<String> compare(List<AnsibleOracle.Question> questions) throws Exception {
        List<AnsibleOracle.Answer> answers = AnsibleOracle.ask(folder, questions);
        List<String> differences = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            AnsibleOracle.Question question = questions.get(i);
            try {
                Inventory ours = InventoryLoader.load(question.sources(), "", folder);
                differences.addAll(
                        AnsibleDifferences.of(question, answers.get(i), ours).differences());
            } catch (ProblemsException e) {
                Optional<String> placeless = e.problems().stream()
                        .filter(problem -> question.sources().stream()
                                .noneMatch(source -> problem.place().source().contains(source)))
                        .map(Object::toString)
                        .findFirst();
                assertThat(placeless).as(question.name()).isEmpty();
                refused.add(e.getMessage());
            }
        }
        assertThat(differences.stream().limit(SHOWN))
                .as(refused.size() + " of " + questions.size() + " were refused")
                .isEmpty();
        return refused;
    }
}
