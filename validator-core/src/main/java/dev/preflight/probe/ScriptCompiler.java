package dev.preflight.probe;

import dev.preflight.evidence.FrameProtocol;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.probe.LaneScript.Expected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Makes one script a lane of what the checks want: every probe once, each under its limit and cap. */
public final class ScriptCompiler {
    /** What ends things, limits and frames them: the lane runs it, and hands it on to the contexts that it enters. */
    private static final String GUARD = "PF_STOPS=" + ShellQuote.quoteText(resource(ScriptCompiler.class, "stop.sh"))
            + "\n" + resource(ScriptCompiler.class, "guard.sh") + resource(ScriptCompiler.class, "frame.sh");

    private static final String LANE =
            "PF_G=" + ShellQuote.quoteText(GUARD) + "\neval \"$PF_G\"\n" + resource(ScriptCompiler.class, "lane.sh");
    private static final String LANE_END = resource(ScriptCompiler.class, "end.sh");

    /** Room for the markers inside a capped stream, so that a whole answer is never cut in its own status line. */
    static final int MARKER_ROOM = 256;

    /** The functions of lane.sh that run a probe or those of a context, and what puts them beside others. */
    private static final String PROBE = "pf_probe";

    private static final String CONTEXT = "pf_context";

    private static final String ASIDE = "pf_aside ";

    /** Prints the marker of a frame that begins; its number follows. */
    private static final String BEGINS = "printf '" + marker(FrameProtocol.FRAME_BEGINS) + "' \"$N\" ";

    /** Prints the status of what ran last and the marker of the frame that ends with it; its number follows. */
    private static final String ENDS =
            "printf '" + marker(FrameProtocol.STATUS) + marker(FrameProtocol.FRAME_ENDS) + "' \"$N\" \"$?\" \"$N\" ";

    private ScriptCompiler() {}

    /** For printf, which is given the nonce and one field. */
    private static String marker(String letter) {
        return "\\n" + FrameProtocol.MARK + "%s " + letter + " %s\\n";
    }

    /**
     * Compiles the scripts of one host.
     *
     * @param requests what is wanted; the same request twice is read once
     * @param rights which rights there are
     * @param loginUser who logs in
     * @return a script for each lane that has anything to do
     */
    public static SortedMap<Lane, LaneScript> compile(
            Collection<? extends FactRequest<?>> requests, Rights rights, String loginUser) {
        Map<Lane, Map<String, FactRequest<?>>> byLane = new TreeMap<>();
        Set<FactRequest<?>> slowed = ContextGroups.slowed(requests);
        for (FactRequest<?> request : requests) {
            if (request.context().runsScripts()) {
                Lane own = laneOf(request, rights, loginUser);
                Lane with = own == Lane.USER && slowed.contains(request) ? Lane.SLOW : own;
                byLane.computeIfAbsent(with, lane -> new LinkedHashMap<>()).putIfAbsent(request.key(), request);
            }
        }
        SortedMap<Lane, LaneScript> scripts = new TreeMap<>();
        Predicate<FactRequest<?>> sudoOfLogin = request -> rights == Rights.ROOT_BY_SUDO_PASSWORD
                && request.user().map(loginUser::equals).orElse(true);
        byLane.forEach((lane, wanted) -> scripts.put(lane, lane(lane, List.copyOf(wanted.values()), sudoOfLogin)));
        return scripts;
    }

    /**
     * What of these the login user may be able to read too, in one script; empty if that is nothing.
     *
     * @param requests of a root lane that was refused
     */
    public static Optional<LaneScript> asUser(Collection<? extends FactRequest<?>> requests) {
        List<FactRequest<?>> clean = new ArrayList<>();
        requests.stream().filter(request -> request.context() == Context.CLEAN).forEach(clean::add);
        return clean.isEmpty() ? Optional.empty() : Optional.of(lane(Lane.USER, clean, request -> false));
    }

    private static Lane laneOf(FactRequest<?> request, Rights rights, String loginUser) {
        boolean other = request.user().isPresent() && !request.user().get().equals(loginUser);
        if (request.context() == Context.SUDO_I && !other && rights == Rights.ROOT_BY_SUDO_PASSWORD) {
            return Lane.ROOT_LOGIN;
        }
        boolean asRoot = switch (request.context()) {
            case CLEAN -> request.fact().prefersRoot();
            case SU, SU_LOGIN -> true;
            // What another user's sudo gives is seen by becoming that user first.
            case SUDO -> other || rights == Rights.ROOT_BY_SUDO_PASSWORD;
            case SUDO_I -> other;
            default -> false;
        };
        return rights != Rights.USER && asRoot ? Lane.ROOT : request.fact().lane();
    }

