package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Check;
import dev.preflight.api.Rows;
import dev.preflight.fact.FactRequest;
import dev.preflight.param.ParamSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Generated: of the requirements of each fixture each row in turn concerns another group of hosts. A host is asked before
 * that is known, so what its judge looks for must be among what was asked.
 */
class RowsOfOneHostTest {
    private static <P extends Record> Set<String> asked(Check<P> check, Record params) {
        return check.needs(check.spec().params().cast(params)).all().stream()
                .map(FactRequest::key)
                .collect(Collectors.toSet());
    }

    private static List<Rows.Row<?>> rows(ParamSchema schema, Record params) {
        List<Rows.Row<?>> rows = new ArrayList<>();
        Record unused = schema.withRows(params, rows::add);
        assertThat(unused).isEqualTo(params);
        return rows;
    }

    @Test
    void aJudgeOfFewerRowsLooksForNothingThatWasNotAsked() {
        Set<String> tried = new HashSet<>();
        for (Check<?> check : new AllChecks().checks()) {
            ParamSchema schema = ParamSchema.of(check.spec().params());
            for (SpecFixture fixture : SpecFixture.of(check)) {
                Record all = fixture.params();
                for (Rows.Row<?> left : rows(schema, all)) {
                    Record fewer = schema.withRows(all, row -> !row.key().equals(left.key()));
                    assertThat(asked(check, all))
                            .as("%s without %s", fixture, left.key())
                            .containsAll(asked(check, fewer));
                    tried.add(check.spec().id());
                }
            }
        }
        assertThat(tried)
                .contains(
                        "sysctl",
                        "resource-limits",
                        "sysfs-setting",
                        "kernel-modules",
                        "disk-space",
                        "filesystem",
                        "ports-free",
                        "os-supported",
                        "service-state",
                        "package-state",
                        "command-version",
                        "network-ranges",
                        "reachable",
                        "user-account",
                        "leftovers");
    }
}
