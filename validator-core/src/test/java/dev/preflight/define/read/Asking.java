package dev.preflight.define.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.value.Value;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells.Shell;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks this machine for a read, and writes what it says in one line. */
final class Asking {
    private Asking() {}

    /** What a read gives under this shell. */
    static Reading<Answer> of(Shell shell, Read read) {
        return of(ScriptRun.under(shell), read, Context.CLEAN);
    }

    static Reading<Answer> of(ScriptRun run, Read read, Context context) {
        return of(run, Reads.asked("x-test/read", read, context));
    }

    private static <T> Reading<Answer> of(ScriptRun run, Asked<T> asked) {
        ScriptRun.Answer answer = run.run(asked.request());
        return answer.reading(asked.request()).flatMap(asked.answer());
    }

    /** The value, or the reason why there is none. */
    static String said(Reading<Answer> reading) {
        return reading.fold(
                answer -> text(answer.value()), missing -> missing.reason().code() + ": " + missing.detail());
    }

    static String said(Shell shell, Read read) {
        return said(of(shell, read));
    }

    static Read file(Form form, String... paths) {
        return Read.of(new Source.File(List.of(paths)), form);
    }

    static Read secret(Source source) {
        return new Read(source, Form.Plain.TEXT, false, true, Read.LIMIT);
    }

    static Source.Command command(String... argv) {
        return command(Source.Command.Stream.STDOUT, argv);
    }

    static Source.Command command(Source.Command.Stream stream, String... argv) {
        return new Source.Command(List.of(argv), new TreeSet<>(List.of(0)), stream);
    }

    /** A value as one writes it. */
    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        } else if (value instanceof Value.Whole whole) {
            return Long.toString(whole.number());
        } else if (value instanceof Value.Decimal decimal) {
            return decimal.number().toPlainString();
        } else if (value instanceof Value.Bool bool) {
            return Boolean.toString(bool.holds());
        } else if (value instanceof Value.Time time) {
            return time.length().toString();
        } else if (value instanceof Value.Date date) {
            return date.at().toString();
        } else if (value instanceof Value.Version version) {
            return "v" + version.text();
        } else if (value instanceof Value.Items items) {
            return items.values().stream().map(Asking::text).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Value.Row row) {
            return row.fields().entrySet().stream()
                    .map((Map.Entry<String, Value> field) -> field.getKey() + "=" + text(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        assertThat(value).isInstanceOf(Value.Absent.class);
        return "absent";
    }
}
