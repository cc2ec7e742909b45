package dev.preflight.engine;

import dev.preflight.evidence.FrameProtocol;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.fact.Reason;
import dev.preflight.probe.FrameReader;
import dev.preflight.transport.HostFailure;
import java.util.Optional;

/** Tells why a lane brought less than it should. */
final class LaneFailures {
    private LaneFailures() {}

    /**
     * Why a lane did not run to its end; empty if it did.
     *
     * @param broken why its session broke under it; empty if it did not
     * @param said what was said instead of running it, or beside that; its first line is kept
     * @param refused what it means if it never began and did not say why
     */
    static Optional<LaneFailure> of(FrameReader reader, Optional<HostFailure> broken, String said, Reason refused) {
        if (reader.ended()) {
            return Optional.empty();
        }
        if (broken.isPresent()) {
            return broken.map(
                    why -> new LaneFailure(why.failure().reason(), why.failure().code()));
        }
        String first = said.lines().findFirst().orElse("");
        if (reader.began()) {
            return Optional.of(new LaneFailure(Reason.DIED, first));
        }
        Optional<String> noTool = reader.noise()
                .lines()
                .filter(line -> line.startsWith(FrameProtocol.SAID_NO_TOOL))
                .findFirst();
        if (noTool.isPresent()) {
            return Optional.of(new LaneFailure(
                    Reason.NO_TOOL,
                    noTool.get().substring(FrameProtocol.SAID_NO_TOOL.length()).strip()));
        }
        return Optional.of(
                reader.noise().contains(FrameProtocol.SAID_DAMAGED)
                        ? new LaneFailure(Reason.DAMAGED, "")
                        : new LaneFailure(refused, first));
    }
}
