package dev.preflight.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonOutTest {
    @Test
    void writesIndentedAndInOrder() {
        String text = JsonOut.object(o -> o.field("z", "x")
                .field("a", 9_007_199_254_740_993L)
                .field("yes", true)
                .nothing("none")
                .field("list", List.of("p", "q"))
                .array("empty", items -> {})
                .object("o", inner -> {})
                .array(
                        "hosts",
                        items -> items.object(h -> h.field("name", "h1"))
                                .value(1)
                                .array(i -> i.value(false))));

        assertThat(text).isEqualTo("""
                        {
                          "z": "x",
                          "a": 9007199254740993,
                          "yes": true,
                          "none": null,
                          "list": [
                            "p",
                            "q"
                          ],
                          "empty": [],
                          "o": {},
                          "hosts": [
                            {
                              "name": "h1"
                            },
                            1,
                            [
                              false
                            ]
                          ]
                        }
                        """);
    }

    @Test
    void escapesWhatSteersATerminalAndReadsItBack() {
        String hostile = "\u001b[2J\u0007\u007f\u009b31m\u202e\u2028\"\\\n\u0000 主机 é";

        String text = JsonOut.array(a -> a.value(hostile));

        assertThat(text.chars().filter(c -> c != '\n')).noneMatch(c -> c < 0x20 || (c >= 0x7f && c <= 0x9f));
        assertThat(text).contains("\\u009b", "\\u202e", "主机 é");
        Node.Sequence back =
                (Node.Sequence) JsonText.parse("t", text, new Problems()).orElseThrow();
        assertThat(((Node.Scalar) back.items().get(0)).text()).isEqualTo(hostile);
    }
}
