package dev.preflight.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes inventories at random, the same ones of the same seed: well-formed, and odd in one place or another. */
final class InventoryGenerator {
    private static final List<String> HOSTS = List.of(
            "h1",
            "h2",
            "h3",
            "web[1:3]",
            "web[2:4].example.org",
            "db-[a:c]",
            "n[01:03:2]",
            "10.0.0.[1:3]",
            "p1:2222",
            "p[1:2]:23",
            "[2001:db8::1]:2022",
            "2001:db8::2",
            "UP-case_1",
            "r[1:2]-[x:y]",
            "x.y.z",
            "h2",
            "h3:24",
            "a[8:10]");
    private static final List<String> GROUPS = List.of("web", "db", "site", "old", "g1", "g2", "x-y", "k8s_cluster");
    private static final List<String> VALUES = List.of(
            "plain",
            "two words",
            "22",
            "026",
            "0x1F",
            "1_000",
            "1e3",
            "1.50",
            "-7",
            "yes",
            "True",
            "None",
            "a#b",
            "text # more",
            "c:d",
            "~",
            "1:30",
            "{{ x }}",
            "{{ y }}-{{ x }}",
            "{{ x | upper }}",
            "tab\there",
            "q'uote",
            "dq\"uote",
            "back\\slash",
            "[1, 2]",
            "{'a': 1}",
            "",
            "0",
            "00",
            "=",
            "a=b",
            "2001-01-01",
            "ü",
            "$HOME",
            "!x",
            "10.0.0.9",
            "1.0.0",
            "0b11",
            ".5",
            "1,2",
            "None of them",
            "Truely",
            "set()",
            "r'x'",
            "'a' 'b'",
            "\\x41",
            "5 # five",
            "off",
            "1__0",
            "0o17",
            "1E400",
            "- 5");

    private final Random random;
    private final Path folder;

    InventoryGenerator(long seed, Path folder) {
        this.random = new Random(seed);
        this.folder = folder;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    /** An inventory of one or more sources, and patterns for it. */
    AnsibleOracle.Question next(int number) throws IOException {
        Path place = Files.createDirectories(folder.resolve("generated-" + number));
        List<String> sources = new ArrayList<>();
        int count = once(3) ? 2 + random.nextInt(2) : 1;
        boolean nested = once(2);
        for (int i = 0; i < count; i++) {
            if (once(8)) {
                sources.add("c1,h2:25, 10.0.0.1,");
            } else if (once(2)) {
                sources.add(Files.writeString(place.resolve("i" + i + (once(2) ? ".ini" : "")), ini(nested))
                        .toString());
            } else {
                sources.add(Files.writeString(place.resolve("i" + i + ".yml"), yaml(nested))
                        .toString());
            }
        }
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            patterns.add(pattern(!nested));
        }
        return new AnsibleOracle.Question(sources.toString(), sources, patterns);
    }

