package dev.preflight.checks.resolver;

import dev.preflight.checks.fact.HeadedText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ISC dhclient and its scripts go by on a host. Sources: dhclient.conf(5), dhclient-script(8).
 *
 * @param hooks files that are made part of dhclient-script and name its function make_resolv_conf, in the order of their
 *     names
 * @param tests what the hooks ask about files, such as {@code -x /sbin/resolvconf}, and whether that holds
 * @param confs statements about name servers, and the blocks that contain them, by path of the file
 * @param scripts which of the words by which scripts differ each one has, by path
 */
record DhclientState(
        Map<String, Hook> hooks,
        Map<String, Boolean> tests,
        Map<String, List<String>> confs,
        Map<String, List<String>> scripts) {

    /** A hook: whether it may be executed, and its text, of which all but words of control is a question mark. */
    public record Hook(boolean executable, List<String> lines) {
        public Hook {
            lines = List.copyOf(lines);
        }
    }

    public DhclientState {
        hooks = Collections.unmodifiableMap(new LinkedHashMap<>(hooks));
        tests = Map.copyOf(tests);
        confs = Collections.unmodifiableMap(new LinkedHashMap<>(confs));
        scripts = Map.copyOf(scripts);
    }

    /** The words of the script that a client runs; empty if it could not be read. */
    public Optional<List<String>> script(String path) {
        return Optional.ofNullable(scripts.get(path));
    }

    static DhclientState of(HeadedText text) {
        Map<String, Hook> hooks = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("hook")) {
            String[] words = part.argument().split(" ", 2);
            hooks.put(words[words.length - 1], new Hook(words[0].equals("yes"), part.lines()));
        }
        Map<String, Boolean> tests = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("test")) {
            String[] words = part.argument().split(" ", 2);
            tests.put(words[words.length - 1], words[0].equals("yes"));
        }
        return new DhclientState(hooks, tests, byName(text, "dhclient-conf"), byName(text, "script"));
    }

    private static Map<String, List<String>> byName(HeadedText text, String heading) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        text.all(heading).forEach(part -> lines.put(part.argument(), part.lines()));
        return lines;
    }
}
