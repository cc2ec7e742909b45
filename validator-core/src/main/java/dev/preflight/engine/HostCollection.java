package dev.preflight.engine;

import dev.preflight.api.Exchange;
import dev.preflight.api.HostInfo;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.fact.Refusal;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Nonce;
import dev.preflight.probe.Redactor;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.transport.Abort;
import dev.preflight.transport.CommandEnd;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Unreachable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one host: one session, a lane for each script. What has come so far can be asked for at any time, also while
 * the host keeps its thread hanging.
 */
final class HostCollection {
    /** The lane on the host outlives our own deadline by this, so that it never ends first. */
    private static final Duration ALARM_GRACE = Duration.ofSeconds(5);

    /** The variable of an inventory that holds the address at which other hosts reach a host. */
    static final String PEER_ADDRESS = "preflight_address";

    private final HostPlan plan;
    private final Transport transport;
    private final Redactor redactor;
    private final Clock clock;
    private final Executor threads;
    private final Duration alarm;
    private final Become become;
    private final Instant begun;
    private final Map<Lane, RunningLane> lanes = new EnumMap<>(Lane.class);
    private final Optional<UploadLane> upload;
    private final Optional<ExchangeLane> exchange;
    private final boolean compared;
    private @Nullable AgainLane again;
    private String remoteAddress = "";
    private @Nullable Unreachable failure;

    HostCollection(
            HostPlan plan,
            Transport transport,
            Redactor redactor,
            Clock clock,
            Executor threads,
            Duration deadline,
            Optional<Secret> becomePassword,
            Optional<ExchangeLane> exchange,
            boolean compared) {
        this.compared = compared;
        this.plan = plan;
        this.transport = transport;
        this.redactor = redactor;
        this.clock = clock;
        this.threads = threads;
        this.alarm = deadline.plus(ALARM_GRACE);
        this.begun = clock.instant();
        this.become = plan.host().become().orPassword(becomePassword);
        this.exchange = exchange;
        List<FactRequest<?>> uploads = UploadLane.of(plan.requests());
        this.upload =
                uploads.isEmpty() ? Optional.empty() : Optional.of(new UploadLane(uploads, plan.loginUser(), clock));
    }

    /** The evidence of a host that was not looked at. */
    static HostEvidence nothing(Host host, Instant now, Unreachable why) {
        return new HostEvidence(
                new HostInfo(host.name(), "", host.groups()), describe(host), now, List.of(), Optional.of(why));
    }

    /** What this machine has to do before it can connect; none of it is the host's time. */
    void prepare() {
        try {
            transport.prepare(plan.host());
        } catch (RuntimeException e) {
            fail(Unreachable.of(TransportFailure.OTHER).with("said", e.toString()));
        }
    }

    /** Connects, runs every lane, and returns when all have ended. */
    void collect(Abort abort) {
        look(abort);
        RunningLane back;
        synchronized (this) {
            back = failure == null ? lanes.get(Lane.RETURN) : null;
        }
        if (back != null) {
            comeBack(back, abort);
        }
    }

    /** A second session, when the first has ended: that it cannot be had concerns this lane alone. */
    private void comeBack(RunningLane lane, Abort abort) {
        try (Session session = transport.open(plan.host(), abort)) {
            lane.run(session);
        } catch (TransportException e) {
            lane.broke(e.unreachable());
        } catch (Throwable e) {
            lane.broke(Mishap.of(e));
        }
    }

    private void look(Abort abort) {
        try (Session session = transport.open(plan.host(), abort)) {
            synchronized (this) {
                remoteAddress = session.remoteAddress();
                ScriptCompiler.compile(plan.requests(), plan.rights(become), plan.loginUser())
                        .forEach((lane, script) -> lanes.put(lane, new RunningLane(script)));
            }
            runAll(session, List.copyOf(lanes.values()));
        } catch (TransportException e) {
            fail(e.unreachable());
        } catch (Throwable e) {
            // A bug of ours must neither end the run nor leave this host looking as if it had been read.
            fail(Mishap.of(e));
        }
    }

