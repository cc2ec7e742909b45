package dev.preflight.checks.software;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.checks.software.ServiceUnit.Boot;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What services are, by the names that were asked for: systemctl(1) "show", or rc-status(8) of OpenRC.
 *
 * @param units by the name that was asked for, each of them
 * @param sockets that start some of them, by their ids
 */
public record Services(SortedMap<String, ServiceUnit> units, SortedMap<String, ServiceUnit> sockets) {
    /** Without root OpenRC may not see that a service crashed. */
    public static final Fact<Services> FACT = Fact.named("services", Services.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .parsedBy(Services::parse);

    /** What rc-status(8) prints, as ActiveState has it; "inactive" of OpenRC is a service that waits for something. */
    private static final Map<String, String> OPENRC = Map.of(
            "started", "active",
            "stopped", "inactive",
            "scheduled", "inactive",
            "inactive", "activating",
            "starting", "activating",
            "stopping", "deactivating",
            "crashed", "failed",
            "unsupervised", "failed",
            "failed", "failed");

    /** The runlevels that every boot goes through; which others it does, its command line says. */
    private static final List<String> BOOTED = List.of("sysinit", "boot", "default");

    public Services {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
        sockets = Collections.unmodifiableSortedMap(new TreeMap<>(sockets));
    }

    /** The sockets that start a unit. */
    List<ServiceUnit> socketsOf(ServiceUnit unit) {
        return unit.triggeredBy().stream()
                .flatMap(id -> Optional.ofNullable(sockets.get(id)).stream())
                .toList();
    }

    private static Reading<Services> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        String manager = text.argument("manager").orElse("");
        List<String> asked = text.lines("asked");
        boolean failed = text.first("failed").isPresent()
                || Stream.of("units", "sockets")
                        .flatMap(heading -> text.all(heading).stream())
                        .anyMatch(part -> part.lines().contains("failed"));
        if (failed || manager.equals("none")) {
            String said = failed ? output.firstError() : "neither systemctl nor rc-status is there";
            return Reading.missing(said.contains("denied") ? Reason.NO_PERMISSION : Reason.NO_TOOL, said);
        }
        return switch (manager) {
            case "systemd" -> Reading.got(systemd(text, asked));
            case "openrc" -> Reading.got(new Services(openrc(text, asked), new TreeMap<>()));
            default -> throw new FactFormatException("expected the manager of services");
        };
    }

    private static Services systemd(HeadedText text, List<String> asked) throws FactFormatException {
        List<ServiceUnit> units = units(text, "units");
        if (units.size() != asked.size()) {
            throw new FactFormatException("asked for " + asked.size() + " units, found " + units.size());
        }
        SortedMap<String, ServiceUnit> named = new TreeMap<>();
        for (int i = 0; i < asked.size(); i++) {
            named.put(asked.get(i), units.get(i));
        }
        SortedMap<String, ServiceUnit> sockets = new TreeMap<>();
        units(text, "sockets").forEach(socket -> sockets.put(socket.id(), socket));
        for (ServiceUnit unit : units) {
            for (String by : unit.triggeredBy()) {
                if (by.endsWith(".socket") && !sockets.containsKey(by)) {
                    throw new FactFormatException("expected the state of " + by);
                }
            }
        }
        return new Services(named, sockets);
    }

    /** The blocks of properties, with an empty line between two, in the order in which units were named. */
    private static List<ServiceUnit> units(HeadedText text, String heading) throws FactFormatException {
        List<ServiceUnit> units = new ArrayList<>();
        Map<String, String> properties = new HashMap<>();
        List<String> lines = new ArrayList<>(text.lines(heading));
        lines.add("");
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            } else if (line.isEmpty() && !properties.isEmpty()) {
                units.add(ServiceUnit.of(properties));
                properties.clear();
            }
        }
        return units;
    }

    private static SortedMap<String, ServiceUnit> openrc(HeadedText text, List<String> asked)
            throws FactFormatException {
        SortedMap<String, ServiceUnit> units = new TreeMap<>();
        List<Part> parts = text.all("service");
        if (parts.size() != asked.size()) {
            throw new FactFormatException("asked for " + asked.size() + " services, found " + parts.size());
        }
        for (int i = 0; i < asked.size(); i++) {
            units.put(asked.get(i), openrc(parts.get(i)));
        }
        return units;
    }

    private static ServiceUnit openrc(Part part) throws FactFormatException {
        List<String> states = part.values("state");
        List<String> levels = part.values("runlevel").stream()
                .filter(level -> !level.equals("shutdown"))
                .toList();
        Boot boot = levels.isEmpty() ? Boot.NO : levels.stream().anyMatch(BOOTED::contains) ? Boot.YES : Boot.UNSURE;
        if (states.isEmpty()) {
            return ServiceUnit.absent(part.argument());
        }
        // " started 00:12:01 (0) ]": of supervised services the time and the number of restarts follow.
        String word = states.get(0).strip().split("[ \\]]", 2)[0];
        String active = OPENRC.get(word);
        if (active == null) {
            throw new FactFormatException("expected the state of a service, found: " + word);
        }
        return new ServiceUnit(
                part.argument(),
                "loaded",
                active,
                levels.isEmpty() ? "in no runlevel" : "runlevel " + String.join(" ", levels),
                false,
                List.of(),
                boot,
                List.of());
    }
}
