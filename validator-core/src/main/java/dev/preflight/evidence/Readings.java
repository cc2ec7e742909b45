package dev.preflight.evidence;

import dev.preflight.api.HostFacts;
import dev.preflight.api.ProbeTiming;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactParser;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.fact.Refusal;
import dev.preflight.transport.HostFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses the frames of one host into facts, each once; whatever is not a whole frame becomes the reason why not. */
public final class Readings {
    /** A shell says 128 and the number of the signal for what a signal killed (POSIX.1-2017, 2.8.2; dash, bash, busybox). */
    private static final int KILLED = 128;

    /** Above the highest signal of Linux (signal(7): 64), a status is a program's own, such as 255. */
    private static final int LAST_SIGNAL = 64;

    /** What writes to a reader that has gone gets SIGPIPE, 13 (signal(7)): that is how {@code | head} ends, not a loss. */
    private static final int PIPE = 13;

    /** What nologin(8) says: that of util-linux and shadow, and that of busybox. */
    private static final Pattern NO_LOGIN = Pattern.compile("^This account is (currently )?not available");

    /** Neither su nor sudo refuses anybody in silence. */
    private static final String SILENT = "the shell of this user ended at once and said nothing, as /bin/false does";

    private Readings() {}

    /** The facts of a host, as far as its evidence gives these. */
    public static HostFacts of(HostEvidence evidence, Collection<? extends FactRequest<?>> requests) {
        Map<String, Reading<?>> readings = new LinkedHashMap<>();
        for (FactRequest<?> request : requests) {
            readings.computeIfAbsent(request.key(), key -> reading(evidence, request));
        }
        return new HostFacts(evidence.host(), evidence.collectedAt(), readings, exchanges(evidence));
    }

    private static Map<String, ProbeTiming> exchanges(HostEvidence evidence) {
        Map<String, ProbeTiming> exchanges = new LinkedHashMap<>();
        for (LaneEvidence lane : evidence.lanes()) {
            for (Frame frame : lane.frames()) {
                frame.receivedAt()
                        .ifPresent(at -> exchanges.putIfAbsent(frame.key(), new ProbeTiming(lane.sentAt(), at)));
            }
        }
        return exchanges;
    }

    private static <T> Reading<T> reading(HostEvidence evidence, FactRequest<T> request) {
        Optional<LaneEvidence> lane = evidence.lanes().stream()
                .filter(l -> l.frames().stream().anyMatch(frame -> frame.key().equals(request.key())))
                .findFirst();
        Optional<Frame> frame = evidence.frame(request.key());
        if (frame.isEmpty()) {
            return evidence.failure()
                    .<Reading<T>>map(Readings::missing)
                    .orElseGet(() -> Reading.missing(Reason.NOT_COLLECTED, ""));
        }
        if (lane.filter(LaneEvidence::rebooted).isPresent() && request.fact().lane() == Lane.SLOW) {
            return Reading.missing(Reason.REBOOTED_MIDWAY, "the host's boot_id changed while it was watched");
        }
        return parsed(request, frame.get(), lane.flatMap(LaneEvidence::failure));
    }

    /** The fact of one frame, or the reason why there is none. */
    public static <T> Reading<T> parsed(FactRequest<T> request, Frame frame, Optional<LaneFailure> laneFailure) {
        Optional<FactParser<T>> parser = request.fact().parser(frame.format());
        if (parser.isEmpty()) {
            return Reading.missing(
                    Reason.FORMAT_MISMATCH,
                    "the evidence has format " + frame.format() + ", this version reads format "
                            + request.fact().format());
        }
        ProbeOutput output =
                new ProbeOutput(frame.out(), frame.err(), frame.status().orElse(-1));
        if (frame.end() != FrameEnd.COMPLETE) {
            return incomplete(request, frame.end(), output, laneFailure);
        }
        if (notOwn(request, output)) {
            return Reading.missing(Reason.NO_PERMISSION, output.firstError());
        }
        if (request.context() == Context.UPLOAD && output.status() == FrameProtocol.NOT_FOUND) {
            return Reading.missing(Reason.NO_TOOL, output.firstError());
        }
        if (request.context().entersAnotherShell()) {
            Optional<ProbeOutput> entered = entered(output);
            if (entered.isEmpty()) {
                return neverEntered(request, output);
            }
            output = entered.get();
        }
        if (killed(output.status())) {
            return Reading.missing(Reason.DIED, "killed by signal " + (output.status() - KILLED) + " before its end");
        }
        return parsed(request, parser.get(), output);
    }

