package dev.preflight.casefile;

import dev.preflight.casefile.Case.Change;
import dev.preflight.casefile.Case.Withheld;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.node.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What hosts said, changed before it is parsed. Pure. */
final class Answers {
    private Answers() {}

    /**
     * The same evidence, in which each request finds its answer: evidence that was written by hand names an answer by fact
     * and context, for the hash of what was asked changes with every row of a profile.
     */
    static HostEvidence fitted(HostEvidence evidence, Collection<? extends FactRequest<?>> requests) {
        Map<String, List<FactRequest<?>>> byName = new HashMap<>();
        Set<String> there = new HashSet<>();
        evidence.lanes().forEach(lane -> lane.frames().forEach(frame -> there.add(frame.key())));
        for (FactRequest<?> request : requests) {
            String key = request.key();
            String name = there.contains(key) ? key : key.replaceFirst("~.*", "");
            byName.computeIfAbsent(name, any -> new ArrayList<>()).add(request);
        }
        return ofFrames(evidence, frame -> {
            List<FactRequest<?>> asked = byName.getOrDefault(frame.key(), List.of());
            return asked.isEmpty()
                    ? List.of(frame)
                    : asked.stream().map(request -> answer(frame, request)).toList();
        });
    }

    private static Frame answer(Frame frame, FactRequest<?> request) {
        int format =
                frame.format() == EvidenceFile.PRESENT_FORMAT ? request.fact().format() : frame.format();
        return copy(frame, request.key(), format, frame.out());
    }

    private static Frame copy(Frame frame, String key, int format, byte[] out) {
        return new Frame(key, format, frame.end(), frame.status(), frame.took(), frame.receivedAt(), out, frame.err());
    }

    /** The same evidence as if it were collected at another time. */
    static HostEvidence at(HostEvidence evidence, Instant when) {
        return new HostEvidence(evidence.host(), evidence.transport(), when, evidence.lanes(), evidence.failure());
    }

    /** The same evidence with these changes of this host; a text that the host did not say is noted. */
    static HostEvidence changed(HostEvidence evidence, List<Change> changes, Problems problems) {
        HostEvidence changed = evidence;
        for (Change change : changes) {
            if (change.of().host().equals(evidence.host().name())) {
                changed = changed(changed, change, problems);
            }
        }
        return changed;
    }

    private static HostEvidence changed(HostEvidence evidence, Change change, Problems problems) {
        // One char for each byte: what is not UTF-8 stays as it is.
        String old = latin(change.replace());
        String fresh = latin(change.with());
        boolean[] found = {false};
        HostEvidence changed = ofFrames(evidence, frame -> {
            String said = new String(frame.out(), StandardCharsets.ISO_8859_1);
            if (!change.of().names(frame.key()) || !said.contains(old)) {
                return List.of(frame);
            }
            found[0] = true;
            byte[] out = said.replace(old, fresh).getBytes(StandardCharsets.ISO_8859_1);
            return List.of(copy(frame, frame.key(), frame.format(), out));
        });
        if (!found[0]) {
            problems.add(
                    change.place(),
                    "host " + change.of().host() + " did not say this of "
                            + change.of().fact(),
                    "copy it from the evidence, letter by letter");
        }
        return changed;
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The same evidence without what is withheld of this host, missing for the reason given. */
    static HostEvidence without(HostEvidence evidence, List<Withheld> withheld) {
        HostEvidence less = evidence;
        for (Withheld one : withheld) {
            if (one.of().host().equals(evidence.host().name())) {
                less = without(less, one);
            }
        }
        return less;
    }

    private static HostEvidence without(HostEvidence evidence, Withheld withheld) {
        List<Frame> gone = new ArrayList<>();
        HostEvidence rest = ofFrames(evidence, frame -> {
            if (!withheld.of().names(frame.key())) {
                return List.of(frame);
            }
            gone.add(Frame.never(frame.key(), frame.format()));
            return List.of();
        });
        if (withheld.reason() == Reason.NOT_COLLECTED) {
            return rest;
        }
        // A frame that never began is missing for the reason that its lane has.
        List<LaneEvidence> lanes = new ArrayList<>(rest.lanes());
        lanes.add(new LaneEvidence(
                Lane.USER,
                "",
                evidence.collectedAt(),
                evidence.collectedAt(),
                gone,
                "",
                false,
                Optional.of(new LaneFailure(withheld.reason(), ""))));
        return with(evidence, lanes);
    }

    /** What makes frames of a frame. */
    private interface Frames {
        List<Frame> of(Frame frame);
    }

    private static HostEvidence ofFrames(HostEvidence evidence, Frames change) {
        UnaryOperator<LaneEvidence> ofLane = lane -> new LaneEvidence(
                lane.lane(),
                lane.script(),
                lane.sentAt(),
                lane.receivedAt(),
                lane.frames().stream()
                        .flatMap(frame -> change.of(frame).stream())
                        .toList(),
                lane.noise(),
                lane.rebooted(),
                lane.failure());
        return with(evidence, evidence.lanes().stream().map(ofLane).toList());
    }

    private static HostEvidence with(HostEvidence evidence, List<LaneEvidence> lanes) {
        return new HostEvidence(
                evidence.host(), evidence.transport(), evidence.collectedAt(), lanes, evidence.failure());
    }
}
