package dev.preflight.engine;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one host: one session, a lane for each script. What has come so far can be asked for at any time, also while
 * the host keeps its thread hanging.
 */
final class HostCollection {
    /** The lane on the host outlives our own deadline by this, so that it never ends first. */
    private static final Duration ALARM_GRACE = Duration.ofSeconds(5);

    /**
     * How a host is looked at.
     *
     * @param threads for lanes that run side by side
     * @param deadline how long it may take
     * @param becomePassword what sudo, su or doas is given if the host has no password of its own for it
     * @param compared whether it is compared with other hosts
     */
    record Manner(Executor threads, Duration deadline, Optional<Secret> becomePassword, boolean compared) {}

    private final HostPlan plan;
    private final Transport transport;
    private final ReaderMaker readers;
    private final Manner manner;
    private final Become become;
    private final Instant begun;
    private final FirstFailure failure = new FirstFailure();
    private final HostLane.Shared shared;
    private final Map<Lane, HostLane> lanes = new EnumMap<>(Lane.class);
    private final Optional<UploadLane> upload;
    private final Optional<ExchangeLane> exchange;
    private final FutureTask<SortedMap<Lane, LaneScript>> scripts;
    private @Nullable AgainLane again;
    private String remoteAddress = "";

    HostCollection(
            HostPlan plan, Transport transport, ReaderMaker readers, Manner manner, Optional<ExchangeLane> exchange) {
        this.plan = plan;
        this.transport = transport;
        this.readers = readers;
        this.manner = manner;
        this.begun = readers.clock().instant();
        this.become = plan.host().unverified()
                ? plan.host().become().withoutPassword()
                : plan.host().become().orPassword(manner.becomePassword());
        this.shared =
                new HostLane.Shared(plan, readers, become, manner.deadline().plus(ALARM_GRACE), failure);
        this.exchange = exchange;
        this.scripts =
                new FutureTask<>(() -> ScriptCompiler.compile(plan.requests(), plan.rights(become), plan.loginUser()));
        List<FactRequest<?>> uploads = UploadLane.of(plan.requests());
        this.upload = uploads.isEmpty()
                ? Optional.empty()
                : Optional.of(new UploadLane(uploads, plan.loginUser(), readers.clock()));
    }

    /** What this machine has to do before it can connect; none of it is the host's time. The scripts are made meanwhile. */
    void prepare() {
        try {
            manner.threads().execute(scripts);
            transport.prepare(plan.host());
        } catch (Throwable e) {
            failure.note(Mishap.of(e));
        }
    }

    /**
     * Connects, runs every lane, and returns when all have ended.
     *
     * @param loggedIn hears of the session when it is open
     * @return why there is no session; nothing is noted of it until {@link #notReached}, so that this can be called again
     */
    Optional<HostFailure> collect(Cancellation cancellation, Consumer<Session> loggedIn) {
        if (failure.any()) {
            return Optional.empty();
        }
        Optional<HostFailure> outside = look(cancellation, loggedIn);
        Optional<HostLane> back = outside.isPresent() || failure.any() ? Optional.empty() : lane(Lane.RETURN);
        back.ifPresent(lane -> comeBack(lane, cancellation));
        return outside;
    }

    /** The host is not reached, for good. */
    void notReached(HostFailure why) {
        failure.note(why);
    }

    private synchronized Optional<HostLane> lane(Lane lane) {
        return Optional.ofNullable(lanes.get(lane));
    }

