package dev.preflight.checks.docker.daemonjson;

import dev.preflight.checks.fact.DockerDaemon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command that starts a dockerd that does not run now: {@code ExecStart} of its systemd unit with drop-ins and
 * environment files (systemd.unit(5), systemd.service(5)), or the option file of a distribution without systemd.
 */
final class DaemonStart {
    /** RE2, for the JDK recurses once for each byte of a word that a host chose. */
    private static final com.google.re2j.Pattern WORD =
            com.google.re2j.Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"|'([^']*)'|((?:\\\\.|[^\\s\"'\\\\])+)");

    private static final Pattern BRACED = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** Where OpenRC and SysV scripts take {@code DOCKER_OPTS} from. */
    private static final List<String> WITHOUT_SYSTEMD = List.of("/etc/conf.d/docker", "/etc/default/docker");

    private String exec = "";
    private final Map<String, String> variables = new HashMap<>();
    private final List<String> files = new ArrayList<>();

    private DaemonStart() {}

    /** The words of the command; empty if nothing says how dockerd is started. */
    static List<String> command(DockerDaemon daemon) {
        List<String> units = inForce(daemon.units());
        if (units.isEmpty()) {
            return withoutSystemd(daemon);
        }
        DaemonStart start = new DaemonStart();
        units.forEach(start::read);
        // A file's value wins over one of Environment=.
        for (String file : start.files) {
            start.variables.putAll(assignments(daemon.options().getOrDefault(file, "")));
        }
        List<String> words = start.words();
        boolean dockerd = !words.isEmpty()
                && words.get(0).substring(words.get(0).lastIndexOf('/') + 1).startsWith("dockerd");
        return dockerd ? words : List.of();
    }

    /** Names and values of {@code NAME=value} lines, quotes removed. */
    static Map<String, String> assignments(String text) {
        Map<String, String> found = new HashMap<>();
        for (String line : logicalLines(text)) {
            int equals = line.indexOf('=');
            String name = equals < 0
                    ? ""
                    : line.substring(0, equals).replaceFirst("^export\\s+", "").strip();
            if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                found.put(name, unquoted(line.substring(equals + 1).strip()));
            }
        }
        return found;
    }

    /** The unit that counts, then its drop-ins: of two files of one name the first counts; they apply sorted by name. */
    private static List<String> inForce(Map<String, String> units) {
        List<String> texts = new ArrayList<>();
        Map<String, String> dropIns = new TreeMap<>();
        units.forEach((path, text) -> {
            if (path.endsWith(".conf")) {
                dropIns.putIfAbsent(path.substring(path.lastIndexOf('/') + 1), text);
            } else if (texts.isEmpty()) {
                texts.add(text);
            }
        });
        texts.addAll(dropIns.values());
        return texts;
    }

    private static List<String> withoutSystemd(DockerDaemon daemon) {
        for (String file : WITHOUT_SYSTEMD) {
            String options =
                    assignments(daemon.options().getOrDefault(file, "")).get("DOCKER_OPTS");
            if (options != null) {
                List<String> words = new ArrayList<>(List.of(daemon.binary().orElse("dockerd")));
                words.addAll(split(options));
                return words;
            }
        }
        return List.of();
    }

    private void read(String unit) {
        for (String line : logicalLines(unit)) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String value = line.substring(equals + 1).strip();
            switch (line.substring(0, equals).strip()) {
                case "ExecStart" -> exec = value.replaceFirst("^[-@:+!]+", "");
                case "EnvironmentFile" -> {
                    if (value.isEmpty()) {
                        files.clear();
                    } else {
                        files.add(value.replaceFirst("^-", ""));
                    }
                }
                case "Environment" -> split(value).forEach(word -> variables.putAll(assignments(word)));
                default -> {}
            }
        }
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        for (String word : split(exec)) {
            if (word.matches("\\$[A-Za-z_][A-Za-z0-9_]*")) {
                words.addAll(split(variables.getOrDefault(word.substring(1), "")));
                continue;
            }
            Matcher m = BRACED.matcher(word);
            words.add(m.replaceAll(r -> Matcher.quoteReplacement(variables.getOrDefault(r.group(1), ""))));
        }
        return words;
    }

    private static List<String> logicalLines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.replace("\\\n", " ").lines().toList()) {
            String stripped = line.strip();
            if (!stripped.isEmpty() && stripped.charAt(0) != '#' && stripped.charAt(0) != ';') {
                lines.add(stripped);
            }
        }
        return lines;
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int end = -1;
        com.google.re2j.Matcher m = WORD.matcher(text);
        while (m.find()) {
            if (end >= 0 && m.start() > end) {
                words.add(word.toString());
                word.setLength(0);
            }
            word.append(
                    m.group(1) != null
                            ? unescaped(m.group(1))
                            : m.group(2) != null ? m.group(2) : unescaped(m.group(3)));
            end = m.end();
        }
        if (end >= 0) {
            words.add(word.toString());
        }
        return words;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && "\"'".indexOf(value.charAt(0)) >= 0
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? unescaped(value.substring(1, value.length() - 1)) : value;
    }

    private static String unescaped(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }
}
