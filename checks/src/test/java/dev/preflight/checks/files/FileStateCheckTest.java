package dev.preflight.checks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStateCheckTest {
    private static final String PATH = "/etc/k/key";
    private static final String DIRECTORY = "41ed";
    /** Facts are collected at the epoch here, so what was changed at 0 has no age. */
    private static final String NOW = "0";

    private static String stat(String path, String mode, String size, String changed) {
        return "at " + path + "\nstat\n " + mode + "\n 0\n 20\n " + size + "\n " + changed + "\n root\n UNKNOWN\n 0\n";
    }

    private static String found(String leaf, String parent) {
        return stat("/", DIRECTORY, "1", NOW) + stat("/etc", DIRECTORY, "1", NOW) + parent + leaf + "done\n";
    }

    private static String file(String mode, String size, String changed) {
        return found(stat(PATH, mode, size, changed), stat("/etc/k", DIRECTORY, "1", NOW));
    }

    private static List<Judgement> by(String limits, String stats, String content) {
        Map<String, String> printed = new HashMap<>(Map.of("file-state", stats));
        if (!content.isEmpty()) {
            printed.put("file-content", content);
        }
        return Judged.by(new FileStateCheck(), "require: {" + PATH + ": {" + limits + "}}", printed);
    }

    private static List<String> codes(String limits, String stats, String content) {
        return by(limits, stats, content).stream()
                .map(said -> said.outcome().code() + " " + said.code())
                .toList();
    }

    private static String text(String... lines) {
        return "at " + PATH + "\ntext\n " + String.join("\n ", lines) + "\n \n 0\ndone\n";
    }

    @ParameterizedTest
    @CsvSource({
        "lacks: 0077, 8180, pass ok",
        "lacks: 0077, 81a0, fail wrong-mode",
        "lacks: 0077, 8181, fail wrong-mode",
        "has: 0440, 8120, pass ok",
        "has: 0440, 8100, fail wrong-mode",
        "eq: 0640, 81a0, pass ok",
        "eq: 0640, 81b0, fail wrong-mode",
        "eq: 0640, 89a0, fail wrong-mode"
    })
    void aModeIsHeldAgainstItsBits(String mode, String found, String said) {
        assertThat(codes("mode: {" + mode + "}", file(found, "1", NOW), "")).containsExactly(said);
    }

    /** As people write them for chmod(1), for YAML 1.2 and for Python; a mode alone is all of its bits. */
    @ParameterizedTest
    @CsvSource({"0640", "640", "'\"0640\"'", "0o640", "'{eq: 0640}'", "'{eq: \"640\"}'", "'{eq: 0o640}'"})
    void aModeMeansTheSameHoweverItIsWritten(String mode) {
        assertThat(codes("mode: " + mode, file("81a0", "1", NOW), "")).containsExactly("pass ok");
        assertThat(codes("mode: " + mode, file("81a1", "1", NOW), "")).containsExactly("fail wrong-mode");
    }

    @ParameterizedTest
    @CsvSource({"0680", "rw-r-----", "40", "01000640", "[0640]", "0x1a0", "-640"})
    void whatIsNoModeIsRefusedWithAnExample(String mode) {
        assertThatThrownBy(() -> by("mode: " + mode, file("81a0", "1", NOW), ""))
                .hasMessageContaining("expected an octal mode such as 0644");
    }

    @ParameterizedTest
    @CsvSource({"'eq: 0640', 0664, 0640", "'lacks: 0077', 0664, 0600", "'has: 0044, lacks: 0022', 4620, 4644"})
    void theRemedyChangesAsFewBitsAsItCan(String mode, String old, String mended) {
        int bits = 0x8000 | Integer.parseInt(old, 8);
        Judgement said = by("mode: {" + mode + "}", file(Integer.toHexString(bits), "1", NOW), "")
                .get(0);
        assertThat(said.remedies()).hasSize(1);
        assertThat(said.remedies().get(0).args().toString())
                .contains("mode=Mode[bits=" + Integer.parseInt(mended, 8))
                .contains("old=Mode[bits=" + Integer.parseInt(old, 8));
    }

    @ParameterizedTest
    @CsvSource({
        "owner: root, pass ok",
        "owner: 0, pass ok",
        "owner: platform, fail wrong-owner",
        "group: 20, pass ok",
        "group: root, fail wrong-owner",
        "group: UNKNOWN, fail wrong-owner"
    })
    void anOwnerIsANameOrANumber(String owner, String said) {
        assertThat(codes(owner, file("81a4", "1", NOW), "")).containsExactly(said);
    }

    @Test
    void theOwnerOfAProgramWithItsRightsIsChangedByHand() {
        Judgement plain = by("owner: platform", file("81ed", "1", NOW), "").get(0);
        assertThat(plain.remedies()).extracting(remedy -> remedy.id()).containsExactly("chown");
        Judgement bits = by("owner: platform, mode: {eq: 4755}", file("81ed", "1", NOW), "")
                .get(1);
        assertThat(bits.remedies())
                .as("whatever was run before, the bits that chown takes away are set")
                .extracting(remedy -> remedy.id())
                .containsExactly("chown", "chmod");
        Judgement program = by("owner: platform", file("89ed", "1", NOW), "").get(0);
        assertThat(program.remedies()).extracting(remedy -> remedy.id()).containsExactly("own");
    }

    @ParameterizedTest
    @CsvSource({
        "min: 1KiB, 1023, fail wrong-content",
        "min: 1KiB, 1024, pass ok",
        "min: 1KiB, 1025, pass ok",
        "max: 1KiB, 1023, pass ok",
        "max: 1KiB, 1024, pass ok",
        "max: 1KiB, 1025, fail wrong-content"
    })
    void boundsOfASizeAreInclusive(String bound, String size, String said) {
        assertThat(codes("size: {" + bound + "}", file("81a4", size, NOW), "")).containsExactly(said);
    }

    @ParameterizedTest
    @CsvSource({"-59, pass ok", "-60, pass ok", "-61, fail wrong-content", "86400, pass ok", "86401, unknown ambiguous"
    })
    void anAgeIsFromNow(String changed, String said) {
        assertThat(codes("max_age: 60s", file("81a4", "1", changed), "")).containsExactly(said);
    }

    @Test
    void everyKindOfFaultIsSaidOnce() {
        List<String> said = codes(
                "mode: {eq: 0600}, owner: platform, size: {min: 1MiB}, content: {contains: b}",
                file("81a4", "1", NOW),
                text("a"));
        assertThat(said).containsExactly("fail wrong-mode", "fail wrong-owner", "fail wrong-content");
    }

    @Test
    void whatIsWrongIsSaidAlsoWhereSomethingIsUnknown() {
        String denied = "at " + PATH + "\ndenied\ndone\n";
        String limits = "mode: {eq: 0600}, content: {contains: a}";
        assertThat(codes(limits, file("81a4", "1", NOW), denied)).containsExactly("fail wrong-mode");
        assertThat(codes(limits, file("8180", "1", NOW), denied)).containsExactly("unknown not-readable");
        assertThat(codes(limits, file("8180", "1", NOW), "")).containsExactly("unknown not-collected");
    }

    @Test
    void aLinkIsNoFileAndItsModeIsNobodys() {
        String link = found(stat(PATH, "a1ff", "3", NOW) + "target\n key2\n", stat("/etc/k", DIRECTORY, "1", NOW));
        assertThat(codes("type: link", link, "")).containsExactly("pass ok");
        assertThat(codes("type: file", link, "")).containsExactly("fail wrong-type");
        assertThat(codes("mode: {lacks: 0002}", link, "")).containsExactly("unknown ambiguous");
        assertThat(codes("content: {contains: a}", link, text("a"))).containsExactly("pass ok");
    }

    @Test
    void whatIsAbsentBelowAFileIsInItsWay() {
        String gone = "at " + PATH + "\nabsent\n";
        String file = found(gone, stat("/etc/k", "81a4", "1", NOW));
        String nothing = found(gone, "at /etc/k\nabsent\n");
        String directory = found(gone, stat("/etc/k", DIRECTORY, "1", NOW));
        assertThat(codes("exists: true", file, "")).containsExactly("fail parent-blocks");
        assertThat(codes("exists: true", nothing, "")).containsExactly("fail absent");
        assertThat(codes("exists: true", directory, "")).containsExactly("fail absent");
        assertThat(codes("exists: false", file, "")).containsExactly("pass ok");
        assertThat(codes("mode: {lacks: 0077}", directory, "")).containsExactly("fail absent");
    }

    @Test
    void aClosedDirectoryMattersWhereOthersHaveToGetThrough() {
        String leaf = stat(PATH, "81a4", "1", NOW);
        String closed = found(leaf, stat("/etc/k", "41e8", "1", NOW));
        String open = found(leaf, stat("/etc/k", "41e9", "1", NOW));
        assertThat(codes("mode: {has: 0004}", closed, "")).containsExactly("fail parent-blocks");
        assertThat(codes("mode: {has: 0004}", open, "")).containsExactly("pass ok");
        assertThat(codes("mode: {has: 0040}", closed, "")).containsExactly("pass ok");
        assertThat(codes("mode: {eq: 0644}", closed, "")).containsExactly("pass ok");
    }

    @Test
    void signsThatNobodySeesAreSaid() {
        Judgement said = by("content: {contains: b}", file("81a4", "1", NOW), text("\uFEFFa\r", "c\r"))
                .get(0);
        assertThat(said.args().get("marks").toString()).contains("BOM, CRLF");
    }

    /** What a file ships as an example is not set. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {contains: Root no}                                                | #Root no    | fail wrong-content
            {contains: Root no}                                                | Root no     | pass ok
            {contains: Root no}                                                |   # Root no | fail wrong-content
            {not: {contains: Root no}}                                         | #Root no    | pass ok
            {as: lines, is: {has_any: ['#Root no']}}                           | #Root no    | fail wrong-content
            {as: lines, comment: '', is: {has_any: ['#Root no']}}              | #Root no    | pass ok
            {as: text, comment: ';', is: {contains: Root no}}                  | ;Root no    | fail wrong-content
            {as: text, comment: ';', is: {contains: Root no}}                  | #Root no    | pass ok
            {as: match, pattern: 'Root (?<v>\\w+)', is: {v: 'no'}}             | #Root no    | fail wrong-content
            {as: match, pattern: 'Root (?<v>\\w+)', is: {v: 'no'}}             | Root no     | pass ok
            {starts: '#!/bin/sh'}                                              | #!/bin/sh   | pass ok
            {not: {contains: sudoers.d}}                                       | #includedir /etc/sudoers.d | fail wrong-content
            """)
    void aLineThatIsACommentDoesNotCount(String content, String line, String said) {
        assertThat(codes("content: " + content, file("81a4", "1", NOW), text(line)))
                .containsExactly(said);
    }

    @Test
    void aFormThatTheFileDoesNotHaveIsUnknown() {
        String limits = "content: {as: json, is: {a: 1}}";
        assertThat(codes(limits, file("81a4", "1", NOW), text("{\"a\": 1}"))).containsExactly("pass ok");
        assertThat(codes(limits, file("81a4", "1", NOW), text("{\"a\": 2}"))).containsExactly("fail wrong-content");
        assertThat(codes(limits, file("81a4", "1", NOW), text("{\"a\": "))).containsExactly("unknown format-mismatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exists: false, owner: root        | nothing else can be required",
                "secret: true, content: {empty: no} | true or false",
                "secret: true, content: {contains: a} | only the digest of a secret file is sent",
                "secret: true                      | nothing is required",
                "size: {min: 2KiB, max: 1KiB}      | nothing can hold this and min together",
                "size: {}                          | nothing is required",
                "mode: {}                          | nothing is required",
                "mode: {has: 0400, lacks: 0400}    | nothing can hold these together",
                "digest: 1234                      | expected a SHA-256"
            })
    void whatCannotHoldIsRefused(String limits, String message) {
        assertThatThrownBy(() -> by(limits, "", "")).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"/dev/kvm", "/dev", "/a/../b", "/a/./b", "/a/", "//a", "/", "/proc/kcore", "a", "'\"/a\\nb\"'"})
    void somePathsAreNotRead(String path) {
        assertThatThrownBy(() -> Judged.by(new FileStateCheck(), "require: {" + path + ": {exists: true}}", Map.of()))
                .hasMessageContaining("expected an absolute path");
    }

    @ParameterizedTest
    @CsvSource({"/devices", "/a/.b", "/a/..b", "/a b", "/proc/kcores"})
    void othersAre(String path) {
        assertThat(Judged.said(new FileStateCheck(), "require: {" + path + ": {exists: true}}", Map.of()))
                .containsExactly("unknown not-collected path:" + path);
    }

    @Test
    void theDirectoriesAboveAreTheNearestFirst() {
        assertThat(FileStateCheck.above("/etc/k/key")).containsExactly("/etc/k", "/etc", "/");
        List<String> deep = new ArrayList<>(Collections.nCopies(3, "x"));
        assertThat(FileStateCheck.above("/" + String.join("/", deep))).hasSize(3);
        assertThat(FileStateCheck.above("/etc")).containsExactly("/");
    }
}
