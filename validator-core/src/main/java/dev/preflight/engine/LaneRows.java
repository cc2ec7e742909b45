package dev.preflight.engine;

import dev.preflight.fact.Lane;
import dev.preflight.transport.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the lanes of a session side by side, but for the second one that takes a password: it comes behind the first. Those
 * that have a time of their own are no part of it.
 */
final class LaneRows {
    private final List<List<HostLane>> rows;
    private final FirstFailure failure;

    /**
     * The rows of these lanes.
     *
     * @param failure takes what is thrown in a thread of theirs
     */
    LaneRows(Collection<HostLane> lanes, FirstFailure failure) {
        this.rows = rows(lanes);
        this.failure = failure;
    }

    private static List<List<HostLane>> rows(Collection<HostLane> lanes) {
        Map<Lane, List<HostLane>> rows = new EnumMap<>(Lane.class);
        for (HostLane lane : lanes) {
            if (lane.lane().sideBySide()) {
                Lane row = lane.lane().asRoot() ? Lane.ROOT : lane.lane();
                rows.computeIfAbsent(row, first -> new ArrayList<>()).add(lane);
            }
        }
        return List.copyOf(rows.values());
    }

    /** Returns when all have ended. */
    void run(Session session, Executor threads) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(rows.size());
        for (List<HostLane> row : rows.subList(1, rows.size())) {
            threads.execute(() -> {
                try {
                    run(session, row);
                } catch (Throwable e) {
                    failure.note(Mishap.of(e));
                } finally {
                    ended.countDown();
                }
            });
        }
        run(session, rows.get(0));
        ended.countDown();
        ended.await();
    }

    /** A password that was refused is not tried again: the second failure in a row may lock the account. */
    private static void run(Session session, List<HostLane> row) {
        @Nullable HostLane before = null;
        for (HostLane lane : row) {
            if (before != null && !before.began()) {
                lane.refusedLike(before);
                return;
            }
            lane.run(session);
            before = lane;
        }
    }
}
