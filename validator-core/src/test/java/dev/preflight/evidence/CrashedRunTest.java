package dev.preflight.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed between any two steps of writing its evidence, and within each write, is resumed; and so is one that
 * is killed again while it is resumed. After each step the directory is copied as a killed process leaves it.
 */
class CrashedRunTest {
    private static final Instant FIRST = Saved.AT;
    private static final Instant SECOND = Saved.AT.plusSeconds(100);
    private static final Instant THIRD = Saved.AT.plusSeconds(200);

    @TempDir
    Path folder;

    private int copies;

    /** The real steps, which do not wait for the disk: what a killed process wrote is there without that. */
    private static class Unsynced implements DiskSteps {
        @Override
        public void write(Path file, byte[] bytes, boolean toDisk) throws IOException {
            DiskSteps.super.write(file, bytes, false);
        }

        @Override
        public void sync(Path path) {}
    }

    /** The real steps; what is there after each of them, and half way through each write, is kept. */
    private final class Crashing extends Unsynced {
        private final Path directory;
        private final List<Path> left = new ArrayList<>();

        Crashing(Path directory) {
            this.directory = directory;
        }

        private void crash() throws IOException {
            Path copy = folder.resolve("copy-" + copies++);
            copy(directory, copy);
            left.add(copy);
        }

        @Override
        public void folder(Path path, FileAttribute<?> attributes) throws IOException {
            super.folder(path, attributes);
            crash();
        }

        @Override
        public void write(Path file, byte[] bytes, boolean toDisk) throws IOException {
            for (int some : new int[] {0, bytes.length / 2}) {
                super.write(file, Arrays.copyOf(bytes, some), false);
                crash();
                Files.delete(file);
            }
            super.write(file, bytes, toDisk);
            crash();
        }

        @Override
        public void replace(Path file, Path name) throws IOException {
            super.replace(file, name);
            crash();
        }

