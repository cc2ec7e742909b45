package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.app.Preflight;
import dev.preflight.inventory.Inventory;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Linted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {
    private static final Preflight PREFLIGHT = Preflight.load();
    private static final int COLUMNS = 80;

    @TempDir
    Path folder;

    private static Stream<String> platforms() {
        return PREFLIGHT.shippedProfiles().stream();
    }

    private Command init(String... args) {
        return Command.run(Stream.concat(Stream.of("init", folder.resolve("new").toString()), Arrays.stream(args))
                .toArray(String[]::new));
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve("new").resolve(name));
    }

    /** The files of a folder, hidden ones too; none if there is no such folder. */
    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void everyFileIsClean(Path inventory, String profile) throws IOException, ProblemsException {
        Inventory hosts = InventoryLoader.load(inventory);
        assertThat(hosts.warnings()).isEmpty();
        Linted linted = PREFLIGHT.lint(
                folder.resolve("new").resolve(profile).toString(), List.of(), Instant.EPOCH, Optional.of(hosts));
        assertThat(linted.problems()).isEmpty();
        assertThat(linted.warnings()).isEmpty();
        String test = folder.resolve("new")
                .resolve(profile.replace(".yaml", ".test.yaml"))
                .toString();
        assertThat(PREFLIGHT.lintTests(Path.of(test)).problems()).isEmpty();
        assertThat(PREFLIGHT.lintTests(Path.of(test)).warnings()).isEmpty();
        Command tested = Command.run("test", test);
        assertThat(tested.exit()).as(tested.out()).isZero();
        for (Path file : files(folder.resolve("new"))) {
            assertThat(Files.readAllLines(file)).as(file.toString()).allMatch(line -> line.length() <= COLUMNS);
        }
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void whatItWritesHasNoProblem(String platform) throws IOException, ProblemsException {
        Command written = init("--platform", platform, "--host", "ops@10.0.0.7", "--host", "m2:2222");
        assertThat(written.err()).contains("Next: preflight run -i ");
        assertThat(written.exit()).isZero();
        assertThat(written.out().lines())
                .containsExactly(
                        folder.resolve("new/site.yaml").toString(),
                        folder.resolve("new/inventory.yaml").toString(),
                        folder.resolve("new/site.test.yaml").toString(),
                        folder.resolve("new/cases/not-reached.yaml").toString());
        assertThat(text("site.yaml")).contains("extends: " + platform).contains("# install_user: platform");
        everyFileIsClean(folder.resolve("new/inventory.yaml"), "site.yaml");
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void everyAnswerIsInTheProfile(String platform) throws IOException, ProblemsException {
        Command written = init(
                "--name",
                "acme",
                "--platform",
                platform,
                "--host",
                "ops@10.0.0.7",
                "--host",
                "h2",
                "--install-user",
                "platform",
                "--interface",
                "eth1",
                "--interface",
                "bond0.7",
                "--mtu",
                "9000",
                "--name-server",
                "10.0.0.53");
        if (written.exit() != 0) {
            // A profile whose own limits are those of a login has to be installed by the login user.
            assertThat(written.err()).contains("error: settings.required_contexts: ", "log in as platform");
            assertThat(folder.resolve("new")).doesNotExist();
            assertThat(platform).isEqualTo("tidb");
            return;
        }
        assertThat(text("acme.yaml"))
                .contains("name: acme", "  install_user: platform\n", "  platform_nics: [eth1, bond0.7]\n")
                .contains("  expected_mtu: 9000\n", "  expected_nameservers: [10.0.0.53]\n")
                .contains("  required_contexts: [su-]\n", "  become: true\n");
        everyFileIsClean(folder.resolve("new/inventory.yaml"), "acme.yaml");
        List<String> logins = InventoryLoader.load(folder.resolve("new/inventory.yaml")).hosts().stream()
                .map(host -> host.user().orElse(""))
                .toList();
        assertThat(logins).containsExactly("ops", "platform");
    }

    /** Who installs logs in, where nothing else is said: then no right of root is needed. */
    @Test
    void theInstallUserLogsIn() throws IOException, ProblemsException {
        assertThat(init("--host", "h1", "--install-user", "platform").exit()).isZero();
        assertThat(text("site.yaml"))
                .contains("# become: true", "# required_contexts: ")
                .doesNotContain("tool-identity");
        everyFileIsClean(folder.resolve("new/inventory.yaml"), "site.yaml");
    }

    @Test
    void anInventoryThatThereIsIsUsed() throws IOException, ProblemsException {
        Path hosts = Files.writeString(folder.resolve("hosts.ini"), "h1 ansible_user=ops\n");
        assertThat(init("-i", hosts.toString(), "--install-user", "platform").exit())
                .isZero();
        assertThat(names(folder.resolve("new"))).containsExactly("cases", "site.test.yaml", "site.yaml");
        everyFileIsClean(hosts, "site.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"site.yaml", "inventory.yaml", "site.test.yaml"})
    void nothingIsOverwritten(String name) throws IOException {
        Path there = Files.createDirectories(folder.resolve("new")).resolve(name);
        Files.writeString(there, "mine\n");
        Command refused = init("--host", "h1");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains(there + ": it exists, and is not overwritten");
        assertThat(there).hasContent("mine");
        assertThat(names(folder.resolve("new"))).containsExactly(name);
    }

    @Test
    void aLinkToNowhereIsNotFollowed() throws IOException {
        Path there = Files.createDirectories(folder.resolve("new")).resolve("site.yaml");
        Files.createSymbolicLink(there, folder.resolve("elsewhere"));
        assertThat(init("--host", "h1").exit()).isEqualTo(2);
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    private static Stream<List<String>> mistakes() {
        return Stream.of(
                List.of(),
                List.of("--host", "a b"),
                List.of("--host", "h1", "--host", "h1"),
                List.of("--host", "h1", "--name", "../x"),
                List.of("--host", "h1", "--platform", "kubernets"),
                List.of("--host", "h1", "--install-user", "-x"),
                List.of("--host", "h1", "--interface", "a/b"),
                List.of("--host", "h1", "--mtu", "5"),
                List.of("--host", "h1", "--mtu", "many"),
                List.of("--host", "h1", "--name-server", "dns"),
                List.of("-i", "/nonexistent/hosts.ini"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeWritesNothing(List<String> args) throws IOException {
        Command refused = init(args.toArray(String[]::new));
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: ");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    /** The second file came to be after it was looked for: the first one is taken back. */
    @Test
    void allFilesAreWrittenOrNone() throws IOException {
        Files.writeString(folder.resolve("b"), "mine");
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("a", "1");
        texts.put("b", "2");
        assertThatThrownBy(() -> NewFiles.write(folder, texts)).isInstanceOf(ProblemsException.class);
        assertThat(names(folder)).containsExactly("b");
        assertThat(folder.resolve("b")).hasContent("mine");
        Files.delete(folder.resolve("b"));
        Files.createDirectories(folder.resolve(".b.part/in-the-way"));
        assertThatThrownBy(() -> NewFiles.write(folder, texts)).isInstanceOf(ProblemsException.class);
        assertThat(names(folder)).containsExactly(".b.part");
    }

    @Test
    void anAnswerThatIsWrongIsAskedForAgain() throws ProblemsException {
        Iterator<String> typed = List.of("five", " 7 ").iterator();
        List<String> said = new ArrayList<>();
        Questions questions = new Questions(true, question -> Optional.of(typed.next()), said::add);
        assertThat(questions.ask("How many", InitCommandTest::number)).contains(7);
        assertThat(said).containsExactly("  no number; write digits");
    }

    private static int number(String text) throws ProblemsException {
        if (!text.matches("\\d")) {
            throw new ProblemsException(List.of(new Problem(Place.of("answer"), "no number", "write digits")));
        }
        return Integer.parseInt(text);
    }

    @Test
    void theEndOfTheInputIsAnError() {
        Questions questions = new Questions(true, question -> Optional.empty(), line -> {});
        assertThatThrownBy(() -> questions.ask("How many", InitCommandTest::number))
                .hasMessageContaining("the input ended");
    }
}
