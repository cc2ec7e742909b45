package dev.preflight.probe;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.probe.LaneScript.Expected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Probes that need no guard of their own: one child under one guard runs them, one after another. A guard each would cost a
 * host more processes than most of them make. If the child has to be stopped, all run again, each under its own guard; if it
 * ends early, the one that it ended in and those behind it: pf_all of lane.sh. So it is where their texts are more than a
 * program can be given (execve(2)).
 */
final class SharedChildren {
    private final List<Member> clean = new ArrayList<>();
    private final Map<String, List<Member>> ofUsers = new LinkedHashMap<>();

    /** A probe with its text. */
    private record Member(FactRequest<?> request, Context context, String text) {}

    /**
     * Adds a probe.
     *
     * @param context in which it runs: the clean one, or that of the lane
     * @param text what is run
     */
    void add(Context context, FactRequest<?> request, String text) {
        String user = context == request.context() ? request.user().orElse("") : "";
        List<Member> members =
                context == Context.CLEAN ? clean : ofUsers.computeIfAbsent(user, name -> new ArrayList<>());
        members.add(new Member(request, context, text));
    }

    /** Those that have more than one probe to run. */
    List<Child> ofSeveral() {
        List<Child> children = new ArrayList<>();
        ofUsers.forEach(
                (user, others) -> children.add(new Child(user, children.isEmpty() ? clean : List.of(), others)));
        if (children.isEmpty()) {
            children.add(new Child("", clean, List.of()));
        }
        return children.stream().filter(child -> child.size() > 1).toList();
    }

    /**
     * One child.
     *
     * @param user whose session it has to be for the others; empty if it does not matter
     * @param clean those in a clean environment
     * @param others those in the environment of the lane
     */
    record Child(String user, List<Member> clean, List<Member> others) {
        private Stream<Member> all() {
            return Stream.concat(clean.stream(), others.stream());
        }

        int size() {
            return clean.size() + others.size();
        }

        List<? extends FactRequest<?>> members() {
            return all().map(Member::request).toList();
        }

        /** The frames of the members, which are numbered behind that of the child. */
        List<Expected> expected(int number) {
            List<Expected> expected = new ArrayList<>();
            members()
                    .forEach(request ->
                            expected.add(ScriptCompiler.frame(number + 1 + expected.size(), number, request)));
            return expected;
        }

        /** The call that runs them; the shortest limit of any holds for all of them, as each of those left gets its own. */
        String script(int number) {
            List<Member> members = all().toList();
            StringBuilder texts = new StringBuilder();
            List<String> names = new ArrayList<>();
            for (Member member : members) {
                String name = "PF_M" + (number + 1 + names.size());
                names.add(name);
                texts.append(name)
                        .append('=')
                        .append(ShellQuote.quoteText(member.text()))
                        .append('\n');
            }
            long shortest = members.stream()
                    .mapToLong(member -> member.request().limit().toSeconds())
                    .min()
                    .orElseThrow();
            int room = members.stream().mapToInt(SharedChildren::room).sum();
            return texts + "PF_AS=" + ShellQuote.quote(user) + "\nPF_NAMES='" + String.join(" ", names)
                    + "'\nPF_CLEANS='"
                    + calls(number + 1, clean) + "'\nPF_OTHERS='" + calls(number + 1 + clean.size(), others)
                    + "'\npf_all "
                    + number + " " + shortest + " " + room + "\n";
        }

        /** The calls of pf_member. What is given to it is free of quotes: numbers and names. */
        private static String calls(int first, List<Member> members) {
            StringBuilder calls = new StringBuilder();
            for (int i = 0; i < members.size(); i++) {
                Member member = members.get(i);
                calls.append("pf_member ")
                        .append(first + i)
                        .append(' ')
                        .append(member.request().limit().toSeconds());
                calls.append(' ')
                        .append(room(member))
                        .append(' ')
                        .append(member.context().id());
                if (member.context() == Context.CLEAN) {
                    Leftovers.of(member.request())
                            .ifPresent(left -> calls.append(" \"")
                                    .append(String.join(" ", left.variables()))
                                    .append("\" \"")
                                    .append(String.join(" ", left.functions()))
                                    .append('"'));
                }
                calls.append('\n');
            }
            return calls.toString();
        }
    }

    private static int room(Member member) {
        return member.request().fact().capBytes() + ScriptCompiler.MARKER_ROOM;
    }
}
