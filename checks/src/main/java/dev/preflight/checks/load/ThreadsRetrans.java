package dev.preflight.checks.load;

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
 * Threads and TCP's retransmissions, sampled.
 *
 * @param maxThreads how many tasks the kernel allows; empty if it did not say
 * @param hiddenProc whether the processes of others are hidden
 * @param denied containers whose network may not be looked at
 * @param samples in their order, at least two
 */
public record ThreadsRetrans(OptionalLong maxThreads, boolean hiddenProc, Set<String> denied, List<Sample> samples) {

    /** A minute of samples of forty containers is 20 KiB, far below the usual cap. */
    public static final Fact<ThreadsRetrans> FACT = Fact.named("threads-retrans", ThreadsRetrans.class)
            .prefersRoot()
            .slow()
            .parsedBy(ThreadsRetrans::parse);

    /** A process: its number and start tell it from a later one of the same number. */
    public record Task(long pid, long start, String name) {}

    /** Segments sent, and of these sent again. */
    public record Segments(long out, long again) {}

    /** Tasks of a control group, and how many it may have. */
    public record Pids(long current, OptionalLong max) {}

    /**
     * One look.
     *
     * @param threads all threads of the host
     * @param tasks threads of the ten processes with most of them
     * @param tcp by network namespace: {@code host}, or the name of a container
     * @param pids by container
     */
    public record Sample(
            double uptime, long threads, Map<Task, Long> tasks, Map<String, Segments> tcp, Map<String, Pids> pids) {
        public Sample {
            tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
            tcp = Collections.unmodifiableMap(new LinkedHashMap<>(tcp));
            pids = Collections.unmodifiableMap(new LinkedHashMap<>(pids));
        }
    }

    public ThreadsRetrans {
        denied = Collections.unmodifiableSet(new LinkedHashSet<>(denied));
        samples = List.copyOf(samples);
    }

    static Reading<ThreadsRetrans> parse(ProbeOutput output) throws FactFormatException {
        List<Draft> drafts = new ArrayList<>();
        Set<String> denied = new LinkedHashSet<>();
        OptionalLong max = OptionalLong.empty();
        boolean hidden = false;
        boolean done = false;
        for (String line : output.lines()) {
            String[] words = line.split(" ", 5);
            switch (words[0]) {
                case "threads-max", "pid_max" ->
                    max = OptionalLong.of(Math.min(number(words, 1), max.orElse(Long.MAX_VALUE)));
                case "hidden-proc" -> hidden = true;
                case "denied" -> denied.add(words[words.length - 1]);
                case "done" -> done = true;
                case "sample" -> drafts.add(new Draft(decimal(words), number(words, 2)));
                case "task", "tcp", "pids" -> {
                    if (drafts.isEmpty()) {
                        throw new FactFormatException("expected a sample first, found: " + line);
                    }
                    drafts.get(drafts.size() - 1).add(words);
                }
                default -> throw new FactFormatException("expected a line of a sample, found: " + line);
            }
        }
        if (!done || drafts.size() < 2) {
            throw new FactFormatException("expected two samples or more, found " + drafts.size());
        }
        List<Sample> samples = drafts.stream().map(Draft::sample).toList();
        return Reading.got(new ThreadsRetrans(max, hidden, denied, samples));
    }

    /** A look while its lines are read. */
    private static final class Draft {
        private final double uptime;
        private final long threads;
        private final Map<Task, Long> tasks = new LinkedHashMap<>();
        private final Map<String, Segments> tcp = new LinkedHashMap<>();
        private final Map<String, Pids> pids = new LinkedHashMap<>();

        private Draft(double uptime, long threads) {
            this.uptime = uptime;
            this.threads = threads;
        }

        private void add(String[] words) throws FactFormatException {
            if (words[0].equals("task")) {
                tasks.put(new Task(number(words, 1), number(words, 3), words[words.length - 1]), number(words, 2));
            } else if (words[0].equals("tcp")) {
                long again = number(words, 3);
                tcp.put(words[1], new Segments(number(words, 2), again));
            } else {
                long current = number(words, 2);
                boolean bounded = words.length > 3 && !words[3].equals("max");
                OptionalLong max = bounded ? OptionalLong.of(number(words, 3)) : OptionalLong.empty();
                pids.put(words[1], new Pids(current, max));
            }
        }

        private Sample sample() {
            return new Sample(uptime, threads, tasks, tcp, pids);
        }
    }

    private static long number(String[] words, int index) throws FactFormatException {
        if (index >= words.length || !words[index].matches("\\d{1,18}")) {
            throw new FactFormatException("expected a number, found: " + String.join(" ", words));
        }
        return Long.parseLong(words[index]);
    }

    private static double decimal(String[] words) throws FactFormatException {
        if (words.length < 3 || !words[1].matches("\\d{1,12}(\\.\\d{1,6})?")) {
            throw new FactFormatException("expected the uptime, found: " + String.join(" ", words));
        }
        return Double.parseDouble(words[1]);
    }
}
