package dev.preflight.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArgTest {
    @Test
    void ofManyTextsTheFirstTenAreShown() {
        List<String> ten = IntStream.range(0, 10).mapToObj(i -> "h" + i).toList();
        assertThat(Arg.firstOf(List.of())).isEqualTo(Arg.texts(List.of()));
        assertThat(Arg.firstOf(ten)).isEqualTo(Arg.texts(ten));

        List<String> eleven = new ArrayList<>(ten);
        eleven.add("h10");
        List<String> shown = new ArrayList<>(ten);
        shown.add("...");
        assertThat(Arg.firstOf(eleven)).isEqualTo(Arg.texts(shown));
    }
}
