package dev.preflight.define.read;

import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a host is asked for a read. */
public final class Reads {
    /** Where systemd and what follows it look for settings, the first one first: systemd.unit(5). */
    private static final List<String> ROOTS = List.of("/etc/", "/run/", "/usr/local/lib/", "/usr/lib/");

    private Reads() {}

    /**
     * The request for a read, and how its answer becomes a value.
     *
     * @param id of the fact: {@code x-name/read}
     * @param context in which environment; a variable has none in {@link Context#CLEAN}
     */
    public static Asked<?> asked(String id, Read read, Context context) {
        return asked(id, read, context, read.asRoot());
    }

    /** The same, as root where the run may become root; the answer of another user counts as well, if there is one. */
    public static Asked<?> askedAsRootIfPossible(String id, Read read) {
        return asked(id, read, Context.CLEAN, true);
    }

    private static Asked<Told> asked(String id, Read read, Context context, boolean preferRoot) {
        FactRequest<Told> request = request(fact(id, read, preferRoot).in(context), read);
        return new Asked<>(request, read.type(), told -> Answers.of(read, told));
    }

    private static Fact<Told> fact(String id, Read read, boolean preferRoot) {
        Fact.Builder builder = Fact.scripted(id, "")
                .sharing(Reads.class, "answer", probe(read.source()))
                .limit(read.limit());
        if (preferRoot) {
            builder.prefersRoot();
        }
        // What it does is not known here, so it is never run twice.
        if (read.source() instanceof Source.Command) {
            builder.alone();
        }
        return builder.parsedBy(Told::parse);
    }

    private static String probe(Source source) {
        if (source instanceof Source.File || source instanceof Source.Sysctl) {
            return "file";
        } else if (source instanceof Source.Stat) {
            return "stat";
        } else if (source instanceof Source.Glob) {
            return "glob";
        }
        return source instanceof Source.Command ? "command" : "env";
    }

    private static <T> FactRequest<T> request(FactRequest<T> plain, Read read) {
        // Each is sent, also if it is empty: a login may have variables of these names.
        FactRequest<T> request = plain.with("ROOT", read.asRoot() ? "1" : "").with("SECRET", read.secret() ? "1" : "");
        Source source = read.source();
        if (source instanceof Source.File file) {
            List<String> arguments = new ArrayList<>(file.paths());
            arguments.addAll(dropins(read));
            return request.with("FILES", Integer.toString(file.paths().size())).withArguments(arguments);
        } else if (source instanceof Source.Sysctl sysctl) {
            return request.with("FILES", "1").withArguments(List.of("/proc/sys/" + path(sysctl.key())));
        } else if (source instanceof Source.Stat stat) {
            return request.withArguments(List.of(stat.path()));
        } else if (source instanceof Source.Glob glob) {
            return request.with("GLOB", joined(glob)).with("KINDS", kinds(glob));
        } else if (source instanceof Source.Command command) {
            return request.with("STREAM", command.stream().word()).withArguments(command.argv());
        }
        return request.withArguments(List.of(((Source.Env) source).name()));
    }

    private static String joined(Source.Glob glob) {
        return glob.steps().stream().map(step -> "/" + step.text()).collect(Collectors.joining());
    }

    private static String kinds(Source.Glob glob) {
        return glob.steps().stream().map(step -> step.pattern() ? "p" : "l").collect(Collectors.joining());
    }

    /** The folders of settings of the first file, the one that overrides the others first. */
    static List<String> dropins(Read read) {
        boolean wanted = read.form() instanceof Form.Ini ini && ini.dropins();
        if (!wanted || !(read.source() instanceof Source.File file)) {
            return List.of();
        }
        String path = file.paths().get(0);
        for (String root : ROOTS) {
            if (path.startsWith(root)) {
                String name = path.substring(root.length());
                return ROOTS.stream().map(other -> other + name + ".d").toList();
            }
        }
        return List.of(path + ".d");
    }

    /** The path of a setting: where its first separator is a dot, dots and slashes change places (sysctl.d(5)). */
    private static String path(String key) {
        int slash = key.indexOf('/');
        int dot = key.indexOf('.');
        if (dot < 0 || (slash >= 0 && slash < dot)) {
            return key;
        }
        return key.chars()
                .mapToObj(c -> c == '.' ? "/" : c == '/' ? "." : Character.toString(c))
                .collect(Collectors.joining());
    }
}
