package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on tests of profiles shows: its files are written, and its commands run one after the other. */
class ProfileTestsPageTest {
    private static final Pattern FILE = Pattern.compile("<!-- file: (\\S+) -->\\s*```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern RUNS = Pattern.compile("<!-- runs: (\\d) -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHELL = Pattern.compile("```sh\\n");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir
    Path folder;

    @Test
    void everyCommandOfThePageEndsAsItSays() throws IOException {
        String page = Files.readString(Path.of("../docs/profile-tests.md"));
        Matcher files = FILE.matcher(page);
        while (files.find()) {
            Path file = folder.resolve(files.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, files.group(2));
        }
        Matcher runs = RUNS.matcher(page);
        int count = 0;
        while (runs.find()) {
            for (String line : runs.group(2).strip().split("&&|\n")) {
                Command run = Command.run(args(line.strip()));
                assertThat(run.exit())
                        .as(line + "\n" + run.out() + run.err())
                        .isEqualTo(Integer.parseInt(runs.group(1)));
            }
            count++;
        }
        assertThat(count).isEqualTo((int) SHELL.matcher(page).results().count());
        noCaseNotices();
        assertThat(folder.resolve("report.xml")).exists();
        assertThat(Files.readString(folder.resolve("acme-site.test.yaml"))).contains("- name: no-sudo");
    }

    /** What the page says of a case that is not there. */
    private void noCaseNotices() throws IOException {
        Path file = folder.resolve("acme-licence.test.yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("(?s)  - name: it has ended.*?(?=  - name: )", ""));
        Command run = Command.run("test", file.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("no case notices x-licence expired");
        Files.writeString(file, text);
    }

    /** The words of a command; what names a file is one of the folder. */
    private String[] args(String line) {
        assertThat(line).startsWith("./preflight ");
        List<String> args = new ArrayList<>();
        Matcher word = WORD.matcher(line.substring("./preflight ".length()));
        while (word.find()) {
            String text = word.group(1) == null ? word.group(2) : word.group(1);
            boolean besideInto = !args.isEmpty() && args.get(args.size() - 1).equals("--record");
            boolean file = text.matches(".*\\.(yaml|xml)|\\.") && !besideInto;
            args.add(file ? folder.resolve(text).toString() : text);
        }
        return args.toArray(String[]::new);
    }
}
