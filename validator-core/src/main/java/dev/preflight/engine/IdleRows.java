package dev.preflight.engine;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Outcome;
import dev.preflight.api.Rows;
import dev.preflight.node.Problems;
import dev.preflight.param.ParamSchema;
import dev.preflight.profile.CheckInstance;
import dev.preflight.result.IdleCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the rows of tables that concern no host, by their groups or their condition. Nothing is required by them, and that
 * nothing is found would not be noticed.
 */
final class IdleRows {
    private final RunPlan plan;
    private final Map<String, HostFacts> read;

    /**
     * Looks at a run.
     *
     * @param read what is known of the hosts, by name; of a host that is not there every condition may hold
     */
    IdleRows(RunPlan plan, Map<String, HostFacts> read) {
        this.plan = plan;
        this.read = Map.copyOf(read);
    }

    /** Why rows are idle, and for which groups they are. */
    private record Cause(IdleCheck.Why why, List<String> groups) {}

    /** The rows of each check that looked at hosts, those that are idle for one reason together. */
    List<IdleCheck> found() {
        List<IdleCheck> idle = new ArrayList<>();
        for (CheckInstance<?> instance : plan.profile().checks()) {
            Map<Cause, List<String>> rows = new LinkedHashMap<>();
            idle(instance)
                    .forEach(
                            (row, why) -> rows.computeIfAbsent(new Cause(why, row.groups()), cause -> new ArrayList<>())
                                    .add(row.key()));
            rows.forEach((cause, keys) -> idle.add(
                    new IdleCheck(instance.check().spec().id(), instance.name(), cause.why(), cause.groups(), keys)));
        }
        return idle;
    }

    /** Notes each row at its place. */
    void warn(Problems warnings) {
        for (CheckInstance<?> instance : plan.profile().checks()) {
            idle(instance)
                    .forEach((row, why) -> warnings.add(
                            instance.placeOf(row.key()),
                            instance.name() + ": the row '" + row.key() + "' applies to no host: none that the check"
                                    + " looks at is in " + String.join(", ", row.groups()),
                            "correct its groups, or leave it if such hosts come later"));
        }
    }

    private Map<Rows.Row<?>, IdleCheck.Why> idle(CheckInstance<?> instance) {
        Map<Rows.Row<?>, IdleCheck.Why> idle = new LinkedHashMap<>();
        List<HostPlan> hosts = plan.hosts().stream()
                .filter(host -> host.checks().contains(instance) && maySelect(instance.when(), host))
                .toList();
        ParamSchema schema = ParamSchema.of(instance.check().spec());
        if (!hosts.isEmpty() && schema.hasRows()) {
            schema.table(instance.params()).forEach(row -> why(row, hosts).ifPresent(why -> idle.put(row, why)));
        }
        return idle;
    }

    private Optional<IdleCheck.Why> why(Rows.Row<?> row, List<HostPlan> hosts) {
        List<HostPlan> inGroups = hosts.stream()
                .filter(host -> row.looksAt(new HostInfo(
                        host.host().name(), host.host().address(), host.host().groups())))
                .toList();
        if (inGroups.isEmpty()) {
            boolean elsewhere = !plan.members().whole() || plan.members().anyIn(row.groups());
            return Optional.of(elsewhere ? IdleCheck.Why.NOT_IN_RUN : IdleCheck.Why.GROUPS_EMPTY);
        }
        return inGroups.stream().anyMatch(host -> maySelect(row.when(), host))
                ? Optional.empty()
                : Optional.of(IdleCheck.Why.NOT_SELECTED);
    }

    private boolean maySelect(HostSelector selector, HostPlan host) {
        HostFacts facts = read.get(host.host().name());
        return facts == null
                || HostJudging.notSelected(selector, facts)
                        .filter(left -> left.outcome() == Outcome.NOT_APPLICABLE)
                        .isEmpty();
    }
}
