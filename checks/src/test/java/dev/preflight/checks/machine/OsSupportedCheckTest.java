package dev.preflight.checks.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Rows;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsSupportedCheckTest {

    private static List<String> said(String id, String version, String name, String yaml) {
        String printed = "Linux 6.1.0 x86_64\n1000\ncontainer=none\nID=" + id
                + (version.isEmpty() ? "" : "\nVERSION_ID=" + version)
                + "\nPRETTY_NAME=\"" + name + "\"\ndone\n";
        return Judged.said(new OsSupportedCheck(), yaml, Map.of("host-identity", printed));
    }

    @ParameterizedTest
    @CsvSource({
        "8.3, fail unsupported-version os:rhel",
        "8.4, pass ok os:rhel",
        "8.5, pass ok os:rhel",
        "8.10, pass ok os:rhel",
        "9.9, pass ok os:rhel",
        "10, fail unsupported-version os:rhel",
        "10.0, fail unsupported-version os:rhel"
    })
    void aRangeIncludesItsLeastVersionAndNotTheOneItIsBelow(String version, String expected) {
        assertThat(said("rhel", version, "RHEL", "require: {rhel: \">= 8.4, < 10\"}"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "11, fail unsupported-version os:debian",
        "12, pass ok os:debian",
        "12.5, pass ok os:debian",
        "120, fail unsupported-version os:debian",
        "13, pass ok os:debian"
    })
    void aBareVersionIsItselfAndWhatBeginsWithIt(String version, String expected) {
        assertThat(said("debian", version, "Debian", "require: {debian: [12, 13]}"))
                .containsExactly(expected);
    }

    @Test
    void ofAListOneIsEnoughInTheShortFormAndTheLongOne() {
        for (String versions : List.of("[\">= 8, < 9\", 10]", "{value: [\">= 8, < 9\", 10]}")) {
            assertThat(said("rhel", "8.4", "RHEL", "require: {rhel: " + versions + "}"))
                    .containsExactly("pass ok os:rhel");
            assertThat(said("rhel", "9.4", "RHEL", "require: {rhel: " + versions + "}"))
                    .containsExactly("fail unsupported-version os:rhel");
        }
        assertThat(said("rhel", "8.4", "RHEL", "require: {rhel: {value: \">= 8, < 9\"}}"))
                .containsExactly("pass ok os:rhel");
    }

    @Test
    void aDistributionThatOnlyOtherHostsMayHaveIsLikeNone() {
        OsSupportedCheck check = new OsSupportedCheck();
        Rows<OsSupportedCheck.Limits> rows = new Rows<>(List.of(
                Rows.Row.of("debian", new OsSupportedCheck.Limits(List.of(), List.of(), List.of())),
                Rows.Row.of("rhel", new OsSupportedCheck.Limits(List.of(), List.of(), List.of()))));
        HostIdentity rocky =
                new HostIdentity("rocky", List.of("rhel"), "9", "Rocky Linux 9", "5.14", "x86_64", 0, "none", "");
        HostFacts facts = new HostFacts(
                new HostInfo("h1", "", List.of("all")),
                Instant.EPOCH,
                Map.of(HostIdentity.REQUEST.key(), Reading.got(rocky)));

        assertThat(check.judge(facts, new OsSupportedCheck.Params(rows, true)))
                .extracting(Judgement::code)
                .containsExactly("derivative");
        Rows<OsSupportedCheck.Limits> ofHost = rows.where(row -> row.key().equals("debian"));
        assertThat(check.judge(facts, new OsSupportedCheck.Params(ofHost, true)))
                .singleElement()
                .satisfies(said -> {
                    assertThat(said.code()).isEqualTo("unsupported-os");
                    assertThat(said.args().get("supported")).isEqualTo(Arg.texts(List.of("debian")));
                });
    }

    @Test
    void kylinWritesAVInFrontOfItsVersion() {
        assertThat(said("kylin", "V10", "Kylin", "require: {kylin: \">= V10\"}"))
                .containsExactly("pass ok os:kylin");
        assertThat(said("kylin", "V4", "Kylin", "require: {kylin: \">= V10\"}"))
                .containsExactly("fail unsupported-version os:kylin");
    }

    @Test
    void aSupportedVersionThatIsNotTestedIsAWarning() {
        String yaml = "require: {debian: {value: [\">= 10\"], tested: [12]}}";
        assertThat(said("debian", "11", "Debian", yaml)).containsExactly("warning untested-version os:debian");
        assertThat(said("debian", "12", "Debian", yaml)).containsExactly("pass ok os:debian");
    }

    @ParameterizedTest
    @CsvSource({
        "1969-12-31, warning end-of-life os:debian",
        "1970-01-01, pass ok os:debian",
        "1970-01-02, pass ok os:debian"
    })
    void theLastDayWithUpdatesIsStillGood(String day, String expected) {
        // The evidence of this test was read on 1970-01-01.
        String yaml = "require: {debian: {end_of_life: [{version: 12, date: " + day + "}]}}";
        assertThat(said("debian", "12", "Debian", yaml)).containsExactly(expected);
        assertThat(said("debian", "13", "Debian", yaml)).containsExactly("pass ok os:debian");
    }

    @Test
    void centosStreamIsNotCentos() {
        String yaml = "require: {centos: \">= 7, < 9\", centos-stream: \">= 9\"}";
        assertThat(said("centos", "9", "CentOS Stream 9", yaml)).containsExactly("pass ok os:centos-stream");
        assertThat(said("centos", "9", "CentOS Linux 9", yaml)).containsExactly("fail unsupported-version os:centos");
        assertThat(said("centos", "8", "CentOS Stream 8", "require: {centos: 8}"))
                .containsExactly("fail unsupported-os os:centos");
    }

    @Test
    void anyVersionIsGoodWhereNoneIsRequiredEvenNone() {
        assertThat(said("arch", "", "Arch Linux", "require: {arch: }")).containsExactly("pass ok os:arch");
    }

    @Test
    void whatIsNoRangeOrDayIsRefused() {
        assertThatThrownBy(() -> VersionRange.parse("8.x")).hasMessageContaining("such as '>= 8.4, < 10'");
        assertThatThrownBy(() -> VersionRange.parse(">= 8.4,")).hasMessageContaining("such as '>= 8.4, < 10'");
        assertThatThrownBy(() -> VersionRange.parse("12, 13")).hasMessageContaining("a list such as [12, 13]");
        assertThatThrownBy(() -> Day.parse("2027")).hasMessageContaining("such as 2027-05-31");
    }
}
