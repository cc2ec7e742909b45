package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Host.Connection;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each {@code FILE.expected.json} is what {@code ansible-inventory --list -i FILE} (ansible-core 2.14.18) printed. */
class AnsibleAgreementTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "precedence.ini",
                "ranges.ini",
                "words.ini",
                "connection.ini",
                "twice.ini",
                "tree.yml",
                "flat.yaml",
                "written-out.json"
            })
    void saysOfEachHostWhatAnsibleSays(String file) throws Exception {
        Map<String, Map<String, String>> expected = expected(file + ".expected.json");

        Inventory inventory = InventoryLoader.parse(file, text(file));

        Map<String, Map<String, String>> found = new TreeMap<>();
        inventory.hosts().forEach(host -> found.put(host.name(), shown(host, expected.get(host.name()))));
        assertThat(found).isEqualTo(expected);
        assertThat(found).isNotEmpty();
    }

    @Test
    void asksTheAnsibleThatIsHereWhatItMakesOfPlainValues(@TempDir Path dir) throws Exception {
        Requirement.tool("ansible-inventory");
        StringBuilder yaml = new StringBuilder("all:\n  hosts:\n");
        List<String> plain = PLAIN.lines().map(String::strip).toList();
        for (int i = 0; i < plain.size(); i++) {
            yaml.append("    h%d: {v: %s, ansible_port: '22', ansible_user: %s}\n"
                    .formatted(i, plain.get(i), plain.get(i)));
        }
        Path file = Files.writeString(dir.resolve("i.yml"), yaml);
        String listed = Commands.run("", "ansible-inventory", "--list", "-i", file.toString());

        Inventory inventory = InventoryLoader.parse("i.yml", yaml.toString());

        Node.Mapping root =
                (Node.Mapping) JsonText.parse("listed", listed.substring(listed.indexOf('{')), new Problems())
                        .orElseThrow();
        Node.Mapping vars = (Node.Mapping)
                ((Node.Mapping) root.get("_meta").orElseThrow()).get("hostvars").orElseThrow();
        for (Host host : inventory.hosts()) {
            Node.Mapping told = (Node.Mapping) vars.get(host.name()).orElseThrow();
            Node.Scalar said = (Node.Scalar) told.get("v").orElseThrow();
            String text = said.type() == Node.ScalarType.NULL ? "" : said.text();
            assertThat(host.variables().get("v")).as(host.name()).isEqualToIgnoringCase(text);
            assertThat(host.user().orElse("")).as(host.name()).isEqualToIgnoringCase(text);
        }
        assertThat(inventory.hosts()).hasSameSizeAs(plain);
    }

    /** What JSON can say as well: no infinities, which it has no word for. */
    private static final String PLAIN = """
            026
            0x1F
            0b101
            1_0
            08
            1:30
            190:20:30
            -1:30
            22.0
            1.10
            1e3
            1.0e+3
            yes
            no
            On
            off
            y
            ~
            10.0.0.5
            0o26
            """;

    /** The host's variables and groups, and its fields under the names that the inventory gives to Ansible. */
    private static Map<String, String> shown(Host host, Map<String, String> expected) {
        Map<String, String> shown = new TreeMap<>(host.variables());
        shown.put("groups", String.join(" ", host.groups()));
        Set<String> told = expected == null ? Set.of() : expected.keySet();
        put(
                shown,
                told,
                Optional.of(host.address()).filter(a -> !a.equals(host.name())),
                "ansible_host",
                "ansible_ssh_host");
        put(
                shown,
                told,
                Optional.of(host.port() + "").filter(p -> !p.equals("22") || told.contains("ansible_port")),
                "ansible_port",
                "ansible_ssh_port");
        put(shown, told, host.user(), "ansible_user", "ansible_ssh_user");
        put(shown, told, host.password().map(Secret::reveal), "ansible_password", "ansible_ssh_pass");
        put(shown, told, host.keyFile(), "ansible_private_key_file", "ansible_ssh_private_key_file");
        if (told.contains("ansible_connection")) {
            shown.put("ansible_connection", host.connection() == Connection.LOCAL ? "local" : "ssh");
        }
        if (told.contains("ansible_become")) {
            shown.put("ansible_become", host.become().asked() ? "yes" : "no");
        }
        return shown;
    }

    /** Of two spellings Ansible takes the last one given; the first, if also given, is not shown. */
    private static void put(Map<String, String> shown, Set<String> told, Optional<String> value, String... names) {
        List<String> used = Stream.of(names).filter(told::contains).toList();
        value.ifPresent(v -> shown.put(used.isEmpty() ? names[0] : used.get(used.size() - 1), v));
    }

    private static Map<String, Map<String, String>> expected(String file) throws Exception {
        Problems problems = new Problems();
        Node.Mapping root =
                (Node.Mapping) JsonText.parse(file, text(file), problems).orElseThrow();
        Map<String, Set<String>> groups = new HashMap<>();
        collect(root, "all", List.of(), groups);
        Map<String, Map<String, String>> expected = new TreeMap<>();
        groups.forEach((host, names) ->
                expected.computeIfAbsent(host, h -> new TreeMap<>()).put("groups", String.join(" ", names)));
        Node meta = root.get("_meta").orElseThrow();
        Node.Mapping hosts =
                (Node.Mapping) ((Node.Mapping) meta).get("hostvars").orElseThrow();
        for (Node.Entry host : hosts.entries()) {
            for (Node.Entry variable : ((Node.Mapping) host.value()).entries()) {
                expected.get(host.key()).put(variable.key(), text(variable));
            }
            overruled(expected.get(host.key()));
        }
        return expected;
    }

    /** Ansible lists every spelling; only the one that counts can be seen in our host. */
    private static void overruled(Map<String, String> variables) {
        Map<String, String> newer = Map.of("ansible_ssh_user", "ansible_user", "ansible_ssh_pass", "ansible_password");
        newer.forEach((counts, other) -> {
            if (variables.containsKey(counts)) {
                variables.remove(other);
            }
        });
    }

    private static String text(Node.Entry variable) {
        Node.Scalar scalar = (Node.Scalar) variable.value();
        return switch (scalar.type()) {
            case NULL -> "";
            case BOOLEAN ->
                variable.key().equals("ansible_become")
                        ? (scalar.text().equals("true") ? "yes" : "no")
                        : scalar.text().toLowerCase(Locale.ROOT);
            default -> scalar.text();
        };
    }

    private static void collect(Node.Mapping root, String name, List<String> above, Map<String, Set<String>> groups) {
        Optional<Node> group = root.get(name);
        if (group.isEmpty()) {
            return;
        }
        List<String> path = Stream.concat(above.stream(), Stream.of(name)).toList();
        items(group.get(), "hosts")
                .forEach(host ->
                        groups.computeIfAbsent(host, h -> new TreeSet<>()).addAll(path));
        items(group.get(), "children").forEach(child -> collect(root, child, path, groups));
    }

    private static List<String> items(Node group, String key) {
        return ((Node.Mapping) group)
                .get(key).stream()
                        .flatMap(list -> ((Node.Sequence) list).items().stream())
                        .map(item -> ((Node.Scalar) item).text())
                        .toList();
    }

    private static String text(String file) throws Exception {
        try (InputStream in = AnsibleAgreementTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
