package dev.preflight.evidence;

import dev.preflight.api.HostFacts;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.transport.Unreachable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Parses the frames of one host into facts, each once; whatever is not a whole frame becomes the reason why not. */
public final class Readings {
    private Readings() {}

    /** The facts of a host, as far as its evidence gives these. */
    public static HostFacts of(HostEvidence evidence, Collection<? extends FactRequest<?>> requests) {
        Map<String, Reading<?>> readings = new LinkedHashMap<>();
        for (FactRequest<?> request : requests) {
            readings.computeIfAbsent(request.key(), key -> reading(evidence, request));
        }
        return new HostFacts(evidence.host(), evidence.collectedAt(), readings);
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
        if (frame.get().format() != request.fact().format()) {
            return Reading.missing(
                    Reason.FORMAT_MISMATCH,
                    "the evidence has format " + frame.get().format() + ", this version reads format "
                            + request.fact().format());
        }
        return parsed(request, frame.get(), lane.flatMap(LaneEvidence::failure));
    }

    private static <T> Reading<T> parsed(FactRequest<T> request, Frame frame, Optional<LaneFailure> laneFailure) {
        ProbeOutput output =
                new ProbeOutput(frame.out(), frame.err(), frame.status().orElse(-1));
        if (frame.end() != FrameEnd.COMPLETE) {
            boolean laneBroke = frame.end() == FrameEnd.NEVER || frame.end() == FrameEnd.CUT;
            return laneBroke && laneFailure.isPresent()
                    ? Reading.missing(
                            laneFailure.get().reason(), laneFailure.get().said())
                    : Reading.missing(frame.end().reason(), output.firstError());
        }
        if (sudoRefused(request, output)) {
            return Reading.missing(Reason.NO_PERMISSION, output.firstError());
        }
        try {
            return request.fact().parser().parse(output);
        } catch (FactFormatException e) {
            return Reading.missing(Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A parser that trips over what a host printed must not end the run: it is this one fact that is lost.
            return Reading.missing(
                    Reason.MALFORMED, "the parser of " + request.fact().id() + " failed: " + e);
        }
    }

    /** Behind sudo, silence with a word of sudo's own on standard error means that the probe never ran. */
    private static boolean sudoRefused(FactRequest<?> request, ProbeOutput output) {
        return request.context() == Context.SUDO
                && output.status() != 0
                && output.out().length == 0
                && output.firstError().startsWith("sudo: ");
    }

    private static <T> Reading<T> missing(Unreachable failure) {
        return Reading.missing(failure.failure().reason(), failure.failure().code());
    }
}
