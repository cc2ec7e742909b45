package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
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
 * What sets settings of the kernel at the next boot and later, as far as the asked ones may be concerned.
 *
 * @param init what applies the files
 * @param never what applies the files and is masked, or in no runlevel; empty if it runs
 * @param sources files, in the order of their directories
 * @param reapplied whether tuned applies the files again after its own settings
 * @param dockerd whether a Docker daemon runs
 * @param loaded modules that are built in or loaded before the files are applied
 */
record SysctlBoot(
        Init init,
        Optional<String> never,
        List<Source> sources,
        boolean reapplied,
        boolean dockerd,
        Set<String> loaded) {

    /** Reads some twenty small files; some sites hide theirs from other users. */
    public static final Fact<SysctlBoot> FACT = Fact.named("sysctl-boot", SysctlBoot.class)
            .sharing(SharedShell.class, "tuned-files")
            .prefersRoot()
            .parsedBy(SysctlBoot::parse);

    /** What applies the files at boot. */
    enum Init {
        /** systemd-sysctl(8). */
        SYSTEMD,
        /** OpenRC with {@code sysctl --system} of procps. */
        PROCPS,
        /** OpenRC with busybox: each file by itself. */
        BUSYBOX,
        /** Something else, of which it is not known. */
        OTHER
    }

    /** What a file is to what applies it. */
    enum Kind {
        /** Words of the kernel's command line. */
        CMDLINE,
        /** What SLES applies before all others. */
        FIRST,
        /** A file of a directory {@code sysctl.d}. */
        FILE,
        /** {@code /etc/sysctl.conf}. */
        CONF,
        /** A profile of tuned. */
        TUNED,
        /** A script that runs late. */
        SCRIPT,
        /** A file of {@code sysctl.d}, or such a directory, that could not be read. */
        UNREADABLE
    }

    /** A file and those of its lines that may concern what was asked for. */
    record Source(Kind kind, String path, List<Line> lines) {
        /** The lines are copied. */
        Source {
            lines = List.copyOf(lines);
        }

        String basename() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** A line, and its number. */
    record Line(int number, String text) {
        /** The setting that it names, as a path; its minus in front only means that errors are ignored. */
        String key() {
            int equals = text.indexOf('=');
            String key = (equals < 0 ? text : text.substring(0, equals)).strip();
            return SysctlValues.path(key.startsWith("-") ? key.substring(1) : key);
        }

        /** What it sets it to; empty for one that only excludes it from patterns, or is none. */
        Optional<String> value() {
            int equals = text.indexOf('=');
            return equals < 0 ? Optional.empty() : Optional.of(SysctlValues.words(text.substring(equals + 1)));
        }

        /** Whether it says anything: without a value only an exclusion does. */
        boolean counts() {
            return text.indexOf('=') > 0 || text.startsWith("-");
        }
    }

    /** The collections are copied. */
    SysctlBoot {
        sources = List.copyOf(sources);
        loaded = Set.copyOf(loaded);
    }

    private static Reading<SysctlBoot> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Optional<Init> init = text.first("init").flatMap(part -> named(Init.values(), part.argument()));
        if (init.isEmpty()) {
            throw new FactFormatException("expected what applies the settings at boot");
        }
        List<Source> sources = new ArrayList<>();
        Set<String> loaded = new HashSet<>();
        for (HeadedText.Part part : text.parts()) {
            Optional<Kind> kind = named(Kind.values(), part.name());
            if (kind.isPresent()) {
                String path = kind.get() == Kind.CMDLINE ? "/proc/cmdline" : part.argument();
                sources.add(new Source(kind.get(), path, lines(kind.get(), part.lines())));
            } else if (part.name().equals("loaded")) {
                loaded.add(part.argument());
            }
        }
        // tuned-main.conf(5): on unless it says otherwise.
        boolean reapplied = text.first("reapply")
                .filter(part -> part.argument().matches("(?i)0|false|no|off"))
                .isEmpty();
        Optional<String> never = text.argument("never");
        return Reading.got(new SysctlBoot(
                init.get(), never, sources, reapplied, text.first("dockerd").isPresent(), loaded));
    }

    private static List<Line> lines(Kind kind, List<String> printed) throws FactFormatException {
        List<Line> lines = new ArrayList<>();
        for (String line : printed) {
            int blank = line.indexOf(' ');
            if (kind == Kind.CMDLINE) {
                lines.add(new Line(1, line));
            } else if (blank > 0) {
                lines.add(new Line(Numbers.small(line.substring(0, blank)), line.substring(blank + 1)));
            } else {
                throw new FactFormatException("expected a number and a line, found: " + line);
            }
        }
        return lines;
    }

    private static <E extends Enum<E>> Optional<E> named(E[] all, String word) {
        for (E one : all) {
            if (CodeName.of(one).equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
