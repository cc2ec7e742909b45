package dev.preflight.probe;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.probe.LaneScript.Expected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Probes that need no shell of their own: one child under one guard runs those of one context, one after another. A guard
 * each would cost a host more processes than most of them make. If the child has to be stopped, all run again, each under
 * its own guard; if it ends early, the one that it ended in and those behind it: pf_all of lane.sh. So it is where their texts
 * are more than a program can be given (execve(2)).
 */
final class SharedChildren {
    private final Map<Key, Child> children = new LinkedHashMap<>();

    /** In what the child runs, and whose session that has to be; the user is empty if it does not matter. */
    private record Key(Context context, String user) {}

    /** A probe with its text. */
    private record Member(FactRequest<?> request, String text) {}

    /**
     * Adds a probe.
     *
     * @param context in which it runs: the clean one, or that of the lane
     * @param text what is run
     */
    void add(Context context, FactRequest<?> request, String text) {
        String user = context == request.context() ? request.user().orElse("") : "";
        children.computeIfAbsent(new Key(context, user), Child::new).members.add(new Member(request, text));
    }

    /** Those that have more than one probe to run. */
    List<Child> ofSeveral() {
        return children.values().stream().filter(child -> child.size() > 1).toList();
    }

    /** One child. */
    static final class Child {
        private final Key key;
        private final List<Member> members = new ArrayList<>();

        private Child(Key key) {
            this.key = key;
        }

        int size() {
            return members.size();
        }

        List<? extends FactRequest<?>> members() {
            return members.stream().map(Member::request).toList();
        }

        /** The frames of the members, which are numbered behind that of the child. */
        List<Expected> expected(int number) {
            List<Expected> expected = new ArrayList<>();
            for (Member member : members) {
                expected.add(ScriptCompiler.frame(number + 1 + expected.size(), number, member.request()));
            }
            return expected;
        }

        /** The call that runs them; the shortest limit of any holds for all of them, as each of those left gets its own. */
        String script(int number) {
            StringBuilder texts = new StringBuilder();
            StringBuilder names = new StringBuilder();
            StringBuilder calls = new StringBuilder();
            long shortest = Long.MAX_VALUE;
            int room = 0;
            for (int i = 0; i < members.size(); i++) {
                int own = number + 1 + i;
                FactRequest<?> request = members.get(i).request();
                long limit = request.limit().toSeconds();
                int cap = request.fact().capBytes() + ScriptCompiler.MARKER_ROOM;
                texts.append("PF_M").append(own).append('=');
                texts.append(ShellQuote.quoteText(members.get(i).text())).append('\n');
                names.append(i == 0 ? "" : " ").append("PF_M").append(own);
                calls.append("pf_member ").append(own).append(' ').append(limit);
                calls.append(' ').append(cap).append('\n');
                shortest = Math.min(shortest, limit);
                room += cap;
            }
            return texts + "PF_AS=" + ShellQuote.quote(key.user()) + "\nPF_NAMES='" + names + "'\nPF_CALLS='" + calls
                    + "'\npf_all " + number + " " + shortest + " " + room + " "
                    + key.context().id() + "\n";
        }
    }
}
