package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.exchange.Mesh;
import dev.preflight.fact.Reason;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkMatrixTest {
    private static final Subject PORT = Subject.of("port", "4789/udp");
    private static final Judgement GOOD = Judgement.pass(PORT);
    private static final Judgement LOST = Judgement.fail("no-carrier", PORT);

    private static List<String> names(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> String.format(Locale.ROOT, "h%03d", i))
                .toList();
    }

    private static List<Finding> findings(int count, Function<Pair, Judgement> said) {
        List<String> hosts = names(count);
        List<Finding> findings = new ArrayList<>();
        for (String from : hosts) {
            for (String to : Mesh.peers(hosts, from, false)) {
                Pair pair = new Pair(from, to);
                findings.add(Finding.of("nic-link", "nic-link", Scope.pair(pair), said.apply(pair), Severity.BLOCKER));
            }
        }
        return findings;
    }

    private static LinkMatrix matrix(int count, Function<Pair, Judgement> said) {
        List<LinkMatrix> all = LinkMatrix.of(findings(count, said));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<String> wrong(LinkMatrix matrix) {
        Words words = new Words(Samples.english(), 0, List.of(matrix));
        List<String> lines = new ArrayList<>();
        matrix.wrong()
                .forEach((likeness, folds) ->
                        folds.forEach(fold -> lines.add(likeness.code() + " " + words.fold(fold))));
        return lines;
    }

    private static Function<Pair, Judgement> lost(String... pairs) {
        return pair -> List.of(pairs).contains(pair.toString()) ? LOST : GOOD;
    }

    @Test
    void oneDirectionIsOneLine() {
        assertThat(wrong(matrix(3, lost("h001>h002")))).containsExactly("no-carrier h001 -> h002");
        assertThat(wrong(matrix(3, lost("h001>h002", "h002>h001")))).containsExactly("no-carrier h001 <-> h002");
        assertThat(wrong(matrix(2, lost("h001>h002", "h002>h001")))).containsExactly("no-carrier h001 <-> h002");
        assertThat(wrong(matrix(2, pair -> GOOD))).isEmpty();
    }

    @Test
    void aHostThatHearsNobodyIsOneLineAndSoIsOneThatNobodyHears() {
        assertThat(wrong(matrix(20, pair -> pair.to().equals("h007") ? LOST : GOOD)))
                .containsExactly("no-carrier from each of 19 peers to h007");
        assertThat(wrong(matrix(20, pair -> pair.from().equals("h007") ? LOST : GOOD)))
                .containsExactly("no-carrier from h007 to each of 19 peers");
        assertThat(wrong(matrix(20, pair -> pair.toString().contains("h007") ? LOST : GOOD)))
                .containsExactly("no-carrier between h007 and each of 19 peers, both ways");
        assertThat(wrong(matrix(20, pair -> LOST))).containsExactly("no-carrier in all 380 directions that were tried");
        assertThat(wrong(matrix(200, pair -> pair.to().equals("h007") ? LOST : GOOD)))
                .containsExactly("no-carrier from each of 16 peers to h007");
    }

    @Test
    void aDeafHostAndAPairOfItsOwnAreTwoLines() {
        assertThat(wrong(matrix(
                        5, pair -> pair.to().equals("h003") || pair.toString().equals("h001>h002") ? LOST : GOOD)))
                .containsExactly("no-carrier from each of 4 peers to h003", "no-carrier h001 -> h002");
    }

    @Test
    void twoDeafHostsAreTwoLinesAndNoPairIsCountedTwice() {
        LinkMatrix matrix = matrix(5, pair -> pair.to().matches("h00[23]") ? LOST : GOOD);
        assertThat(wrong(matrix))
                .containsExactlyInAnyOrder(
                        "no-carrier from each of 4 peers to h002", "no-carrier from each of 4 peers to h003");
        assertThat(matrix.counts()).containsEntry(Outcome.FAIL, 8).containsEntry(Outcome.PASS, 12);
    }

    @Test
    void whatIsCalledOtherwiseIsALineOfItsOwn() {
        Judgement blind = Judgement.unknown(Reason.NO_TOOL, PORT);
        assertThat(wrong(matrix(
                        4,
                        pair -> pair.toString().contains("h004")
                                ? blind
                                : pair.to().equals("h002") ? LOST : GOOD)))
                .containsExactlyInAnyOrder(
                        "no-tool between h004 and each of 3 peers, both ways",
                        "no-carrier h001 -> h002",
                        "no-carrier h003 -> h002");
    }

    private static RunReport run(int count, Function<Pair, Judgement> said) {
        RunReport base = Samples.run(
                Verdict.BLOCKED,
                ExitCode.BLOCKED,
                names(count).stream()
                        .map(name -> Samples.host(name, Verdict.PROCEED, Samples.allPass(name)))
                        .toList());
        return new RunReport(
                base.toolVersion(),
                base.profile(),
                base.startedAt(),
                base.endedAt(),
                base.verdict(),
                base.exit(),
                Policy.USUAL,
                base.hosts(),
                findings(count, said),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String page(RunReport run) {
        return new TextPage(Samples.english(), TextPage.DEFAULT_WIDTH, false).render(run);
    }

    @Test
    void fiveHostsAreDrawnAsTheyAre() {
        Golden.assertSame(
                "links-5.txt",
                page(run(5, pair -> pair.to().equals("h003") || pair.toString().equals("h001>h002") ? LOST : GOOD)));
    }

    @Test
    void ofTwoHundredThoseAreDrawnThatHaveSomethingWrong() {
        String page = page(run(200, pair -> pair.to().equals("h007") ? LOST : GOOD));
        assertThat(page)
                .contains("from each of 16 peers to h007")
                .contains("and 183 more hosts")
                .contains("good in 3184 of 3200 directions");
    }

    @Test
    void junitHasACaseForWhatIsGoodAndOneForEachFold() {
        String xml = new JUnitReport(Samples.english())
                .render(run(20, pair -> pair.to().equals("h007") ? LOST : GOOD));
        assertThat(xml.lines().filter(line -> line.contains("<testcase") && line.contains("4789/udp")))
                .hasSize(2)
                .anyMatch(line -> line.contains("no-carrier from each of 19 peers to h007"));
    }

    @Test
    void jsonHasTheFoldsBesideTheFindings() {
        String json = new JsonReport(Samples.english()).render(run(3, lost("h001>h002")));
        assertThat(json.replaceAll("\\s+", ""))
                .contains("\"counts\":{\"pass\":5,\"fail\":1}")
                .contains(
                        "\"shape\":\"one\",\"outcome\":\"fail\",\"code\":\"no-carrier\",\"from\":\"h001\",\"to\":\"h002\","
                                + "\"pairs\":[\"h001>h002\"]");
    }
}