    private static LaneScript lane(Lane lane, List<FactRequest<?>> requests, Predicate<FactRequest<?>> sudoOfLogin) {
        StringBuilder script = new StringBuilder(LANE);
        List<Expected> expected = new ArrayList<>();
        // This lane is what sudo gives: its own shell changes neither umask nor PATH.
        Predicate<FactRequest<?>> inSudo = request -> lane == Lane.ROOT_LOGIN
                || (lane == Lane.ROOT && request.context() == Context.SUDO && sudoOfLogin.test(request));
        Predicate<FactRequest<?>> enters = request -> request.context().entersAnotherShell() && !inSudo.test(request);
        List<FactRequest<?>> rest = new ArrayList<>(requests);
        int number = 0;
        for (FactRequest<?> request : requests) {
            if (request.fact().first() && !enters.test(request)) {
                Expected frame = frame(++number, 0, request);
                expected.add(frame);
                script.append(probe(frame, request, inSudo.test(request), PROBE));
                rest.remove(request);
            }
        }
        List<FactRequest<?>> light =
                rest.stream().filter(ScriptCompiler::mayShare).toList();
        if (light.size() > 1) {
            script.append(shared(++number, light, expected));
            number += light.size();
            rest.removeAll(light);
        }
        List<String> texts = new ArrayList<>();
        List<String> slow = new ArrayList<>();
        boolean aside = requests.stream().filter(ScriptCompiler::isSlow).count() > 1;
        ContextGroups entered = new ContextGroups();
        for (FactRequest<?> request : slowLast(rest)) {
            if (enters.test(request)) {
                entered.add(request);
                continue;
            }
            Expected frame = frame(++number, 0, request);
            expected.add(frame);
            boolean apart = aside && isSlow(request);
            String probe = probe(frame, request, inSudo.test(request), apart ? ASIDE + PROBE : PROBE);
            (isSlow(request) ? slow : texts).add(probe);
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
        return new LaneScript(lane, script.append(LANE_END).toString(), expected);
    }

    private static String shared(int group, List<FactRequest<?>> light, List<Expected> expected) {
        long limit = 0;
        int cap = 0;
        int number = group;
        StringBuilder members = new StringBuilder();
        for (FactRequest<?> request : light) {
            Expected frame = frame(++number, group, request);
            expected.add(frame);
            members.append(member(frame.number(), request));
            limit = Math.max(limit, request.limit().toSeconds());
            cap += frame.capBytes() + MARKER_ROOM;
        }
        return call(PROBE, group, limit, cap, "group", "", members.toString());
    }

    private static boolean isSlow(FactRequest<?> request) {
        return request.fact().lane() == Lane.SLOW;
    }

    private static List<FactRequest<?>> slowLast(List<FactRequest<?>> requests) {
        List<FactRequest<?>> ordered = new ArrayList<>();
        requests.stream().filter(request -> !isSlow(request)).forEach(ordered::add);
        requests.stream().filter(ScriptCompiler::isSlow).forEach(ordered::add);
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

    /** Pure reads share one guarded child: a child each costs a fork and an exec more than what they read. */
    private static boolean mayShare(FactRequest<?> request) {
        return request.fact().light() && request.context() == Context.CLEAN;
    }

    static Expected frame(int number, int group, FactRequest<?> request) {
        Fact<?> fact = request.fact();
        return new Expected(number, group, request.key(), fact.format(), fact.capBytes());
    }

    private static String probe(Expected frame, FactRequest<?> request, boolean inSudo, String run) {
        long limit = request.limit().toSeconds();
        int cap = frame.capBytes() + MARKER_ROOM;
        String context = request.context().id();
        String user = request.user().orElse("");
        String text = text(request);
        if (inSudo) {
            String entered = "printf '\\n" + Context.ENTERED + "\\n'\n";
            return call(run, frame.number(), limit, cap, Context.EXEC.id(), "", entered + text);
        }
        return call(run, frame.number(), limit, cap, context, user, text);
    }

    private static String call(String run, int number, long limit, int cap, String context, String user, String text) {
        return "PF_AS=" + ShellQuote.quote(user) + "\nPF_B=" + ShellQuote.quoteText(text) + "\n" + run + " " + number
                + " " + limit + " " + cap + " " + context + "\n";
    }

    private static String member(int number, FactRequest<?> request) {
        return BEGINS + number + "\n"
                + BEGINS + number + " >&2\n"
                + "PF_M=" + ShellQuote.quoteText(text(request)) + "\n"
                + "( unset N; eval \"$PF_M\" )\n"
                + ENDS + number + "\n";
    }

    /** The probe with its locators in front: values travel as quoted assignments, and nowhere else. */
    static String text(FactRequest<?> request) {
        StringBuilder text = new StringBuilder();
        request.probeLocators()
                .forEach((name, value) -> text.append("PARAM_")
                        .append(name)
                        .append('=')
                        .append(ShellQuote.quote(value))
                        .append('\n'));
        text.append("set --");
        request.arguments().forEach(value -> text.append(' ').append(ShellQuote.quote(value)));
        return text.append('\n').append(request.fact().script()).toString();
    }

    /**
     * A lane that reads the same at once and then for each line that it gets, up to so many times, each in a frame of its own.
     * Each has the environment of the first, so that both ask the same program. A limit for each reading would cost more than
     * the reading: the lane's alarm is one for all of them.
     */
    public static LaneScript again(FactRequest<?> request, int most) {
        List<Expected> expected = new ArrayList<>();
        for (int number = 1; number <= most; number++) {
            expected.add(frame(number, 0, request));
        }
        String text = "PF_B=" + ShellQuote.quoteText(text(request)) + "\nPF_K=1\nwhile :; do\n"
                + BEGINS + "\"$PF_K\"\n"
                + "( unset N; export $PF_CLEAN; eval \"$PF_B\" ) </dev/null 2>/dev/null\n"
                + ENDS + "\"$PF_K\"\n"
                + "PF_K=$((PF_K + 1))\n[ \"$PF_K\" -le " + most + " ] && read -r PF_L || break\ndone\n";
        return lane(Lane.AGAIN, text, expected);
    }

    /** A lane that runs this text and not probes, see lane.sh for what the text finds there. */
    public static LaneScript lane(Lane lane, String text, List<Expected> expected) {
        return new LaneScript(lane, LANE + text + LANE_END, expected);
    }

    /**
     * A script's text without its comments: they are for the reader of the file, and a host need not be sent them.
     *
     * @param owner beside whose class it lies
     */
    public static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.stripLeading().startsWith("#"))
                    .reduce("", (all, line) -> all + line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
