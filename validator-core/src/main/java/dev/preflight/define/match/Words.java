package dev.preflight.define.match;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is required, in both languages; values are gaps, since only a run knows those of parameters. */
public final class Words {
    /** No parameter is called so, nor is any but a strange field. */
    private static final String GAP = "required-";

    /** Of a list the first few are said. */
    private static final int NAMED = 10;

    private final StringBuilder english = new StringBuilder();
    private final StringBuilder chinese = new StringBuilder();
    private final List<Said> said = new ArrayList<>();

    /** A value that is said, and its type. */
    private record Said(Operand operand, ValueType type) {
        String shown() {
            return operand.param().map(name -> "${" + name + "}").orElseGet(() -> {
                Value value = operand.in(Map.of());
                return type == ValueType.Simple.SIZE && value instanceof Value.Whole size
                        ? new ByteSize(size.number()).toString()
                        : Shown.text(value);
            });
        }
    }

    /** Nothing said yet. */
    public Words() {}

    /** Says this. */
    public Words say(String en, String zh) {
        english.append(en);
        chinese.append(zh);
        return this;
    }

    /** Says a name, which is the same in both languages. */
    public Words name(String name) {
        return value(Operand.of(new Value.Text(name), name), ValueType.Simple.TEXT);
    }

    Words value(Operand operand, ValueType type) {
        said.add(new Said(operand, type));
        String gap = "{" + GAP + said.size() + "}";
        return say(gap, gap);
    }

    /** Says several values. */
    Words values(List<Operand> operands, ValueType type) {
        for (int i = 0; i < Math.min(operands.size(), NAMED); i++) {
            say(i == 0 ? "" : ", ", i == 0 ? "" : "、").value(operands.get(i), type);
        }
        return operands.size() > NAMED ? say(", ...", "、……") : this;
    }

    /** What was said, with gaps. */
    public String in(String language) {
        return (language.equals("zh") ? chinese : english).toString();
    }

    /** The same with the values that are known; a parameter is shown as it is written. */
    public String shown(String language) {
        String text = in(language);
        // From the last one on: a value may look like a gap, and stands behind those that are still to be filled.
        for (int i = said.size(); i > 0; i--) {
            String gap = "{" + GAP + i + "}";
            int at = text.indexOf(gap);
            text = text.substring(0, at) + said.get(i - 1).shown() + text.substring(at + gap.length());
        }
        return text;
    }

    /** What fills the gaps, with these parameters. */
    public SortedMap<String, Arg> args(Map<String, Value> params) {
        SortedMap<String, Arg> args = new TreeMap<>();
        for (int i = 0; i < said.size(); i++) {
            Said one = said.get(i);
            args.put(GAP + (i + 1), Shown.arg(one.operand().in(params), one.type()));
        }
        return args;
    }
}
