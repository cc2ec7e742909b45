package dev.preflight.checks.software;

import dev.preflight.fact.FactFormatException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A service, or another unit, now and at the next boot. Sources: org.freedesktop.systemd1(5); systemctl(1), "is-enabled".
 *
 * @param id its own name, where an alias was asked for
 * @param load {@code loaded}, {@code not-found}, {@code masked}, or what is wrong with its file
 * @param active whether it runs, as systemd says: {@code active} if so, {@code failed}, or between two states
 * @param file what enables it; for people
 * @param stale whether its file is newer than what the manager has read
 * @param triggeredBy what starts it when it is needed
 * @param boot whether it starts at the next boot, sockets aside
 * @param wantedBy what takes it along when it starts
 */
public record ServiceUnit(
        String id,
        String load,
        String active,
        String file,
        boolean stale,
        List<String> triggeredBy,
        Boot boot,
        List<String> wantedBy) {

    /** Whether a unit starts at the next boot. */
    public enum Boot {
        /** It is enabled, or a target takes it along. */
        YES,
        /** Nothing starts it. */
        NO,
        /** Something may start it, of which it is not known whether it starts itself. */
        UNSURE
    }

    /** States of a file in /run, which is gone after the next boot. */
    private static final Set<String> UNTIL_BOOT = Set.of("enabled-runtime", "linked-runtime", "transient");

    public ServiceUnit {
        triggeredBy = List.copyOf(triggeredBy);
        wantedBy = List.copyOf(wantedBy);
    }

    /** One that does not exist. */
    static ServiceUnit absent(String id) {
        return new ServiceUnit(id, "not-found", "inactive", "", false, List.of(), Boot.NO, List.of());
    }

    /** The unit with these properties. */
    static ServiceUnit of(Map<String, String> properties) throws FactFormatException {
        for (String needed : List.of("Id", "LoadState", "ActiveState")) {
            if (properties.getOrDefault(needed, "").isEmpty()) {
                throw new FactFormatException("expected " + needed + " of a unit");
            }
        }
        List<String> wantedBy = Stream.of("WantedBy", "RequiredBy")
                .flatMap(key -> words(properties, key))
                .distinct()
                .toList();
        String load = properties.getOrDefault("LoadState", "");
        String file = properties.getOrDefault("UnitFileState", "");
        return new ServiceUnit(
                properties.getOrDefault("Id", ""),
                load,
                properties.getOrDefault("ActiveState", ""),
                file.isEmpty() ? load : file,
                properties.getOrDefault("NeedDaemonReload", "").equals("yes"),
                words(properties, "TriggeredBy").toList(),
                boot(load, file, wantedBy),
                wantedBy);
    }

    private static Stream<String> words(Map<String, String> properties, String key) {
        return Stream.of(properties.getOrDefault(key, "").split(" ", -1)).filter(word -> !word.isEmpty());
    }

    /**
     * A static, indirect or generated unit starts with the targets that want it, as one of an init script does, whose
     * state is {@code bad} or empty before systemd 230.
     */
    private static Boot boot(String load, String file, List<String> wantedBy) {
        if (load.equals("not-found") || UNTIL_BOOT.contains(file) || file.equals("masked")) {
            return Boot.NO;
        }
        if (!load.equals("loaded")) {
            // A mask in /run hides what is enabled below it, and a file with errors may be repaired.
            return Boot.UNSURE;
        }
        if (file.equals("enabled") || file.equals("alias")) {
            return Boot.YES;
        }
        if (wantedBy.isEmpty()) {
            return Boot.NO;
        }
        boolean own = file.equals("disabled") || file.equals("linked");
        return !own && wantedBy.stream().anyMatch(by -> by.endsWith(".target")) ? Boot.YES : Boot.UNSURE;
    }

    /** Whether there is such a unit. */
    public boolean exists() {
        return !load.equals("not-found");
    }

    boolean masked() {
        return load.equals("masked");
    }

    /** Whether it runs: a service that reloads its settings does. */
    public boolean runs() {
        return active.equals("active") || active.equals("reloading");
    }

    /** Whether it is at rest: neither runs nor is about to. */
    boolean rests() {
        return active.equals("inactive") || active.equals("failed");
    }

    /** One line for people. */
    String describe() {
        return exists() ? id + ": " + active + ", " + file : id + ": " + load;
    }
}