    private String pattern(boolean flat) {
        List<String> atoms = new ArrayList<>(List.of(
                "all",
                "*",
                "web*",
                "h?",
                "h[12]",
                "*.example.org",
                "~h[0-9]",
                "~.*1$",
                "h1",
                "p1",
                "ungrouped",
                "10.0.0.1",
                "x.y.z",
                "2001:db8::2",
                "web[1]",
                "a*",
                "~(web|db)",
                "[!w]*",
                "none"));
        atoms.addAll(GROUPS);
        if (flat) {
            atoms.addAll(List.of(
                    "web[0]", "db[-1]", "all[0:2]", "all[3]", "w*[1:]", "site[0:0]", "ungrouped[0]", "all[-2]"));
        }
        StringBuilder pattern = new StringBuilder();
        String separator = once(2) ? "," : ":";
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            pattern.append(i > 0 ? separator : "")
                    .append(any(List.of("", "", "", "!", "&")))
                    .append(any(atoms));
        }
        return pattern.toString();
    }

    /** The variables of a host or a group, as they are to be. */
    private Map<String, String> variables(boolean ofGroup) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(14)) {
                case 0 ->
                    variables.put(any(List.of("ansible_host", "ansible_ssh_host")), "10.1.0." + random.nextInt(9));
                case 1 ->
                    variables.put(
                            any(List.of("ansible_port", "ansible_ssh_port")),
                            any(List.of("22", "2022", "{{ p }}", "2{{ p }}")));
                case 2 ->
                    variables.put(
                            any(List.of("ansible_user", "ansible_ssh_user")),
                            any(List.of("ops", "root", "{{ who }}", "1_0")));
                case 3 ->
                    variables.put(
                            any(List.of("ansible_password", "ansible_ssh_pass", "ansible_ssh_password")), any(VALUES));
                case 4 ->
                    variables.put(
                            any(List.of("ansible_private_key_file", "ansible_ssh_private_key_file")),
                            any(List.of(
                                    "~/.ssh/id", "/k/id", "{{ inventory_dir }}/id", "keys/{{ inventory_hostname }}")));
                case 5 ->
                    variables.put("ansible_connection", any(List.of("local", "ssh", "smart", "ansible.builtin.ssh")));
                case 6 -> variables.put("ansible_become", any(List.of("yes", "no", "True", "false", "1", "0")));
                case 7 -> variables.put("ansible_become_method", any(List.of("sudo", "su", "ansible.builtin.sudo")));
                case 8 -> variables.put(any(List.of("ansible_become_pass", "ansible_become_password")), any(VALUES));
                case 9 -> {
                    variables.put("who", any(List.of("deploy", "{{ x }}")));
                    variables.put("p", "2" + random.nextInt(9));
                }
                case 10 -> {
                    if (ofGroup) {
                        variables.put("ansible_group_priority", any(List.of("1", "2", "10", "-1")));
                    }
                }
                default -> variables.put(any(List.of("x", "y", "z", "note")), any(VALUES));
            }
        }
        return variables;
    }

    private List<String> groups() {
        Set<String> chosen = new LinkedHashSet<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            chosen.add(any(GROUPS));
        }
        return new ArrayList<>(chosen);
    }

    private String ini(boolean nested) {
        StringBuilder out = new StringBuilder("# made at random\n");
        hosts(out);
        if (!once(4)) {
            out.append("[all:vars]\nwho = ops\np=2200\nx='v w'\ny={{ x }}\n");
        }
        if (once(3)) {
            out.append("[ungrouped]\n");
            hosts(out);
        }
        List<String> groups = groups();
        for (String group : groups) {
            out.append('[')
                    .append(group)
                    .append("]")
                    .append(once(6) ? "  # note" : "")
                    .append("\n");
            hosts(out);
        }
        if (nested) {
            for (int i = random.nextInt(4); i > 0; i--) {
                int child = random.nextInt(groups.size());
                String parent = child == 0 ? "above" : groups.get(random.nextInt(child));
                out.append('[')
                        .append(parent)
                        .append(":children]\n")
                        .append(groups.get(child))
                        .append('\n');
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            out.append('[').append(once(3) ? "all" : any(groups)).append(":vars]\n");
            variables(true)
                    .forEach((name, value) -> out.append(name)
                            .append(any(List.of("=", " = ", "= ")))
                            .append(any(List.of(value, value, single(value), doubled(value))))
                            .append('\n'));
        }
        return out.toString();
    }

    private void hosts(StringBuilder out) {
        for (int i = random.nextInt(4); i > 0; i--) {
            out.append(once(5) ? "  " : "").append(any(HOSTS));
            variables(false)
                    .forEach((name, value) -> out.append(once(4) ? "\t" : " ")
                            .append(name)
                            .append('=')
                            .append(value.matches("[^\\s#'\"\\\\]+") && once(2) ? value : single(value)));
            out.append(once(8) ? "   # note" : "").append('\n');
        }
    }

    private static String single(String value) {
        return "'" + value.replace("'", "\"") + "'";
    }

    private static String doubled(String value) {
        return "\"" + value.replace("\"", "'") + "\"";
    }

    private String yaml(boolean nested) {
        StringBuilder out = new StringBuilder("---\n");
        out.append("all:\n");
        yamlVariables(out, "  ", true);
        yamlHosts(out, "  ");
        List<String> groups = groups();
        out.append("  children:\n    ungrouped:\n");
        for (String group : groups) {
            out.append("    ").append(group).append(":\n");
            yamlHosts(out, "      ");
            yamlVariables(out, "      ", true);
            if (nested && once(2)) {
                out.append("      children:\n        ")
                        .append(any(List.of("low", "low2", "deep")))
                        .append(":\n");
                yamlHosts(out, "          ");
            }
        }
        return out.toString();
    }

    private void yamlHosts(StringBuilder out, String indent) {
        Set<String> hosts = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            hosts.add(any(HOSTS));
        }
        if (hosts.isEmpty()) {
            return;
        }
        out.append(indent).append("hosts:\n");
        for (String host : hosts) {
            out.append(indent).append("  ").append('"').append(host).append("\":\n");
            variables(false).forEach((name, value) -> line(out, indent + "    ", name, value));
        }
    }

    private void yamlVariables(StringBuilder out, String indent, boolean ofGroup) {
        Map<String, String> variables = variables(ofGroup);
        if (!variables.isEmpty()) {
            out.append(indent).append("vars:\n");
            variables.forEach((name, value) -> line(out, indent + "  ", name, value));
        }
    }

    private void line(StringBuilder out, String indent, String name, String value) {
        boolean plain = value.matches("[\\w.:/~-]*[\\w.]|[\\w. ]*\\w|-?[0-9]+|\\[1, 2\\]|2001-01-01");
        String odd = name.startsWith("ansible_")
                ? single(value)
                : any(List.of("!unsafe " + single(value), "[a, {b: 1}]", single(value)));
        out.append(indent)
                .append(name)
                .append(": ")
                .append(plain && once(2) ? value : once(5) ? odd : "'" + value.replace("'", "''") + "'")
                .append('\n');
    }
}
