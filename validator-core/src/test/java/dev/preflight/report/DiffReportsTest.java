package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.preflight.api.Finding;
import dev.preflight.api.Subject;
import dev.preflight.compare.Comparison;
import dev.preflight.fact.Reason;
import dev.preflight.node.Columns;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiffReportsTest {
    private static final DiffTexts ENGLISH = new DiffTexts(Samples.english(), Samples.english());
    private static final DiffTexts CHINESE = new DiffTexts(Samples.chinese(), Samples.chinese());

    private static Comparison many() {
        return Comparison.of(Samples.allClean(), Samples.everything());
    }

    private static Comparison hostile() {
        Finding old = Samples.carrier("h", Samples.HOSTILE, Samples.HOSTILE.repeat(1000));
        Finding now = Samples.carrier("h", Samples.HOSTILE, "other " + Samples.HOSTILE);
        return Comparison.of(blocked("h", old), blocked("h", now));
    }

    private static RunReport blocked(String host, Finding finding) {
        HostReport report = Samples.host(host, Verdict.BLOCKED, List.of(finding));
        return Samples.run(Verdict.BLOCKED, ExitCode.BLOCKED, List.of(report));
    }

    private static String json(Comparison diff, DiffTexts texts) throws IOException {
        StringWriter out = new StringWriter();
        new DiffJson(texts).write(diff, out);
        return out.toString();
    }

    private static Set<ValidationMessage> problems(String json) throws IOException {
        try (InputStream in = DiffJson.class.getResourceAsStream(DiffJson.SCHEMA)) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in)
                    .validate(
                            json,
                            InputFormat.JSON,
                            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
        }
    }

    @Test
    void keepsToItsSchemaInBothLanguagesAndDirections() throws IOException {
        Comparison back = Comparison.of(Samples.everything(), Samples.allClean());
        for (Comparison diff : List.of(many(), back, hostile())) {
            assertThat(problems(json(diff, ENGLISH))).isEmpty();
            assertThat(problems(json(diff, CHINESE))).isEmpty();
        }
        assertThat(problems(json(many(), ENGLISH).replace("\"trend\"", "\"trent\"")))
                .isNotEmpty();
    }

    @Test
    void theSameRunsGiveTheSameBytes() throws IOException {
        assertThat(json(many(), ENGLISH)).isEqualTo(json(many(), ENGLISH));
        assertThat(DiffPage.of(many(), ENGLISH, 80, false)).isEqualTo(DiffPage.of(many(), ENGLISH, 80, false));
    }

    @Test
    void noLineIsWiderThanThePage() {
        for (DiffTexts texts : List.of(ENGLISH, CHINESE)) {
            for (Comparison diff : List.of(many(), Comparison.of(Samples.everything(), Samples.everything()))) {
                assertThat(DiffPage.of(diff, texts, 80, false).lines())
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
            }
        }
    }

    @Test
    void whatAHostSaidIsCleanAndBounded() throws IOException {
        String page = DiffPage.of(hostile(), ENGLISH, 80, false);
        assertThat(page).contains("\\x1b[2J").doesNotContain("\u001b", "\u202e", "\u009b");
        assertThat(page.length()).isLessThan(6000);
        String json = json(hostile(), ENGLISH);
        assertThat(json).doesNotContain("\u001b", "\u202e", "\u009b");
        assertThat(new ObjectMapper()
                        .readTree(json)
                        .at("/changes/0/old/observed")
                        .asText()
                        .length())
                .isLessThan(2000);
    }

    @Test
    void findingsThatReadTheSameAreOneEntry() {
        List<HostReport> before = IntStream.range(0, 30)
                .mapToObj(i -> Samples.host(
                        "h" + i,
                        Verdict.PROCEED,
                        List.of(Samples.pass("nic-link", "h" + i, Subject.of("nic", "eth0")))))
                .toList();
        List<HostReport> after = IntStream.range(0, 30)
                .mapToObj(
                        i -> Samples.host("h" + i, Verdict.BLOCKED, List.of(Samples.carrier("h" + i, "eth0", "down"))))
                .toList();
        String page = DiffPage.of(
                Comparison.of(
                        Samples.run(Verdict.PROCEED, ExitCode.PROCEED, before),
                        Samples.run(Verdict.BLOCKED, ExitCode.BLOCKED, after)),
                ENGLISH,
                80,
                false);
        assertThat(page)
                .startsWith("WORSE: 30 new; exit code 1\n")
                .containsOnlyOnce("nic-link, nic:eth0 (on all 30 hosts)")
                .contains("  h19: clean -> blocked\n  and 10 more; --format json has all of them\n");
    }

    @Test
    void aHostThatIsNotReachedIsOneLine() {
        Finding good = Samples.pass("nic-link", "h", Subject.HOST);
        Finding lost = Samples.unknown("nic-link", "h", Reason.UNREACHABLE, Subject.HOST, "timeout");
        HostReport before = Samples.host("h", Verdict.PROCEED, List.of(good));
        HostReport after = Samples.unreached("h", HostFailure.of(TransportFailure.REFUSED), List.of(lost));
        String page = DiffPage.of(
                Comparison.of(
                        Samples.run(Verdict.PROCEED, ExitCode.PROCEED, List.of(before)),
                        Samples.run(Verdict.UNDECIDED, ExitCode.UNDECIDED, List.of(after))),
                ENGLISH,
                80,
                false);
        assertThat(page)
                .startsWith("UNDECIDED: 1 newly undetermined; exit code 3\n")
                .contains("h: 1 finding, because it was not reached")
                .doesNotContain("nic-link");
    }
}
