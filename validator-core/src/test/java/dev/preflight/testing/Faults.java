package dev.preflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one run of a {@link Fuzz} found, each kind once; the inputs are saved below {@code target}. */
final class Faults {
    /** One fault hides few others as a rule, and after these are mended it is run again. */
    private static final int MOST = 10;

    private final String target;
    private final Path kept;
    private final Set<String> kinds = new TreeSet<>();
    private final List<String> told = new ArrayList<>();
    private boolean hangs;

    /**
     * Nothing yet.
     *
     * @param kept the folder where regressions of this target are kept
     */
    Faults(String target, Path kept) {
        this.target = target;
        this.kept = kept;
    }

    /** Notes a fault, unless one of its kind is known. */
    void add(FuzzedThread.Fault fault, byte[] input, String which) {
        hangs |= fault.hangs();
        if (!kinds.add(kind(fault.text()))) {
            return;
        }
        String name = digest(input) + ".in";
        Path saved = Path.of("target", "fuzz", target, name);
        try {
            Files.createDirectories(saved.getParent());
            Files.write(saved, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        told.add(target + ", " + which + ": " + fault.text() + "\nto keep it, in the module "
                + Path.of("").toAbsolutePath().getFileName() + ": mkdir -p " + kept + " && cp " + saved + " " + kept);
    }

    /** Whether there is no sense in going on: enough was found, or the thread is lost. */
    boolean full() {
        return hangs || told.size() >= MOST;
    }

    /** Ends the test if anything was found. */
    void throwIfAny() {
        if (!told.isEmpty()) {
            throw new AssertionError(String.join("\n\n", told));
        }
    }

    /** Two faults are of one kind if they are thrown at the same place; numbers may differ. */
    private static String kind(String fault) {
        if (fault.startsWith("java.lang.AssertionError")) {
            return fault.lines().limit(1).collect(Collectors.joining()).replaceAll("\\d+|\".*\"", "0");
        }
        Optional<String> place = fault.lines()
                .filter(line -> line.strip().startsWith("at dev.preflight."))
                .findFirst();
        return place.orElseGet(
                () -> fault.lines().limit(1).collect(Collectors.joining()).replaceAll("\\d+", "0"));
    }

    private static String digest(byte[] input) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
