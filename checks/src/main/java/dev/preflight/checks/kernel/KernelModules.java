package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Modules of the kernel that were asked for, by their names with underscores.
 *
 * @param text the answer by its headings
 * @param parameters what loaded modules are set to, by {@code NAME/parameters/PARAMETER}
 */
record KernelModules(HeadedText text, Map<String, String> parameters) {

    /** Reads small files, and runs modprobe for what is neither loaded nor built in, without effect. */
    public static final Fact<KernelModules> FACT = Fact.named("kernel-modules", KernelModules.class)
            .sharing(SharedShell.class, "indent")
            .prefersRoot()
            .parsedBy(KernelModules::parse);

    /** Commands of {@code install} that load nothing (modprobe.d(5)). */
    private static final String NOTHING = "(/usr)?(/s?bin/)?(false|true|:|nologin)( .*)?";

    /** The parameters are copied. */
    KernelModules {
        parameters = Map.copyOf(parameters);
    }

    private static Reading<KernelModules> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        HeadedText.Part lines = text.first("parameters")
                .orElseThrow(() -> new FactFormatException("expected the parameters of the modules"));
        Map<String, String> parameters = new TreeMap<>();
        for (String line : lines.lines()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new FactFormatException("expected a parameter and its value, found: " + line);
            }
            parameters.putIfAbsent(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return Reading.got(new KernelModules(text, parameters));
    }

    /** A name as the kernel has it. */
    static String name(String module) {
        return module.replace('-', '_');
    }

    private boolean said(String heading, String argument) {
        return text.all(heading).stream().anyMatch(part -> part.argument().equals(argument));
    }

    boolean loaded(String module) {
        return said("loaded", module);
    }

    boolean builtIn(String module) {
        return said("builtin", module);
    }

    /** Whether the running kernel has a file of it. */
    boolean hasFile(String module) {
        return said("file", module);
    }

    boolean feature(String path) {
        return said("feature", path);
    }

    /** The release whose modules are nowhere; empty if they are there. */
    Optional<String> withoutTree() {
        return text.argument("no-tree");
    }

    /** The list of modules, if it cannot be read. */
    Optional<String> unreadable() {
        return text.argument("unreadable");
    }

    /** Whether the kernel loads none any more: {@code kernel.modules_disabled}. */
    boolean disabled() {
        return said("modules_disabled", "1");
    }

    /** Whether the kernel cannot load what it needs by itself: {@code kernel.modprobe} is empty. */
    boolean autoloadOff() {
        return said("modprobe", "");
    }

    /** What keeps a module from being loaded: the line or word; empty if nothing does. */
    Optional<String> blockedBy(String module) {
        for (String word : words("module_blacklist=")) {
            if (word.equals(module)) {
                return Optional.of("/proc/cmdline: module_blacklist=" + word);
            }
        }
        Optional<HeadedText.Part> dry = text.all("dry").stream()
                .filter(part -> part.argument().equals(module))
                .findFirst();
        Optional<String> rule = rules("install", module).stream()
                .filter(said -> said.substring(said.indexOf(' ') + 1).matches(NOTHING))
                .findFirst()
                .map(said -> said.replaceFirst(" ", ": install " + module + " "));
        if (dry.isEmpty() || dry.get().text().isEmpty()) {
            return rule;
        }
        return dry.get().values("install").stream()
                .filter(command -> command.strip().matches(NOTHING))
                .findFirst()
                .map(command -> rule.orElse("install " + command.strip()));
    }

    /** The line that keeps aliases from loading it. */
    Optional<String> blacklistedBy(String module) {
        return rules("blacklist", module).stream().findFirst().map(said -> said.split(" ", 2)[0]);
    }

    /** File with line, and the rest, of each rule. */
    private List<String> rules(String kind, String module) {
        String head = kind + " " + module + " ";
        return text.arguments("rule").stream()
                .filter(said -> said.startsWith(head))
                .map(said -> said.substring(head.length()))
                .toList();
    }

    /** Whether it is loaded at every boot: of files of one name the first counts (modules-load.d(5)). */
    boolean atBoot(String module) {
        Set<String> seen = new HashSet<>();
        for (HeadedText.Part file : text.all("boot")) {
            String path = file.argument();
            if (seen.add(path.substring(path.lastIndexOf('/') + 1))
                    && file.lines().contains(module)) {
                return true;
            }
        }
        return words("modules-load=").contains(module) || words("modules_load=").contains(module);
    }

    private List<String> words(String key) {
        List<String> words = new ArrayList<>();
        for (HeadedText.Part part : text.all("cmdline")) {
            if (part.argument().startsWith(key)) {
                for (String word : part.argument().substring(key.length()).split(",", -1)) {
                    words.add(name(word));
                }
            }
        }
        return words;
    }
}
