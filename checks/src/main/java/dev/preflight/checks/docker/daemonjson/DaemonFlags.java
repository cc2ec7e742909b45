package dev.preflight.checks.docker.daemonjson;

import dev.preflight.checks.fact.DockerDaemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The flags that dockerd is started with.
 *
 * @param command the words it is started with, its own name first; empty if that is not known
 * @param flags the flags among them
 * @param complete whether these are all: no unit or option file stayed unread
 */
public record DaemonFlags(List<String> command, List<Flag> flags, boolean complete) {

    /** Flags without a value that are no switches of the file: {@code dockerd --help} of 20.10.24 and 26.1.5. */
    private static final Set<String> WITHOUT_VALUE = Set.of("help", "restart", "validate", "version");

    /** Short flags; a capital letter behind the name would be no flag's name. */
    private static final Map<Character, String> SHORT = Map.of(
            'D',
            "debug",
            'G',
            "group",
            'H',
            "host",
            'b',
            "bridge",
            'g',
            "graph",
            'l',
            "log-level",
            'p',
            "pidfile",
            'r',
            "restart",
            's',
            "storage-driver",
            'v',
            "version");

    /**
     * One flag.
     *
     * @param name its long name without dashes
     * @param value its value; empty for a switch
     * @param from index of its first word in the command
     * @param to index behind its last word
     */
    record Flag(String name, String value, int from, int to) {}

    public DaemonFlags {
        command = List.copyOf(command);
        flags = List.copyOf(flags);
    }

    /** The flags of the running daemon, or those that its unit or option files would start it with. */
    public static DaemonFlags of(DockerDaemon daemon) {
        if (daemon.commandLine().isPresent()) {
            List<String> words = List.of(daemon.commandLine().get().strip().split("\\s+"));
            return new DaemonFlags(words, parse(words), true);
        }
        List<String> words = DaemonStart.command(daemon);
        return new DaemonFlags(words, parse(words), daemon.unreadable().isEmpty());
    }

    /** The last value given to this flag. */
    public Optional<String> last(String name) {
        return flags.stream()
                .filter(flag -> flag.name().equals(name))
                .map(Flag::value)
                .reduce((before, after) -> after);
    }

    /**
     * The file that {@code --config-file} names, if it is not this one. The command line has lost the borders of its
     * words, so a path with a space is found as plain text.
     */
    public Optional<String> configFileOtherThan(String path) {
        return last("config-file").filter(named -> !String.join(" ", command()).contains(path));
    }

    /** The command without the flags that give this key of the file. */
    List<String> without(String key) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            int word = i;
            boolean gives = flags.stream()
                    .anyMatch(f -> f.from() <= word
                            && word < f.to()
                            && DaemonKey.nameOfFlag(f.name()).equals(key));
            if (!gives) {
                rest.add(command.get(i));
            }
        }
        return rest;
    }

    private static List<Flag> parse(List<String> words) {
        List<Flag> flags = new ArrayList<>();
        int i = 1;
        while (i < words.size()) {
            String word = words.get(i);
            int next = i + 1;
            if (word.equals("--")) {
                break;
            }
            if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
                boolean takesNext = equals < 0 && !isSwitch(name) && next < words.size();
                next = takesNext ? next + 1 : next;
                String value = equals < 0 ? "" : word.substring(equals + 1);
                flags.add(new Flag(name, takesNext ? words.get(i + 1) : value, i, next));
            } else if (word.length() > 1 && word.startsWith("-")) {
                next = shorts(words, i, flags);
            }
            i = next;
        }
        return flags;
    }

    private static int shorts(List<String> words, int at, List<Flag> flags) {
        String word = words.get(at);
        for (int c = 1; c < word.length(); c++) {
            String name = SHORT.getOrDefault(word.charAt(c), String.valueOf(word.charAt(c)));
            if (isSwitch(name)) {
                flags.add(new Flag(name, "", at, at + 1));
                continue;
            }
            String rest = word.substring(c + 1);
            boolean takesNext = rest.isEmpty() && at + 1 < words.size();
            String value = rest.startsWith("=") ? rest.substring(1) : rest;
            flags.add(new Flag(name, takesNext ? words.get(at + 1) : value, at, takesNext ? at + 2 : at + 1));
            return takesNext ? at + 2 : at + 1;
        }
        return at + 1;
    }

    private static boolean isSwitch(String name) {
        return WITHOUT_VALUE.contains(name) || DaemonKey.isSwitch(name);
    }
}
