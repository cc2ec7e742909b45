package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which commands are found in one context, and where else they lie. The fact's arguments are the commands' names.
 *
 * @param user whose context it is
 * @param path its PATH as it is; empty if there is none
 * @param directories mode of each directory in it, nine letters behind the type as {@code ls} prints them
 * @param commands by name, in the order asked for
 * @param kernel release of the running kernel
 * @param modules releases of the kernels that have a directory of modules
 */
record CommandPath(
        String user,
        String path,
        Map<String, String> directories,
        Map<String, Command> commands,
        String kernel,
        List<String> modules) {

    /** The fact; ping waits a second, and a directory of PATH on a dead file system hangs. */
    public static final Fact<CommandPath> FACT =
            Fact.named("command-path", CommandPath.class).parsedBy(CommandPath::parse);

    /**
     * One command.
     *
     * @param resolved what the shell would run: a path, or the name of a builtin; empty if it finds nothing
     * @param executable whether what it resolves to is a file that this user may execute; true for a builtin
     * @param real the file behind links; empty if it is no path
     * @param standard where it lies in the standard directories, each with the file behind links
     * @param status exit status of a harmless call; empty where none is made
     * @param said what that call said on standard error
     */
    public record Command(
            Optional<String> resolved,
            boolean executable,
            Optional<String> real,
            Map<String, String> standard,
            OptionalInt status,
            String said) {
        public Command {
            standard = Collections.unmodifiableMap(new LinkedHashMap<>(standard));
        }
    }

    public CommandPath {
        directories = Collections.unmodifiableMap(new LinkedHashMap<>(directories));
        commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
        modules = List.copyOf(modules);
    }

    /** What is known of the commands of which one is enough. */
    List<Command> of(RequiredCommand required) {
        return required.names().stream()
                .map(name -> Optional.ofNullable(commands.get(name)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The elements of PATH; an empty one is an empty text. */
    public List<String> elements() {
        return path.isEmpty() ? List.of() : Arrays.asList(path.split(":", -1));
    }

    static Reading<CommandPath> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        HeadedText.Part path = text.first("path")
                .orElseThrow(() -> new FactFormatException("expected PATH, found: " + output.firstError()));
        if (path.lines().size() != 1 || text.first("kernel").isEmpty()) {
            throw new FactFormatException("expected PATH in one line, and the kernel's release at the end");
        }
        Map<String, String> directories = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("directory")) {
            String[] words = part.argument().split(" ", 2);
            if (words.length != 2 || words[0].length() < 10) {
                throw new FactFormatException("expected a mode and a directory, found: " + part.argument());
            }
            directories.put(words[1], words[0].substring(1, 10));
        }
        Map<String, Command> commands = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("command")) {
            commands.put(part.argument(), command(part.lines()));
        }
        return Reading.got(new CommandPath(
                text.argument("user").orElse(""),
                path.lines().get(0),
                directories,
                commands,
                text.first("kernel").get().argument(),
                text.arguments("modules")));
    }

    private static Command command(List<String> lines) throws FactFormatException {
        Optional<String> resolved = Optional.empty();
        Optional<String> real = Optional.empty();
        boolean executable = false;
        Map<String, String> standard = new LinkedHashMap<>();
        OptionalInt status = OptionalInt.empty();
        List<String> said = new ArrayList<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            String value = space < 0 ? "" : line.substring(space + 1);
            if (line.startsWith("resolved ")) {
                resolved = Optional.of(value);
            } else if (line.equals("executable")) {
                executable = true;
            } else if (line.startsWith("real ")) {
                real = Optional.of(value);
            } else if (line.startsWith("at ")) {
                int split = value.lastIndexOf(' ');
                if (!value.startsWith("/", split + 1)) {
                    throw new FactFormatException("expected a mode and a path, found: " + value);
                }
                standard.put(value.substring(split + 1), split < 0 ? "" : value.substring(0, split));
            } else if (line.matches("rc=\\d{1,3}")) {
                status = OptionalInt.of(Integer.parseInt(line.substring(3)));
            } else if (line.startsWith("said ")) {
                said.add(value);
            } else if (!line.isEmpty()) {
                throw new FactFormatException("unexpected line under a command: " + line);
            }
        }
        boolean builtin = resolved.isPresent() && !resolved.get().startsWith("/");
        return new Command(resolved, executable || builtin, real, standard, status, String.join("; ", said));
    }
}
