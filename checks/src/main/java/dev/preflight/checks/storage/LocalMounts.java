package dev.preflight.checks.storage;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * File systems on the host's own disks that nothing can be written to.
 *
 * @param readOnly one for each file system, wherever else it is mounted
 */
record LocalMounts(List<Mount> readOnly) {

    /** Two files of {@code /proc} and {@code /etc}. */
    public static final Fact<LocalMounts> FACT =
            Fact.named("local-mounts", LocalMounts.class).parsedBy(LocalMounts::parse);

    /** The one request for it. */
    public static final FactRequest<LocalMounts> REQUEST = FACT.request();

    /**
     * One of them.
     *
     * @param point where it is mounted
     * @param stopped whether the mount is writable but the file system below it is not: the kernel does this
     *     on an error (proc(5), mountinfo: options of the mount and of the superblock)
     * @param wanted what fstab says: whether it may be written to; empty if it does not name it
     */
    public record Mount(String point, String type, String source, boolean stopped, Optional<Boolean> wanted) {
        /** Whether it may be read-only on purpose. */
        public boolean asWanted() {
            return !stopped && !wanted.orElse(false);
        }
    }

    public LocalMounts {
        readOnly = List.copyOf(readOnly);
    }

    static Reading<LocalMounts> parse(ProbeOutput output) throws FactFormatException {
        boolean listed = false;
        boolean done = false;
        Map<String, Boolean> wanted = new HashMap<>();
        Map<String, List<String[]>> found = new TreeMap<>();
        for (String line : output.lines()) {
            String[] words = line.split(" ", 7);
            switch (words[0]) {
                case "mounts" -> listed = true;
                case "done" -> done = true;
                case "fstab" -> {
                    if (words.length < 3) {
                        throw new FactFormatException("expected a mount point and its options, found: " + line);
                    }
                    wanted.put(words[1], !options(words[2]).contains("ro"));
                }
                case "read-only" -> {
                    if (words.length != 7) {
                        throw new FactFormatException("expected a mount, found: " + line);
                    }
                    found.computeIfAbsent(words[1], device -> new ArrayList<>()).add(words);
                }
                default -> {}
            }
        }
        if (!listed || !done) {
            throw new FactFormatException("expected the host's mounts");
        }
        List<Mount> readOnly = new ArrayList<>();
        for (List<String[]> mounts : found.values()) {
            mounts.stream()
                    .map(words -> new Mount(
                            words[2], words[4], words[5], stopped(words), Optional.ofNullable(wanted.get(words[2]))))
                    .min(Comparator.comparing(Mount::asWanted))
                    .ifPresent(readOnly::add);
        }
        return Reading.got(new LocalMounts(readOnly));
    }

    private static boolean stopped(String[] words) {
        return !options(words[3]).contains("ro") && options(words[6]).contains("ro");
    }

    private static List<String> options(String text) {
        return List.of(text.split(",", -1));
    }
}