    private void runAll(Session session, List<RunningLane> all) {
        List<List<RunningLane>> rows = rows(all);
        CountDownLatch ended = new CountDownLatch(rows.size());
        for (List<RunningLane> row : rows.subList(1, rows.size())) {
            threads.execute(() -> {
                try {
                    runRow(session, row);
                } catch (Throwable e) {
                    fail(Mishap.of(e));
                } finally {
                    ended.countDown();
                }
            });
        }
        runRow(session, rows.get(0));
        ended.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!broken()) {
            readAgain(session);
        }
        // Last, and with a failure of its own: a broken SFTP server may take the whole connection with it.
        if (!broken()) {
            upload.ifPresent(lane -> lane.run(session));
        }
        if (!broken()) {
            exchange.ifPresent(lane -> lane.run(session, peerAddress(), asRoot()));
        }
        RunningLane last = lanes.get(Lane.LAST);
        if (last != null && !broken()) {
            last.run(session);
        }
    }

    /** Where hosts are compared, what the time blurs that its answer took is read once more. */
    private void readAgain(Session session) {
        Optional<FactRequest<?>> request = plan.requests().stream()
                .filter(r -> r.fact().first())
                .filter(r -> blurred(r.key()))
                .findFirst()
                .map(r -> r);
        if (compared && request.isPresent()) {
            AgainLane lane = new AgainLane(request.get(), redactor, clock);
            synchronized (this) {
                again = lane;
            }
            lane.run(session);
        }
    }

    private boolean blurred(String key) {
        return lanes.values().stream()
                .map(RunningLane::evidence)
                .flatMap(lane -> exchange(lane, key).stream())
                .anyMatch(AgainLane::blurred);
    }

    private static Optional<Exchange> exchange(LaneEvidence lane, String key) {
        return lane.frames().stream()
                .filter(frame -> frame.key().equals(key))
                .flatMap(frame -> frame.receivedAt().stream())
                .map(at -> new Exchange(lane.sentAt(), at))
                .findFirst();
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
        return plan.host().variables().getOrDefault(PEER_ADDRESS, remoteAddress);
    }

    /** How to become root once more; not where that was refused before. */
    private Optional<Become> asRoot() {
        RunningLane root = lanes.get(Lane.ROOT);
        boolean refused = root != null && !root.reader.began();
        return plan.become() && !refused ? Optional.of(become) : Optional.empty();
    }

    /** Lanes run side by side, but for the second one that takes a password: it comes behind the first. */
    private static List<List<RunningLane>> rows(List<RunningLane> all) {
        Map<Lane, List<RunningLane>> rows = new EnumMap<>(Lane.class);
        for (RunningLane lane : all) {
            Lane row = lane.script.lane() == Lane.ROOT_LOGIN ? Lane.ROOT : lane.script.lane();
            if (row != Lane.LAST && row != Lane.RETURN) {
                rows.computeIfAbsent(row, first -> new ArrayList<>()).add(lane);
            }
        }
        return List.copyOf(rows.values());
    }

    /** A password that was refused is not tried again: the second failure in a row may lock the account. */
    private static void runRow(Session session, List<RunningLane> row) {
        RunningLane before = null;
        for (RunningLane lane : row) {
            if (before != null && !before.reader.began()) {
                lane.refusedLike(before);
                return;
            }
            lane.run(session);
            before = lane;
        }
    }

    private synchronized boolean broken() {
        return failure != null;
    }

    private synchronized void fail(Unreachable why) {
        if (failure == null) {
            failure = why;
        }
    }

    /** What has come so far; final once {@link #collect} has returned. */
    synchronized HostEvidence evidence() {
        List<LaneEvidence> evidence = Stream.of(
                        lanes.values().stream().map(RunningLane::evidence),
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
                describe(host),
                begun,
                evidence,
                Optional.ofNullable(failure).or(this::laneFailure));
    }

    /** The host as one of which nothing came; needs nothing that another thread may hold. */
    HostEvidence nothing(Unreachable why) {
        return nothing(plan.host(), begun, why);
    }

    /** What has come by the time that this ended it; a host that was ready in the same moment is not cut short. */
    synchronized HostEvidence evidence(TransportFailure endedBy) {
        boolean ready = !lanes.isEmpty()
                && lanes.values().stream().allMatch(RunningLane::ready)
                && upload.map(UploadLane::ended).orElse(true);
        if (!ready) {
            fail(Unreachable.of(endedBy));
        }
        return evidence();
    }

    /** A login that gives no shell is the host's failure; that sudo is refused concerns the root lane alone. */
    private Optional<Unreachable> laneFailure() {
        return lanes.values().stream()
                .flatMap(lane -> lane.hostFailure().stream())
                .findFirst();
    }

    private static String describe(Host host) {
        if (host.connection() == Host.Connection.LOCAL) {
            return "local";
        }
        String user = host.user().map(name -> name + "@").orElse("");
        String address = host.address().contains(":") ? "[" + host.address() + "]" : host.address();
        return "ssh " + user + address + ":" + host.port();
    }

    /** One lane while it runs. */
    private final class RunningLane {
        private final LaneScript script;
        private final Nonce nonce = Nonce.fresh();
        private final String text;
        private final Instant sentAt = clock.instant();
        private volatile FrameReader reader;
        private volatile Optional<RunningLane> instead = Optional.empty();
        private volatile @Nullable Instant receivedAt;
        private volatile @Nullable CommandEnd end;
        private volatile @Nullable Unreachable broken;
        private volatile String refused = "";

        private RunningLane(LaneScript script) {
            this.script = script;
            this.text = script.text(nonce, alarm);
            this.reader = new FrameReader(script, nonce, redactor, clock);
        }

        private FrameReader fresh() {
            FrameReader next = new FrameReader(script, nonce, redactor, clock);
            reader = next;
            return next;
        }

        private void run(Session session) {
            try {
                if (becomesRoot()) {
                    asRoot(session);
                } else {
                    end = session.run(script.command(), text.getBytes(StandardCharsets.UTF_8), reader);
                }
            } catch (TransportException e) {
                broke(e.unreachable());
            } finally {
                receivedAt = clock.instant();
            }
        }

        private void broke(Unreachable why) {
            receivedAt = clock.instant();
            if (script.lane() == Lane.RETURN) {
                broken = why;
            } else {
                fail(why);
            }
        }

        /** In one way or another; and if root is refused, as the login user what that user may read as well. */
        private void asRoot(Session session) throws TransportException {
            end = new RootEntry(become, script.lane(), text, Optional.empty()).enter(session, this::fresh);
            Optional<LaneScript> asUser =
                    reader.began() ? Optional.empty() : ScriptCompiler.asUser(plan.requests(script));
            if (asUser.isPresent()) {
                RunningLane lane = new RunningLane(asUser.get());
                instead = Optional.of(lane);
                lane.run(session);
            }
        }

        private boolean becomesRoot() {
            return script.lane() == Lane.ROOT || script.lane() == Lane.ROOT_LOGIN;
        }

        /** Not run, because that one was told no. */
        private void refusedLike(RunningLane other) {
            refused = other.reader.noise();
            receivedAt = clock.instant();
            end = other.end;
        }

        /** Whether all that this lane can bring has come. */
        private boolean ready() {
            return instead.map(lane -> lane.reader.ended()).orElseGet(() -> reader.ended());
        }

        private LaneEvidence evidence() {
            Instant received = receivedAt;
            return new LaneEvidence(
                    script.lane(),
                    text,
                    reader.sentAt().orElse(sentAt),
                    received == null ? clock.instant() : received,
                    frames(),
                    reader.noise(),
                    reader.rebooted(),
                    failure());
        }

        private List<Frame> frames() {
            Map<String, Frame> byKey = new HashMap<>();
            instead.ifPresent(lane -> lane.reader.frames().forEach(frame -> byKey.put(frame.key(), frame)));
            return reader.frames().stream()
                    .map(frame -> byKey.getOrDefault(frame.key(), frame))
                    .toList();
        }

        private Optional<LaneFailure> failure() {
            Unreachable why = broken == null ? failure : broken;
            return LaneFailures.of(
                    reader,
                    end == null ? Optional.ofNullable(why) : Optional.empty(),
                    refused.isEmpty() ? reader.noise() : refused,
                    becomesRoot() ? Reason.NO_PERMISSION : Reason.NO_SHELL)
                    .map(this::refusal);
        }

        private LaneFailure refusal(LaneFailure lane) {
            boolean sudo = become.method() == Become.Method.SUDO;
            return lane.reason() != Reason.NO_PERMISSION
                    ? lane
                    : Refusal.of(refused.isEmpty() ? reader.noise() : refused, sudo)
                            .map(why -> new LaneFailure(why.reason(), lane.said()))
                            .orElse(lane);
        }

        private Optional<Unreachable> hostFailure() {
            if (end == null || becomesRoot() || script.lane() == Lane.RETURN) {
                return Optional.empty();
            }
            return failure()
                    .flatMap(lane -> transportFailure(lane.reason())
                            .map(why -> Unreachable.of(why).with("said", lane.said())));
        }
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
