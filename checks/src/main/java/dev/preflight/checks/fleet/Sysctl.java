package dev.preflight.checks.fleet;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings of the kernel.
 *
 * @param values what each that was asked for is set to, with single blanks between its parts; empty if this kernel has no
 *     such setting now, and missing if it could not be read
 */
record Sysctl(SortedMap<String, Reading<Optional<String>>> values) {
    /**
     * What hosts are mostly compared by, all of which one request asks for: each instance of a check has its own request,
     * and requests that are equal are read once. These are the ones of the shipped profiles.
     */
    private static final List<String> USUAL = List.of(
            "fs.inotify.max_user_instances",
            "fs.inotify.max_user_watches",
            "kernel.pid_max",
            "net.bridge.bridge-nf-call-iptables",
            "net.ipv4.ip_forward",
            "vm.overcommit_memory",
            "vm.swappiness");

    private static final Fact<Sysctl> FACT =
            Fact.named("sysctl", Sysctl.class).prefersRoot().cap(4096).format(2).parsedBy(Sysctl::parse);

    /** The values are copied. */
    Sysctl {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** The request that asks for the setting of this name, in the spelling of sysctl(8), and perhaps for others. */
    static FactRequest<Sysctl> request(String name) {
        return FACT.request().withArguments(USUAL.contains(name) ? USUAL : List.of(name));
    }

    /** What the setting of this name is. */
    Reading<Optional<String>> of(String name) {
        Reading<Optional<String>> value = values.get(name);
        return value == null ? Reading.missing(Reason.NOT_COLLECTED, name) : value;
    }

    private static Reading<Sysctl> parse(ProbeOutput output) throws FactFormatException {
        SortedMap<String, Reading<Optional<String>>> values = new TreeMap<>();
        for (HeadedText.Part part : HeadedText.parseEnded(output).all("setting")) {
            values.put(part.argument(), value(part, output));
        }
        return Reading.got(new Sysctl(values));
    }

    private static Reading<Optional<String>> value(HeadedText.Part part, ProbeOutput output)
            throws FactFormatException {
        if (part.lines().equals(List.of("absent"))) {
            return Reading.got(Optional.empty());
        }
        if (part.lines().equals(List.of("unreadable"))) {
            return Reading.missing(Reason.NOT_READABLE, output.firstError());
        }
        if (part.lines().equals(List.of("bad-name"))) {
            return Reading.missing(Reason.MALFORMED, part.argument());
        }
        if (part.lines().isEmpty() || !part.lines().stream().allMatch(line -> line.startsWith("value "))) {
            throw new FactFormatException("no setting of the kernel: " + part.lines());
        }
        return Reading.got(Optional.of(part.values("value").stream()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .collect(Collectors.joining(" "))
                .strip()));
    }
}
