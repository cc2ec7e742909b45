package dev.preflight.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {
    @TempDir
    private Path folders;

    private Path first;
    private Path second;

    @BeforeEach
    void makesTwoFolders() throws IOException {
        first = Files.createDirectory(folders.resolve("first"));
        second = Files.createDirectory(folders.resolve("second"));
    }

    @Test
    void theFirstFolderThatHasTheProgramCounts() throws IOException {
        Path found = program(second, "ssh");
        assertThat(SearchPath.find(first + ":" + second, "ssh")).contains(found);
        Path before = program(first, "ssh");
        assertThat(SearchPath.find(first + ":" + second, "ssh")).contains(before);
    }

    @Test
    void anEarlierFolderCountsMoreThanALikelierName() throws IOException {
        Path other = program(first, "ssh.exe");
        Path likelier = program(second, "ssh");
        assertThat(SearchPath.find(first + ":" + second, "ssh", "ssh.exe")).contains(other);
        assertThat(SearchPath.find(second.toString(), "ssh", "ssh.exe")).contains(likelier);
    }

    @Test
    void whatCannotBeRunIsNoProgram() throws IOException {
        Files.createFile(first.resolve("ssh"));
        Files.createDirectory(second.resolve("ssh"));
        assertThat(SearchPath.find(first + ":" + second, "ssh")).isEmpty();
    }

    @Test
    void theFolderThatSomebodyWorksInIsNotSearched() throws IOException {
        program(first, "ssh");
        Path here = Path.of("").toAbsolutePath().relativize(first);
        assertThat(SearchPath.find(":.:" + here, "ssh")).isEmpty();
        assertThat(SearchPath.find("", "ssh")).isEmpty();
    }

    private static Path program(Path folder, String name) throws IOException {
        return Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
