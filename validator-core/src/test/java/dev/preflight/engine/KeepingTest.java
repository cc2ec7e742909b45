package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Finding;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.fact.Excerpt;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeepingTest {
    private static final Policy POLICY = new Policy(false, false, false);

    private static FactRequest<String> fact(String id) {
        return Fact.scripted(id, "")
                .parsedBy(output -> Reading.got(output.text()))
                .request();
    }

    private static Finding finding(Judgement judgement) {
        return Finding.of("check", "check", Scope.host("h"), Shown.of(judgement), Severity.BLOCKER);
    }

    @Test
    void ofFactsThatAreTooHeavyTheHeaviestIsMissingAndSaysWhy() {
        FactRequest<String> small = fact("small");
        FactRequest<String> large = fact("large");
        HostFacts all = new HostFacts(
                new HostInfo("h", "", List.of()),
                Instant.EPOCH,
                Map.of(small.key(), Reading.got("a"), large.key(), Reading.got("x".repeat(2000))));
        HostFacts kept = new Keeping(1000, 0, 0).of(all, List.of(large, small));
        assertThat(kept.get(small)).isEqualTo("a");
        assertThat(kept.reading(large).<Object>fold(got -> got, Reading.Missing::reason))
                .isEqualTo(Reason.TRUNCATED);
        assertThat(new Keeping(10_000, 0, 0).of(all, List.of(large, small)).get(large))
                .hasSize(2000);
    }

    /** As listen.py says it: 200 datagrams of one peer, got by the socket and seen at the wire. */
    @Test
    void aBurstOfAPeerIsKept() {
        String burst = "udp 40123 10.77.0.11 32 1a2b3c4d b\n".repeat(200);
        HostFacts all = new HostFacts(
                new HostInfo("h", "", List.of()),
                Instant.EPOCH,
                Map.of(
                        ReceiveReport.REQUEST.key(),
                        Printed.reading(ReceiveReport.REQUEST, burst + burst.replace("udp", "wire") + "heard\n")));
        HostFacts kept = new Keeping(0, Keeping.OF_BURST + Keeping.OF_TRY, 0).of(all, List.of(ReceiveReport.REQUEST));
        assertThat(kept.get(ReceiveReport.REQUEST).delivered().get("1a2b3c4d")).hasSize(200);
    }

    @Test
    void whatIsGravestIsKeptWhereverItStands() {
        List<Finding> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(finding(Judgement.warning("odd", Subject.of("nic", "eth" + i))));
        }
        all.add(finding(Judgement.fail("wrong", Subject.of("nic", "last"))));
        List<Finding> kept = new FoundLimit(20_000, POLICY).of(all, List.of(), Scope.host("h"));
        assertThat(kept).hasSizeLessThan(500);
        assertThat(VerdictRule.of(kept, POLICY)).isEqualTo(Verdict.BLOCKED);
        assertThat(new FoundLimit(10_000_000, POLICY).of(all, List.of(), Scope.host("h")))
                .isSameAs(all);
    }

    @Test
    void aTextThatIsTooLongSaysThatItWasCut() {
        String text = "x".repeat(1000);
        Finding cut = finding(Judgement.fail("wrong", Subject.of("file", text + "1"))
                .with("said", text + text)
                .with("all", Arg.texts(Collections.nCopies(10_000, "a")))
                .withRemedy(Remedy.manual("short").with("path", Arg.text(text)))
                .withRemedy(Remedy.manual("long").with("path", Arg.text("x".repeat(100_000)))));
        assertThat(cut.args().get("said").toString()).contains(Excerpt.MARK).hasSizeLessThan(1100);
        assertThat(cut.args().get("all").toString())
                .contains(Excerpt.MARK.strip())
                .hasSizeLessThan(2000);
        assertThat(cut.judgement().remedies()).extracting(Remedy::id).containsExactly("short");
        Finding other = finding(Judgement.fail("wrong", Subject.of("file", text + "2")));
        assertThat(cut.fingerprint()).isNotEqualTo(other.fingerprint());
    }
}
