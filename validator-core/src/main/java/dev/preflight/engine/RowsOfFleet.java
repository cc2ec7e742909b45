package dev.preflight.engine;

import dev.preflight.api.Finding;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Rows;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Subject;
import dev.preflight.param.ParamSchema;
import dev.preflight.profile.CheckInstance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The requirements of a check that looks at all hosts together. Its judge sees every row; what it says of a host about a
 * row that does not concern the host is left out here.
 *
 * @param <P> type of the parameters
 */
final class RowsOfFleet<P extends Record> {
    private final CheckInstance<P> instance;
    private final FleetFacts facts;
    private final Set<String> keys = new HashSet<>();
    private final RowsOfHost<P> everyRow;

    RowsOfFleet(CheckInstance<P> instance, FleetFacts facts) {
        this.instance = instance;
        this.facts = facts;
        List<Rows.Row<?>> rows = rows(instance.params());
        rows.forEach(row -> keys.add(row.key()));
        this.everyRow = new RowsOfHost<>(instance.params(), List.of(), rows, true);
    }

    private List<Rows.Row<?>> rows(Record params) {
        ParamSchema schema = ParamSchema.of(instance.check().spec());
        List<Rows.Row<?>> rows = new ArrayList<>();
        Record same = schema.hasRows() ? schema.withRows(params, rows::add) : params;
        return same.equals(params) ? rows : List.of();
    }

    /** The findings that these judgements are, and those of rows of which it is not known whether they concern a host. */
    List<Finding> findings(List<Scoped> judged) {
        if (keys.isEmpty()) {
            return judged.stream()
                    .map(said -> finding(said.scope(), said.judgement(), everyRow))
                    .toList();
        }
        List<Finding> findings = new ArrayList<>();
        SortedMap<String, RowsOfHost<P>> hosts = new TreeMap<>();
        facts.hosts().forEach((name, host) -> hosts.put(name, of(name, host, judged, findings)));
        for (Scoped said : judged) {
            Optional<RowsOfHost<P>> rows = said.scope() instanceof Scope.OfHost of
                    ? Optional.ofNullable(hosts.get(of.host()))
                    : Optional.of(everyRow);
            rows.filter(one -> concerned(said.judgement(), one))
                    .ifPresent(one -> findings.add(finding(said.scope(), said.judgement(), one)));
        }
        return findings;
    }

    /** The rows of a host; what is to be said where there are none, or where that is not known, is added. */
    private RowsOfHost<P> of(String name, HostFacts host, List<Scoped> judged, List<Finding> findings) {
        RowsOfHost<P> rows = RowsOfHost.of(instance, host);
        Scope scope = Scope.host(name);
        rows.undetermined().forEach(judgement -> findings.add(finding(scope, judgement, rows)));
        List<Judgement> own = judged.stream()
                .filter(said -> said.scope().equals(scope))
                .map(Scoped::judgement)
                .toList();
        if (rows.undetermined().isEmpty()
                && !own.isEmpty()
                && own.stream().noneMatch(judgement -> concerned(judgement, rows))) {
            findings.add(finding(scope, Judgement.notApplicable(HostJudging.NOT_SELECTED, Subject.HOST), rows));
        }
        return rows;
    }

    private boolean concerned(Judgement judgement, RowsOfHost<P> rows) {
        String key = judgement.subject().name();
        return !keys.contains(key)
                || rows(rows.params()).stream().anyMatch(row -> row.key().equals(key));
    }

    private Finding finding(Scope scope, Judgement judgement, RowsOfHost<P> rows) {
        return CheckEvaluation.finding(
                instance.weighing(rows.severity(judgement, instance)), scope, rows.with(judgement));
    }
}
