package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.preflight.api.Catalogue;
import dev.preflight.app.Preflight;
import dev.preflight.app.SchemaKind;
import dev.preflight.cli.LanguageServer.Spot;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.profile.ProfileKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our schemas in an editor: the YAML language server that VS Code and others use completes our words, and marks what is
 * wrong where lint says that it is.
 */
class LanguageServerIT {
    private static final Preflight PREFLIGHT = Preflight.load();
    private static final Catalogue CATALOGUE = PREFLIGHT.catalogue();

    @TempDir
    private static Path folder;

    private static LanguageServer server;
    private static int texts;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        // No list of schemas is asked for on the network.
        settings.putObject("schemaStore").put("enable", false);
        for (SchemaKind kind : SchemaKind.values()) {
            Command printed = Command.run("schema", kind.word());
            Files.writeString(folder.resolve(kind.word() + ".schema.json"), printed.out());
        }
        server = new LanguageServer(settings);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theKeysOfAProfileAreOffered() throws IOException {
        assertThat(offered(SchemaKind.PROFILE, "name: a\n¦\n"))
                .containsAll(ProfileKeys.PROFILE.subList(1, ProfileKeys.PROFILE.size()));
        assertThat(offered(SchemaKind.PROFILE, "checks:\n  nic-link:\n    ¦\n")).containsAll(ProfileKeys.CHECK);
        assertThat(offered(SchemaKind.PROFILE, "checks:\n  nic-link:\n    severity: ¦\n"))
                .contains("blocker", "warning", "info");
    }

    @Test
    void everyCheckAndShippedProfileIsOffered() throws IOException {
        assertThat(offered(SchemaKind.PROFILE, "checks:\n  ¦\n"))
                .containsAll(CATALOGUE.checks().keySet());
        assertThat(offered(SchemaKind.PROFILE, "extends: ¦\n")).containsAll(PREFLIGHT.shippedProfiles());
    }

    @Test
    void theParametersOfEveryCheckAreOffered() throws IOException {
        for (var check : CATALOGUE.checks().entrySet()) {
            List<String> names = ParamSchema.of(check.getValue().spec().params()).fields().stream()
                    .map(ParamField::name)
                    .toList();
            if (!names.isEmpty()) {
                assertThat(offered(SchemaKind.PROFILE, "checks:\n  " + check.getKey() + ":\n    params:\n      ¦\n"))
                        .as(check.getKey())
                        .containsAll(names);
            }
        }
    }

    @Test
    void theKeysOfInventoriesAndTestsAreOffered() throws IOException {
        assertThat(offered(SchemaKind.TEST, "profile: linux-base\ncases:\n  - name: a\n    ¦\n"))
                .contains("evidence", "expect", "withhold", "change");
        assertThat(offered(SchemaKind.INVENTORY, "all:\n  hosts:\n    n1:\n      ¦\n"))
                .contains("ansible_host", "ansible_user", "ansible_port");
    }

    @Test
    void aCheckIsExplained() throws IOException {
        Marked text = Marked.of(SchemaKind.PROFILE, "checks:\n  «nic-link»: {}\n");
        Path file = next();
        server.problems(file, text.text());
        assertThat(server.explained(file, text.start())).contains("link");
    }

