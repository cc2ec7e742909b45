package dev.preflight.inventory;

import dev.preflight.node.NearestFile;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads inventories in Ansible's INI and YAML forms, and says for each host what Ansible would say. What is computed is
 * not: no plugins, no scripts, no templates, no vault, and no {@code group_vars} beside the file.
 */
public final class InventoryLoader {
    /** The longest text that the YAML reader takes, in characters; an inventory of 10 000 hosts is a tenth of it. */
    static final int MAX_LENGTH = 3 * 1024 * 1024;

    private static final Pattern YAML_NAME = Pattern.compile(".*\\.(yaml|yml|json)", Pattern.CASE_INSENSITIVE);
    private static final Pattern YAML_START =
            Pattern.compile("---(\\s.*)?|%YAML .*|\\{.*|(\"[^\"]*\"|'[^']*'|[^\\s\\[]+):(\\s.*)?");
    private static final Pattern INI_START = Pattern.compile(";.*|\\[[^\\]\\s,]+\\].*");
    private static final List<String> NOT_READ = List.of("group_vars", "host_vars");

    private InventoryLoader() {}

    /**
     * Reads a file.
     *
     * @param file its path, as the user gave it
     * @throws ProblemsException with everything that is wrong, if anything is; then nothing can be used
     */
    public static Inventory load(Path file) throws ProblemsException {
        Inventory inventory = parse(file.toString(), text(file));
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        List<String> beside = NOT_READ.stream()
                .filter(name -> Files.isDirectory(folder.resolve(name)))
                .toList();
        if (beside.isEmpty()) {
            return inventory;
        }
        List<Problem> warnings = new ArrayList<>(inventory.warnings());
        warnings.add(new Problem(
                Place.of(file.toString()),
                "what is in " + String.join(" and ", beside) + " beside the inventory is not read",
                "put the variables that say how to reach the hosts into the inventory"));
        return new Inventory(inventory.hosts(), warnings, inventory.groups());
    }

    /**
     * Reads a text.
     *
     * @param source what to call it in places; its ending helps to tell YAML from INI where the text leaves it open
     * @throws ProblemsException with everything that is wrong, if anything is
     */
    public static Inventory parse(String source, String text) throws ProblemsException {
        Problems problems = new Problems();
        if (text.length() > MAX_LENGTH) {
            throw problem(source, "longer than " + MAX_LENGTH + " characters", "split the inventory");
        }
        if (text.startsWith(ConnectionVariables.VAULT_START)) {
            throw problem(source, "the whole file is encrypted by Ansible's vault", ConnectionVariables.VAULT_HINT);
        }
        if (text.startsWith("#!")) {
            throw problem(source, "a program that prints an inventory is not run here", YamlInventory.WRITE_OUT);
        }
        List<Problem> warnings = new ArrayList<>();
        GroupTree tree = new GroupTree(problems, warnings);
        if (isYaml(source, text)) {
            YamlInventory.read(source, text, tree);
        } else {
            IniInventory.read(source, text, tree);
        }
        tree.finish();
        if (problems.none() && tree.hosts().isEmpty()) {
            problems.add(Place.of(source), "no host is named", "name at least one host");
        }
        List<Host> hosts = hosts(tree);
        problems.throwIfAny();
        warnings.sort(Comparator.comparingInt((Problem p) -> p.place().line())
                .thenComparingInt(p -> p.place().column()));
        return new Inventory(
                hosts, warnings, Groups.ofRead(tree));
    }

    private static List<Host> hosts(GroupTree tree) {
        var connection = new ConnectionVariables(System.getProperty("user.home", ""), tree.problems(), tree.warnings());
        Stream.concat(
                        tree.groups().stream().flatMap(group -> group.variables().values().stream()),
                        tree.hosts().stream().flatMap(host -> host.variables().values().stream()))
                .forEach(connection::warnIfUnused);
        return tree.hosts().stream()
                .map(host -> connection.host(host, tree.membership(host)))
                .toList();
    }

    private static boolean isYaml(String source, String text) {
        Optional<String> first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst();
        if (first.isPresent() && INI_START.matcher(first.get()).matches()) {
            return false;
        }
        return first.filter(line -> YAML_START.matcher(line).matches()).isPresent()
                || YAML_NAME.matcher(source).matches();
    }

    private static String text(Path file) throws ProblemsException {
        String source = file.toString();
        if (Files.isDirectory(file)) {
            throw problem(source, "a directory, expected a file", "name one inventory file in it");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_LENGTH + 1);
        } catch (NoSuchFileException e) {
            throw problem(source, "no such file", NearestFile.hint(file));
        } catch (IOException e) {
            throw problem(source, "cannot be read", "check who may read it");
        }
        if (bytes.length > MAX_LENGTH) {
            throw problem(source, "longer than " + MAX_LENGTH + " bytes", "split the inventory");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemsException(firstBad(source, bytes), "not text in UTF-8", "save the file as UTF-8");
        }
    }

    /** Where the bytes stop being UTF-8. */
    private static Place firstBad(String source, byte[] bytes) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        String good = lenient.substring(0, Math.max(0, lenient.indexOf('\ufffd')));
        int line = (int) good.chars().filter(c -> c == '\n').count() + 1;
        return new Place(source, line, good.length() - good.lastIndexOf('\n'));
    }

    private static ProblemsException problem(String source, String message, String hint) {
        return new ProblemsException(Place.of(source), message, hint);
    }
}
