package dev.preflight.engine;

import dev.preflight.api.ProbeTiming;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.fact.Refusal;
import dev.preflight.inventory.Become;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One lane of a host, while it runs and after. What has come so far can be asked for from any thread. */
final class HostLane {
    /**
     * What the lanes of a host have in common.
     *
     * @param alarm when a lane ends itself
     * @param failure of the host
     */
    record Shared(HostPlan plan, ReaderMaker readers, Become become, Duration alarm, FirstFailure failure) {}

    private final Shared shared;
    private final LaneScript script;
    private final LaneTranscript transcript;
    private volatile Optional<HostLane> instead = Optional.empty();
    /** Whether its command ended, and not its session. */
    private volatile boolean ended;

    private volatile @Nullable HostFailure broken;
    private volatile String refused = "";

    HostLane(LaneScript script, Shared shared) {
        this.script = script;
        this.shared = shared;
        this.transcript = new LaneTranscript(script, shared.alarm(), shared.readers());
    }

    private FrameReader reader() {
        return transcript.reader();
    }

    Lane lane() {
        return script.lane();
    }

    /** Whether its script began to run. */
    boolean began() {
        return reader().began();
    }

    /** Runs it to its end; that its session breaks is noted. */
    void run(Session session) {
        try {
            if (lane().asRoot()) {
                asRoot(session);
            } else {
                transcript.run(session);
                ended = true;
            }
        } catch (TransportException e) {
            broke(e.unreachable());
        } finally {
            transcript.end();
        }
    }

    /** Its session broke, or was not to be had: that is the host's failure, but for the lane that comes back. */
    void broke(HostFailure why) {
        transcript.end();
        if (lane().hasOwnSession()) {
            broken = why;
        } else {
            shared.failure().note(why);
        }
    }

    /** In one way or another; and if root is refused, as the login user what that user may read as well. */
    private void asRoot(Session session) throws TransportException {
        new PrivilegeEscalation(shared.become(), lane(), transcript.text(), Optional.empty())
                .enter(session, transcript::fresh);
        ended = true;
        Optional<LaneScript> asUser = reader().began()
                ? Optional.empty()
                : ScriptCompiler.asUser(shared.plan().requests(script));
        if (asUser.isPresent()) {
            HostLane lane = new HostLane(asUser.get(), shared);
            instead = Optional.of(lane);
            lane.run(session);
        }
    }

    /** Marks this lane as not run, because the other one was refused. */
    void refusedLike(HostLane other) {
        refused = other.reader().noise();
        transcript.end();
        ended = other.ended;
    }

    /** Whether all that this lane can bring has come. */
    boolean ready() {
        return instead.map(lane -> lane.reader().ended()).orElseGet(() -> reader().ended());
    }

    /** When the answer to this request was asked for and came; empty if it did not. */
    Optional<ProbeTiming> exchange(String key) {
        return instead.flatMap(lane -> lane.reader().receivedAt(key))
                .or(() -> reader().receivedAt(key))
                .map(at -> new ProbeTiming(transcript.sentAt(), at));
    }

    /** What came of it so far. */
    LaneEvidence evidence() {
        return transcript.evidence(frames(), failure());
    }

    private List<Frame> frames() {
        Map<String, Frame> byKey = new HashMap<>();
        instead.ifPresent(lane -> lane.reader().frames().forEach(frame -> byKey.put(frame.key(), frame)));
        return reader().frames().stream()
                .map(frame -> byKey.getOrDefault(frame.key(), frame))
                .toList();
    }

    private Optional<LaneFailure> failure() {
        if (reader().ended()) {
            // Before any of what it said beside its frames is redacted once more.
            return Optional.empty();
        }
        Optional<HostFailure> why = Optional.ofNullable(broken).or(shared.failure()::get);
        return LaneFailures.of(
                        reader(),
                        ended ? Optional.empty() : why,
                        refused.isEmpty() ? reader().noise() : refused,
                        lane().asRoot() ? Reason.NO_PERMISSION : Reason.NO_SHELL)
                .map(this::refusal);
    }

    private LaneFailure refusal(LaneFailure lane) {
        boolean sudo = shared.become().method() == Become.Method.SUDO;
        return lane.reason() != Reason.NO_PERMISSION
                ? lane
                : Refusal.of(refused.isEmpty() ? reader().noise() : refused, sudo)
                        .map(why -> new LaneFailure(why.reason(), lane.said()))
                        .orElse(lane);
    }

    /** A login that gives no shell is the host's failure; that root is refused concerns this lane alone. */
    Optional<HostFailure> hostFailure() {
        if (!ended || lane().asRoot() || lane().hasOwnSession()) {
            return Optional.empty();
        }
        return failure()
                .flatMap(lane -> transportFailure(lane.reason())
                        .map(why -> HostFailure.of(why).with("said", lane.said())));
    }

    private static Optional<TransportFailure> transportFailure(Reason reason) {
        return switch (reason) {
            case NO_SHELL -> Optional.of(TransportFailure.NO_SHELL);
            case NO_TOOL -> Optional.of(TransportFailure.NO_TOOL);
            case DAMAGED -> Optional.of(TransportFailure.DAMAGED);
            case DIED -> Optional.of(TransportFailure.CLOSED_MIDWAY);
            default -> Optional.empty();
        };
    }
}
