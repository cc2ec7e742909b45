package dev.preflight.checks.fleet;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.IpAddress;
import dev.preflight.checks.fleet.NamesOfHosts.Lookup;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What hosts found under names, compared with what is meant and with each other. A finding is about one name, with the
 * hosts that have it wrong.
 *
 * @param names that are looked for, each with the host that it is of; no host for a name of something else
 * @param read what each host found
 * @param own addresses that each host may be found at; none where they are not known
 */
record FoundNames(
        SortedMap<String, String> names,
        SortedMap<String, NamesOfHosts> read,
        SortedMap<String, List<String>> own,
        NamesResolveCheck.Params params) {

    private static final Reading.Missing<?> NEVER_ASKED = new Reading.Missing<>(Reason.NOT_COLLECTED, "");

    FoundNames {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        read = Collections.unmodifiableSortedMap(new TreeMap<>(read));
        own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
    }

    /** At least one judgement of each host that was read. */
    List<Scoped> judged() {
        List<Scoped> said = new ArrayList<>();
        SortedMap<String, Map<Reason, Unread>> unread = new TreeMap<>();
        names.forEach((name, of) -> said.addAll(name(name, of, unread)));
        unread.forEach((host, reasons) ->
                reasons.values().forEach(some -> said.add(new Scoped(Scope.host(host), some.judged()))));
        said.addAll(files());
        Set<Scope> spoken = said.stream().map(Scoped::scope).collect(Collectors.toSet());
        read.keySet().stream()
                .map(Scope::host)
                .filter(scope -> !spoken.contains(scope))
                .forEach(scope -> said.add(
                        new Scoped(scope, Judgement.pass(Subject.HOST).with("names", Arg.count(names.size())))));
        return said;
    }

    /**
     * Of each host, its first fault with this name, and in {@code unread} that it did not look the name up; what the host itself finds under its own is the
     * check hostname's.
     */
    private List<Scoped> name(String name, String of, SortedMap<String, Map<Reason, Unread>> unread) {
        Map<String, SortedMap<String, String>> faults = new LinkedHashMap<>();
        SortedMap<String, String> good = new TreeMap<>();
        List<Scoped> said = new ArrayList<>();
        read.forEach((host, found) -> {
            Lookup lookup = found.names().get(name);
            if (host.equals(of)) {
                return;
            }
            if (lookup == null) {
                note(unread, host, name, NEVER_ASKED);
                return;
            }
            lookup.addresses()
                    .<Runnable>fold(
                            addresses -> () -> {
                                String code = code(name, of, addresses, lookup);
                                if (code.isEmpty() || warns(code)) {
                                    good.put(host, String.join(", ", new TreeSet<>(addresses)));
                                }
                                if (!code.isEmpty()) {
                                    faults.computeIfAbsent(code, any -> new TreeMap<>())
                                            .put(host, shown(code, addresses, lookup));
                                }
                            },
                            missing -> () -> note(unread, host, name, missing))
                    .run();
        });
        if (Set.copyOf(good.values()).size() > 1) {
            faults.put("answers-differ", good);
        }
        faults.forEach((code, hosts) -> said.addAll(findings(code, name, of, hosts)));
        return said;
    }

    private static void note(
            SortedMap<String, Map<Reason, Unread>> unread, String host, String name, Reading.Missing<?> why) {
        unread.computeIfAbsent(host, any -> new EnumMap<>(Reason.class))
                .computeIfAbsent(why.reason(), any -> new Unread(why, new ArrayList<>()))
                .names()
                .add(name);
    }

    /** Names that a host did not look up for one reason: one finding for all, as they may be as many as the run has hosts. */
    private record Unread(Reading.Missing<?> why, List<String> names) {
        Judgement judged() {
            String first = names.get(0);
            Judgement judgement = Judgement.unknown(
                    why,
                    names.size() == 1
                            ? Subject.of("name", first)
                            : Subject.of("names", Integer.toString(names.size())));
            return why.equals(NEVER_ASKED)
                    ? judgement.with("detail", names.size() == 1 ? first : first + " ...")
                    : judgement;
        }
    }

    private static boolean warns(String code) {
        return Set.of("no-reverse", "reverse-differs", "slow").contains(code);
    }

    private String code(String name, String of, List<String> addresses, Lookup lookup) {
        if (addresses.isEmpty()) {
            return "not-resolved";
        }
        if (addresses.stream().anyMatch(address -> address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1"))) {
            return "loopback";
        }
        List<String> meant = own.getOrDefault(of, List.of()).stream()
                .map(IpAddress::canonical)
                .toList();
        if (!meant.isEmpty() && !meant.containsAll(addresses)) {
            return "wrong-address";
        }
        if (params.reverse() && lookup.reverse().isEmpty()) {
            return "no-reverse";
        }
        if (params.reverse() && lookup.reverse().stream().noneMatch(back -> same(back, name))) {
            return "reverse-differs";
        }
        return lookup.time().compareTo(params.maxTime()) > 0 ? "slow" : "";
    }

    /** Names are the same whatever the case of their letters (RFC 1035 section 2.3.3), and with their domain or without. */
    private static boolean same(String one, String other) {
        String a = Ascii.lower(one).replaceFirst("\\.$", "");
        String b = Ascii.lower(other).replaceFirst("\\.$", "");
        return a.equals(b) || a.startsWith(b + ".") || b.startsWith(a + ".");
    }

    private static String shown(String code, List<String> addresses, Lookup lookup) {
        return switch (code) {
            case "not-resolved", "no-reverse" -> "";
            case "reverse-differs" -> String.join(", ", lookup.reverse());
            case "slow" -> lookup.time().toMillis() + " ms";
            default -> String.join(", ", addresses);
        };
    }

    private List<Scoped> findings(String code, String name, String of, SortedMap<String, String> hosts) {
        List<String> words = hosts.entrySet().stream()
                .map(host -> host.getValue().isEmpty() ? host.getKey() : host.getKey() + ": " + host.getValue())
                .toList();
        Subject subject = Subject.of("name", name);
        boolean warning = warns(code) || code.equals("answers-differ");
        Judgement judgement = (warning ? Judgement.warning(code, subject) : Judgement.fail(code, subject))
                .with("name", name)
                .withSome("hosts", words)
                .with("meant", Arg.firstOf(own.getOrDefault(of, List.of())))
                .with("maxTime", Arg.span(params.maxTime()));
        return hosts.keySet().stream()
                .map(host -> new Scoped(Scope.host(host), judgement))
                .toList();
    }

    /** Of each host, the lines of /etc/hosts in which it differs from most others; a line for its own name is its own. */
    private List<Scoped> files() {
        SortedMap<String, List<String>> differing = new TreeMap<>();
        names.forEach((name, of) -> {
            SortedMap<String, SortedSet<String>> lines = new TreeMap<>();
            read.forEach((host, found) -> {
                if (!host.equals(of)) {
                    lines.put(host, found.files().getOrDefault(Ascii.lower(name), new TreeSet<>()));
                }
            });
            String most = most(lines);
            lines.forEach((host, addresses) -> {
                if (!String.join(" ", addresses).equals(most)) {
                    String line = addresses.isEmpty() ? "-" : String.join(" ", addresses);
                    differing.computeIfAbsent(host, any -> new ArrayList<>()).add(line + " " + name);
                }
            });
        });
        return differing.entrySet().stream()
                .map(host -> new Scoped(
                        Scope.host(host.getKey()),
                        Judgement.warning("hosts-files-differ", Subject.of("file", "/etc/hosts"))
                                .with("lines", Arg.firstOf(host.getValue()))))
                .toList();
    }

    /** What most hosts have; of several the first, for then each of them is odd. */
    private static String most(SortedMap<String, SortedSet<String>> lines) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        lines.values().forEach(addresses -> counts.merge(String.join(" ", addresses), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
