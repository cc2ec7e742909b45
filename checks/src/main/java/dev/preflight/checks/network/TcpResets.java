package dev.preflight.checks.network;

import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What resets short TCP connections: settings of the kernel, and counters of drops at two times.
 *
 * @param settings by their last name, such as {@code somaxconn}; what this kernel has not is not in it
 * @param unreadable settings and files that are there and could not be read
 * @param hiddenProc whether the processes of others are hidden
 * @param denied containers whose network may not be looked at
 * @param notLookedAt how many network namespaces of containers there are beyond those that are looked at
 * @param begin counters by network namespace, at the begin: {@code host}, or name and process of a container
 * @param end the same at the end
 */
record TcpResets(
        Map<String, String> settings,
        Set<String> unreadable,
        boolean hiddenProc,
        Set<String> denied,
        int notLookedAt,
        Look begin,
        Look end) {

    /** The fact. */
    public static final Fact<TcpResets> FACT =
            Fact.named("tcp-resets", TcpResets.class).prefersRoot().slow().parsedBy(TcpResets::parse);

    /** The one setting that is two numbers. */
    private static final String PORTS = "ip_local_port_range";

    /** One look: uptime in seconds, and counters by namespace and name. */
    public record Look(double uptime, Map<String, Map<String, Long>> counters) {
        public Look {
            counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
        }
    }

    public TcpResets {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        unreadable = Collections.unmodifiableSet(new LinkedHashSet<>(unreadable));
        denied = Collections.unmodifiableSet(new LinkedHashSet<>(denied));
    }

    /** A setting that is one number; empty if this kernel has it not. */
    public OptionalLong number(String setting) {
        String value = settings.getOrDefault(setting, "");
        return value.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }

    /** By how much a counter of a namespace grew; 0 if one of the looks lacks it, or it was set back. */
    public long grown(String namespace, String counter) {
        long before = begin.counters().getOrDefault(namespace, Map.of()).getOrDefault(counter, Long.MAX_VALUE);
        long after = end.counters().getOrDefault(namespace, Map.of()).getOrDefault(counter, Long.MIN_VALUE);
        return after > before ? after - before : 0;
    }

    /** How long it was watched; 0 if the looks are not in their order. */
    public double seconds() {
        return Math.max(0, end.uptime() - begin.uptime());
    }

    /** Whether a counter of a namespace was read at both looks. */
    public boolean watched(String namespace, String counter) {
        return begin.counters().getOrDefault(namespace, Map.of()).containsKey(counter)
                && end.counters().getOrDefault(namespace, Map.of()).containsKey(counter);
    }

    /** What a counter of a namespace was at the begin; 0 if it was not there. */
    public long before(String namespace, String counter) {
        return begin.counters().getOrDefault(namespace, Map.of()).getOrDefault(counter, 0L);
    }

    static Reading<TcpResets> parse(ProbeOutput output) throws FactFormatException {
        Map<String, String> settings = new LinkedHashMap<>();
        Set<String> unreadable = new LinkedHashSet<>();
        Set<String> denied = new LinkedHashSet<>();
        Set<String> marks = new LinkedHashSet<>();
        List<Look> looks = new ArrayList<>();
        int more = 0;
        for (String line : output.lines()) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "sysctl" -> settings.put(word(words, 1), setting(words));
                case "unreadable" -> unreadable.add(word(words, 1));
                case "denied" -> denied.add(word(words, 1));
                case "more" -> more = (int) Numbers.whole(word(words, 1));
                case "hidden-proc", "done" -> marks.add(words[0]);
                case "sample" -> looks.add(new Look(Numbers.decimal(word(words, 1)), new LinkedHashMap<>()));
                case "count" -> {
                    String[] pair = word(words, 2).split(" ", -1);
                    add(looks, word(words, 1), pair[0], Numbers.whole(word(pair, 1)));
                }
                default -> throw new FactFormatException("expected settings and counters, found: " + line);
            }
        }
        if (looks.size() != 2 || !marks.contains("done")) {
            throw new FactFormatException("expected two looks, found " + looks.size() + ": " + output.firstError());
        }
        return Reading.got(new TcpResets(
                settings, unreadable, marks.contains("hidden-proc"), denied, more, looks.get(0), looks.get(1)));
    }

    private static void add(List<Look> looks, String namespace, String counter, long value) throws FactFormatException {
        if (looks.isEmpty()) {
            throw new FactFormatException("expected a look first: " + namespace + " " + counter);
        }
        Look last = looks.get(looks.size() - 1);
        Map<String, Map<String, Long>> all = new LinkedHashMap<>(last.counters());
        Map<String, Long> own = new LinkedHashMap<>(all.getOrDefault(namespace, Map.of()));
        own.put(counter, value);
        all.put(namespace, own);
        looks.set(looks.size() - 1, new Look(last.uptime(), all));
    }

    private static String word(String[] words, int index) throws FactFormatException {
        if (index >= words.length) {
            throw new FactFormatException("expected more words: " + String.join(" ", words));
        }
        return words[index];
    }

    /** What is no number is not taken for a setting that is not there. */
    private static String setting(String[] words) throws FactFormatException {
        String value = word(words, 2);
        if (!value.matches(words[1].equals(PORTS) ? "\\d{1,5}\\s+\\d{1,5}" : "\\d{1,18}")) {
            throw new FactFormatException("expected a number, found: " + String.join(" ", words));
        }
        return value;
    }
}
