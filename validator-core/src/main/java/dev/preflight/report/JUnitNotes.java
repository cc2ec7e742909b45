package dev.preflight.report;

import dev.preflight.result.EarlierPart;
import dev.preflight.result.EvidenceNote;
import dev.preflight.result.RunReport;
import java.util.List;
import java.util.Optional;

/** What a reader must know of how a report came to be, as suites with one case each, which says it and decides nothing. */
record JUnitNotes(Texts texts, RunReport run, String timestamp) {
    /** Of the evidence that was judged; a host that is missing in it has an error of its own. */
    JUnitXml.Suite of(EvidenceNote note) {
        return suite("evidence", note.form().code(), String.join("\n", Notes.ofEvidence(run, note, words())));
    }

    /** What of the report is from an earlier run, or was left out for it. */
    JUnitXml.Suite of(EarlierPart part) {
        return suite("earlier run", part.how().code(), Notes.ofEarlier(run, part, words()));
    }

    private Words words() {
        return new Words(texts, run.hosts().size());
    }

    private JUnitXml.Suite suite(String name, String code, String said) {
        var one = new JUnitXml.Case(
                JUnitCases.ofRun(texts, run, name).className(), code, JUnitXml.Kind.OUTPUT, code, "", said + "\n");
        return new JUnitXml.Suite(name, Optional.empty(), timestamp, "0.000", List.of(one));
    }
}
