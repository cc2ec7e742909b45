package dev.preflight.checks;

import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.ProbeTiming;
import dev.preflight.api.Scoped;
import dev.preflight.api.Unseen;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Judges what the probes of several hosts printed, by the parameters that a profile gives. */
public final class JudgedFleet {
    private static final String HOST =
            "Linux 6.1.0-18-amd64 x86_64\n0\ncontainer=none\nID=debian\nVERSION_ID=12\ndone\n";

    private final Map<String, Map<String, String>> printed = new TreeMap<>();
    private final Map<String, Duration> widths = new HashMap<>();
    private final TreeMap<String, Unseen> unseen = new TreeMap<>();

    /** A host, and what its probes print by the fact's id; what is not named did not come. */
    public JudgedFleet host(String name, Map<String, String> of) {
        printed.put(name, of);
        return this;
    }

    /** How many hosts of the inventory the run leaves out, of this group, or of all where that is the empty text. */
    public JudgedFleet unseen(String group, int least, int most) {
        unseen.put(group, new Unseen(least, most));
        return this;
    }

    /** How long this host takes to answer; 40 ms unless said. Scripts are sent at the epoch. */
    public JudgedFleet width(String name, Duration width) {
        widths.put(name, width);
        return this;
    }

    /** What a check says. */
    public <P extends Record> List<Scoped> by(FleetCheck<P> check, String yaml) {
        P params = check.spec().params().cast(SpecFixture.bind(check, yaml));
        TreeMap<String, HostFacts> hosts = new TreeMap<>();
        printed.forEach((name, of) -> {
            Map<String, Reading<?>> readings = new HashMap<>();
            Map<String, ProbeTiming> exchanges = new HashMap<>();
            for (FactRequest<?> request : check.needs(params).all()) {
                String text = of.get(request.fact().id());
                if (text == null && request.fact().id().equals("host-identity") && !of.isEmpty()) {
                    text = HOST;
                }
                readings.put(
                        request.key(),
                        text == null ? Reading.missing(Reason.UNREACHABLE, "refused") : Printed.reading(request, text));
                exchanges.put(
                        request.key(),
                        new ProbeTiming(
                                Instant.EPOCH, Instant.EPOCH.plus(widths.getOrDefault(name, Duration.ofMillis(40)))));
            }
            hosts.put(
                    name,
                    new HostFacts(
                            new HostInfo(name, "10.0.0." + name.replaceAll("\\D", ""), List.of("all")),
                            Instant.EPOCH,
                            readings,
                            exchanges));
        });
        return check.judge(new FleetFacts(hosts, unseen), params);
    }

    /** The same as lines "scope outcome code subject". */
    public <P extends Record> List<String> said(FleetCheck<P> check, String yaml) {
        return by(check, yaml).stream()
                .map(s -> s.scope() + " " + s.judgement().outcome().code() + " "
                        + s.judgement().code() + " " + s.judgement().subject())
                .toList();
    }
}
