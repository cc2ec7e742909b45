package dev.preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFilesTest {
    @TempDir
    Path dir;

    private final Problems problems = new Problems();
    private ProfileFiles files;

    @BeforeEach
    void shipTwo() throws IOException {
        Path shipped = Files.createDirectories(dir.resolve("cp/dev/preflight/profiles"));
        Files.writeString(shipped.resolve("index"), "linux-base\ncontainer-host\n");
        Files.writeString(shipped.resolve("container-host.yaml"), "name: container-host\n");
        Files.writeString(shipped.resolve("linux-base.yaml"), "name: linux-base\n");
        files = new ProfileFiles(
                new URLClassLoader(new URL[] {dir.resolve("cp").toUri().toURL()}, null));
    }

    private Optional<ProfileSource.Text> find(String reference, Optional<ProfileSource.Text> from) {
        return files.find(reference, Place.of("--profile"), from, problems);
    }

    private List<String> messages() {
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void findsShippedProfilesByName() {
        assertThat(files.names()).containsExactly("container-host", "linux-base");
        assertThat(find("container-host", Optional.empty()).orElseThrow().source())
                .isEqualTo("shipped/container-host.yaml");
    }

    @Test
    void suggestsAShippedName() {
        assertThat(find("contaner-host", Optional.empty())).isEmpty();
        assertThat(messages().get(0))
                .isEqualTo("--profile: there is no shipped profile 'contaner-host'; did you mean 'container-host'? "
                        + "A file is named with a '/' or by its ending .yaml");
    }

    @Test
    void pathsOfAFileAreRelativeToIt() throws IOException {
        Files.createDirectories(dir.resolve("sub"));
        Files.writeString(dir.resolve("sub/a.yaml"), "extends: ../b.yaml\n");
        Files.writeString(dir.resolve("b.yaml"), "name: b\n");
        var a = find(dir.resolve("sub/a.yaml").toString(), Optional.empty());

        assertThat(find("../b.yaml", a).orElseThrow().text()).isEqualTo("name: b\n");
        assertThat(find("../b.yaml", a).orElseThrow().identity())
                .isEqualTo(find(dir.resolve("b.yaml").toString(), Optional.empty())
                        .orElseThrow()
                        .identity());
        assertThat(find("linux-base", a).orElseThrow().text()).isEqualTo("name: linux-base\n");
    }

    @Test
    void aFileHasOneNameHoweverProfilesReferToIt() throws IOException {
        Files.createDirectories(dir.resolve("sub"));
        Files.writeString(dir.resolve("a.yaml"), "extends: ./b.yaml\n");
        Files.writeString(dir.resolve("b.yaml"), "name: b\n");
        Files.writeString(dir.resolve("sub/c.yaml"), "extends: ../b.yaml\n");
        var a = find(dir.resolve("a.yaml").toString(), Optional.empty());
        var c = find(dir.resolve("sub/c.yaml").toString(), Optional.empty());

        String name = find("./b.yaml", a).orElseThrow().source();
        assertThat(name).isEqualTo(dir.toRealPath().resolve("b.yaml").toString());
        assertThat(find("../b.yaml", c).orElseThrow().source()).isEqualTo(name);
    }

    @Test
    void aFileBelowTheWorkingDirectoryIsCalledByItsPathFromThere() {
        Path folder = Path.of("src/test/resources/dev/preflight/inventory");
        var child = new ProfileSource.Text(
                "c", "c", Optional.of(folder.resolve("c.yaml").toAbsolutePath()), "");

        assertThat(find("./../inventory/flat.yaml", Optional.of(child))
                        .orElseThrow()
                        .source())
                .isEqualTo(folder.resolve("flat.yaml").toString());
    }

    @Test
    void tellsWhatCannotBeRead() throws IOException {
        Files.write(dir.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9, '\n'});
        assertThat(find(dir + "/none.yaml", Optional.empty())).isEmpty();
        assertThat(find(dir + "/", Optional.empty())).isEmpty();
        assertThat(find(dir + "/latin.yaml", Optional.empty())).isEmpty();
        assertThat(find("a\0b.yaml", Optional.empty())).isEmpty();
        assertThat(find("../x", find("linux-base", Optional.empty()))).isEmpty();

        assertThat(find(dir + "/latinn.yaml", Optional.empty())).isEmpty();

        assertThat(messages())
                .hasSize(6)
                .anyMatch(m -> m.endsWith("/latinn.yaml; did you mean 'latin.yaml'?"))
                .anyMatch(m -> m.equals("--profile: there is no file " + dir + "/none.yaml"))
                .anyMatch(m -> m.contains("it is a directory"))
                .anyMatch(m -> m.startsWith(dir + "/latin.yaml:1:1: not text: it is not UTF-8"))
                .anyMatch(m -> m.contains("is not a path"))
                .anyMatch(m -> m.contains("a shipped profile can only extend a shipped one"));
    }
}