        @Override
        public void delete(Path path) throws IOException {
            boolean there = Files.exists(path);
            super.delete(path);
            if (there) {
                crash();
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one)));
            }
        }
    }

    private static HostEvidence at(Instant part, Host host) {
        HostEvidence good = Saved.good(host.name());
        return new HostEvidence(good.host(), good.transport(), part, good.lanes(), Optional.empty());
    }

    private static void write(EvidenceWriter writer, Instant part, List<Host> hosts) throws IOException {
        for (Host host : hosts) {
            writer.write(at(part, host));
        }
        writer.close(RunEnd.How.COMPLETE, part);
    }

    private static List<Host> notDone(SavedRun saved) {
        return saved.manifest().hosts().stream()
                .filter(host -> !saved.read(host).done())
                .toList();
    }

    /** Resumes a run, and returns whom it asked again. */
    private static List<Host> resume(Path directory, Instant part, boolean exchange, DiskSteps disk)
            throws IOException, ProblemsException {
        EvidenceLock lock = EvidenceLock.take(directory, "--resume");
        SavedRun saved = EvidenceReader.open(directory, false);
        List<Host> missing = notDone(saved);
        List<Host> again = exchange && !missing.isEmpty() ? saved.manifest().hosts() : missing;
        write(
                EvidenceWriter.resume(directory, lock, saved.manifest().resumed(part, Optional.empty()), again, disk),
                part,
                again);
        return again;
    }

    private static List<Instant> parts(SavedRun saved) {
        return saved.manifest().hosts().stream()
                .map(host -> saved.read(host).collectedAt())
                .toList();
    }

    private List<Path> crashed() throws IOException, ProblemsException {
        Path whole = folder.resolve("whole");
        Files.createDirectory(whole);
        Crashing disk = new Crashing(whole);
        RunManifest run = Saved.run("h1", "H 2");
        write(EvidenceWriter.create(whole, run, disk), FIRST, run.hosts());
        assertThat(disk.left).hasSizeGreaterThan(30);
        return disk.left;
    }

    private static boolean begun(Path crashed) throws ProblemsException {
        if (Files.exists(crashed.resolve("manifest.json"))) {
            return true;
        }
        assertThatThrownBy(() -> EvidenceReader.open(crashed, false)).hasMessageContaining("no manifest.json");
        return false;
    }

    /** Every fifth resumed run is killed again at each of its steps: the others would show the same. */
    private static List<Path> seldom(int run, List<Path> left) {
        return run % 5 == 0 ? left : List.of();
    }

    @Test
    void aRunThatIsKilledAtAnyStepIsResumedWithoutLossAndWithoutAskingAHostTwice()
            throws IOException, ProblemsException {
        int begun = 0;
        for (Path crashed : crashed()) {
            if (!begun(crashed)) {
                continue;
            }
            begun++;
            List<Host> before = notDone(EvidenceReader.open(crashed, false));
            Crashing disk = new Crashing(crashed);
            List<Host> again = resume(crashed, SECOND, false, disk);
            assertThat(again).isEqualTo(before);
            checkWhole(crashed, SECOND);
            SavedRun saved = EvidenceReader.open(crashed, false);
            for (Host host : saved.manifest().hosts()) {
                boolean asked = again.stream().anyMatch(one -> one.name().equals(host.name()));
                assertThat(saved.read(host).collectedAt()).isEqualTo(asked ? SECOND : FIRST);
            }
            for (Path twice : seldom(begun, disk.left)) {
                resume(twice, THIRD, false, new Unsynced());
                checkWhole(twice, THIRD);
            }
        }
        assertThat(begun).isGreaterThan(20);
    }

    /** Where hosts heard one another, those of which one is missing are asked again, and none answers from before. */
    @Test
    void hostsThatMustAnswerTogetherNeverAnswerFromTwoParts() throws IOException, ProblemsException {
        int begun = 0;
        for (Path crashed : crashed()) {
            if (!begun(crashed)) {
                continue;
            }
            begun++;
            Crashing disk = new Crashing(crashed);
            resume(crashed, SECOND, true, disk);
            List<Instant> first = parts(EvidenceReader.open(crashed, false));
            assertThat(first).allMatch(first.get(0)::equals);
            for (Path twice : seldom(begun, disk.left)) {
                resume(twice, THIRD, true, new Unsynced());
                List<Instant> parts = parts(EvidenceReader.open(twice, false));
                assertThat(parts).allMatch(parts.get(0)::equals);
            }
        }
    }

    private static void checkWhole(Path directory, Instant resumed) throws ProblemsException {
        SavedRun saved = EvidenceReader.open(directory, false);
        assertThat(notDone(saved)).isEmpty();
        assertThat(saved.strangers()).isEmpty();
        assertThat(saved.manifest().startedAt()).isEqualTo(FIRST);
        assertThat(saved.manifest().course().resumedAt()).endsWith(resumed);
        assertThat(saved.end().orElseThrow().saved()).isEqualTo(2);
        for (Host host : saved.manifest().hosts()) {
            assertThat(saved.read(host).failure()).isEmpty();
            assertThat(saved.read(host)
                            .frame("one@clean~0a1b2c3d")
                            .orElseThrow()
                            .out())
                    .isEqualTo(at(FIRST, host)
                            .frame("one@clean~0a1b2c3d")
                            .orElseThrow()
                            .out());
        }
    }

    @Test
    void twoDoNotWriteToOneDirectory() throws IOException, ProblemsException {
        Path directory = folder.resolve("one");
        EvidenceWriter writer = EvidenceWriter.create(directory, Saved.run("h1"));
        assertThatThrownBy(() -> EvidenceLock.take(directory, "--resume"))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("another run is writing to");
        writer.close(RunEnd.How.COMPLETE, FIRST);
        try (EvidenceLock lock = EvidenceLock.take(directory, "--resume")) {
            assertThat(lock).isNotNull();
        }
    }

    /** A disk that is full while a run goes on loses that host's evidence, which is then not done, and nothing else. */
    @Test
    void aHostForWhichThereWasNoRoomIsNotDone() throws IOException, ProblemsException {
        Path directory = folder.resolve("full");
        RunManifest run = Saved.run("h1", "h2");
        boolean[] full = {false};
        EvidenceWriter writer = EvidenceWriter.create(directory, run, new DiskSteps() {
            @Override
            public void write(Path file, byte[] bytes, boolean toDisk) throws IOException {
                DiskSteps.super.write(file, full[0] ? Arrays.copyOf(bytes, bytes.length / 2) : bytes, toDisk);
                if (full[0]) {
                    throw new IOException("No space left on device");
                }
            }
        });
        writer.write(at(FIRST, run.hosts().get(0)));
        full[0] = true;
        assertThatThrownBy(() -> writer.write(at(FIRST, run.hosts().get(1)))).hasMessageContaining("No space");
        assertThatThrownBy(() -> writer.close(RunEnd.How.COMPLETE, FIRST)).hasMessageContaining("No space");
        assertThat(resume(directory, SECOND, false, new Unsynced()))
                .extracting(Host::name)
                .containsExactly("h2");
        assertThat(parts(EvidenceReader.open(directory, false))).containsExactly(FIRST, SECOND);
    }
}