    /** A second session, when the first has ended: that it cannot be had concerns this lane alone. */
    private void comeBack(HostLane lane, Cancellation cancellation) {
        try (Session session = new SecondSession(transport, cancellation).open(plan.host())) {
            lane.run(session);
        } catch (TransportException e) {
            lane.broke(e.unreachable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            lane.broke(Mishap.of(e));
        }
    }

    private Optional<HostFailure> look(Cancellation cancellation, Consumer<Session> loggedIn) {
        boolean in = false;
        try (Session session = transport.open(plan.host(), cancellation)) {
            in = true;
            loggedIn.accept(session);
            scripts.run();
            runAll(session, lanes(session.remoteAddress(), scripts.get()));
        } catch (TransportException e) {
            if (!in) {
                return Optional.of(e.unreachable());
            }
            failure.note(e.unreachable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // A bug in Preflight must not end the run, and must not make this host look as if it had been read.
            failure.note(Mishap.of(e));
        }
        return Optional.empty();
    }

    private synchronized LaneRows lanes(String address, Map<Lane, LaneScript> made) {
        remoteAddress = address;
        made.forEach((lane, script) -> lanes.put(lane, new HostLane(script, shared)));
        return new LaneRows(lanes.values(), failure);
    }

    private void runAll(Session session, LaneRows rows) throws InterruptedException {
        rows.run(session, manner.threads());
        if (!failure.any()) {
            readAgain(session);
        }
        // Last, and with a failure of its own: a broken SFTP server may take the whole connection with it.
        if (!failure.any()) {
            upload.ifPresent(lane -> lane.run(session));
        }
        if (!failure.any()) {
            exchange.ifPresent(lane -> lane.run(session, peerAddress(), asRoot()));
        }
        if (!failure.any()) {
            lane(Lane.LAST).ifPresent(last -> last.run(session));
        }
    }

    /** Where hosts are compared, what the time blurs that its answer took is read once more. */
    private void readAgain(Session session) {
        Optional<FactRequest<?>> request = plan.requests().stream()
                .filter(r -> r.fact().runFirst())
                .filter(r -> blurred(r.key()))
                .findFirst()
                .map(r -> r);
        if (manner.compared() && request.isPresent()) {
            AgainLane lane = new AgainLane(request.get(), readers);
            synchronized (this) {
                again = lane;
            }
            lane.run(session);
        }
    }

    /** Asked of hosts side by side: all that one said must not be redacted for it. */
    private boolean blurred(String key) {
        return lanes.values().stream()
                .flatMap(lane -> lane.exchange(key).stream())
                .anyMatch(AgainLane::blurred);
    }

    /** With the better reading in place of the first: there is one of each in the evidence. */
    private static List<LaneEvidence> sharpened(List<LaneEvidence> all, AgainLane again) {
        List<LaneEvidence> sharp = new ArrayList<>();
        for (LaneEvidence lane : all) {
            Optional<LaneEvidence> better = again.better(lane);
            sharp.add(better.map(b -> lane.without(b.frames().get(0).key())).orElse(lane));
            better.ifPresent(sharp::add);
        }
        return sharp;
    }

    /** Where other hosts reach this one: as the inventory says, or as we do. */
    private synchronized String peerAddress() {
        return plan.host().peerAddress().orElse(remoteAddress);
    }

    /** How to become root once more; not where that was refused before. */
    private Optional<Become> asRoot() {
        boolean refused = lane(Lane.ROOT).filter(root -> !root.began()).isPresent();
        return plan.become() && !refused ? Optional.of(become) : Optional.empty();
    }

    /** The scripts that have not ended. */
    synchronized List<Lane> running() {
        return lanes.values().stream()
                .filter(lane -> !lane.ready() && (lane.lane().sideBySide() || lane.began()))
                .map(HostLane::lane)
                .toList();
    }

    /** How many bytes of the host are kept. */
    int kept() {
        return readers.room().kept();
    }

    /** What has come so far; final once {@link #collect} has returned. */
    synchronized HostEvidence evidence() {
        List<LaneEvidence> evidence = Stream.of(
                        lanes.values().stream().map(HostLane::evidence),
                        upload.flatMap(UploadLane::evidence).stream(),
                        exchange.flatMap(ExchangeLane::evidence).stream())
                .flatMap(lane -> lane)
                .toList();
        if (again != null) {
            evidence = sharpened(evidence, again);
        }
        Host host = plan.host();
        return new HostEvidence(
                new HostInfo(host.name(), remoteAddress, host.groups()),
                BareEvidence.way(host),
                begun,
                evidence,
                failure.get().map(this::timed).or(this::laneFailure));
    }

    /** The host as one of which nothing came; needs nothing that another thread may hold. */
    HostEvidence nothing(HostFailure why) {
        return BareEvidence.of(plan.host(), begun, why);
    }

    /** What has come by the time that this ended it; a host that was ready in the same moment is not cut short. */
    synchronized HostEvidence evidence(TransportFailure endedBy) {
        boolean ready = !lanes.isEmpty()
                && lanes.values().stream().allMatch(HostLane::ready)
                && upload.map(UploadLane::ended).orElse(true);
        if (!ready) {
            failure.note(HostFailure.of(endedBy));
        }
        return evidence();
    }

    /** How long the host had, where something ended it before its own end. */
    private HostFailure timed(HostFailure why) {
        return switch (why.failure()) {
            case INTERRUPTED, RUN_DEADLINE ->
                why.with("after", ago(Duration.between(begun, readers.clock().instant())));
            case DEADLINE -> why.with("after", ago(manner.deadline()));
            default -> why;
        };
    }

    private static String ago(Duration time) {
        return time.toSeconds() + " s";
    }

    private Optional<HostFailure> laneFailure() {
        return lanes.values().stream()
                .flatMap(lane -> lane.hostFailure().stream())
                .findFirst();
    }
}
