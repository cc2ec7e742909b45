package dev.preflight.probe;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.probe.LaneScript.Expected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The probes of the contexts that have start-up files of their own, by context and user: each context is entered once, and
 * in it one child runs all its probes, one after another, each under its own limit and cap.
 */
final class ContextGroups {
    /**
     * How long the start-up files of one login may take. A login that hung on a busy machine took 60 s (pyenv waits so long
     * for its lock); twenty is what still leaves most of a host's deadline of 60 s.
     */
    static final Duration ENTRY_LIMIT = Duration.ofSeconds(20);

    /** SIGKILL comes two seconds behind SIGTERM (stop.sh), and looking what ran takes a moment. */
    private static final int GRACE_SECONDS = 3;

    /** Room for what start-up files print. */
    private static final int NOISE_ROOM = 16 * 1024;

    /**
     * The text travels in one variable; execve(2) takes strings of up to 128 KiB (MAX_ARG_STRLEN), the shell's own text
     * and quotes included.
     */
    private static final int LONGEST_TEXT = 80 * 1024;

    private final Map<Key, Group> last = new LinkedHashMap<>();
    private final List<Group> all = new ArrayList<>();

    /** One way in. */
    private record Key(Context context, String user) {
        static Key of(FactRequest<?> request) {
            return new Key(request.context(), request.user().orElse(""));
        }
    }

    /** The lanes of requests for contexts: those of one context stay together, in the slow lane if one of them is slow. */
    static Set<FactRequest<?>> slowed(Collection<? extends FactRequest<?>> requests) {
        Set<Key> slow = new HashSet<>();
        requests.stream()
                .filter(request -> request.context().entersAnotherShell())
                .filter(request -> request.fact().lane() == Lane.SLOW)
                .forEach(request -> slow.add(Key.of(request)));
        Set<FactRequest<?>> slowed = new HashSet<>();
        requests.stream().filter(request -> slow.contains(Key.of(request))).forEach(slowed::add);
        return slowed;
    }

    void add(FactRequest<?> request) {
        String text = ShellQuote.quoteText(ScriptCompiler.text(request));
        Group group = last.get(Key.of(request));
        if (group == null || group.length + text.length() > LONGEST_TEXT) {
            group = new Group(Key.of(request));
            last.put(Key.of(request), group);
            all.add(group);
        }
        group.add(request, text);
    }

    List<Group> groups() {
        return List.copyOf(all);
    }

    /** What is run behind one entry. */
    static final class Group {
        private final Key key;
        private final List<FactRequest<?>> members = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private int length;

        private Group(Key key) {
            this.key = key;
        }

        private void add(FactRequest<?> request, String text) {
            members.add(request);
            texts.add(text);
            length += text.length();
        }

        int size() {
            return members.size();
        }

        boolean slow() {
            return members.stream().anyMatch(request -> request.fact().lane() == Lane.SLOW);
        }

        /** The frames of the members, which are numbered behind that of the group. */
        List<Expected> expected(int outer) {
            List<Expected> expected = new ArrayList<>();
            for (FactRequest<?> request : members) {
                expected.add(ScriptCompiler.frame(outer + 1 + expected.size(), outer, request));
            }
            return expected;
        }

        /** The call that enters the context and runs the members there. */
        String script(int outer, String run) {
            StringBuilder inside = new StringBuilder();
            long more = GRACE_SECONDS;
            int cap = NOISE_ROOM;
            String program = members.size() > 1 ? "$PF_CAPPED" : "$PF_PLAIN";
            for (int i = 0; i < members.size(); i++) {
                long limit = members.get(i).limit().toSeconds();
                int room = members.get(i).fact().capBytes() + ScriptCompiler.MARKER_ROOM;
                more += limit + GRACE_SECONDS;
                cap += room + ScriptCompiler.MARKER_ROOM;
                inside.append("PF_B=").append(texts.get(i));
                inside.append("\npf_framed ").append(outer + 1 + i).append(' ').append(limit);
                inside.append(' ').append(room).append(" \"").append(program).append("\"\n");
            }
            return "PF_AS=" + ShellQuote.quote(key.user()) + "\nPF_B=" + ShellQuote.quoteText(inside.toString()) + "\n"
                    + run + " " + outer + " " + ENTRY_LIMIT.toSeconds() + " " + cap + " "
                    + key.context().id() + " " + more + "\n";
        }
    }
}
