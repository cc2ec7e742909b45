package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the drivers that rotate files refuse of options that are good one by one. Sources: moby
 * {@code daemon/logger/jsonfilelog/jsonfilelog.go}, {@code daemon/logger/local/config.go}, {@code daemon/logger/factory.go}.
 */
final class RotationOptions {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

    private RotationOptions() {}

    /** The options that do not go together. */
    static List<Judgement> faults(String driver, Map<String, String> options) {
        List<Judgement> found = new ArrayList<>();
        if (options.containsKey("max-buffer-size")
                && !options.getOrDefault("mode", "").equals("non-blocking")) {
            found.add(DriverOption.option(
                            "log-opt-value", "log-opts", driver, "max-buffer-size", options.get("max-buffer-size"))
                    .with("hint", "mode: non-blocking")
                    .with("example", ""));
        }
        // gelf.go: without any option the driver is asked for nothing.
        if (driver.equals("gelf") && !options.isEmpty() && !options.containsKey("gelf-address")) {
            found.add(DriverOption.option("log-opt-value", "log-opts", driver, "gelf-address", "")
                    .with("hint", "")
                    .with("example", "udp://192.0.2.1:12201"));
        }
        boolean local = driver.equals("local");
        if (local || driver.equals("json-file")) {
            // local/config.go: 5 files, compressed; jsonfilelog.go: one file without limit.
            String files = options.getOrDefault("max-file", local ? "5" : "1");
            String compress = options.getOrDefault("compress", local ? "true" : "false");
            boolean few = files.matches("[+-]?\\d{1,9}") && Integer.parseInt(files) < 2;
            if (TRUE.contains(compress) && (few || (!local && !options.containsKey("max-size")))) {
                found.add(DriverOption.option("log-opt-compress", "log-opts", driver, "compress", compress)
                        .with("hint", "max-size, max-file >= 2"));
            }
        }
        return found;
    }
}
