package dev.preflight.checks.storage;

import dev.preflight.api.ByteSize;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long small writes take until they are on the disk, in several rounds. Sources: fdatasync(2); fio(1), "sync" of its
 * JSON; etcd's page "Hardware recommendations".
 *
 * @param at the directory, without links: the one asked for, or the nearest above it that is there
 * @param mount the file system: mount point, type and source
 * @param tool what measured: {@code fio} or {@code python}
 * @param rounds the rounds in their order
 * @param pressure percent of the ten seconds before in which something waited for a disk; empty if the kernel does not say
 */
record SyncWrites(String at, Mount mount, String tool, List<Round> rounds, Optional<Double> pressure) {
    /**
     * Two seconds that are thrown away, five rounds of five seconds at most, and as long again for a disk on which each
     * write takes a second.
     */
    static final Fact<SyncWrites> FACT = Fact.named("sync-writes", SyncWrites.class)
            .sharing(SharedShell.class, "find-tool")
            .sharing(SyncWrites.class, "canonical-path")
            .slow()
            .prefersRoot()
            .sideEffects()
            .limit(Duration.ofSeconds(50))
            .parsedBy(SyncWrites::parse);

    private static final int MOUNT_WORDS = 6;

    private static final ByteSize MIB = new ByteSize(1L << 20);

    /** Where the file is written. */
    record Mount(String point, String type, String source) {}

    /**
     * One round.
     *
     * @param writes how many there were
     * @param p99 of a hundred writes 99 took no longer
     */
    record Round(long writes, Duration p99) {}

    /** The rounds are copied. */
    SyncWrites {
        rounds = List.copyOf(rounds);
    }

    /** The request for it. */
    static FactRequest<SyncWrites> of(String dir, ByteSize size, ByteSize write, int rounds) {
        return FACT.request()
                .with("PATH", dir)
                .with("SIZE", Long.toString(size.bytes()))
                .with("WRITE", Long.toString(write.bytes()))
                .with("ROUNDS", Integer.toString(rounds));
    }

    private static Reading<SyncWrites> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Optional<Reading<SyncWrites>> refused = refused(text);
        if (refused.isPresent()) {
            return refused.get();
        }
        List<String> mount = words(text, "mount");
        List<Round> rounds = rounds(text);
        if (text.first("failed").isPresent()) {
            return Reading.missing(Reason.DIED, text.argument("tool").orElse(""));
        }
        if (rounds.isEmpty()) {
            throw new FactFormatException("expected a round of writes");
        }
        Optional<String> pressure = text.argument("pressure");
        return Reading.got(new SyncWrites(
                text.argument("at").orElse("/"),
                new Mount(mount.get(1), mount.get(2), mount.get(3)),
                text.argument("tool").orElse(""),
                rounds,
                pressure.isPresent() ? Optional.of(Numbers.decimal(pressure.get())) : Optional.empty()));
    }

    /** Why nothing was measured. */
    private static Optional<Reading<SyncWrites>> refused(HeadedText text) throws FactFormatException {
        for (Part part : text.parts()) {
            switch (part.name()) {
                case "unreadable" -> {
                    return Optional.of(Reading.missing(Reason.NOT_READABLE, "/proc/self/mountinfo"));
                }
                case "dangling" -> {
                    return Optional.of(Reading.missing(Reason.AMBIGUOUS, ""));
                }
                case "memory" -> {
                    return Optional.of(Reading.missing(
                            Reason.AMBIGUOUS, words(text, "mount").get(2)));
                }
                case "denied" -> {
                    return Optional.of(Reading.missing(
                            Reason.NO_PERMISSION, text.argument("at").orElse("")));
                }
                case "no-tool" -> {
                    return Optional.of(Reading.missing(Reason.NO_TOOL, part.argument()));
                }
                case "no-room" -> {
                    ByteSize free = new ByteSize(Numbers.whole(part.argument()));
                    return Optional.of(Reading.missing(Reason.SAMPLE_TOO_SHORT, "free: " + free.beside(MIB)));
                }
                case "tool" -> {
                    if (part.argument().equals("dd")) {
                        // A mean is no percentile; it is shown, and decides nothing.
                        String last = part.lines().isEmpty()
                                ? ""
                                : part.lines().get(part.lines().size() - 1);
                        return Optional.of(Reading.missing(Reason.NO_TOOL, "fio, python; dd: " + last));
                    }
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static List<Round> rounds(HeadedText text) throws FactFormatException {
        List<Round> rounds = new ArrayList<>();
        for (String line : text.arguments("round")) {
            String[] words = line.split(" ");
            if (words.length != 2) {
                throw new FactFormatException("expected a round's writes and nanoseconds, found: " + line);
            }
            rounds.add(new Round(Numbers.whole(words[0]), Duration.ofNanos(Numbers.whole(words[1]))));
        }
        for (Part part : text.all("fio")) {
            rounds.add(fio(part.text()));
        }
        return rounds;
    }

    /** A round in the words of fio: {@code jobs[0].sync.lat_ns.percentile} and {@code jobs[0].write.total_ios}. */
    private static Round fio(String json) throws FactFormatException {
        // It may warn of something first.
        int begin = Math.max(0, json.indexOf('{'));
        Optional<Node> job = JsonText.parse("fio", json.substring(begin), new Problems())
                .flatMap(node -> in(node, "jobs"))
                .flatMap(node -> node instanceof Node.Sequence jobs
                        ? jobs.items().stream().findFirst()
                        : Optional.empty());
        Optional<String> writes =
                job.flatMap(node -> in(node, "write", "total_ios")).flatMap(SyncWrites::number);
        Optional<String> p99 = job.flatMap(node -> in(node, "sync", "lat_ns", "percentile", "99.000000"))
                .flatMap(SyncWrites::number);
        if (writes.isEmpty() || p99.isEmpty()) {
            throw new FactFormatException("expected how long writes of fio took to be synced");
        }
        return new Round(Numbers.whole(writes.get()), Duration.ofNanos(Numbers.whole(p99.get())));
    }

    private static Optional<Node> in(Node node, String... keys) {
        Optional<Node> found = Optional.of(node);
        for (String key : keys) {
            found = found.flatMap(one -> one instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty());
        }
        return found;
    }

    private static Optional<String> number(Node node) {
        return node instanceof Node.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }

    private static List<String> words(HeadedText text, String heading) throws FactFormatException {
        List<String> words = List.of(text.argument(heading).orElse("").split(" ", -1));
        if (words.size() != MOUNT_WORDS) {
            throw new FactFormatException("expected " + heading + " with " + MOUNT_WORDS + " words, found: " + words);
        }
        return words;
    }
}
