package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.InventoryKeys;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages in docs show is read as the product reads it, so that it cannot rot. */
class DocsTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path folder;

    /** A block of a page, by the language behind its fence. */
    private static String block(String page, String language) throws IOException {
        Matcher m = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(page)));
        assertThat(m.find()).as(page + " shows " + language).isTrue();
        return m.group(1);
    }

    @Test
    void theProfileOfThePageIsGood() throws IOException {
        Path profile = Files.writeString(folder.resolve("my-profile.yaml"), block("docs/profiles.md", "yaml"));
        Command lint = Command.run("lint", profile.toString());
        assertThat(lint.exit()).as(lint.err()).isZero();
    }

    @Test
    void theRequirementsOfThePageAreGoodAndRemoveTheRowOfTheParent() throws IOException {
        Files.writeString(folder.resolve("acme-base.yaml"), """
                name: acme-base
                checks:
                  os-supported: {params: {require: {ubuntu: "22.04"}}}
                """);
        Matcher m = Pattern.compile("```yaml\\n(name: acme-node\\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/profiles.md")));
        assertThat(m.find()).isTrue();
        Path profile = Files.writeString(folder.resolve("acme-node.yaml"), m.group(1));
        Command lint = Command.run("lint", profile.toString());
        assertThat(lint.exit()).as(lint.err()).isZero();
        Files.writeString(profile, m.group(1).replace("ubuntu: off", "ubuntu: {value: \"24.x\"}"));
        assertThat(Command.run("lint", profile.toString()).exit()).isEqualTo(ExitCode.NOT_RUN.number());
    }

    @Test
    void theProfilesOfRequirementPagesAreTestedAndNothingOfThemGoesUnnoticed() throws IOException {
        Path examples = ROOT.resolve("docs/examples");
        for (String name : List.of("kubeadm", "tidb")) {
            Command lint = Command.run("lint", examples.resolve(name + ".yaml").toString());
            assertThat(lint.exit()).as(lint.out() + lint.err()).isZero();
        }
        Command test = Command.run("test", "--strict", examples.toString());
        assertThat(test.exit()).as(test.out() + test.err()).isZero();
        assertThat(Files.readString(examples.resolve("kubeadm.test.yaml")))
                .as("the case that the page shows")
                .contains(block("docs/requirement-pages.md", "yaml"));
    }

    @Test
    void theTablesOfThePageAreExtendedAsItSaysAndHeldToTheSameRules() throws IOException {
        Matcher m = Pattern.compile("```yaml\\n(name: acme-kernels\\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/profiles.md")));
        assertThat(m.find()).isTrue();
        Path profile = Files.writeString(folder.resolve("acme-kernels.yaml"), m.group(1));
        Command lint = Command.run("lint", profile.toString());
        assertThat(lint.exit()).as(lint.err()).isZero();
        String broken = m.group(1)
                .replace("(?<subject>", "(?<subject")
                .replace("driver: hns3", "drivers: hns3")
                .replace("name: acme-hba-reset", "name: ACME!");
        Files.writeString(profile, broken);
        Command wrong = Command.run("lint", profile.toString());
        assertThat(wrong.exit()).isEqualTo(ExitCode.NOT_RUN.number());
        assertThat(wrong.out() + wrong.err())
                .contains("acme-kernels.yaml:8:11: unknown", "did you mean 'driver'?")
                .contains("pattern: expected a regular expression");
    }

    @Test
    void theDefinitionsOfThePageAreGood() throws IOException {
        Matcher m = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/definitions.md")));
        int found = 0;
        while (m.find()) {
            Path profile = Files.writeString(folder.resolve("p" + found + ".yaml"), m.group(1));
            Command lint = Command.run("lint", profile.toString());
            assertThat(lint.exit()).as(lint.out()).isZero();
            assertThat(lint.err()).isEmpty();
            found++;
        }
        assertThat(found).isEqualTo(4);
    }

    @Test
    void theInventoryOfThePageIsGood() throws Exception {
        var inventory = InventoryLoader.parse("inventory.ini", block("docs/inventory.md", "ini"));
        assertThat(inventory.hosts()).hasSize(4);
        assertThat(inventory.warnings()).isEmpty();
    }

    @Test
    void theSecretsOfTheInventoryOfThePageAreTaken() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/inventory.md"));
        Matcher m = Pattern.compile("```ini\\n(\\[db].*?)```", Pattern.DOTALL).matcher(page);
        assertThat(m.find()).isTrue();
        var inventory = InventoryLoader.parse("inventory.ini", m.group(1));
        assertThat(inventory.warnings()).isEmpty();
        assertThat(inventory.hosts())
                .hasSize(3)
                .allSatisfy(host -> assertThat(host.variables())
                        .containsEntry("preflight_password_command", "pass show hosts/%n")
                        .containsEntry("preflight_passphrase_file", "~/.secrets/db-key"));
        InventoryKeys.secretSources()
                .keySet()
                .forEach(name -> assertThat(page).contains(name.substring(0, name.lastIndexOf('_'))));
    }

    @Test
    void theCommandsThatCompareTwoRunsDoSo() throws IOException {
        Files.writeString(folder.resolve("hosts.ini"), "localhost ansible_connection=local\n");
        Files.writeString(folder.resolve("site.yaml"), "name: site\nchecks:\n  nic-link: {}\n");
        List<Command> ran = new ArrayList<>();
        for (String line : block("docs/evidence.md", "sh").lines().toList()) {
            String[] words = line.replaceAll("\\b(hosts\\.ini|site\\.yaml|monday|friday)\\b", folder + "/$1")
                    .replace("history .", "history " + folder)
                    .split(" ");
            assertThat(words[0]).isEqualTo("preflight");
            ran.add(Command.run(Arrays.copyOfRange(words, 1, words.length)));
        }
        assertThat(ran)
                .hasSize(5)
                .allSatisfy(one ->
                        assertThat(one.exit()).as(one.out() + one.err()).isNotEqualTo(ExitCode.NOT_RUN.number()));
        assertThat(ran.get(2).out()).startsWith("NOT WORSE: ");
        assertThat(Schemas.problems("diff-1.schema.json", ran.get(3).out())).isEmpty();
        assertThat(ran.get(4).out().lines()).hasSize(2);
    }

    @Test
    void theReadmeNamesEveryExitCode() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        for (ExitCode code : ExitCode.values()) {
            assertThat(readme).contains("| " + code.number() + " |");
        }
    }
}
