package dev.preflight.checks.docker;

import dev.preflight.node.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What log drivers refuse in {@code log-opts}, which {@code dockerd --validate} does not see. Sources: moby
 * {@code daemon/logger/factory.go}, {@code jsonfilelog.go}, {@code local/config.go} and {@code ValidateLogOpt} of the
 * drivers, all options of any version since 20.10. Drivers that are not listed here, plugins among them, are not judged.
 */
final class LogOptions {
    private static final String JSON_FILE = "json-file";
    private static final String LOCAL = "local";

    /** Options that every driver takes. */
    private static final Set<String> COMMON = Set.of("labels", "labels-regex", "env", "env-regex", "tag");

    /** Options of dockerd itself, for whichever driver; those of the cache begin with {@code cache-}. */
    private static final Set<String> BUILT_IN = Set.of("mode", "max-buffer-size");

    private static final Map<String, Set<String>> OF_DRIVER = Map.of(
            JSON_FILE,
            Set.of("max-file", "max-size", "compress"),
            LOCAL,
            Set.of("max-file", "max-size", "compress"),
            "journald",
            Set.of(),
            "syslog",
            Set.of(
                    "syslog-address",
                    "syslog-facility",
                    "syslog-tls-ca-cert",
                    "syslog-tls-cert",
                    "syslog-tls-key",
                    "syslog-tls-skip-verify",
                    "syslog-format"),
            "gelf",
            Set.of(
                    "gelf-address",
                    "gelf-compression-level",
                    "gelf-compression-type",
                    "gelf-tcp-max-reconnect",
                    "gelf-tcp-reconnect-delay"),
            "fluentd",
            Set.of(
                    "fluentd-address",
                    "fluentd-async",
                    "fluentd-async-connect",
                    "fluentd-async-reconnect-interval",
                    "fluentd-buffer-limit",
                    "fluentd-max-retries",
                    "fluentd-request-ack",
                    "fluentd-retry-wait",
                    "fluentd-sub-second-precision",
                    "fluentd-write-timeout",
                    "fluentd-read-timeout"));

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private LogOptions() {}

    /**
     * Something that a driver refuses.
     *
     * @param code {@code log-opt} for an unknown option, {@code log-opt-value}, or {@code log-opt-compress}
     * @param option which option
     * @param value its value
     * @param hint what is accepted, as signs, or the nearest valid name; may be empty
     */
    record Refusal(String code, String option, String value, String hint) {}

    /** What this driver refuses in these options. */
    static List<Refusal> refusals(String driver, Map<String, String> options) {
        Set<String> own = OF_DRIVER.get(driver);
        if (own == null) {
            return List.of();
        }
        List<Refusal> found = new ArrayList<>();
        options.forEach((option, value) -> {
            if (!own.contains(option) && !COMMON.contains(option) && !builtIn(option)) {
                Set<String> valid = new TreeSet<>(own);
                valid.addAll(COMMON);
                found.add(new Refusal(
                        "log-opt",
                        option,
                        value,
                        Suggestion.nearest(option, valid).orElse("")));
            }
        });
        mode(options, found);
        if (driver.equals(JSON_FILE) || driver.equals(LOCAL)) {
            rotation(driver, options, found);
        }
        return found;
    }

    private static boolean builtIn(String option) {
        return BUILT_IN.contains(option) || option.startsWith("cache-");
    }

    private static void mode(Map<String, String> options, List<Refusal> found) {
        String mode = options.getOrDefault("mode", "");
        if (!Set.of("", "blocking", "non-blocking").contains(mode)) {
            found.add(new Refusal("log-opt-value", "mode", mode, "blocking | non-blocking"));
        } else if (options.containsKey("max-buffer-size") && !mode.equals("non-blocking")) {
            found.add(new Refusal(
                    "log-opt-value", "max-buffer-size", options.get("max-buffer-size"), "mode: non-blocking"));
        }
    }

    private static void rotation(String driver, Map<String, String> options, List<Refusal> found) {
        boolean local = driver.equals(LOCAL);
        // local/config.go: 5 files of 20 MiB, compressed; jsonfilelog.go: one file without limit.
        int least = local ? 0 : 1;
        int files = local ? 5 : 1;
        boolean filesKnown = true;
        Optional<String> maxFile = Optional.ofNullable(options.get("max-file"));
        if (maxFile.isPresent()) {
            filesKnown = maxFile.get().matches("[+-]?\\d{1,9}") && Integer.parseInt(maxFile.get()) >= least;
            if (filesKnown) {
                files = Integer.parseInt(maxFile.get());
            } else {
                found.add(new Refusal("log-opt-value", "max-file", maxFile.get(), ">= " + least));
            }
        }
        Optional<String> maxSize = Optional.ofNullable(options.get("max-size"));
        if (maxSize.isPresent() && !isSize(maxSize.get(), local)) {
            found.add(new Refusal("log-opt-value", "max-size", maxSize.get(), "100m"));
        }
        String compress = options.getOrDefault("compress", local ? "true" : "false");
        if (!TRUE.contains(compress) && !FALSE.contains(compress)) {
            found.add(new Refusal("log-opt-value", "compress", compress, "true | false"));
        } else if (TRUE.contains(compress) && ((filesKnown && files < 2) || (!local && maxSize.isEmpty()))) {
            found.add(new Refusal("log-opt-compress", "compress", compress, "max-size, max-file >= 2"));
        }
    }

    /** go-units {@code FromHumanSize}: a number, a decimal unit or none; only json-file wants more than nothing. */
    private static boolean isSize(String text, boolean mayBeZero) {
        boolean form = text.matches("\\d{1,15}(\\.\\d*)? ?([kKmMgGtTpP]?[iI]?[bB]?)");
        return form && (mayBeZero || text.chars().anyMatch(c -> c >= '1' && c <= '9'));
    }
}
