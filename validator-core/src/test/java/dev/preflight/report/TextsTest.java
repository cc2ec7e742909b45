package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
    private static final Texts TEXTS = Samples.english();

    private static Finding carrier(Judgement judgement) {
        return Samples.finding("nic-link", "h", judgement, Severity.BLOCKER);
    }

    @Test
    void everyReasonTransportFailureAndPageWordIsThereInBothLanguages() {
        assertThat(Texts.of(new Catalogue(List.of()), Locale.ENGLISH).problems())
                .isEmpty();
    }

    @Test
    void goodTextsHaveNoProblems() {
        assertThat(TEXTS.problems()).isEmpty();
    }

    @Test
    void badTextsAreNamed() {
        var bad = new Samples.FakeCheck(Samples.spec("bad-texts").code("broken").code("silent"));
        assertThat(Texts.of(new Catalogue(List.of(bad)), Locale.ENGLISH).problems())
                .containsExactlyInAnyOrder(
                        "bad-texts_en.properties: no text for summary",
                        "bad-texts_en.properties: no text for silent.observed",
                        "bad-texts_en.properties: no text for broken.why",
                        "bad-texts_en.properties: nothing uses typo.observed",
                        "bad-texts_en.properties: a placeholder of remedy.mend.command is in quotes; it brings its own",
                        "bad-texts_zh.properties: the placeholders of broken.observed differ from those in bad-texts_en.properties",
                        "bad-texts_en.properties: broken.why is only in the other language",
                        "bad-texts_en.properties: summary is only in the other language");
        assertThat(TextProblems.untranslated(new Catalogue(List.of(bad))))
                .containsExactlyInAnyOrder(
                        "bad-texts_zh.properties: typo.observed is only in the other language",
                        "bad-texts_zh.properties: remedy.mend is only in the other language");
        var none = new Samples.FakeCheck(Samples.spec("no-texts"));
        assertThat(Texts.of(new Catalogue(List.of(none)), Locale.ENGLISH).problems())
                .containsExactly("no-texts_en.properties: no such file");
        assertThat(TextProblems.untranslated(new Catalogue(List.of(none))))
                .containsExactly("no-texts_zh.properties: no such file");
    }

    @Test
    void aFindingWithoutItsArgumentOrKeyIsNamedAndStillShown() {
        Finding finding = Samples.finding(
                "umask-effective",
                "h",
                Judgement.warning("group-write", Subject.HOST)
                        .withRemedy(Remedy.confirm("absent", Remedy.Privilege.USER)),
                Severity.WARNING);
        assertThat(TEXTS.of(finding).observed()).isEqualTo("New files can be written by the group {group}");
        assertThat(TEXTS.problems(finding))
                .containsExactly(
                        "umask-effective (en): no {group} for group-write.observed",
                        "umask-effective (en): no text for remedy.absent.command",
                        "umask-effective (en): no text for remedy.absent");
        assertThat(TEXTS.problems(Samples.umask("h", "exec"))).isEmpty();
        assertThat(Samples.chinese().problems(Samples.umask("h", "exec"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonSaysWhatWouldLetItBeTold(Reason reason) {
        Finding bare = carrier(Judgement.unknown(reason, Subject.HOST));
        assertThat(TEXTS.problems(bare)).isEmpty();
        assertThat(TEXTS.of(bare).observed())
                .isNotBlank()
                .doesNotContain("[[", "{")
                .doesNotEndWith(": ");
        assertThat(TEXTS.of(bare).action()).isNotBlank().endsWith(".");
    }

    @ParameterizedTest
    @EnumSource(TransportFailure.class)
    void everyTransportFailureSaysWhatToDoWithAndWithoutDetails(TransportFailure failure) {
        ReachTexts bare = TEXTS.of("web1", HostFailure.of(failure));
        assertThat(bare.observed()).isNotBlank().doesNotContain("[[", "{");
        assertThat(bare.action()).isNotBlank().doesNotContain("[[", "{");
        assertThat(bare.command()).doesNotContain("{");
        ReachTexts hostile = TEXTS.of("web1", HostFailure.of(failure).with("said", Samples.HOSTILE));
        assertThat(hostile.observed()).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void aHostKeyIsNamedAsKnownHostsNamesIt() {
        HostFailure changed = HostFailure.of(TransportFailure.HOST_KEY_CHANGED)
                .with("address", "Node.Example")
                .with("knownHosts", "/a b/it's\n/etc/ssh/ssh_known_hosts");
        assertThat(TEXTS.of("web1", changed.with("port", "22")).command().lines())
                .containsExactly(
                        "ssh-keygen -F 'node.example' -f '/a b/it'\\''s'",
                        "ssh-keygen -R 'node.example' -f '/a b/it'\\''s'",
                        "ssh-keygen -F 'node.example' -f '/etc/ssh/ssh_known_hosts'",
                        "ssh-keygen -R 'node.example' -f '/etc/ssh/ssh_known_hosts'");
        assertThat(TEXTS.of("web1", changed.with("port", "2222")).command())
                .contains("ssh-keygen -R '[node.example]:2222' -f ");
        assertThat(TEXTS.of("web1", changed.with("knownHosts", "/a\n/b\u001b")).command())
                .isEmpty();
    }

    @Test
    void anUnknownHostKeyIsComparedOnTheHostAndNotLookedForWhereItIsNot() {
        HostFailure unknown = HostFailure.of(TransportFailure.HOST_KEY_UNKNOWN)
                .with("address", "10.0.0.4")
                .with("port", "2222")
                .with("file", "/home/ops/.ssh/known_hosts")
                .with("knownHosts", "/home/ops/.ssh/known_hosts\n/etc/ssh/ssh_known_hosts");
        ReachTexts ecdsa = TEXTS.of("web1", unknown.with("algorithm", "ecdsa-sha2-nistp256"));
        assertThat(ecdsa.command()).isEqualTo("ssh-keygen -lf '/etc/ssh/ssh_host_ecdsa_key.pub'");
        assertThat(ecdsa.observed()).contains("10.0.0.4 (looked up as [10.0.0.4]:2222)");
        assertThat(ecdsa.action()).contains("--accept-new, which writes the key to /home/ops/.ssh/known_hosts.");
        assertThat(TEXTS.of("web1", unknown.with("algorithm", "ssh-rsa")).command())
                .contains("/ssh_host_rsa_key.pub");
    }

    @ParameterizedTest
    @EnumSource(names = {"HOST_KEY_UNKNOWN", "HOST_KEY_CHANGED", "HOST_KEY_REVOKED"})
    void theNameThatAKeyWasLookedUpByIsShownWhereItIsNotTheAddress(TransportFailure failure) {
        HostFailure why = HostFailure.of(failure).with("address", "10.0.0.4");
        assertThat(TEXTS.of("web1", why).observed()).doesNotContain("looked up", "in known_hosts)");
        HostFailure aliased = why.with(HostFailure.TARGET, "fleet");
        assertThat(TEXTS.of("web1", aliased).observed()).contains("10.0.0.4 (", "fleet");
        assertThat(Samples.chinese().of("web1", aliased).observed()).contains("（", "fleet");
    }

    @Test
    void behindAProxyCommandTheCommandIsToBeCorrectedAndNotAFirewall() {
        HostFailure late = HostFailure.of(TransportFailure.TIMED_OUT)
                .with("port", "22")
                .with(HostFailure.PROXY, "ProxyCommand")
                .with("proxySaid", "still asking");
        assertThat(TEXTS.of("web1", late).observed())
                .isEqualTo("web1 port 22 did not answer (through its proxy command; it said: still asking)");
        assertThat(TEXTS.of("web1", late).action())
                .contains("Run the command by hand")
                .doesNotContain("firewall");
        assertThat(Samples.chinese().of("web1", late).observed()).contains("代理命令", "still asking");
    }

    @ParameterizedTest
    @CsvSource({
        "no-access,        chmod u+x,         ls -ld -- '/k y'",
        "too-open,         from all others,   chmod 600 -- '/k y'",
        "locked,           --passphrase-file, ''",
        "wrong-passphrase, right passphrase,  ssh-keygen -y -f '/k y'",
        "public,           without .pub,      ''",
        "token,            ssh-add,           ''",
        "no-key,           damaged,           ssh-keygen -y -f '/k y'",
        "certificate,      CertificateFile,   ''"
    })
    void eachFlawOfAKeyFileIsMendedInItsOwnWay(String flaw, String does, String command) {
        HostFailure why = HostFailure.of(TransportFailure.KEY_FILE_UNREADABLE)
                .with("file", "/k y")
                .with(HostFailure.FLAW, flaw)
                .with(HostFailure.JUMP, "bastion:22");
        assertThat(TEXTS.of("web1", why).action()).contains(does);
        assertThat(TEXTS.of("web1", why).command()).isEqualTo(command);
        assertThat(Samples.chinese().of("web1", why).command()).isEqualTo(command);
        assertThat(TEXTS.of("web1", why).action().contains("chmod 600")).isEqualTo(flaw.equals("no-access"));
    }

    @ParameterizedTest
    @CsvSource({
        "locked,         --passphrase-file",
        "wrong-password, only once",
        "wrong-answer,   right answer",
        "no-password,    --ask-password",
        "no-right-key,   ssh-copy-id"
    })
    void eachRefusedLoginIsMendedInItsOwnWay(String flaw, String does) {
        HostFailure why = HostFailure.of(TransportFailure.AUTH_FAILED).with(HostFailure.FLAW, flaw);
        assertThat(TEXTS.of("web1", why).action()).contains(does);
        HostFailure jump = why.with(HostFailure.JUMP, "bastion:22");
        assertThat(TEXTS.of("web1", jump).action()).contains("IdentityFile").doesNotContain("ansible");
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportFailure.class,
            names = {"INTERRUPTED", "RUN_DEADLINE"})
    void aRunThatWasEndedIsToldHowItGoesOn(TransportFailure ended) {
        assertThat(TEXTS.of("web1", HostFailure.of(ended)).action()).contains("--resume DIR");
        assertThat(Samples.chinese().of("web1", HostFailure.of(ended)).action()).contains("--resume DIR");
    }

    @Test
    void aCheckMaySayAReasonBetterAndAnUnknownLanguageIsEnglish() {
        Finding finding = Samples.unknown("umask-effective", "h", Reason.NO_TOOL, Subject.HOST, "no stat");
        assertThat(TEXTS.of(finding).observed()).isEqualTo("no tool on the host can read this: no stat");
        assertThat(Texts.of(Samples.catalogue(), Locale.FRENCH).title("nic-link"))
                .isEqualTo("Network interfaces have a link");
        assertThat(Samples.chinese().title("nic-link")).isEqualTo("网卡有链路");
    }

    @Test
    void commandsQuoteTextAndAreLeftOutWhereThatIsNotSafe() {
        assertThat(mended("eth0; reboot 'x'").command()).isEqualTo("ip link set 'eth0; reboot '\\''x'\\''' up");
        for (String bad :
                List.of("eth0\nreboot", "eth0\u0000", "eth0\u001b[2J", "e\u202eth0", "x".repeat(CleanText.LIMIT + 1))) {
            assertThat(mended(bad).command()).isEmpty();
            assertThat(mended(bad).text()).endsWith(" characters that cannot be copied from a screen.");
            assertThat(mended(bad).undo()).isEmpty();
        }
        assertThat(mended("x".repeat(CleanText.LIMIT)).command()).isNotEmpty();
    }

    private static RemedyTexts mended(String nic) {
        Judgement judgement = Judgement.fail("no-carrier", Subject.of("nic", nic))
                .withRemedy(Remedy.confirm("rename", Remedy.Privilege.ROOT).with("nic", Arg.text(nic)));
        return TEXTS.of(carrier(judgement)).remedies().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1572864, 1.5 MiB",
        "1073741824, 1 GiB",
        "-2048, -2 KiB",
        "1125899906842624, 1 PiB",
        "9223372036854775807, 8192 PiB",
    })
    void bytesAreShownInBinaryUnits(long bytes, String shown) {
        assertThat(ArgText.shown(Arg.bytes(bytes))).isEqualTo(shown);
        assertThat(ArgText.quoted(Arg.bytes(bytes))).contains(Long.toString(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "1, 1 ms",
        "999, 999 ms",
        "1000, 1 s",
        "1500, 1.5 s",
        "119949, 119.9 s",
        "120000, 2 min",
        "125000, 2 min 5 s",
        "3599000, 59 min 59 s",
        "3600000, 1 h",
        "7500000, 2 h 5 min",
        "172800000, 2 d",
        "-1500, -1.5 s",
    })
    void timesAreShownInUnitsThatFit(long millis, String shown) {
        assertThat(ArgText.shown(Arg.span(Duration.ofMillis(millis)))).isEqualTo(shown);
    }

    @Test
    void modesAndListsAreShown() {
        assertThat(ArgText.shown(Arg.mode(0640))).isEqualTo("0640");
        Arg mixed = new Arg.Items(List.of(Arg.text("a b"), Arg.mode(07), Arg.count(3)));
        assertThat(ArgText.shown(mixed)).isEqualTo("a b, 0007, 3");
        assertThat(ArgText.quoted(mixed)).contains("'a b' 0007 3");
    }

    @Test
    void cleanTextShowsControlsAndIsCut() {
        assertThat(CleanText.of("a\u001bb\u007fc\u0085d\u202ee\u2066f\u200bg\r\n\t.\u00e9\u4e2d\ud83d\ude00\ud800"))
                .isEqualTo("a\\x1bb\\x7fc\\x85d\\u202ee\\u2066f\\u200bg\\r\\n .\u00e9\u4e2d\ud83d\ude00\\ud800");
        assertThat(CleanText.of("x".repeat(CleanText.LIMIT - 1))).hasSize(CleanText.LIMIT - 1);
        assertThat(CleanText.of("x".repeat(CleanText.LIMIT))).hasSize(CleanText.LIMIT);
        assertThat(CleanText.of("x".repeat(CleanText.LIMIT + 1))).isEqualTo("x".repeat(CleanText.LIMIT) + "...");
        assertThat(CleanText.of("x".repeat(CleanText.LIMIT - 1) + "\ud83d\ude00"))
                .isEqualTo("x".repeat(CleanText.LIMIT - 1) + "...");
    }

    @Test
    void aBlankValueIsSeenInASentence() {
        Template template = Template.sentence("md0 ({level}) lacks a disk[[: {said}]]");
        assertThat(template.fill(Map.of("level", " ", "said", " "), gap -> {})).isEqualTo("md0 (\"\") lacks a disk");
        assertThat(Template.command("mdadm {option}").fill(Map.of("option", ""), gap -> {}))
                .isEqualTo("mdadm ");
    }

    @Test
    void onlyANameInBracesIsAGap() {
        assertThat(Template.command("awk '{ print }' {} ${HOME} {{.X}} {a}").gaps())
                .containsExactly("a");
        assertThat(Template.gapInQuotes("x '{a}'")).isTrue();
        assertThat(Template.gapInQuotes("x \"{a}\"")).isTrue();
        assertThat(Template.gapInQuotes("x \\' {a} 'y' \"z\"")).isFalse();
    }
}
