package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.checks.Judged;
import dev.preflight.report.RemedyTexts;
import dev.preflight.report.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the remedies of resource-limits write, in a tree of the test, with programs of systemd that do nothing. */
class ResourceLimitsRemediesTest {
    private static final String CONFIG =
            "stack sshd /etc/pam.d/sshd /etc/pam.d/sshd:40\nusepam /etc/ssh/sshd_config:85 yes\nsshd\n"
                    + "nr_open 1048576\ndone\n";

    @TempDir
    private Path root;

    private static String process(String user, String soft, String hard) {
        StringBuilder lines = new StringBuilder("user " + user + "\ngroups users\nlimits\n");
        for (Limit one : Limit.values()) {
            lines.append(" %-25s %-20s %-20s units\n"
                    .formatted(one.proc(), one == Limit.NOFILE ? soft : "1", one == Limit.NOFILE ? hard : "1"));
        }
        return lines + "done\n";
    }

    private static List<RemedyTexts> mended(String yaml, Map<String, String> printed) {
        List<Judgement> said = Judged.by(new ResourceLimitsCheck(), yaml, printed);
        return said.stream()
                .flatMap(one -> Texts.of(Catalogue.load(), Locale.ENGLISH)
                        .of(Finding.of("resource-limits", "limits", Scope.host("h"), one, Severity.BLOCKER))
                        .remedies()
                        .stream())
                .toList();
    }

    private static List<RemedyTexts> ofSession(String limits, String soft, String hard) {
        return mended(
                "{require: {nofile: " + limits + "}, contexts: [exec]}",
                Map.of("process-limits", process("app", soft, hard), "limits-config", CONFIG));
    }

    private static List<RemedyTexts> ofUnit(String limits) {
        return mended(
                "{require: {nofile: " + limits + "}, contexts: [], units: [db.service]}",
                Map.of(
                        "limits-config",
                        CONFIG,
                        "unit-limits",
                        "manager\nunit db.service\n LoadState=loaded\n LimitNOFILE=4096\n LimitNOFILESoft=1024\ndone\n"));
    }

    private void run(String command) throws IOException, InterruptedException {
        Path programs = Files.createDirectories(root.resolve("bin"));
        Path systemctl = Files.writeString(programs.resolve("systemctl"), "#!/bin/sh\n");
        assertThat(systemctl.toFile().setExecutable(true)).isTrue();
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command.replace("/etc/", root + "/etc/"));
        shell.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        assertThat(shell.inheritIO().start().waitFor()).isZero();
    }

    /** The lines of all files below a folder in the order of their names: of those that set the same, the last counts. */
    private List<String> lines(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.sorted()
                    .flatMap(file -> {
                        try {
                            return Files.readAllLines(file).stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    private String last(String folder, String beginning) throws IOException {
        return lines(folder).stream()
                .filter(line -> line.startsWith(beginning))
                .reduce((one, other) -> other)
                .orElse("");
    }

    /** Two instances of the check may ask for the same limit of the same user: whichever is mended last, both must hold. */
    @ParameterizedTest
    @CsvSource({"100000, 9000", "9000, 100000"})
    void ofTwoInstancesTheGreaterLimitCounts(String first, String second) throws Exception {
        for (String soft : List.of(first, second)) {
            for (RemedyTexts remedy : ofSession("{soft: " + soft + "}", "1024", "4096")) {
                run(remedy.command());
            }
            for (RemedyTexts remedy : ofUnit("{soft: " + soft + "}")) {
                run(remedy.command());
            }
        }
        assertThat(last("etc/security/limits.d", "app soft")).isEqualTo("app soft nofile 100000");
        assertThat(last("etc/security/limits.d", "app hard")).isEqualTo("app hard nofile 100000");
        assertThat(last("etc/systemd/system/db.service.d", "Limit")).isEqualTo("LimitNOFILE=100000:100000");
    }

    @Test
    void whatAnEarlierVersionWroteIsOverridden() throws Exception {
        Path old = Files.createDirectories(root.resolve("etc/security/limits.d"));
        Files.writeString(old.resolve("zz-preflight-app-nofile.conf"), "app soft nofile 2048\napp hard nofile 4096\n");
        run(ofSession("{soft: 9000}", "2048", "4096").get(0).command());
        assertThat(last("etc/security/limits.d", "app soft")).isEqualTo("app soft nofile 9000");
        assertThat(last("etc/security/limits.d", "app hard")).isEqualTo("app hard nofile 9000");
    }

    @Test
    void undoingOneLeavesTheOther() throws Exception {
        RemedyTexts much = ofSession("{soft: 100000}", "1024", "4096").get(0);
        run(ofSession("{soft: 9000}", "1024", "4096").get(0).command());
        run(much.command());
        run(much.undo());
        assertThat(last("etc/security/limits.d", "app soft")).isEqualTo("app soft nofile 9000");
    }

    /** What one way in has already, the others get too: contexts-differ would otherwise be what the remedy comes to. */
    @Test
    void afterItAllWaysInHaveTheSame() throws Exception {
        List<RemedyTexts> mended = mended(
                "{require: {nofile: {soft: 9000}}, contexts: [exec, login]}",
                Map.of(
                        "process-limits@exec",
                        process("app", "1024", "4096"),
                        "process-limits@login",
                        process("app", "65535", "131072"),
                        "limits-config",
                        CONFIG));
        assertThat(mended).hasSize(1);
        run(mended.get(0).command());
        assertThat(lines("etc/security/limits.d"))
                .containsExactlyInAnyOrder("app soft nofile 65535", "app hard nofile 131072");
    }

    @Test
    void eachUserWhoHasTooLittleGetsIt() throws Exception {
        List<RemedyTexts> mended = mended(
                "{require: {nofile: {soft: 9000}}, contexts: [exec, sudo]}",
                Map.of(
                        "process-limits@exec",
                        process("app", "1024", "4096"),
                        "process-limits@sudo",
                        process("root", "1024", "524288"),
                        "limits-config",
                        CONFIG));
        for (RemedyTexts remedy : mended) {
            run(remedy.command());
        }
        assertThat(lines("etc/security/limits.d"))
                .containsExactlyInAnyOrder(
                        "app soft nofile 9000",
                        "app hard nofile 9000",
                        "root soft nofile 9000",
                        "root hard nofile 524288");
    }
}
