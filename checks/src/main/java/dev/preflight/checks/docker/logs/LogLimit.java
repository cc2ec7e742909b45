package dev.preflight.checks.docker.logs;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much log one container can pile up on its host. Sources: moby {@code jsonfilelog.go}, {@code local/config.go};
 * go-units {@code FromHumanSize}; containers.conf(5).
 *
 * @param kind whether there is a bound
 * @param bytes the bound; 0 unless there is one
 */
record LogLimit(Kind kind, long bytes) {

    /** Whether there is a bound. */
    enum Kind {
        /** The log stays below a number of bytes. */
        BOUNDED,
        /** The log grows until the disk is full. */
        UNBOUNDED,
        /** The log goes to the journal, which has a bound of its own. */
        JOURNAL,
        /** Nothing is kept on the host, or not by the runtime. */
        ELSEWHERE
    }

    /** Log drivers that write a file for each container. Podman takes json-file for k8s-file. */
    private static final Set<String> FILES = Set.of("json-file", "k8s-file");

    /** {@code local/config.go}: 20 MiB. */
    private static final long LOCAL_SIZE = 20L * 1024 * 1024;

    /** {@code local/config.go}: 5 files. */
    private static final long LOCAL_FILES = 5;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(\\.\\d{1,9})? ?([kKmMgGtTpP]?)[iI]?[bB]?");

    private static final LogLimit UNBOUNDED = new LogLimit(Kind.UNBOUNDED, 0);

    /** The bound that a driver of Docker or podman keeps with these options. */
    static LogLimit of(String driver, Map<String, String> options) {
        if (FILES.contains(driver)) {
            // One file unless max-file says otherwise: at the bound it is cut.
            return times(bytes(options.getOrDefault("max-size", "")), options.getOrDefault("max-file", "1"));
        }
        if (driver.equals("local")) {
            String size = options.getOrDefault("max-size", "");
            OptionalLong each = size.isEmpty() ? OptionalLong.of(LOCAL_SIZE) : bytes(size);
            return times(each, options.getOrDefault("max-file", Long.toString(LOCAL_FILES)));
        }
        return new LogLimit(driver.equals("journald") ? Kind.JOURNAL : Kind.ELSEWHERE, 0);
    }

    /** The bound of several files of one size. */
    static LogLimit times(OptionalLong size, String files) {
        if (size.isEmpty() || size.getAsLong() == 0 || !files.matches("\\d{1,6}")) {
            return UNBOUNDED;
        }
        // What does not fit into a number is no bound either.
        long count = Math.max(1, Long.parseLong(files));
        return size.getAsLong() > Long.MAX_VALUE / count
                ? UNBOUNDED
                : new LogLimit(Kind.BOUNDED, size.getAsLong() * count);
    }

    /** A size as Docker reads it, whose units are powers of 1000: {@code 10m} is 10,000,000. Empty if it is none. */
    static OptionalLong bytes(String text) {
        Matcher m = SIZE.matcher(text.strip());
        if (!m.matches()) {
            return OptionalLong.empty();
        }
        int power = "kmgtp".indexOf(m.group(3).toLowerCase(Locale.ROOT)) + 1;
        double number = Double.parseDouble(m.group(1) + (m.group(2) == null ? "" : m.group(2)));
        double bytes = number * Math.pow(1000, m.group(3).isEmpty() ? 0 : power);
        return bytes < Long.MAX_VALUE ? OptionalLong.of((long) bytes) : OptionalLong.empty();
    }

    boolean bounded() {
        return kind == Kind.BOUNDED;
    }

    boolean unbounded() {
        return kind == Kind.UNBOUNDED;
    }
}
