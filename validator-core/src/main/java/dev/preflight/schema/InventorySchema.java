package dev.preflight.schema;

import dev.preflight.inventory.Become;
import dev.preflight.inventory.InventoryKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The schema of inventories in YAML. It refuses none that is read; a name that another host has, only reading can tell. */
public final class InventorySchema {
    private static final String ID = "https://preflight.dev/schema/inventory-1.schema.json";
    private static final String GROUP = "group";
    private static final String VARIABLES = "variables";

    /** Collections of Ansible, by which the name of a connection or of a way to become root may begin. */
    private static final String COLLECTION = "(?:ansible\\.builtin\\.|community\\.general\\.)?";

    /** A template would be sent as it is. */
    private static final String NO_TEMPLATE = "^(?!.*\\{[{%])";

    private InventorySchema() {}

    /** The schema as a JSON document. */
    public static String document() {
        return Part.any()
                .with("$schema", "http://json-schema.org/draft-07/schema#")
                .with("$id", ID)
                .with("title", "An inventory of hosts")
                .with("type", "object")
                .properties(Map.of("all", Part.ref(GROUP)))
                .with("additionalProperties", Part.ref(GROUP))
                .with("propertyNames", Part.any().with("not", Part.word(InventoryKeys.COMPUTED)))
                .with("definitions", definitions())
                .document();
    }

    private static Map<String, Part> definitions() {
        Map<String, Part> definitions = new LinkedHashMap<>();
        definitions.put(GROUP, group());
        definitions.put(VARIABLES, variables());
        return definitions;
    }

    private static Part group() {
        return Part.of("object", "null")
                .properties(Part.each(InventoryKeys.SECTIONS, key -> switch (key) {
                    case "hosts" ->
                        named(Part.ref(VARIABLES))
                                .says("Hosts by name, each with its variables. A range names several: w[1:3].example");
                    case "children" -> named(Part.ref(GROUP)).says("Groups that belong to this one, by name.");
                    case "vars" -> Part.ref(VARIABLES);
                    default -> throw new IllegalStateException("no schema for the section '" + key + "' of a group");
                }))
                .closed();
    }

    private static Part named(Part value) {
        return Part.of("object", "null", "string").with("additionalProperties", value);
    }

    private static Part variables() {
        Map<String, Part> properties = new LinkedHashMap<>();
        InventoryKeys.variables().forEach((kind, names) -> names.forEach(name -> properties.put(name, variable(kind))));
        properties.put(
                InventoryKeys.PEER_ADDRESS,
                Part.of("string", "number").says("The address at which the other hosts reach this one."));
        InventoryKeys.secretSources().forEach((name, meaning) -> properties.put(name, text().says(meaning)));
        return Part.of("object", "null")
                .properties(properties)
                .says("Variables; those of Preflight and Ansible are known.");
    }

    private static Part variable(String kind) {
        return switch (kind) {
            case "HOST" -> text().says("The address of the host. Default: its name.");
            case "PORT" ->
                Part.of("integer", "string", "null")
                        .with("minimum", 1)
                        .with("maximum", InventoryKeys.MAX_PORT)
                        .pattern("^\\d*$", "expected a port")
                        .says("The port of sshd. Default: 22.");
            case "USER" ->
                Part.of("string", "number", "null")
                        .pattern("^(?!.*\\{[{%])\\S*$", "expected the name of a user")
                        .says("The login user.");
            case "PASSWORD" ->
                text().says("The password of the login user; --ask-password and --password-file are safer.");
            case "PASSPHRASE" ->
                text().says(
                                "The passphrase of the private key; an ssh-agent or preflight_passphrase_command is safer.");
            case "KEY_FILE" -> text().says("The private key.");
            case "CONNECTION" -> words(InventoryKeys.connections()).says("How the host is reached. Default: ssh.");
            case "BECOME" ->
                Part.anyOf(
                                Part.of("boolean", "null"),
                                Part.any().with("enum", List.of(0, 1)),
                                ignoringCase(InventoryKeys.yesAndNo()))
                        .says("Whether Preflight becomes root for what only root can read.");
            case "BECOME_METHOD" ->
                words(Stream.of(Become.Method.values())
                                .map(method -> method.name().toLowerCase(Locale.ROOT))
                                .toList())
                        .says("How it becomes root. Default: sudo.");
            case "BECOME_USER" ->
                Part.any().with("enum", List.of("root", "", Part.Nothing.NULL)).says("Only root.");
            case "BECOME_PASSWORD" -> text().says("The password that becoming root asks for.");
            default -> throw new IllegalStateException("no schema for the variable " + kind);
        };
    }

    private static Part text() {
        return Part.of("string", "number", "boolean", "null")
                .pattern(NO_TEMPLATE, "templates are not evaluated: write the value");
    }

    private static Part words(List<String> words) {
        return Part.anyOf(
                Part.word(words),
                Part.of("string", "null")
                        .with("pattern", "^" + COLLECTION + "(?:" + ShapePatterns.words(words) + ")?$"));
    }

    private static Part ignoringCase(List<String> words) {
        return Part.of("string").with("pattern", "^(?:" + caseless(words) + ")?$");
    }

    private static String caseless(List<String> words) {
        StringBuilder pattern = new StringBuilder();
        for (String word : words) {
            pattern.append(pattern.length() == 0 ? "" : "|");
            word.chars()
                    .forEach(c -> pattern.append(
                            Character.isLetter(c)
                                    ? "[" + (char) c + Character.toUpperCase((char) c) + "]"
                                    : ShapePatterns.literal(String.valueOf((char) c))));
        }
        return pattern.toString();
    }
}
