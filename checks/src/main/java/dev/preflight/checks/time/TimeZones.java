package dev.preflight.checks.time;

import dev.preflight.api.Arg;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.TimeSync;
import dev.preflight.checks.fleet.Majority;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether hosts have the same time zone, whatever each calls it: Asia/Calcutta is Asia/Kolkata. */
final class TimeZones {
    private static final Subject ZONE = Subject.of("clock", "time-zone");

    /** A name of the time zone database, and no offset: a file of /usr/share/zoneinfo. */
    private static final String NAME = "[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*";

    private TimeZones() {}

    static List<Scoped> judge(FleetFacts facts) {
        List<Scoped> judged = new ArrayList<>();
        SortedMap<String, TimeSync> known = new TreeMap<>();
        facts.hosts().forEach((name, host) -> {
            Optional<Judgement> missing = host.reading(TimeSync.REQUEST)
                    .fold(
                            time -> {
                                known.put(name, time);
                                return Optional.empty();
                            },
                            none -> Optional.of(Judgement.unknown(none, ZONE)));
            missing.ifPresent(judgement -> judged.add(scoped(name, judgement)));
        });
        judged.addAll(compared(known, facts.hosts().size()));
        return judged;
    }

    private static List<Scoped> compared(SortedMap<String, TimeSync> known, int hosts) {
        SortedMap<String, Object> rules = new TreeMap<>();
        known.forEach((name, time) -> rules.put(name, rules(time, known)));
        Majority<Object> majority = Majority.of(rules);
        Optional<Object> most = majority.ofMoreThanHalf(hosts);
        if (most.isEmpty() && !majority.unanimous()) {
            List<String> zones = majority.listed((rule, of) -> label(known, of.get(0)));
            return List.of(new Scoped(
                    Scope.fleet(),
                    Judgement.warning("time-zones", ZONE)
                            .with("zones", Arg.texts(zones))
                            .basedOn(TimeSync.REQUEST)));
        }
        List<Scoped> judged = new ArrayList<>();
        String usual = most.flatMap(
                        value -> Optional.ofNullable(majority.groups().get(value)))
                .map(of -> label(known, of.get(0)))
                .orElse("");
        for (Map.Entry<String, Object> host : rules.entrySet()) {
            boolean odd = most.isPresent() && !most.get().equals(host.getValue());
            Judgement judgement = odd
                    ? Judgement.warning("time-zone", ZONE)
                            .withRemedy(
                                    usual.matches(NAME)
                                            ? Remedy.confirm("set-time-zone", Privilege.ROOT)
                                                    .with("zone", Arg.text(usual))
                                            : Remedy.manual("set-zone-by-hand"))
                    : Judgement.pass(ZONE);
            judged.add(scoped(
                    host.getKey(),
                    judgement.with("zone", label(known, host.getKey())).with("most", usual)));
        }
        return judged;
    }

    /** What its zone comes to; a file without a name may be that of any host that has the same offset now. */
    private static Object rules(TimeSync time, SortedMap<String, TimeSync> all) {
        return time.zone()
                .map(TimeZones::rules)
                .or(() -> all.values().stream()
                        .filter(other ->
                                other.zone().isPresent() && other.offset().equals(time.offset()))
                        .findFirst()
                        .flatMap(TimeSync::zone)
                        .map(TimeZones::rules))
                .orElse(time.offset());
    }

    private static Object rules(String zone) {
        try {
            return ZoneId.of(zone).getRules();
        } catch (DateTimeException e) {
            // A zone that this Java does not know is compared by its name.
            return zone;
        }
    }

    private static String label(SortedMap<String, TimeSync> known, String host) {
        return Optional.ofNullable(known.get(host))
                .map(time -> time.zone().orElse(time.offset()))
                .orElse("");
    }

    private static Scoped scoped(String host, Judgement judgement) {
        return new Scoped(Scope.host(host), judgement.basedOn(TimeSync.REQUEST));
    }
}
