package dev.preflight.checks.fact;

import dev.preflight.fact.CodeName;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the next boot sets, as far as a request asks for it: its arguments are names of kernel parameters, and paths below
 * {@code /sys} that may be patterns. A name is also searched for in the lines that may set a path.
 *
 * <p>Sources: the kernel's kernel-parameters; udev(7), modprobe.d(5), tmpfiles.d(5), tuned.conf(5), rc.local of
 * systemd-rc-local-generator(8), sysfs.conf of sysfsutils.
 *
 * @param systemd whether systemd starts the host, so that its files and units count
 * @param running the asked parameters on the kernel's command line, in its order
 * @param next those that the boot loader has for the next boot; missing if that could not be read or is not decided
 * @param unused those of files from which the boot loader's configuration is made, by a command that may not have run
 * @param lines that may set an asked path, by the order of their kinds, then of their directories and files
 * @param unreadable files and directories that may hold such a line, and could not be read
 */
public record BootConfig(
        boolean systemd,
        List<Argument> running,
        Reading<List<Argument>> next,
        List<Argument> unused,
        List<Line> lines,
        List<String> unreadable) {

    /** Reads a few dozen small files and searches some directories of them; boot loaders hide theirs from other users. */
    public static final Fact<BootConfig> FACT = Fact.named("boot-config", BootConfig.class)
            .sharing(SharedShell.class, "tuned-files")
            .prefersRoot()
            .parsedBy(BootConfig::parse);

    /** The only place of what nothing but the running kernel knows. */
    static final String RUNNING = "/proc/cmdline";

    /**
     * A parameter of the kernel.
     *
     * @param name as asked for
     * @param value behind its first equals sign; empty if it has none
     * @param where the file and line
     */
    public record Argument(String name, String value, String where) {
        static Argument of(String word, String where) {
            int equals = word.indexOf('=');
            return equals < 0
                    ? new Argument(word, "", where)
                    : new Argument(word.substring(0, equals), word.substring(equals + 1), where);
        }

        /** As it is written on the command line. */
        public String word() {
            return value.isEmpty() ? name : name + "=" + value;
        }
    }

    /** What holds a line that may set a path below {@code /sys}, in the order in which they are applied. */
    public enum Kind {
        /** A rule of udev. */
        UDEV,
        /** Options of a module. */
        MODPROBE,
        /** systemd-tmpfiles(8). */
        TMPFILES,
        /** The settings of sysfsutils. */
        SYSFS,
        /** A profile of tuned. */
        TUNED,
        /** A unit that is started at boot. */
        UNIT,
        /** A script that runs late, such as rc.local. */
        SCRIPT
    }

    /**
     * A line that may set an asked path: it has the last part of that, or an asked name.
     *
     * @param early of a unit, whether that says that it runs before others
     */
    public record Line(Kind kind, String file, int number, String text, boolean early) {
        /** The file and line. */
        public String where() {
            return file + ":" + number;
        }
    }

    /** The lists are copied. */
    public BootConfig {
        running = List.copyOf(running);
        unused = List.copyOf(unused);
        lines = List.copyOf(lines);
        unreadable = List.copyOf(unreadable);
    }

    /** The parameter of this name that counts now: of several the last one. */
    public Optional<Argument> now(String name) {
        return last(running, name);
    }

    /** The parameter of this name that counts after the next boot: of several the last one. */
    public Reading<Optional<Argument>> after(String name) {
        return next.flatMap(all -> Reading.got(last(all, name)));
    }

    private static Optional<Argument> last(List<Argument> all, String name) {
        return all.stream().filter(one -> one.name().equals(name)).reduce((one, two) -> two);
    }

    private static Reading<BootConfig> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        String init =
                text.argument("init").orElseThrow(() -> new FactFormatException("expected what started the system"));
        Optional<HeadedText.Part> cmdline = text.first("running");
        if (cmdline.isEmpty()) {
            throw new FactFormatException("expected the kernel's command line");
        }
        BootLoader loader = new BootLoader(text);
        return Reading.got(new BootConfig(
                init.equals("systemd"),
                loader.running(),
                loader.next(),
                loader.unused(),
                lines(text),
                text.arguments("unreadable")));
    }

    private static List<Line> lines(HeadedText text) throws FactFormatException {
        Set<String> early = new HashSet<>(text.arguments("early"));
        List<Line> lines = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (HeadedText.Part part : text.all(CodeName.of(kind))) {
                for (String line : part.lines()) {
                    lines.add(line(kind, line, early));
                }
            }
        }
        return lines;
    }

    /** As grep(1) prints it: the file, a colon, the number, a colon, the line. */
    private static Line line(Kind kind, String printed, Set<String> early) throws FactFormatException {
        int file = printed.indexOf(':');
        int number = printed.indexOf(':', file + 1);
        if (file < 1 || number < 0) {
            throw new FactFormatException("expected a file, a number and a line, found: " + printed);
        }
        String path = printed.substring(0, file);
        return new Line(
                kind,
                path,
                Numbers.small(printed.substring(file + 1, number)),
                printed.substring(number + 1).strip(),
                early.contains(path));
    }
}
