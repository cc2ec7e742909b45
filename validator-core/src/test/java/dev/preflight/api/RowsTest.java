package dev.preflight.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Rows.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    private record Nothing() {}

    /** Else a check would look for its facts under another request than that with which they were collected. */
    @Test
    void whatAHostIsAskedForIsTheSameWhicheverRowsConcernIt() {
        Rows<Nothing> rows = new Rows<>(List.of(Row.of("a", new Nothing()), Row.of("b", new Nothing())));
        Rows<Nothing> ofHost = rows.where(row -> row.key().equals("b"));
        assertThat(ofHost.all()).extracting(Row::key).containsExactly("b");
        assertThat(ofHost.asked()).containsExactly("a", "b").isEqualTo(rows.asked());
        assertThat(ofHost.where(row -> false).table()).isEqualTo(rows.all());
    }
}
