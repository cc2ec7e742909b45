package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Check;
import dev.preflight.api.Finding;
import dev.preflight.evidence.EvidenceReader;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.evidence.SavedRun;
import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import dev.preflight.testing.FixtureEvidence;
import dev.preflight.testing.TestHost;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import dev.preflight.verdict.VerdictRule.Reach;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated: saved evidence of clean and of faulty hosts, in which each file is cut at each of 20 places, emptied, changed
 * in one byte, exchanged for another run's, and removed. It is never judged better than it was, and no change of a host's
 * file goes unseen.
 */
class AlteredEvidenceTest {
    private static final int PLACES = 20;

    @TempDir
    Path folder;

    /** A way to spoil a file. */
    private interface Spoiling {
        void spoil(Path file) throws IOException;
    }

    /** A fixture's evidence as it was saved. */
    private record Saved(SpecFixture fixture, Record params, Path directory) {
        static Saved of(SpecFixture fixture, Path directory) throws IOException, ProblemsException {
            SortedMap<String, HostEvidence> evidence = fixture.evidence();
            RunManifest run = RunManifest.of(
                    "test",
                    FixtureEvidence.COLLECTED_AT,
                    RecordedProfile.of("fixture", "checks: {}\n"),
                    Choices.NONE,
                    evidence.keySet().stream().map(Saved::host).toList());
            EvidenceWriter writer = EvidenceWriter.create(directory, run);
            for (HostEvidence host : evidence.values()) {
                writer.write(host);
            }
            writer.close(RunEnd.How.COMPLETE, FixtureEvidence.COLLECTED_AT);
            return new Saved(fixture, fixture.params(), directory);
        }

        private static Host host(String name) {
            return TestHost.at(name, "", "all");
        }

        /** What comes of it; empty if the run's manifest is refused, and nothing is judged. */
        Optional<Verdict> verdict() {
            SavedRun run;
            try {
                run = EvidenceReader.open(directory, false);
            } catch (ProblemsException e) {
                return Optional.empty();
            }
            SortedMap<String, HostEvidence> read = new TreeMap<>();
            run.manifest().hosts().forEach(host -> read.put(host.name(), run.read(host)));
            List<Finding> findings = SpecFixture.judge(fixture.check(), params, read);
            boolean whole =
                    read.values().stream().allMatch(host -> host.failure().isEmpty());
            return Optional.of(
                    VerdictRule.ofHost(findings, whole ? Reach.REACHED : Reach.UNREACHED, true, Policy.USUAL));
        }

        List<Path> files() throws IOException {
            try (Stream<Path> all = Files.walk(directory)) {
                return all.filter(Files::isRegularFile).sorted().toList();
            }
        }
    }

    /** A clean and a faulty fixture of each of every fifth check; that is enough, for no check knows of files. */
    private static List<SpecFixture> fixtures() {
        List<SpecFixture> chosen = new ArrayList<>();
        List<Check<?>> checks = new AllChecks().checks();
        for (int i = 0; i < checks.size(); i += 5) {
            List<SpecFixture> all = SpecFixture.of(checks.get(i));
            all.stream().filter(f -> f.outcome().equals("pass")).findFirst().ifPresent(chosen::add);
            all.stream().filter(f -> f.outcome().equals("fail")).findFirst().ifPresent(chosen::add);
        }
        return chosen;
    }

    private static Map<String, Spoiling> spoilings(Path file, Path other) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Map<String, Spoiling> all = new TreeMap<>();
        TreeSet<Integer> places = new TreeSet<>();
        for (int i = 0; i <= PLACES; i++) {
            places.add(bytes.length * i / (PLACES + 1));
        }
        places.remove(bytes.length);
        places.forEach(at -> all.put("cut at " + at, path -> Files.write(path, Arrays.copyOf(bytes, at))));
        for (int at : bytes.length == 0 ? List.<Integer>of() : List.of(0, bytes.length / 2, bytes.length - 1)) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            all.put("byte " + at + " changed", path -> Files.write(path, changed));
        }
        all.put("removed", Files::delete);
        all.put("longer", path -> Files.writeString(path, Files.readString(file, StandardCharsets.ISO_8859_1) + "\n"));
        if (Files.exists(other) && Files.mismatch(file, other) >= 0) {
            all.put("of another run", path -> Files.write(path, Files.readAllBytes(other)));
        }
        return all;
    }

    @Test
    void noChangeOfSavedEvidenceIsJudgedBetter() throws IOException, ProblemsException {
        int tried = 0;
        for (SpecFixture fixture : fixtures()) {
            String name = fixture.toString().replace(' ', '-');
            Saved saved = Saved.of(fixture, folder.resolve(name));
            Saved again = Saved.of(fixture, folder.resolve(name + "-again"));
            Verdict whole = saved.verdict().orElseThrow();
            for (Path file : saved.files()) {
                Path other = again.directory().resolve(saved.directory().relativize(file));
                byte[] before = Files.readAllBytes(file);
                for (Map.Entry<String, Spoiling> e : spoilings(file, other).entrySet()) {
                    e.getValue().spoil(file);
                    check(saved, file, e.getKey(), whole);
                    Files.write(file, before);
                    tried++;
                }
            }
            assertThat(saved.verdict()).contains(whole);
        }
        assertThat(tried).isGreaterThan(2_000);
    }

    private static void check(Saved saved, Path file, String how, Verdict whole) {
        String what = saved.directory().relativize(file) + " of " + saved.fixture() + " " + how;
        Optional<Verdict> verdict = saved.verdict();
        if (file.getFileName().toString().matches("end.json|lock")) {
            assertThat(verdict).as(what).contains(whole);
        } else if (file.getParent().equals(saved.directory())) {
            // Where it is another run's, all hosts are of another run.
            assertThat(verdict.orElse(Verdict.UNDECIDED)).as(what).isEqualTo(Verdict.UNDECIDED);
        } else {
            assertThat(verdict.orElseThrow()).as(what).isIn(Verdict.UNDECIDED, Verdict.BLOCKED);
            assertThat(verdict.get().compareTo(whole) >= 0 || verdict.get() == Verdict.UNDECIDED)
                    .as(what)
                    .isTrue();
        }
    }
}
