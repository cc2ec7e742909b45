package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The running kernel, the installed ones, and the drivers of the network cards.
 *
 * @param running release of the running kernel
 * @param installed releases of the kernels that the next boot may start
 * @param patches names of the live patches that are loaded; they do not change the release
 * @param drivers driver of each network card that is up, by interface; empty for one that does not say
 */
record KernelInstall(String running, List<String> installed, List<String> patches, SortedMap<String, String> drivers) {

    /** Reads /proc, /sys and the names in two directories. */
    public static final Fact<KernelInstall> FACT =
            Fact.named("kernel-install", KernelInstall.class).parsedBy(KernelInstall::parse);

    public KernelInstall {
        installed = List.copyOf(installed);
        patches = List.copyOf(patches);
        drivers = Collections.unmodifiableSortedMap(new TreeMap<>(drivers));
    }

    static Reading<KernelInstall> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        Optional<HeadedText.Part> running = text.first("running");
        if (text.first("done").isEmpty() || running.isEmpty()) {
            throw new FactFormatException("expected the running kernel and 'done' at the end");
        }
        Optional<HeadedText.Part> unreadable = text.first("unreadable");
        if (unreadable.isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, unreadable.get().argument());
        }
        SortedMap<String, String> drivers = new TreeMap<>();
        for (HeadedText.Part part : text.all("driver")) {
            String[] words = part.argument().split(" ", 2);
            drivers.put(words[0], words.length > 1 ? words[1] : "");
        }
        return Reading.got(new KernelInstall(
                running.get().argument(), arguments(text, "installed"), arguments(text, "patch"), drivers));
    }

    private static List<String> arguments(HeadedText text, String name) {
        return text.arguments(name).stream().distinct().toList();
    }
}
