package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the running kernel was built.
 *
 * @param file the list that was read
 * @param options those that were asked for and are in it, without {@code CONFIG_}
 */
record KernelConfig(String file, SortedMap<String, String> options) {
    private static final String PREFIX = "CONFIG_";

    /** Debian keeps the list from other users on some releases. */
    public static final Fact<KernelConfig> FACT =
            Fact.named("kernel-config", KernelConfig.class).prefersRoot().parsedBy(KernelConfig::parse);

    /** The options are copied. */
    KernelConfig {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** What an option is: an option that is not in the list is not set. */
    String of(String option) {
        return options.getOrDefault(option, "n");
    }

    private static Reading<KernelConfig> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Optional<HeadedText.Part> list = text.first("config");
        if (list.isEmpty()) {
            return text.first("denied")
                    .<Reading<KernelConfig>>map(part -> Reading.missing(Reason.NO_PERMISSION, part.argument()))
                    .orElseGet(() -> Reading.missing(Reason.NOT_READABLE, "/proc/config.gz, /boot/config-*"));
        }
        SortedMap<String, String> options = new TreeMap<>();
        for (String line : list.get().lines()) {
            int equals = line.indexOf('=');
            if (!line.startsWith(PREFIX) || equals < 0) {
                throw new FactFormatException("expected an option of the kernel, found: " + line);
            }
            options.put(line.substring(PREFIX.length(), equals), line.substring(equals + 1));
        }
        return Reading.got(new KernelConfig(list.get().argument(), options));
    }
}
