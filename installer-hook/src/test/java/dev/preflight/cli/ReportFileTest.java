package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("report.json");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aReaderOfTheOldReportKeepsItWhole() throws IOException {
        Files.writeString(file(), "old");
        Object inode = Files.getAttribute(file(), "unix:ino");
        try (var reader = Files.newInputStream(file())) {
            ReportFile.write(file(), out -> out.write("new"));
            assertThat(reader.readAllBytes()).asString().isEqualTo("old");
        }
        assertThat(file()).content().isEqualTo("new");
        assertThat(Files.getAttribute(file(), "unix:ino")).isNotEqualTo(inode);
        assertThat(names()).containsExactly("report.json");
    }

    @Test
    void aNewFileHasTheUsualModeAndAnOldOneKeepsItsOwn() throws IOException {
        Path usual = Files.createFile(folder.resolve("usual"));
        ReportFile.write(file(), out -> out.write("new"));
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(Files.getPosixFilePermissions(usual));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        boolean root = Files.getAttribute(file(), "unix:uid").equals(0);
        if (root) {
            Commands.run("", "chown", "12345:54321", file().toString());
        }
        Object owner = Files.getAttribute(file(), "unix:uid");
        ReportFile.write(file(), out -> out.write("newer"));
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Files.getAttribute(file(), "unix:uid")).isEqualTo(owner);
        assertThat(file()).content().isEqualTo("newer");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkStaysAndItsFileIsReplaced(boolean exists) throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("r.json");
        if (exists) {
            Files.writeString(real, "old");
        }
        Files.createSymbolicLink(folder.resolve("middle"), Path.of("real/r.json"));
        Files.createSymbolicLink(file(), Path.of("middle"));
        ReportFile.check(file());
        ReportFile.write(file(), out -> out.write("new"));
        assertThat(file()).isSymbolicLink();
        assertThat(real).content().isEqualTo("new");
        assertThat(names()).containsExactly("middle", "real", "report.json");
    }

    @Test
    void whatCannotBeWrittenIsSaidAndTheOldReportStays() throws IOException {
        assertThatThrownBy(() -> ReportFile.write(Path.of("/dev/full"), out -> out.write("new")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ReportFile.check(folder)).hasMessage("it is a directory");
        assertThatThrownBy(() -> ReportFile.check(folder.resolve("none/r.json")))
                .hasMessage("there is no directory " + folder.resolve("none"));
        assertThatThrownBy(() -> ReportFile.check(folder.resolve("x".repeat(300))))
                .isInstanceOf(IOException.class);
        ReportFile.check(file());
        assertThat(names()).isEmpty();
    }

    /** On a full file system; needs root for one. */
    @Test
    void aFullDiskLeavesTheOldReport() throws IOException {
        Requirement.root();
        Requirement.tool("mount");
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Commands.run("", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
        try {
            Path report = Files.writeString(disk.resolve("r.json"), "old");
            assertThatThrownBy(() -> ReportFile.write(report, out -> out.write("x".repeat(200_000))))
                    .isInstanceOf(IOException.class);
            assertThat(report).content().isEqualTo("old");
            try (Stream<Path> files = Files.list(disk)) {
                assertThat(files).hasSize(1);
            }
        } finally {
            Commands.run("", "umount", disk.toString());
        }
    }

    @Test
    void pipesAndDescriptorsAreWrittenAsTheyAre() throws IOException, InterruptedException {
        Requirement.tool("mkfifo");
        Path fifo = folder.resolve("fifo");
        Commands.run("", "mkfifo", fifo.toString());
        Process reader = new ProcessBuilder("cat", fifo.toString()).start();
        ReportFile.check(fifo);
        ReportFile.write(fifo, out -> out.write("through"));
        assertThat(reader.getInputStream().readAllBytes()).asString().isEqualTo("through");
        assertThat(reader.waitFor()).isZero();
        assertThat(Files.isRegularFile(fifo)).isFalse();
        ReportFile.write(Path.of("/dev/null"), out -> out.write("gone"));
        assertThat(Path.of("/dev/null")).exists();
    }

    @Test
    void descriptorsAreKnownByAnyOfTheirNames() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/fd/3"));
        assertThat(ReportFile.descriptor(Path.of("/dev/fd/3"))).contains(3);
        assertThat(ReportFile.descriptor(Path.of("/proc/self/fd/4"))).contains(4);
        assertThat(ReportFile.descriptor(Path.of("/dev/stdout"))).contains(1);
        assertThat(ReportFile.descriptor(link)).contains(3);
        assertThat(ReportFile.descriptor(file())).isEmpty();
    }

    @Test
    void twoReportsCannotShareStandardOutputByAnotherName() {
        Command run = Command.run("run", "--format", "text", "--format", "json:/dev/stdout");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("two reports cannot share standard output");
    }

    @Test
    void aReportThatIsLostMakesTheExitCode70InTheOtherToo() {
        Command run = Command.run(
                "run", "--local", "--only", "umask-effective", "--format", "json", "--format", "text:/dev/full");
        assertThat(run.exit()).isEqualTo(70);
        assertThat(run.json().get("exitCode").asInt()).isEqualTo(70);
        assertThat(run.err()).contains("error: the report was not written to /dev/full: ");
    }
}
