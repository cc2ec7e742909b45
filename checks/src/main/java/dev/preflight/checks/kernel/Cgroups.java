package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Control groups, and who uses them how. Sources: cgroups(7); systemd.resource-control(5) on {@code Delegate}.
 *
 * @param mode how they are mounted
 * @param controllers those that can be used there; empty if the list could not be read
 * @param present programs that are installed, and {@code systemd} if that runs
 * @param settings lines about the driver, by {@code docker}, {@code containerd}, {@code crio}, {@code kubelet}, and
 *     {@code endpoint} for the runtime that kubelet uses; a program without a file of settings is not there
 * @param closed files of such settings that could not be read, by the same names
 * @param user whether the user that was asked for exists; empty if none was
 * @param delegated controllers that systemd delegates to the user's manager; empty if it did not say so
 */
record Cgroups(
        Mode mode,
        Optional<Set<String>> controllers,
        Set<String> present,
        Map<String, List<Setting>> settings,
        Map<String, String> closed,
        Optional<Boolean> user,
        Optional<Set<String>> delegated) {

    /** Some dozen small files; kubelet's are for root on some hosts. */
    public static final Fact<Cgroups> FACT = Fact.named("cgroups", Cgroups.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .parsedBy(Cgroups::parse);

    /**
     * What version 2 has without listing it: devices and perf events by other means, and freezer and the accounting of
     * processor time in each group (the kernel's admin-guide/cgroup-v2).
     */
    private static final Set<String> GIVEN = Set.of("devices", "freezer", "cpuacct", "perf_event");

    /** How control groups are mounted. */
    enum Mode {
        /** The controllers of version 1, in a hierarchy each. */
        V1,
        /** Those, and a hierarchy of version 2 without controllers for systemd itself. */
        HYBRID,
        /** One hierarchy. */
        V2,
        /** Not at all. */
        NONE;

        /** The number of the version whose controllers are used; 0 for none. */
        int version() {
            return this == V2 ? 2 : this == NONE ? 0 : 1;
        }
    }

    /** A line of settings. */
    record Setting(String where, String text) {
        /** Its last word without quotes. */
        String value() {
            String[] words = text.split("[\\s=:\"]+");
            return words.length == 0 ? "" : words[words.length - 1];
        }
    }

    /** The collections are copied. */
    Cgroups {
        controllers = controllers.map(Set::copyOf);
        present = Set.copyOf(present);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        closed = Collections.unmodifiableMap(new LinkedHashMap<>(closed));
        delegated = delegated.map(Set::copyOf);
    }

    /** Whether version 2 has this controller without listing it. */
    static boolean isGiven(String controller) {
        return GIVEN.contains(controller);
    }

    /** Whether a controller can be used, by its name in either version; empty if that is not known. */
    Optional<Boolean> has(String controller) {
        if (mode == Mode.V2 && GIVEN.contains(controller)) {
            return Optional.of(true);
        }
        return controllers.map(all -> all.contains(named(controller)));
    }

    /** The block layer's controller has another name in each version. */
    private String named(String controller) {
        boolean block = controller.equals("io") || controller.equals("blkio");
        return block ? (mode == Mode.V2 ? "io" : "blkio") : controller;
    }

    private static Reading<Cgroups> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/self/mountinfo");
        }
        HeadedText.Part mounts =
                text.first("mounts").orElseThrow(() -> new FactFormatException("expected what is mounted"));
        Mode mode = mode(mounts);
        Map<String, List<Setting>> settings = new LinkedHashMap<>();
        for (String name : List.of("docker", "containerd", "crio", "kubelet", "endpoint")) {
            Optional<HeadedText.Part> part = text.first(name);
            if (part.isPresent()) {
                settings.put(name, settings(part.get().lines()));
            }
        }
        Map<String, String> closed = new LinkedHashMap<>();
        for (String line : text.arguments("closed")) {
            String[] words = line.split(" ", 2);
            closed.put(words[0], words[words.length - 1]);
        }
        return Reading.got(new Cgroups(
                mode,
                mode == Mode.V2 ? text.argument("controllers").map(Cgroups::words) : ofKernel(text, mounts),
                new HashSet<>(text.arguments("present")),
                settings,
                closed,
                text.argument("user").map(id -> !id.equals("absent")),
                text.argument("delegated").map(Cgroups::words)));
    }

    private static Mode mode(HeadedText.Part mounts) {
        boolean one = mounts.lines().stream().anyMatch(line -> line.startsWith("cgroup /"));
        boolean two = mounts.lines().stream().anyMatch(line -> line.startsWith("cgroup2 /"));
        return one && two ? Mode.HYBRID : one ? Mode.V1 : two ? Mode.V2 : Mode.NONE;
    }

    private static Set<String> words(String line) {
        Set<String> words = new HashSet<>(List.of(line.strip().split("\\s+")));
        words.remove("");
        return words;
    }

    /** Of version 1 what is mounted and on; an option of a mount that is no controller is not in the kernel's list. */
    private static Optional<Set<String>> ofKernel(HeadedText text, HeadedText.Part mounts) {
        if (text.first("kernel").isEmpty()) {
            return Optional.empty();
        }
        Set<String> mounted = new HashSet<>();
        for (String line : mounts.values("cgroup")) {
            mounted.addAll(List.of(line.substring(line.lastIndexOf(' ') + 1).split(",")));
        }
        Set<String> on = new HashSet<>();
        for (String line : text.lines("kernel")) {
            String[] words = line.split(" ");
            if (words.length == 2 && words[1].equals("1") && mounted.contains(words[0])) {
                on.add(words[0]);
            }
        }
        return Optional.of(on);
    }

    /** As grep(1) prints them: the file, a colon, the number, a colon, the words. */
    private static List<Setting> settings(List<String> lines) throws FactFormatException {
        List<Setting> settings = new ArrayList<>();
        for (String line : lines) {
            int file = line.indexOf(':');
            int number = line.indexOf(':', file + 1);
            if (file < 1 || number < 0) {
                throw new FactFormatException("expected a file, a number and words, found: " + line);
            }
            settings.add(new Setting(line.substring(0, number), line.substring(number + 1)));
        }
        return settings;
    }
}
