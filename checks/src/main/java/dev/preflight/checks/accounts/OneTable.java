package dev.preflight.checks.accounts;

import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of one table of cron jobs, whose lines may hold for some of its jobs only. */
final class OneTable {
    private OneTable() {}

    static Subject subject(String table) {
        return Subject.of("context", Context.CRON.id() + ":" + table);
    }

    /** Each thing said once; that it is good for one job is not said beside what is bad for another. */
    static List<Judgement> worst(List<Judgement> judgements) {
        Map<String, Judgement> byCode = new LinkedHashMap<>();
        judgements.forEach(judgement -> byCode.putIfAbsent(judgement.code(), judgement));
        boolean good = byCode.values().stream().allMatch(judgement -> judgement.outcome() == Outcome.PASS);
        return byCode.values().stream()
                .filter(judgement -> good || judgement.outcome() != Outcome.PASS)
                .toList();
    }

    /** What cannot be read may set anything. */
    static Judgement unreadable(String file) {
        return Judgement.unknown(Reason.NO_PERMISSION, subject(file)).with("detail", file + " cannot be read");
    }
}
