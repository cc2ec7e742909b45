package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.fact.Context;
import dev.preflight.report.RemedyTexts;
import dev.preflight.report.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the remedy of umask-effective writes for sudo, in a tree of the test, with a visudo that does nothing. */
class SudoUmaskRemedyTest {
    @TempDir
    private Path root;

    private static RemedyTexts of(String users) {
        Judgement said = Judgement.fail("wrong-mode", InContext.subject(Context.SUDO))
                .withRemedy(Remedy.confirm("sudo-umask", Privilege.ROOT)
                        .with("users", Arg.text(users))
                        .with("mask", Arg.text("022")));
        return Texts.of(Catalogue.load(), Locale.ENGLISH)
                .of(Finding.of("umask-effective", "umask-effective", Scope.host("h"), said, Severity.BLOCKER))
                .remedies()
                .get(0);
    }

    private void run(String command) throws IOException, InterruptedException {
        Path programs = Files.createDirectories(root.resolve("bin"));
        assertThat(Files.writeString(programs.resolve("visudo"), "#!/bin/sh\n")
                        .toFile()
                        .setExecutable(true))
                .isTrue();
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command.replace("/etc/", root + "/etc/"));
        shell.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        assertThat(shell.inheritIO().start().waitFor()).isZero();
    }

    @Test
    void eachUserKeepsTheOwnLine() throws Exception {
        Path file = Files.createDirectories(root.resolve("etc/sudoers.d")).resolve("zzzz-preflight-umask");
        run(of("#1000,ops").command());
        run(of("#1000,db").command());
        run(of("#1000,db").command());
        assertThat(file)
                .hasContent(
                        "Defaults:#1000,ops umask=022, umask_override\nDefaults:#1000,db umask=022, umask_override\n");
        run(of("#1000,ops").undo());
        assertThat(file).hasContent("Defaults:#1000,db umask=022, umask_override\n");
        run(of("#1000,db").undo());
        assertThat(file.getParent()).isEmptyDirectory();
    }
}
