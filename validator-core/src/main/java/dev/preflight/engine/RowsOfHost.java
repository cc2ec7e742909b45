package dev.preflight.engine;

import dev.preflight.api.Arg;
import dev.preflight.api.Finding;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.ParamType;
import dev.preflight.profile.CheckInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The requirements of a check that concern one host: its rows by group and by {@code when}, and what a row says of how
 * grave it is and why it is required.
 *
 * @param params the parameters with the rows of this host and no other
 * @param undetermined of rows of which it could not be determined whether they concern the host
 * @param rows those that concern it, or may
 * @param judged whether there is something to judge of it
 * @param <P> type of the parameters
 */
record RowsOfHost<P extends Record>(P params, List<Judgement> undetermined, List<Rows.Row<?>> rows, boolean judged) {
    static <P extends Record> RowsOfHost<P> of(CheckInstance<P> instance, HostFacts facts) {
        ParamSchema schema = ParamSchema.of(instance.check().spec());
        if (!schema.hasRows()) {
            return new RowsOfHost<>(instance.params(), List.of(), List.of(), true);
        }
        List<Judgement> undetermined = new ArrayList<>();
        List<Rows.Row<?>> named = new ArrayList<>();
        P params = schema.withRows(instance.params(), row -> {
            if (!row.looksAt(facts.host())) {
                return false;
            }
            Optional<Reading.Missing<HostIdentity>> unread = unread(row.when(), facts);
            unread.ifPresent(missing -> {
                undetermined.add(
                        Judgement.unknown(missing, Subject.of("row", row.key())).basedOn(HostIdentity.REQUEST));
                named.add(row);
            });
            boolean concerned = unread.isEmpty()
                    && HostJudging.notSelected(row.when(), facts).isEmpty();
            if (concerned) {
                named.add(row);
            }
            return concerned;
        });
        boolean judged = named.size() > undetermined.size()
                || schema.rows(instance.params()) == 0
                || requiresMore(instance, schema);
        return new RowsOfHost<>(params, undetermined, named, judged);
    }

    /** Whether the check may require something beside its tables. */
    private static boolean requiresMore(CheckInstance<?> instance, ParamSchema schema) {
        return schema.fields().stream()
                .filter(field -> !(field.type() instanceof ParamType.RowsOf))
                .anyMatch(field -> instance.check().spec().requires().contains(field.name()));
    }

    /** Why the identity of the host is missing, where a selector asks for it. */
    private static Optional<Reading.Missing<HostIdentity>> unread(HostSelector when, HostFacts facts) {
        Reading<HostIdentity> identity = facts.reading(HostIdentity.REQUEST);
        return when.all() ? Optional.empty() : identity.fold(value -> Optional.empty(), Optional::of);
    }

    /** What its row adds to a judgement: what it is required for. */
    Judgement with(Judgement judgement) {
        boolean wrong = judgement.outcome() == Outcome.FAIL || judgement.outcome() == Outcome.WARNING;
        return row(judgement)
                .filter(row -> wrong && !row.why().isEmpty())
                .map(row -> judgement.with(Finding.REQUIRED_FOR, new Arg.Words(row.why())))
                .orElse(judgement);
    }

    /** How grave its row says that it is; a code that never blocks keeps its severity. */
    Optional<Severity> severity(Judgement judgement, CheckInstance<P> instance) {
        boolean blocks = instance.check().spec().severityOf(judgement.code()) == Severity.BLOCKER;
        return row(judgement).flatMap(Rows.Row::severity).filter(severity -> blocks);
    }

    private Optional<Rows.Row<?>> row(Judgement judgement) {
        return rows.stream()
                .filter(row -> row.key().equals(judgement.subject().name()))
                .findFirst();
    }
}
