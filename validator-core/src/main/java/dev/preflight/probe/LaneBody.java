package dev.preflight.probe;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.probe.LaneScript.Expected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The calls of one lane's probes, in the order in which they run: the light ones that share a child, of them first what is wanted first,
 * the others, and last what waits or samples. Numbers the frames as it goes.
 */
final class LaneBody {
    /** The functions of lane.sh that run a probe or those of a context, and what puts them beside others. */
    private static final String PROBE = "pf_probe";

    private static final String CONTEXT = "pf_context";

    private static final String ASIDE = "pf_aside ";

    /** What guards a probe: the number of its frame, its limit in seconds, and the cap of its output. */
    private record Guard(int number, long limit, int cap) {}

    private final Lane lane;
    private final Predicate<FactRequest<?>> sudoOfLogin;
    private final StringBuilder script = new StringBuilder();
    private final List<Expected> expected = new ArrayList<>();
    private final List<FactRequest<?>> rest;
    private int number;

    /**
     * The body of a lane.
     *
     * @param requests what is asked for
     * @param sudoOfLogin whether what a request measures is the sudo of the user who logs in, with its password
     */
    LaneBody(Lane lane, List<FactRequest<?>> requests, Predicate<FactRequest<?>> sudoOfLogin) {
        this.lane = lane;
        this.sudoOfLogin = sudoOfLogin;
        this.rest = new ArrayList<>(requests);
        boolean aside = requests.stream().filter(LaneBody::isSlow).count() > 1;
        addShared();
        addRest(aside);
    }

    String text() {
        return script.toString();
    }

    /** The frames that must come back, in their order. */
    List<Expected> expected() {
        return expected;
    }

    /** This lane is what sudo gives: its own shell changes neither umask nor PATH. */
    private boolean inSudo(FactRequest<?> request) {
        return lane == Lane.ROOT_LOGIN
                || (lane == Lane.ROOT && request.context() == Context.SUDO && sudoOfLogin.test(request));
    }

    private boolean enters(FactRequest<?> request) {
        return request.context().entersAnotherShell() && !inSudo(request);
    }

    private void addShared() {
        SharedChildren children = new SharedChildren();
        for (FactRequest<?> request : firstFirst(rest)) {
            if (mayShare(request)) {
                children.add(request.context(), request, textOf(request));
            }
        }
        for (SharedChildren.Child child : children.ofSeveral()) {
            int first = ++number;
            expected.addAll(child.expected(first));
            number += child.size();
            script.append(child.script(first));
            rest.removeAll(child.members());
        }
    }

    private void addRest(boolean aside) {
        List<String> texts = new ArrayList<>();
        List<String> slow = new ArrayList<>();
        ContextGroups entered = new ContextGroups();
        for (FactRequest<?> request : firstFirst(slowLast(rest))) {
            if (enters(request)) {
                entered.add(request);
                continue;
            }
            boolean apart = aside && isSlow(request);
            (isSlow(request) ? slow : texts).add(next(request, apart ? ASIDE + PROBE : PROBE));
        }
        for (ContextGroups.Group group : entered.groups()) {
            int outer = ++number;
            expected.addAll(group.expected(outer));
            number += group.size();
            String text = group.script(outer, aside && group.slow() ? ASIDE + CONTEXT : CONTEXT);
            (group.slow() ? slow : texts).add(text);
        }
        texts.forEach(script::append);
        script.append(sideBySide(slow));
    }

    /** The call of a probe in the next frame. */
    private String next(FactRequest<?> request, String run) {
        Expected frame = ScriptCompiler.frame(++number, 0, request);
        expected.add(frame);
        return probe(frame, request, run);
    }

    private static boolean isSlow(FactRequest<?> request) {
        return request.fact().lane() == Lane.SLOW;
    }

    private static List<FactRequest<?>> firstFirst(List<FactRequest<?>> requests) {
        return requests.stream()
                .sorted(Comparator.comparing(request -> !request.fact().runFirst()))
                .toList();
    }

    private static List<FactRequest<?>> slowLast(List<FactRequest<?>> requests) {
        List<FactRequest<?>> ordered = new ArrayList<>();
        requests.stream().filter(request -> !isSlow(request)).forEach(ordered::add);
        requests.stream().filter(LaneBody::isSlow).forEach(ordered::add);
        return ordered;
    }

    /**
     * What waits or samples runs all at once, so that a lane takes as long as its longest probe and not as all of them.
     * Each writes into a pipe that is emptied when those before it have ended: the frames come whole and in order, and
     * no file is needed.
     */
    private static String sideBySide(List<String> probes) {
        String all = "";
        for (String probe : probes) {
            all = all.isEmpty() ? probe : "{\n" + probe + "} | {\n" + all + "\"$PF_CAT\"\n}\n";
        }
        return all;
    }

    /** A guard for each would cost more processes than what most of them read. What sudo gives is by itself. */
    private boolean mayShare(FactRequest<?> request) {
        return !isSlow(request) && !request.fact().alone() && !request.context().entersAnotherShell();
    }

    private String probe(Expected frame, FactRequest<?> request, String run) {
        Guard guard =
                new Guard(frame.number(), request.limit().toSeconds(), frame.capBytes() + ScriptCompiler.MARKER_ROOM);
        Context context = inSudo(request) ? Context.EXEC : request.context();
        String user = inSudo(request) ? "" : request.user().orElse("");
        return call(run, guard, context.id(), user, textOf(request));
    }

    private String textOf(FactRequest<?> request) {
        String entered = inSudo(request) ? "printf '\\n" + Context.ENTERED + "\\n'\n" : "";
        return entered + ScriptCompiler.text(request);
    }

    private static String call(String run, Guard guard, String context, String user, String text) {
        return "PF_AS=" + ShellQuote.quote(user) + "\nPF_B=" + ShellQuote.quoteText(text) + "\n" + run + " "
                + guard.number() + " " + guard.limit() + " " + guard.cap() + " " + context + "\n";
    }
}
