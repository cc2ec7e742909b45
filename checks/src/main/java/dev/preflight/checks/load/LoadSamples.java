package dev.preflight.checks.load;

import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Load, CPU times and waiting tasks, sampled.
 *
 * @param hz ticks a second in which CPU times are counted
 * @param hiddenProc whether the tasks of others are hidden
 * @param samples three, and a fourth one later where load and CPUs disagreed
 */
record LoadSamples(int hz, boolean hiddenProc, List<Sample> samples) {

    /** Two short programs a sample; the time between the samples comes on top. */
    public static final Fact<LoadSamples> FACT =
            Fact.named("load-samples", LoadSamples.class).slow().parsedBy(LoadSamples::parse);

    private static final int REGULAR = 3;

    /** USER_HZ of every architecture that Linux runs on today, for hosts without getconf. */
    private static final int USUAL_HZ = 100;

    /** Ticks of one CPU: all of them, and those without work, waiting for a disk or not. */
    public record Cpu(long all, long idle) {}

    /** A task that waits uninterruptibly (D) or runs (R), and the CPU that it was last on. */
    public record Task(String state, int cpu, String name) {}

    /**
     * One look.
     *
     * @param uptime seconds since the start of the host
     * @param load of the last minute
     * @param cpus the CPUs that are online
     * @param blocked tasks that wait for a disk, by the kernel's count
     * @param waiting tasks in state D that were seen
     */
    public record Sample(
            double uptime, double load, SortedMap<Integer, Cpu> cpus, long blocked, long waiting, List<Task> tasks) {
        public Sample {
            cpus = Collections.unmodifiableSortedMap(new TreeMap<>(cpus));
            tasks = List.copyOf(tasks);
        }
    }

    public LoadSamples {
        samples = List.copyOf(samples);
    }

    static Reading<LoadSamples> parse(ProbeOutput output) throws FactFormatException {
        int hz = USUAL_HZ;
        boolean hidden = false;
        boolean done = false;
        List<Reader> samples = new ArrayList<>();
        for (String line : output.lines()) {
            String[] words = line.strip().split("\\s+", -1);
            if (words[0].equals("sample") && words.length == 3) {
                samples.add(new Reader(Numbers.decimal(words[1]), Numbers.decimal(words[2])));
            } else if (words[0].equals("hz") && words.length == 2) {
                hz = Math.max(1, Numbers.small(words[1]));
            } else if (words[0].equals("hidden-proc")) {
                hidden = true;
            } else if (words[0].equals("done")) {
                done = true;
            } else if (!samples.isEmpty()) {
                samples.get(samples.size() - 1).read(words, line);
            }
        }
        List<Sample> read = samples.stream().map(Reader::sample).toList();
        if (!done
                || read.size() < REGULAR
                || read.stream().anyMatch(s -> s.cpus().isEmpty())) {
            throw new FactFormatException("expected three samples of load and CPUs, found " + read.size());
        }
        for (int i = 1; i < read.size(); i++) {
            if (read.get(i).uptime() <= read.get(i - 1).uptime()) {
                throw new FactFormatException("expected that time passes between samples");
            }
        }
        return Reading.got(new LoadSamples(hz, hidden, read));
    }

    private static final class Reader {
        /** Behind the name: user, nice, system, idle, iowait, irq, softirq, steal; guest time is part of user. */
        private static final int IDLE = 4;

        private static final int STEAL = 8;

        private final double uptime;
        private final double load;
        private final SortedMap<Integer, Cpu> cpus = new TreeMap<>();
        private final List<Task> tasks = new ArrayList<>();
        private long blocked;
        private long waiting;

        private Reader(double uptime, double load) {
            this.uptime = uptime;
            this.load = load;
        }

        private void read(String[] words, String line) throws FactFormatException {
            if (words[0].matches("cpu\\d{1,6}") && words.length > IDLE) {
                long all = 0;
                long idle = 0;
                for (int i = 1; i < words.length && i <= STEAL; i++) {
                    all += Numbers.whole(words[i]);
                    idle += i == IDLE || i == IDLE + 1 ? Numbers.whole(words[i]) : 0;
                }
                cpus.put(Integer.parseInt(words[0].substring(3)), new Cpu(all, idle));
            } else if (words[0].equals("procs_blocked") && words.length == 2) {
                blocked = Numbers.whole(words[1]);
            } else if (words[0].equals("waiting") && words.length == 2) {
                waiting = Numbers.whole(words[1]);
            } else if (words[0].equals("task") && words.length >= 5) {
                String[] fields = line.split(" ", 5);
                if (fields.length < 5) {
                    throw new FactFormatException("expected one blank between the fields of a task, found: " + line);
                }
                tasks.add(new Task(fields[1], Numbers.small(fields[2]), fields[4]));
            }
        }

        private Sample sample() {
            return new Sample(uptime, load, cpus, blocked, waiting, tasks);
        }
    }
}
