package dev.preflight.checks.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.report.RemedyTexts;
import dev.preflight.report.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that set the mode for the next boots are run on a file, twice and one behind the other, and undone. */
class SelinuxFileTest {
    private static final String CONFIG = "# SELINUX= can take\nSELINUX=%s\nSELINUXTYPE=targeted\n";

    @TempDir
    Path folder;

    private static RemedyTexts of(String mode) {
        Judgement said =
                Judgement.fail("wrong-now", Subject.HOST).withRemedy(Remedy.confirm("file-" + mode, Privilege.ROOT));
        return Texts.of(Catalogue.load(), Locale.ENGLISH)
                .of(Finding.of("selinux", "selinux", Scope.host("h1"), said, Severity.BLOCKER))
                .remedies()
                .get(0);
    }

    private String run(String command) throws IOException, InterruptedException {
        Path file = folder.resolve("config");
        String here = command.replace("/etc/selinux/config", file.toString());
        assertThat(new ProcessBuilder("sh", "-c", here).inheritIO().start().waitFor())
                .as(here)
                .isZero();
        return Files.readString(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforcing", "permissive", "disabled"})
    void whatIsRunTwiceIsUndoneByOneUndo(String mode) throws Exception {
        String before = String.format(CONFIG, mode.equals("enforcing") ? "disabled" : "enforcing");
        Files.writeString(folder.resolve("config"), before);
        String after = run(of(mode).command());
        assertThat(after).containsOnlyOnce("\nSELINUX=" + mode + "\n").contains("\n#preflight:SELINUX=");
        assertThat(run(of(mode).command())).isEqualTo(after);
        assertThat(run(of(mode).undo())).isEqualTo(before);
        assertThat(run(of(mode).undo())).isEqualTo(before);
    }

    @Test
    void oneModeAfterTheOtherIsUndoneStepByStep() throws Exception {
        String before = String.format(CONFIG, "enforcing");
        Files.writeString(folder.resolve("config"), before);
        String permissive = run(of("permissive").command());
        run(of("disabled").command());
        assertThat(run(of("disabled").undo())).isEqualTo(permissive);
        assertThat(run(of("permissive").undo())).isEqualTo(before);
    }
}
