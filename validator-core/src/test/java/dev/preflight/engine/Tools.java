package dev.preflight.engine;

import dev.preflight.testing.Requirement;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which of this machine's programs a script finds.
 *
 * @param name for the test's report
 * @param programs where they are, by the script's word for each; what is not in it is hidden
 */
record Tools(String name, Map<String, String> programs) {
    private static final String PYTHONS = "python3 /usr/libexec/platform-python python python2";
    private static final String NCS = "nc.openbsd nc netcat";

    static final Tools PYTHON = new Tools("python", Map.of(PYTHONS, "python3"));
    static final Tools PERL = new Tools("perl", Map.of("perl", "perl"));

    /** Nothing but these, some kind of nc first. */
    static Tools of(String nc, String... others) {
        Map<String, String> programs = new LinkedHashMap<>();
        if (!nc.isEmpty()) {
            programs.put(NCS, path(nc));
        }
        Stream.of(others).forEach(other -> programs.put(other, path(other)));
        return new Tools(String.join(" ", programs.values()), programs);
    }

    private static String path(String program) {
        return program.contains("/") ? program : Requirement.tool(program).toString();
    }

    /** The script, to which all else is hidden. */
    String only(String script) {
        String left = replaced(script, "for T in " + PYTHONS, "for T in " + programs.getOrDefault(PYTHONS, ""));
        left = replaced(left, "for NAME in " + NCS, "for NAME in " + programs.getOrDefault(NCS, ""));
        for (String program : new String[] {"perl", "ncat", "socat", "bash"}) {
            String there = programs.getOrDefault(program, "none");
            left = replaced(left, "x_find " + program, "x_find " + there);
        }
        // Where the script looks for tcpdump by itself.
        Path tcpdump = Requirement.find("tcpdump").orElse(Path.of("/usr/bin/tcpdump"));
        return replaced(left, "PATH=/usr/local/sbin:", "PATH=" + tcpdump.getParent() + ":/usr/local/sbin:");
    }

    private static String replaced(String script, String old, String now) {
        if (!script.contains(old)) {
            throw new AssertionError("the script no longer says '" + old + "'");
        }
        return script.replace(old, now);
    }

    @Override
    public String toString() {
        return name;
    }
}
