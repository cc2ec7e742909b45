package dev.preflight.define.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What several reads are expected to say; all of them are asked in one script. */
final class Expecting {
    private final ScriptRun run;
    private final Context context;
    private final List<Read> reads = new ArrayList<>();
    private final List<Consumer<String>> checks = new ArrayList<>();

    private Expecting(ScriptRun run, Context context) {
        this.run = run;
        this.context = context;
    }

    static Expecting of(Shell shell) {
        return new Expecting(ScriptRun.under(shell), Context.CLEAN);
    }

    /** In the environment of this login. */
    static Expecting of(ScriptRun login) {
        return new Expecting(login, Context.EXEC);
    }

    Expecting is(Read read, String said) {
        return that(read, text -> assertThat(text).isEqualTo(said));
    }

    Expecting starts(Read read, String said) {
        return that(read, text -> assertThat(text).startsWith(said));
    }

    Expecting that(Read read, Consumer<String> check) {
        reads.add(read);
        checks.add(check);
        return this;
    }

    void ask() {
        List<Asked<?>> asked = new ArrayList<>();
        for (Read read : reads) {
            asked.add(Reads.asked("x-test/r" + asked.size(), read, context));
        }
        ScriptRun.Answer answer = run.run(asked.stream().map(Asked::request).toArray(FactRequest<?>[]::new));
        for (int i = 0; i < reads.size(); i++) {
            checks.get(i).accept(said(asked.get(i), answer));
        }
    }

    private static <T> String said(Asked<T> asked, ScriptRun.Answer answer) {
        return Asking.said(answer.reading(asked.request()).flatMap(asked.answer()));
    }
}
