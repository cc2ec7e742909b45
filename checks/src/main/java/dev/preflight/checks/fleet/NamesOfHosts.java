package dev.preflight.checks.fleet;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.IpAddress;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a host finds under the names of all hosts. Sources: getent(1), nsswitch.conf(5), hosts(5).
 *
 * @param names by the name that was looked for
 * @param files addresses of each name in /etc/hosts, by name in small letters
 */
record NamesOfHosts(SortedMap<String, Lookup> names, SortedMap<String, SortedSet<String>> files) {
    /** Eight names at once, 2 s each, and none begins after 40 s. */
    private static final Fact<NamesOfHosts> FACT = Fact.named("names-of-hosts", NamesOfHosts.class)
            .sharing(SharedShell.class, "find-tool", "timed")
            .limit(Duration.ofSeconds(60))
            .slow()
            .looksForHosts()
            .parsedBy(NamesOfHosts::parse);

    /** What getent ends with if it finds nothing, and what a program that SIGTERM or SIGKILL ended does. */
    private static final String NOTHING = "2";

    private static final List<String> ENDED = List.of("143", "137");

    /**
     * The request.
     *
     * @param which of the names of the hosts
     * @param more names beside those of hosts
     * @param reverse whether the names of their addresses are looked for as well
     */
    static FactRequest<NamesOfHosts> request(String which, List<String> more, boolean reverse) {
        return FACT.request()
                .with("NAMES", which)
                .with("REVERSE", reverse ? "yes" : "no")
                .withArguments(Stream.concat(more.stream(), Stream.of("--")).toList());
    }

    /**
     * What one name led to.
     *
     * @param addresses each once, in one spelling, in the order of the answer; none if there is no such name
     * @param time that it took
     * @param reverse names of the first address
     */
    record Lookup(Reading<List<String>> addresses, Duration time, List<String> reverse) {
        Lookup {
            reverse = List.copyOf(reverse);
        }
    }

    NamesOfHosts {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    private static Reading<NamesOfHosts> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/etc/hosts");
        }
        SortedMap<String, SortedSet<String>> files = new TreeMap<>();
        for (String line : text.arguments("file")) {
            String[] words = line.split(" ", -1);
            if (words.length != 2) {
                throw new FactFormatException("expected a name and an address, found: " + line);
            }
            files.computeIfAbsent(words[0], name -> new TreeSet<>()).add(IpAddress.canonical(words[1]));
        }
        SortedMap<String, Lookup> names = new TreeMap<>();
        for (Part part : text.all("name")) {
            names.put(part.argument(), lookup(part, files));
        }
        return Reading.got(new NamesOfHosts(names, files));
    }

    private static Lookup lookup(Part part, SortedMap<String, SortedSet<String>> files) throws FactFormatException {
        List<String> ms = part.values("ms");
        return new Lookup(
                addresses(part, files),
                ms.isEmpty() ? Duration.ZERO : Duration.ofMillis(Numbers.whole(ms.get(0))),
                part.values("reverse"));
    }

    private static Reading<List<String>> addresses(Part part, SortedMap<String, SortedSet<String>> files)
            throws FactFormatException {
        if (part.lines().contains("not-asked")) {
            return Reading.missing(Reason.TIMEOUT, part.argument());
        }
        if (part.lines().contains("no-tool")) {
            // musl looks into the file first, and glibc does unless nsswitch.conf says otherwise.
            SortedSet<String> found = files.get(Ascii.lower(part.argument()));
            return found == null ? Reading.missing(Reason.NO_TOOL, "getent") : Reading.got(List.copyOf(found));
        }
        List<String> addresses = new ArrayList<>();
        for (String word : part.values("address")) {
            addresses.add(IpAddress.canonical(word));
        }
        List<String> status = part.values("status");
        if (status.isEmpty()) {
            throw new FactFormatException("expected the status of " + part.argument());
        }
        if (!addresses.isEmpty() || status.get(0).equals(NOTHING)) {
            return Reading.got(addresses.stream().distinct().toList());
        }
        return ENDED.contains(status.get(0))
                ? Reading.missing(Reason.TIMEOUT, "2 s: " + part.argument())
                : Reading.missing(Reason.MALFORMED, "getent: " + status.get(0));
    }
}