    /** Each mark is where lint says that something is wrong, and the end of what the server underlines. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "checks:\n  nic-link: {}\n«waiver»: []\n",
                "name: a\nchecks:\n  «nic-lnk»: {}\n",
                "checks:\n  nic-link:\n    «severty»: info\n",
                "checks:\n  nic-link:\n    severity: «fatal»\n",
                "checks:\n  nic-link:\n    enabled: true\n    severities:\n      «no-such-code»: info\n",
                "checks:\n  nic-link:\n    params:\n      «interfces»: [eth0]\n",
                "checks:\n  disk-space:\n    params:\n      require:\n        /opt: { «min_fre»: 1GiB }\n",
                "checks:\n  disk-space:\n    params:\n      require:\n        /opt: { min_free: «lots» }\n",
                "on_undecided: «go»\nchecks:\n  nic-link: {}\n",
                "settings:\n  «expectd_mtu»: 1500\nchecks:\n  nic-link: {}\n",
                "settings:\n  expected_mtu: «big»\nchecks:\n  nic-link: {}\n"
            })
    void aMistakeInAProfileIsMarkedWhereLintSaysThatItIs(String marked) throws IOException {
        Marked text = Marked.of(SchemaKind.PROFILE, marked);
        Path file = next();
        Files.writeString(file, text.text());
        List<Problem> lint = PREFLIGHT
                .lint(file.toString(), List.of(), Instant.EPOCH, Optional.empty())
                .problems();
        assertThat(spots(lint)).contains(text.start());
        assertMarked(text, file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all:\n  «host»:\n    n1:\n",
                "all:\n  hosts:\n    n1:\n      ansible_port: «70000»\n",
                "all:\n  hosts:\n    n1:\n      ansible_connection: «winrm»\n"
            })
    void aMistakeInAnInventoryIsMarkedWhereItIs(String marked) throws IOException {
        Marked text = Marked.of(SchemaKind.INVENTORY, marked);
        Path file = next();
        Files.writeString(file, text.text());
        // It says of a variable where that begins, the server where its value does.
        assertThatThrownBy(() -> InventoryLoader.load(file))
                .isInstanceOfSatisfying(
                        ProblemsException.class,
                        e -> assertThat(spots(e.problems()))
                                .extracting(Spot::line)
                                .contains(text.start().line()));
        assertMarked(text, file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile: linux-base\ncases:\n  - name: a\n    evidence: e.yaml\n    expect: { verdict: blocked }\n    «withold»: {}\n",
                "profile: linux-base\ncases:\n  - name: a\n    evidence: e.yaml\n    expect:\n      verdict: «pass»\n"
            })
    void aMistakeInATestIsMarkedWhereItIs(String marked) throws IOException {
        Marked text = Marked.of(SchemaKind.TEST, marked);
        Path file = next();
        Files.writeString(file, text.text());
        assertThat(spots(PREFLIGHT.lintTests(file).problems())).contains(text.start());
        assertMarked(text, file);
    }

    /** Nothing in a profile that ships is marked; the key after it, which is wrong, shows that its schema was read. */
    @Test
    void nothingInAShippedProfileIsMarked() throws IOException, ProblemsException {
        for (String name : PREFLIGHT.shippedProfiles()) {
            Marked text = Marked.of(SchemaKind.PROFILE, PREFLIGHT.profileText(name) + "\n«wrong»: true\n");
            assertThat(server.problems(next(), text.text()))
                    .as(name)
                    .singleElement()
                    .satisfies(said -> assertThat(said.start()).isEqualTo(text.start()));
        }
    }

    /** The server marks just this. */
    private static void assertMarked(Marked text, Path file) throws IOException {
        assertThat(server.problems(file, text.text()))
                .singleElement()
                .satisfies(said -> assertThat(new Marked(text.text(), said.start(), said.end()))
                        .isEqualTo(text));
    }

    private static List<Spot> spots(List<Problem> lint) {
        return lint.stream()
                .map(Problem::place)
                .map(place -> new Spot(place.line(), place.column()))
                .toList();
    }

    private static List<String> offered(SchemaKind kind, String marked) throws IOException {
        Marked text = Marked.of(kind, marked.replace("¦", "«»"));
        return server.offered(next(), text.text(), text.start());
    }

    /** A file that the server has not seen yet. */
    private static Path next() {
        return folder.resolve(++texts + ".yaml");
    }

    /** A text without its two marks, and where these were. */
    private record Marked(String text, Spot start, Spot end) {
        /** Its first line names the schema, as docs/profiles.md says. */
        static Marked of(SchemaKind kind, String body) {
            String marked = "# yaml-language-server: $schema=" + kind.word() + ".schema.json\n" + body;
            int start = marked.indexOf('«');
            String open = marked.replace("«", "");
            int end = open.indexOf('»');
            String text = open.replace("»", "");
            return new Marked(text, spot(text, start), spot(text, end));
        }

        private static Spot spot(String text, int at) {
            String before = text.substring(0, at);
            return new Spot((int) before.chars().filter(c -> c == '\n').count() + 1, at - before.lastIndexOf('\n'));
        }
    }
}
