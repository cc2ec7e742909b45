package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.InventoryReader;
import dev.preflight.result.RunReport;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextPageTest {
    private static String page(RunReport run) {
        return new TextPage(Samples.english(), TextPage.DEFAULT_WIDTH, false).render(run);
    }

    @Test
    void showsEverythingInItsOrder() {
        Golden.assertSame("everything.txt", page(Samples.everything()));
    }

    @Test
    void speaksChinese() {
        Golden.assertSame("everything-zh.txt", new TextPage(Samples.chinese(), 80, false).render(Samples.everything()));
    }

    @Test
    void staysReadableWithManyHosts() {
        Golden.assertSame("many-hosts.txt", page(Samples.manyHosts()));
    }

    @Test
    void coloursOnlyWhenAsked() {
        String coloured = new TextPage(Samples.english(), 60, true).render(Samples.everything());
        Golden.assertSame("everything-colour.txt", coloured);
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(new TextPage(Samples.english(), 60, false).render(Samples.everything()));
    }

    /** All that root would have read has one cause and one way out, and that stands first. */
    @Test
    void aPasswordThatSudoWantsIsOneThingToDo() {
        String page = page(Samples.sudoWantsPassword());
        assertThat(page.replaceAll("\\s+", " "))
                .contains("1. umask-effective, docker-daemon-json, nic-link: could not be determined (sudo-password)");
        assertThat(page).containsOnlyOnce("to resolve").contains("Run again with -K");
    }

    /** After Ctrl-C each comparison of hosts has the same to say. */
    @Test
    void whatIsTheSameForSeveralChecksIsSaidOnce() {
        String page = page(Samples.nothingMeasured(Samples.notTold("web1", Reason.DEADLINE)));
        assertThat(page)
                .containsOnlyOnce("observed    the run ended before this was read")
                .containsOnlyOnce("on          web1");
        assertThat(page.split("read from", -1)).as(page).hasSize(4);
    }

    @Test
    void sayingYesIsShort() {
        Golden.assertSame("clean.txt", page(Samples.allClean()));
    }

    @Test
    void namesTheChecksThatDoNotApplyInAContainer() {
        assertThat(page(Samples.everything()).replaceAll("\\s+", " "))
                .contains("localhost: the inside of a container, so these checks do not apply: nic-link.");
    }

    @Test
    void aRemedyThatIsNeededAsWellIsNotOfferedInsteadOfTheOneBefore() {
        Judgement judgement = Judgement.fail("file-mode", Subject.HOST)
                .withRemedy(Remedy.manual("installer-umask"))
                .withRemedy(Remedy.manual("user-umask")
                        .with("file", Arg.text("/etc/profile"))
                        .asWell());
        Finding finding = Samples.finding("umask-effective", "h", judgement, Severity.BLOCKER);
        String page = page(Samples.run(
                Verdict.BLOCKED, ExitCode.BLOCKED, List.of(Samples.host("h", Verdict.BLOCKED, List.of(finding)))));
        assertThat(page).contains("And: ").doesNotContain("Or: ");
    }

    @Test
    void saysThatAnsibleReadTheInventory() {
        String note = "The inventory was read by ansible-inventory";
        RunReport run = Samples.allClean();
        assertThat(page(run.inventoryReadBy(Optional.of(InventoryReader.ANSIBLE))))
                .contains(note);
        assertThat(page(run.inventoryReadBy(Optional.of(InventoryReader.PREFLIGHT))))
                .doesNotContain(note);
        assertThat(page(run)).doesNotContain(note);
    }

    @Test
    void saysThatNothingWasMeasured() {
        assertThat(page(Samples.nothingMeasured())).contains("Nothing was measured");
        assertThat(page(Samples.allClean())).doesNotContain("Nothing was measured");
    }

    /** Some of what they ask was measured, and they concern the host: neither is denied, and the advice is theirs. */
    @Test
    void whereChecksCouldNotTellItIsNotSaidThatNoneConcernedTheHost() {
        Judgement judgement = Judgement.unknown(Reason.NO_SHELL, Subject.HOST);
        RunReport blocker = Samples.nothingMeasured(List.of(
                Samples.noDocker("web1"), Samples.finding("umask-effective", "web1", judgement, Severity.BLOCKER)));
        assertThat(page(blocker))
                .startsWith("UNDECIDED: 1 undetermined")
                .contains("no-shell")
                .doesNotContainIgnoringCase("nothing was measured")
                .doesNotContain("on_nothing_measured");
        RunReport warning = Samples.nothingMeasured(
                List.of(Samples.finding("umask-effective", "web1", judgement, Severity.WARNING)));
        assertThat(page(warning))
                .contains("web1: none of its checks could be determined")
                .doesNotContainIgnoringCase("nothing was measured");
        JUnitReport junit = new JUnitReport(Samples.english());
        assertThat(junit.render(blocker)).doesNotContain("nothing-measured");
        assertThat(junit.render(warning)).contains("nothing-measured").contains("each check that concerns it");
    }

    /** Its checks were judged, most of them: what is not there is the rest. */
    @Test
    void aHostWhoseTimeWasOverIsNotSaidToBeUnreached() {
        Texts texts = Texts.of(Samples.catalogue(), Locale.ENGLISH);
        for (TransportFailure midway : List.of(
                TransportFailure.DEADLINE,
                TransportFailure.RUN_DEADLINE,
                TransportFailure.CLOSED_MIDWAY,
                TransportFailure.INTERRUPTED)) {
            assertThat(texts.page(ReportSummary.titleKey(midway), "code", midway.code()))
                    .isEqualTo("not fully checked (" + midway.code() + ")");
        }
        assertThat(texts.page(ReportSummary.titleKey(TransportFailure.REFUSED), "code", "refused"))
                .isEqualTo("not reached (refused)");
    }
}
