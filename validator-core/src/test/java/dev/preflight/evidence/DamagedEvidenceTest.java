package dev.preflight.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.evidence.RunManifest.Form;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not there as it was written is found, named, and costs no other host anything. None of it may hang. */
class DamagedEvidenceTest {
    private static final String FRAME = "hosts/h1/frames/one@clean~0a1b2c3d.out";
    private static final String RECORD = "hosts/h1/manifest.json";

    @TempDir
    Path folder;

    private Path directory = Path.of("");

    @BeforeEach
    void write() throws IOException, ProblemsException {
        directory = Saved.write(folder.resolve("evidence"), Saved.good("h1"), Saved.good("h2"));
    }

    private String fault() throws ProblemsException {
        assertThat(Saved.fault(directory, "h2")).isEmpty();
        return Saved.fault(directory, "h1");
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static void run(String... command) throws IOException {
        try {
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aHostWhoseFolderIsGoneWasNotCollected() throws IOException, ProblemsException {
        delete(file("hosts/h1"));
        assertThat(fault()).isEqualTo("not-collected " + RECORD);
    }

    @Test
    void aHostWhoseRecordNeverCameWasNotCollectedWhateverElseOfItIsThere() throws IOException, ProblemsException {
        Files.delete(file(RECORD));
        assertThat(fault()).isEqualTo("not-collected " + RECORD);
        assertThat(Saved.read(directory, "h1").lanes()).isEmpty();
    }

    @Test
    void anAnswerThatIsGoneCutOrAlteredIsMissingAloneAndNamed() throws IOException, ProblemsException {
        byte[] before = Files.readAllBytes(file(FRAME));
        Files.delete(file(FRAME));
        assertThat(fault()).isEqualTo("evidence-missing " + FRAME);
        Files.write(file(FRAME), new byte[] {before[0]});
        assertThat(fault()).isEqualTo("evidence-cut " + FRAME);
        before[1] ^= 4;
        Files.write(file(FRAME), before);
        assertThat(fault()).isEqualTo("evidence-altered " + FRAME);

        HostEvidence read = Saved.read(directory, "h1");
        assertThat(read.frame("one@clean~0a1b2c3d").orElseThrow().end()).isEqualTo(FrameEnd.DAMAGED);
        assertThat(FrameEnd.DAMAGED.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(read.frame("two@login").orElseThrow().end()).isEqualTo(FrameEnd.TIMED_OUT);
    }

    @Test
    void twoFaultsOfAHostAreCounted() throws IOException, ProblemsException {
        Files.delete(file(FRAME));
        Files.writeString(file("hosts/h1/frames/two@login.out"), "x");
        assertThat(Saved.read(directory, "h1").failure().orElseThrow().details())
                .containsEntry("more", "1");
    }

    @Test
    void aRecordThatIsCutOrAlteredVouchesForNothing() throws IOException, ProblemsException {
        String text = Files.readString(file(RECORD));
        Files.writeString(file(RECORD), text.substring(0, text.length() / 2));
        assertThat(fault()).isEqualTo("evidence-cut " + RECORD);
        Files.writeString(file(RECORD), text.replace("\"status\": 7", "\"status\": 0"));
        assertThat(fault()).isEqualTo("evidence-altered " + RECORD);
        assertThat(Saved.read(directory, "h1").lanes()).isEmpty();
    }

    @Test
    void whatIsOfAnotherRunHostOrProfileIsForeign() throws IOException, ProblemsException {
        Path other = Saved.write(folder.resolve("other"), Saved.good("h1"));
        Files.copy(other.resolve(RECORD), file(RECORD), StandardCopyOption.REPLACE_EXISTING);
        assertThat(fault()).isEqualTo("evidence-foreign " + RECORD);
        Files.copy(file("hosts/h2/manifest.json"), file(RECORD), StandardCopyOption.REPLACE_EXISTING);
        assertThat(fault()).isEqualTo("evidence-foreign " + RECORD);
    }

    @Test
    void aScriptThatIsAlteredConcernsWhoeverWasSentIt() throws IOException, ProblemsException {
        try (Stream<Path> scripts = Files.list(file("scripts"))) {
            Files.writeString(scripts.findFirst().orElseThrow(), "echo other\n");
        }
        assertThat(Saved.fault(directory, "h1")).startsWith("evidence-altered scripts/");
        assertThat(Saved.fault(directory, "h2")).startsWith("evidence-altered scripts/");
    }

    @ParameterizedTest
    @ValueSource(strings = {FRAME, RECORD, "hosts/h1", "hosts/h1/frames"})
    void whatIsNoFileIsNotOpenedThoughItLeadToOne(String name) throws IOException, ProblemsException {
        boolean isFolder = Files.isDirectory(file(name));
        Path moved = folder.resolve("moved");
        Files.move(file(name), moved);
        Files.createSymbolicLink(file(name), moved);
        assertThat(fault()).isEqualTo("evidence-no-file " + name);
        Files.delete(file(name));
        Files.createSymbolicLink(file(name), Path.of(isFolder ? "/proc" : "/dev/zero"));
        assertThat(fault()).isEqualTo("evidence-no-file " + name);
        Files.delete(file(name));
        run("mkfifo", file(name).toString());
        assertThat(fault()).isEqualTo("evidence-no-file " + name);
        Files.delete(file(name));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
            Files.move(folder.resolve("s"), file(name));
            assertThat(fault()).isEqualTo("evidence-no-file " + name);
        }
        Files.delete(file(name));
        if (isFolder) {
            Files.writeString(file(name), "");
        } else {
            Files.createDirectory(file(name));
        }
        assertThat(fault()).isEqualTo("evidence-no-file " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "end.json", "hosts", "scripts"})
    void whatIsNoFileAtTheTopHangsNothing(String name) throws IOException, ProblemsException {
        Path there = file(name);
        Files.move(there, folder.resolve("moved"));
        run("mkfifo", there.toString());
        if (name.equals("manifest.json")) {
            assertThatThrownBy(() -> EvidenceReader.open(directory, false))
                    .isInstanceOf(ProblemsException.class)
                    .hasMessageContaining("is no regular file");
            return;
        }
        SavedRun run = EvidenceReader.open(directory, false);
        assertThat(run.end().isPresent()).isEqualTo(!name.equals("end.json"));
        List<Host> hosts = run.manifest().hosts();
        assertThat(hosts).allMatch(host -> run.read(host).failure().isPresent() != name.equals("end.json"));
    }

    @Test
    void whatIsLargerThanAnyFileOfOursIsNotRead() throws IOException, ProblemsException {
        try (var sparse = new RandomAccessFile(file(FRAME).toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThat(fault()).isEqualTo("evidence-too-large " + FRAME);
        try (var sparse = new RandomAccessFile(file(RECORD).toFile(), "rw")) {
            sparse.setLength(HostReader.LARGEST_RECORD + 1L);
        }
        assertThat(fault()).isEqualTo("evidence-too-large " + RECORD);
    }

    @Test
    void whatNobodyPlannedIsAStrangerWhateverItIsCalled() throws IOException, ProblemsException {
        Files.createDirectory(file("hosts/a\nb\u001b[2J"));
        Files.writeString(file("hosts/stray"), "");
        assertThat(EvidenceReader.open(directory, false).strangers()).containsExactly("a\nb\u001b[2J", "stray");
    }

    @Test
    void theManifestOfARunThatIsNotWholeIsRefusedWithWhatToDo() throws IOException {
        String text = Files.readString(file("manifest.json"));
        Files.writeString(file("manifest.json"), text.replace("\"h2\"", "\"h3\""));
        assertThatThrownBy(() -> EvidenceReader.open(directory, false))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("is not the one that was written")
                .hasMessageContaining("run again with --save-evidence");
        Files.writeString(file("manifest.json"), text.replaceFirst(",\\s*\"seal\": \"[0-9a-f]*\"", ""));
        assertThatThrownBy(() -> EvidenceReader.open(directory, false))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("has no seal");
        Files.writeString(file("manifest.json"), "[".repeat(100_000));
        assertThatThrownBy(() -> EvidenceReader.open(directory, false)).isInstanceOf(ProblemsException.class);
        Files.writeString(file("manifest.json"), text.replaceFirst("\"formatVersion\": 2", "\"formatVersion\": 3"));
        assertThatThrownBy(() -> EvidenceReader.open(directory, false))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("format 3");
    }

    @Test
    void aClosingRecordThatIsNotWholeIsNone() throws IOException, ProblemsException {
        String text = Files.readString(file("end.json"));
        Files.writeString(file("end.json"), text.replace("\"saved\": 2", "\"saved\": 1"));
        assertThat(EvidenceReader.open(directory, false).end()).isEmpty();
    }

    @Test
    void garbageInARecordIsAFaultOfItsHostAndNeverATrace() throws IOException, ProblemsException {
        Files.writeString(file(RECORD), "");
        byte[] good = Files.readAllBytes(file("hosts/h2/manifest.json"));
        byHand("h1", "h2");
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k <= i % 5; k++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Files.write(file(RECORD), bad);
            assertThat(Saved.read(directory, "h1").host().name()).isEqualTo("h1");
        }
    }

    @Test
    void aFieldThatStandsTwiceIsAFault() throws IOException, ProblemsException {
        byHand("h1", "h2");
        String record = Files.readString(file(RECORD))
                .replaceFirst("\"run\": \"[0-9a-f]*\",\\s*\"profile\": \"[0-9a-f]*\",", "")
                .replaceFirst(",\\s*\"seal\": \"[0-9a-f]*\"", "");
        Files.writeString(file(RECORD), record);
        assertThat(Saved.fault(directory, "h1")).isEmpty();
        Files.writeString(file(RECORD), record.replaceFirst("\"status\": ", "\"status\": 0, \"status\": "));
        assertThat(Saved.fault(directory, "h1")).isEqualTo("evidence-malformed " + RECORD);
        Path manifest = file("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"hosts\"", "\"hosts\": [], \"hosts\""));
        assertThatThrownBy(() -> EvidenceReader.open(directory, false))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("'hosts' is given twice");
    }

    /** Makes of the manifest one that was made by hand. */
    private void byHand(String... names) throws IOException {
        String hosts = Stream.of(names)
                .map(name -> "{\"name\": \"" + name + "\", \"groups\": [\"all\"]}")
                .collect(Collectors.joining(", "));
        Files.writeString(
                file("manifest.json"),
                "{\"formatVersion\": 2, \"handMade\": true, \"startedAt\": \"2026-01-01T00:00:00Z\", \"hosts\": ["
                        + hosts + "]}");
    }

    @Test
    void evidenceMadeByHandSaysSoListsItsHostsAndNeedsNoDigests() throws IOException, ProblemsException {
        byHand("h1", "h2", "h3");
        String record = Files.readString(file(RECORD))
                .replaceAll(",\\s*\"(out|err)\": \\{[^}]*\\}", "")
                .replaceFirst("\"run\": \"[0-9a-f]*\",\\s*\"profile\": \"[0-9a-f]*\",", "")
                .replaceFirst(",\\s*\"seal\": \"[0-9a-f]*\"", "");
        Files.writeString(file(RECORD), record);
        Files.writeString(file(FRAME), "changed\n");
        SavedRun run = EvidenceReader.open(directory, false);
        assertThat(run.manifest().form()).isEqualTo(Form.HAND_MADE);
        assertThat(Saved.fault(directory, "h1")).isEmpty();
        assertThat(Saved.read(directory, "h1")
                        .frame("one@clean~0a1b2c3d")
                        .orElseThrow()
                        .out())
                .asString()
                .isEqualTo("changed\n");
        assertThat(Saved.fault(directory, "h3")).isEqualTo("not-collected hosts/h3/manifest.json");
        // A digest that is there counts; another run's record is another run's.
        assertThat(Saved.fault(directory, "h2")).isIn("", "evidence-foreign hosts/h2/manifest.json");

        byHand();
        assertThatThrownBy(() -> EvidenceReader.open(directory, false))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("which hosts the evidence should hold");
    }

    @Test
    void evidenceOfFormatOneIsReadOnlyAsIncomplete() throws IOException, ProblemsException {
        Files.writeString(
                file("manifest.json"),
                "{\"formatVersion\": 1, \"tool\": \"1\", \"profile\": \"p\", \"startedAt\": \"2026-01-01T00:00:00Z\"}");
        for (String name : List.of("h1", "h2")) {
            Path record = file("hosts/" + name + "/manifest.json");
            Files.writeString(record, Files.readString(record).replace("\"formatVersion\": 2", "\"formatVersion\": 1"));
        }
        Files.createDirectory(file("hosts/h3"));
        assertThatThrownBy(() -> EvidenceReader.open(directory, false))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("--incomplete");
        SavedRun run = EvidenceReader.open(directory, true);
        assertThat(run.manifest().form()).isEqualTo(Form.OLD);
        assertThat(run.manifest().hosts()).extracting(Host::name).containsExactly("h1", "h2", "h3");
        assertThat(run.manifest().hosts())
                .extracting(host -> run.read(host).failure().isPresent())
                .containsExactly(false, false, true);
    }
}
