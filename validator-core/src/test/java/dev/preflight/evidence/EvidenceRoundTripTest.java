package dev.preflight.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.InventoryReader;
import dev.preflight.inventory.Members;
import dev.preflight.node.ProblemsException;
import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceRoundTripTest {
    @TempDir
    Path folder;

    private Path directory() {
        return folder.resolve("evidence");
    }

    @Test
    void whatIsWrittenIsReadBackWhole() throws IOException, ProblemsException {
        HostEvidence before = Saved.full("h1");
        Saved.write(directory(), before);
        HostEvidence after = Saved.read(directory(), "h1");
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("lanes.script")
                .isEqualTo(before);
    }

    @Test
    void theManifestSaysWhomTheRunWasToLookAtByWhatAndWithoutSecrets() throws IOException, ProblemsException {
        RunManifest before = Saved.run("h1", "H2");
        EvidenceWriter.create(directory(), before);
        SavedRun saved = EvidenceReader.open(directory(), false);
        RunManifest after = saved.manifest();
        assertThat(after).usingRecursiveComparison().ignoringFields("hosts").isEqualTo(before);
        assertThat(after.hosts()).extracting(Host::name).containsExactly("h1", "H2");
        Host host = after.hosts().get(0);
        assertThat(host.groups()).containsExactly("all", "web");
        assertThat(host.user()).contains("ops");
        assertThat(host.variables()).isEqualTo(Map.of("preflight_address", "10.1.0.1"));
        assertThat(saved.end()).isEmpty();
        assertThat(saved.strangers()).isEmpty();
    }

    @Test
    void theManifestSaysWhichNamesTheInventoryHadAlsoOfWhatTheRunLeftOut() throws IOException, ProblemsException {
        Members names = new Members(
                true,
                new TreeMap<>(Map.of("web", 2, "spare", 0)),
                new TreeSet<>(List.of("h1", "left-out")),
                new TreeSet<>(List.of("10.0.0.1", "10.0.0.9")),
                Optional.of(InventoryReader.ANSIBLE));
        EvidenceWriter.create(directory(), Saved.run("h1").outOf(names));
        RunManifest read = EvidenceReader.open(directory(), false).manifest();
        assertThat(read.inventory()).contains(names);
        assertThat(read.members()).isEqualTo(names.with(read.hosts()));
        assertThat(read.members().whole()).isTrue();
        assertThat(Saved.run("h1").members().whole()).isFalse();
    }

    @Test
    void theClosingRecordSaysHowTheRunEndedAndWhatCame() throws IOException, ProblemsException {
        EvidenceWriter writer = EvidenceWriter.create(directory(), Saved.run("h1", "h2"));
        writer.write(Saved.good("h1"));
        writer.close(RunEnd.How.DEADLINE, Saved.AT);
        assertThat(EvidenceReader.open(directory(), false).end())
                .contains(new RunEnd(RunEnd.How.DEADLINE, Saved.AT, 2, 1));
    }

    @Test
    void aThreadThatIsToldToEndWritesWhatItHolds() throws IOException, ProblemsException {
        EvidenceWriter writer = EvidenceWriter.create(directory(), Saved.run("h1"));
        Thread.currentThread().interrupt();
        writer.write(Saved.full("h1"));
        writer.close(RunEnd.How.INTERRUPTED, Saved.AT);
        assertThat(Thread.interrupted()).as("it is told all the same").isTrue();
        assertThat(Saved.read(directory(), "h1").lanes())
                .hasSameSizeAs(Saved.full("h1").lanes());
        assertThat(EvidenceReader.open(directory(), false).end()).isPresent();
    }

    @Test
    void aScriptIsKeptOncePerTextAndCanBeHadAsItWasSent() throws IOException, ProblemsException {
        Saved.write(directory(), Saved.good("h1"), Saved.good("h2"), Saved.good("h3"));
        assertThat(files("scripts")).hasSize(1);
        SavedScript script = SavedScript.of(Saved.script("h2"));
        assertThat(files("scripts").get(0)).hasContent(script.shared());
        assertThat(script.whole()).isEqualTo(Saved.script("h2"));
        String twice = "N=1\nN=2\nPARAM_SELF='a'\n";
        assertThat(SavedScript.of(twice).whole()).isEqualTo(twice);
        assertThat(SavedScript.of("N=\nN=x\n").whole()).isEqualTo("N=\nN=x\n");
    }

    @Test
    void aHostsNameHasAFolderOfItsOwnWhateverItIs() throws IOException, ProblemsException {
        String longest = "h".repeat(100);
        List<String> names = List.of(
                "h1",
                "H1",
                "h1.",
                ".h1",
                "../../etc/x",
                "ho st\u00fc",
                "..",
                ".",
                "-",
                "\u4e3b\u673a",
                "\u4e3b\u673b",
                longest,
                longest + "h",
                "h".repeat(5000) + "a",
                "h".repeat(5000) + "b",
                "a\nb\u0007",
                HostFolder.of("H1") + "x");
        Saved.write(directory(), names.stream().map(Saved::good).toArray(HostEvidence[]::new));
        assertThat(names.stream().map(name -> HostFolder.of(name).toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.length() <= 100 && name.matches("[a-z0-9_~-][a-z0-9._~-]*"));
        assertThat(HostFolder.of("web-1.example.com")).isEqualTo("web-1.example.com");
        SavedRun saved = EvidenceReader.open(directory(), false);
        assertThat(saved.strangers()).isEmpty();
        saved.manifest()
                .hosts()
                .forEach(host ->
                        assertThat(saved.read(host).failure()).as(host.name()).isEmpty());
    }

    @Test
    void everythingIsForItsOwnerAloneWhateverWasThereBefore() throws IOException, ProblemsException {
        Files.createDirectory(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Saved.write(directory(), Saved.full("h1"));
        try (Stream<Path> all = Files.walk(directory())) {
            for (Path one : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                        .as(one.toString())
                        .isEqualTo(Files.isDirectory(one) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void aDirectoryOfSomebodyElseIsRefusedAndLeftAsItIs() throws IOException, ProblemsException {
        Files.createDirectory(directory());
        Requirement.root();
        Files.setAttribute(directory(), "unix:uid", 12345);
        assertThatThrownBy(() -> EvidenceWriter.create(directory(), Saved.run("h1")))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("belongs to another user");
        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatIsNotEmptyIsRefused() throws IOException, ProblemsException {
        Saved.write(directory(), Saved.good("h1"));
        assertThatThrownBy(() -> EvidenceWriter.create(directory(), Saved.run("h1")))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void aHostThatCannotBeWrittenIsNoHostThatCame() throws IOException, ProblemsException {
        EvidenceWriter writer = EvidenceWriter.create(directory(), Saved.run("h1", "h2"));
        // What is in the way of the record of a host stands for a disk that is full: no record, no host.
        Path part = directory().resolve("hosts/h1/manifest.json.part");
        HostEvidence host = Saved.good("h1");
        Files.createDirectories(directory().resolve("hosts/h1"));
        assertThatThrownBy(() -> writer.write(host)).isInstanceOf(IOException.class);
        assertThat(part).doesNotExist();
        writer.write(Saved.good("h2"));
        writer.close(RunEnd.How.COMPLETE, Saved.AT);
        assertThat(Saved.fault(directory(), "h1")).isEqualTo("not-collected hosts/h1/manifest.json");
        assertThat(Saved.fault(directory(), "h2")).isEmpty();
        assertThat(EvidenceReader.open(directory(), false).end().map(RunEnd::saved))
                .isEqualTo(Optional.of(1));
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory().resolve(name))) {
            return files.toList();
        }
    }
}
