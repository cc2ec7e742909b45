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
import java.util.stream.Stream;

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

    /** What the variable of a locator is called, with its name behind it. */
    static final String LOCATOR = "PARAM_";

    /** Prints the marker of a frame that begins; its number follows. */
    static final String BEGINS = "printf '" + marker(FrameProtocol.FRAME_BEGINS) + "' \"$N\" ";

    /** Prints the status of what ran last and the marker of the frame that ends with it; its number follows. */
    static final String ENDS =
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
        LaneBody body = new LaneBody(lane, requests, sudoOfLogin);
        return lane(lane, body.text(), body.expected());
    }

    static Expected frame(int number, int group, FactRequest<?> request) {
        Fact<?> fact = request.fact();
        return new Expected(number, group, request.key(), fact.format(), fact.capBytes());
    }

    /** The probe with its locators in front: values travel as quoted assignments, and nowhere else. */
    static String text(FactRequest<?> request) {
        StringBuilder text = new StringBuilder();
        request.probeLocators()
                .forEach((name, value) -> text.append(LOCATOR)
                        .append(name)
                        .append('=')
                        .append(ShellQuote.quote(value))
                        .append('\n'));
        text.append("set --");
        Stream.concat(request.arguments().stream(), request.hosts().stream())
                .forEach(value -> text.append(' ').append(ShellQuote.quote(value)));
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
