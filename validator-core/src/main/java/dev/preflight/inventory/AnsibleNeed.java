package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What only Ansible can read. */
final class AnsibleNeed {
    /** The directories from which Ansible takes variables, beside each inventory and where it is started. */
    static final List<String> VARS = List.of("group_vars", "host_vars");

    /** The configuration of an inventory plugin, in YAML or JSON. */
    private static final Pattern PLUGIN = Pattern.compile("(?m)^[{\\s]*+[\"']?plugin[\"']?\\s*+:\\s*+\\S");

    private AnsibleNeed() {}

    /** The first source that cannot be read here, and why. */
    static Optional<Problem> of(List<InventorySource> sources) {
        return sources.stream().flatMap(source -> of(source).stream()).findFirst();
    }

    private static Optional<Problem> of(InventorySource source) {
        if (source.isHosts()) {
            return Optional.empty();
        }
        Optional<String> why = source.text().isPresent()
                ? ofText(source.name(), source.text().get())
                : Optional.of(
                        Files.isDirectory(source.path().orElseThrow())
                                ? "a directory of inventories"
                                : "a program that prints an inventory");
        return why.map(what -> new Problem(
                Place.of(source.name()),
                what + " is read by Ansible only, and there is no " + AnsibleInventory.NAME + " on the PATH",
                "install Ansible here, or, where it is, " + YamlInventory.WRITE_OUT));
    }

    private static Optional<String> ofText(String name, String text) {
        if (text.startsWith(Vault.START)) {
            return Optional.of("a file that Ansible's vault encrypts");
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(".toml")) {
            return Optional.of("an inventory in TOML");
        }
        return PLUGIN.matcher(text).find() && InventoryText.isYaml(name, text)
                ? Optional.of("the configuration of an inventory plugin")
                : Optional.empty();
    }

    /** The directories of variables that there are for these sources. */
    static List<Path> vars(List<InventorySource> sources, Path here) {
        return Stream.concat(sources.stream().flatMap(source -> source.folder().stream()), Stream.of(here))
                .map(folder -> folder.toAbsolutePath().normalize())
                .distinct()
                .flatMap(folder -> VARS.stream().map(folder::resolve))
                .filter(Files::isDirectory)
                .toList();
    }
}
