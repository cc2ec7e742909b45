package dev.preflight.checks.accounts;

import dev.preflight.api.FileMode;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What systemd gives services: read from their units, nothing is run. The fact's arguments are the services' names.
 *
 * @param units by name, in the order asked for
 */
record UnitEnvironment(Map<String, Unit> units) {

    /** The fact. */
    public static final Fact<UnitEnvironment> FACT =
            Fact.named("unit-environment", UnitEnvironment.class).parsedBy(UnitEnvironment::parse);

    /**
     * One service.
     *
     * @param loaded whether there is such a unit
     * @param umask what its processes start with; 0022 unless the unit says otherwise (systemd.exec(5))
     * @param path the PATH that its commands see: its own, or that of the manager; empty if systemd reported neither
     * @param user whom it runs as; empty means root
     */
    public record Unit(boolean loaded, Optional<FileMode> umask, Optional<String> path, String user) {}

    public UnitEnvironment {
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
    }

    static Reading<UnitEnvironment> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("no-systemctl").isPresent()) {
            return Reading.missing(Reason.NO_TOOL, "there is no systemctl");
        }
        HeadedText.Part manager = text.first("manager")
                .orElseThrow(() -> new FactFormatException("expected what the manager says of its environment"));
        Map<String, Unit> units = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("unit")) {
            // What systemctl says where systemd is installed and does not run, as in a container.
            Optional<String> notBooted = starting(part, "System has not been booted");
            if (notBooted.isPresent()) {
                return Reading.missing(Reason.NO_TOOL, notBooted.get());
            }
            Optional<String> failed = starting(part, "Failed");
            if (failed.isPresent()) {
                return Reading.missing(Reason.NOT_READABLE, failed.get());
            }
            units.put(part.argument(), unit(part.lines(), manager.lines()));
        }
        return Reading.got(new UnitEnvironment(units));
    }

    private static Unit unit(List<String> lines, List<String> manager) throws FactFormatException {
        String state = value(lines, "LoadState")
                .orElseThrow(() -> new FactFormatException("a unit without LoadState: " + lines));
        Optional<FileMode> umask = value(lines, "UMask")
                .filter(mask -> mask.matches("[0-7]{1,4}"))
                .map(mask -> new FileMode(Integer.parseInt(mask, 8) & 0777));
        return new Unit(
                state.equals("loaded"),
                umask,
                value(lines, "PATH").or(() -> value(manager, "PATH")),
                value(lines, "User").orElse(""));
    }

    private static Optional<String> starting(HeadedText.Part part, String words) {
        return part.lines().stream().filter(line -> line.startsWith(words)).findFirst();
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst();
    }
}
