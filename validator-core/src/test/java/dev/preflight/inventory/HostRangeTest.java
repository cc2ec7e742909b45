package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRangeTest {
    private final Problems problems = new Problems();

    private List<String> expand(String pattern) {
        return HostRange.expand(pattern, new Place("i", 1, 1), problems);
    }

    @ParameterizedTest
    @CsvSource({
        "web, web",
        "w[1:3], w1 w2 w3",
        "w[08:11].x, w08.x w09.x w10.x w11.x",
        "w[0:10:4], w0 w4 w8",
        "w[:2], w0 w1 w2",
        "w[2:2], w2",
        "w[1:02], w1 w2",
        "w[a:c], wa wb wc",
        "w[A:E:2]z, wAz wCz wEz",
        "m[1:2]-[a:b], m1-a m1-b m2-a m2-b"
    })
    void expandsInOrder(String pattern, String names) {
        assertThat(expand(pattern)).containsExactly(names.split(" "));
        assertThat(problems.none()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "w[1:3,       i:1:2: a '[' without its ']'",
        "w[1-3],      i:1:2: not a range",
        "w[1:2:3:4],  i:1:2: not a range",
        "w[1:],       i:1:2: a range must go",
        "w[1:a],      i:1:2: a range must go",
        "w[a:C],      i:1:2: a range must go",
        "w[aa:ac],    i:1:2: a range must go",
        "w[1:9999999999], i:1:2: a range must go",
        "w[1:9:0],    i:1:2: the step",
        "w[1:9:x],    i:1:2: the step",
        "w[1:9:],     i:1:2: the step",
        "w[3:1],      i:1:2: the range begins after its end; swap 3 and 1",
        "w[c:a],      i:1:2: the range begins after its end; swap c and a",
        "w[01:100],   i:1:2: a range padded with zeros",
        "w[1:2]x[3:1], i:1:8: the range begins after its end"
    })
    void saysWhatIsWrongAndWhere(String pattern, String message) {
        assertThat(expand(pattern)).isEmpty();
        assertThat(problems.all())
                .singleElement()
                .extracting(Problem::toString)
                .asString()
                .startsWith(message);
    }

    @Test
    void takesTenThousandHostsAndNotOneMore() {
        assertThat(expand("w[1:10000]")).hasSize(10_000);
        assertThat(expand("w[1:100]-[1:100]")).hasSize(10_000);
        assertThat(problems.none()).isTrue();

        assertThat(expand("w[0:10000]")).isEmpty();
        assertThat(expand("w[1:100]-[0:100]")).isEmpty();
        assertThat(expand("w[1:999999999][1:999999999]")).isEmpty();
        assertThat(problems.all())
                .hasSize(3)
                .extracting(Problem::message)
                .allMatch(message -> message.contains("at most 10000"));
    }
}
