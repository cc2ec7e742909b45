package dev.preflight.casefile;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.Rejudging;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.result.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Rewrites the expectation of one case. */
final class Updating {
    private final CaseFile file;
    private final PreparedCase prepared;
    private final Catalogue catalogue;

    Updating(CaseFile file, PreparedCase prepared, Catalogue catalogue) {
        this.file = file;
        this.prepared = prepared;
        this.catalogue = catalogue;
    }

    Updated write() throws ProblemsException, IOException {
        if (prepared.failure().isPresent()) {
            throw new ProblemsException(prepared.failure().get().problems());
        }
        Problems problems = new Problems();
        Optional<Rejudging> judging = prepared.judge(catalogue, problems);
        problems.throwIfAny();
        RunReport report = judging.orElseThrow().report();
        String name = prepared.test().name();
        CaseFileEdit edit = CaseFileEdit.of(file.path(), Files.readString(file.path()));
        CaseFileEdit.Written at = edit.expectation(name);
        List<String> before = edit.lines(at);
        if (new Comparison(prepared.test().expected(), List.of()).holds(report)) {
            return new Updated(file.path(), name, before, before);
        }
        String fresh = at.flow() ? CaseText.flow(report) : CaseText.block(report, at.indent());
        Files.writeString(file.path(), edit.replaced(at, fresh));
        return new Updated(file.path(), name, before, fresh.lines().toList());
    }
}
