package dev.preflight.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Feeds a reader of untrusted text with changed copies of good input, and fails where one ends in an exception that the
 * reader does not document, costs a second of CPU, or takes memory out of all proportion.
 *
 * <p>Every input is made from seed, target and number alone, so that a run can be repeated anywhere. The ordinary tests
 * try a thousandth of what {@code mvn -P fuzz verify} does. What once failed is kept in {@code
 * src/test/resources/dev/preflight/fuzz/<target>/}: it is tried each time, and is one more seed.
 */
public final class Fuzz {
    /** What is tried: once as the reader is used, and with whatever must hold of what it gives. */
    @FunctionalInterface
    public interface Reader {
        /** Reads an input; throws what a reader may throw, or whatever shows that it is wrong. */
        void read(byte[] input) throws Exception;
    }

    /** The JUnit tag of every test of this kind. */
    public static final String TAG = "fuzz";

    /** Part of the declared number of inputs that is tried; 1 in the Maven profile. */
    private static final String SCALE = "preflight.fuzz.scale";

    /** Another seed finds other faults. */
    private static final String SEED = "preflight.fuzz.seed";

    private static final double THOUSANDTH = 0.001;

    private static final Path KEPT = Path.of("src", "test", "resources", "dev", "preflight", "fuzz");

    private final String target;
    private final List<byte[]> seeds = new ArrayList<>();
    private final List<byte[]> asTheyAre = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<Class<? extends Throwable>> allowed = new ArrayList<>();
    private int inputs = 1000;

    private Fuzz(String target) {
        this.target = target;
    }

    /** A fuzzer of this target; its regressions lie in a folder of this name. */
    public static Fuzz of(String target) {
        return new Fuzz(target);
    }

    /** How many inputs the Maven profile tries; at least one is tried in any case. */
    public Fuzz inputs(int number) {
        this.inputs = number;
        return this;
    }

    /** Good input to begin from. */
    public Fuzz seeds(List<byte[]> good) {
        seeds.addAll(good);
        return this;
    }

    /** Input that is tried as it is and not changed: what is large on purpose. */
    public Fuzz also(List<byte[]> large) {
        asTheyAre.addAll(large);
        return this;
    }

    /** Words of the format, which are put in at random places. */
    public Fuzz words(String... ofTheFormat) {
        words.addAll(Arrays.asList(ofTheFormat));
        return this;
    }

    /** An exception that the reader documents for bad input. */
    public Fuzz mayThrow(Class<? extends Throwable> type) {
        allowed.add(type);
        return this;
    }

    /**
     * Tries everything.
     *
     * @throws AssertionError at the end, with what failed, each kind once; the inputs are saved, and the message says how to keep them
     */
    public void run(Reader reader) {
        List<byte[]> known = new ArrayList<>(regressions());
        known.addAll(seeds);
        if (known.isEmpty()) {
            throw new IllegalStateException("no seeds for " + target);
        }
        long seed = Long.getLong(SEED, 1);
        double scale = Double.parseDouble(System.getProperty(SCALE, Double.toString(THOUSANDTH)));
        long number = Math.max(1, Math.round(inputs * scale));
        Mutator mutator = new Mutator(known, words);
        Faults faults = new Faults(target, KEPT.resolve(target));
        try (FuzzedThread thread = new FuzzedThread(target, reader, allowed)) {
            List<byte[]> first = new ArrayList<>(known);
            first.addAll(asTheyAre);
            for (byte[] input : first) {
                thread.tryOut(input).ifPresent(fault -> faults.add(fault, input, "a seed or regression"));
            }
            for (long i = 0; i < number && !faults.full(); i++) {
                byte[] input = mutator.mutate(new Random(mixed(seed, i)));
                String which = "input " + i + " of seed " + seed;
                thread.tryOut(input).ifPresent(fault -> faults.add(fault, input, which));
            }
        }
        faults.throwIfAny();
    }

    /** The finalizer of SplitMix64 over all that an input depends on: neighbours get random numbers without likeness. */
    private long mixed(long seed, long number) {
        long z = (target.hashCode() * 31L + seed) * 0x9E3779B97F4A7C15L + number * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private List<byte[]> regressions() {
        Path folder = KEPT.resolve(target);
        return Files.isDirectory(folder) ? Corpus.files(folder) : List.of();
    }
}