    private static <T> Reading<T> incomplete(
            FactRequest<T> request, FrameEnd end, ProbeOutput output, Optional<LaneFailure> laneFailure) {
        if (end == FrameEnd.TIMED_OUT) {
            return stopped(request, output);
        }
        boolean laneBroke = end == FrameEnd.NEVER || end == FrameEnd.CUT;
        return laneBroke && laneFailure.isPresent()
                ? Reading.missing(laneFailure.get().reason(), laneFailure.get().said())
                : Reading.missing(end.reason(), output.firstError());
    }

    private static <T> Reading<T> parsed(FactRequest<T> request, FactParser<T> parser, ProbeOutput output) {
        try {
            return parser.parse(output);
        } catch (FactFormatException e) {
            return Reading.missing(Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            // A parser that trips over what a host printed must not end the run: it is this one fact that is lost.
            return Reading.missing(
                    Reason.MALFORMED, "the parser of " + request.fact().id() + " failed: " + e);
        }
    }

    /** What was stopped at its limit: the probe, or the start-up files before it, which have one of their own. */
    private static <T> Reading<T> stopped(FactRequest<T> request, ProbeOutput output) {
        boolean before =
                request.context().entersAnotherShell() && entered(output).isEmpty();
        Optional<String> said = Stopped.said(output);
        return before
                ? Reading.missing(Reason.STARTUP_TIMEOUT, said.orElse(""))
                : Reading.missing(Reason.TIMEOUT, said.orElseGet(() -> Stopped.firstOwnError(output)));
    }

    /** What a probe had said by then is no whole answer, however whole it looks. */
    private static boolean killed(int status) {
        int signal = status - KILLED;
        return signal > 0 && signal <= LAST_SIGNAL && signal != PIPE;
    }

    /** The session is not the one that is measured: lane.sh says so on standard error, with a status of its own. */
    private static boolean notOwn(FactRequest<?> request, ProbeOutput output) {
        return request.user().isPresent() && output.status() == FrameProtocol.NOT_OWN && output.out().length == 0;
    }

    /** The output after the line that a probe begins with; start-up files may print something before that line. */
    private static Optional<ProbeOutput> entered(ProbeOutput output) {
        // One char for each byte, so that an index into the text is one into the bytes.
        String text = new String(output.out(), StandardCharsets.ISO_8859_1);
        String line = Context.ENTERED + "\n";
        int at = text.startsWith(line) ? 0 : text.indexOf("\n" + line) + 1;
        if (at == 0 && !text.startsWith(line)) {
            return Optional.empty();
        }
        byte[] behind = Arrays.copyOfRange(output.out(), at + line.length(), output.out().length);
        return Optional.of(new ProbeOutput(behind, output.err(), output.status()));
    }

    private static <T> Reading<T> neverEntered(FactRequest<T> request, ProbeOutput output) {
        String said = output.firstError().isEmpty()
                ? output.lines().stream()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("")
                : output.firstError();
        if (request.context() == Context.LOGIN) {
            return Reading.missing(Reason.NO_SHELL, said.isEmpty() ? "the login shell's start-up files end it" : said);
        }
        String err = new String(output.err(), StandardCharsets.UTF_8);
        Optional<String> refused = Stream.concat(err.lines(), output.lines().stream())
                .filter(line -> NO_LOGIN.matcher(line).find())
                .findFirst();
        boolean silent = said.isEmpty() && output.status() != FrameProtocol.NOT_FOUND;
        if (refused.isPresent() || silent) {
            return Reading.missing(Reason.NO_SHELL, refused.map(String::strip).orElse(SILENT));
        }
        boolean sudo = request.context() == Context.SUDO || request.context() == Context.SUDO_I;
        return Refusal.of(err, sudo)
                .<Reading<T>>map(refusal -> Reading.missing(refusal.reason(), refusal.said()))
                .orElseGet(() -> Reading.missing(
                        output.status() == FrameProtocol.NOT_FOUND ? Reason.NO_TOOL : Reason.NO_PERMISSION, said));
    }

    private static <T> Reading<T> missing(HostFailure failure) {
        return Reading.missing(failure.failure().reason(), failure.failure().code());
    }
}
