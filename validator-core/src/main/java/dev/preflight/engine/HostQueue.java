package dev.preflight.engine;

import dev.preflight.transport.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The hosts that wait for their turn, in order; one whose door is full lets others pass. A host that was turned away comes
 * before those that were not asked yet. Safe for many threads.
 */
final class HostQueue {
    /**
     * The door of hosts that were turned away by addresses of their own that let no host in: behind them may be one server
     * after all, or one firewall.
     */
    private static final String TOGETHER = "*";

    /**
     * A host that waits.
     *
     * @param way where it is, and what limits its logins
     * @param host its run, made when its turn has come
     * @param begun whether it had a turn before
     */
    record Entry(Transport.Way way, Supplier<HostRun> host, boolean begun) {
        /** A host that was not asked yet. */
        Entry(Transport.Way way, Supplier<HostRun> host) {
            this(way, host, false);
        }

        /** The same after it was turned away. */
        Entry again(HostRun run) {
            return new Entry(way, () -> run, true);
        }
    }

    /** A host whose turn it is, and its way in. */
    record Turn(Entry entry, HostRun host, LoginGate.Passage passage) {}

    private final Deque<Entry> ready = new ArrayDeque<>();
    private final Map<String, LoginGate> gates = new HashMap<>();
    private final Set<String> reached = new HashSet<>();
    private int unbegun;

    /** Adds a host at the end. */
    synchronized void add(Entry entry) {
        ready.addLast(entry);
        gate(entry.way().gate()).meant();
        unbegun++;
    }

    /** Adds a host that was turned away. */
    synchronized void addAgain(Entry entry) {
        ready.addFirst(entry);
    }

    /** The first that its door lets in. */
    synchronized Optional<Turn> poll() {
        for (Entry entry = ready.poll(); entry != null; entry = ready.poll()) {
            LoginGate gate = way(entry);
            if (gate.full()) {
                gate.queue(entry);
            } else {
                unbegun -= entry.begun() ? 0 : 1;
                return Optional.of(new Turn(entry, entry.host().get(), gate.enter()));
            }
        }
        return Optional.empty();
    }

    private LoginGate way(Entry entry) {
        LoginGate own = gate(entry.way().gate());
        return entry.begun() && !own.shared() && !own.passed() ? gate(TOGETHER) : own;
    }

    private LoginGate gate(String key) {
        return gates.computeIfAbsent(key, any -> key.isEmpty() ? LoginGate.open() : LoginGate.unknown());
    }

    /** A login has ended; those it kept waiting are in line again. Says whether that was news. */
    synchronized boolean ended(Turn turn, LoginGate.End how) {
        if (!turn.passage().end(how)) {
            return false;
        }
        LoginGate through = turn.passage().gate();
        LoginGate own = gate(turn.entry().way().gate());
        if (how == LoginGate.End.LOGGED_IN) {
            reached.add(turn.entry().way().address());
            own.opened();
        }
        letForward(through);
        letForward(own);
        return true;
    }

    /** When a slot is free they find room, or wait again. */
    private void letForward(LoginGate gate) {
        List<Entry> next = gate.takeWaiting();
        for (int i = next.size() - 1; i >= 0; i--) {
            ready.addFirst(next.get(i));
        }
    }

    /** Whether anybody got in at this host's address. */
    synchronized boolean reached(Entry entry) {
        return reached.contains(entry.way().address());
    }

    /** Drops all, and says how many had no turn. */
    synchronized int clear() {
        int dropped = unbegun;
        unbegun = 0;
        ready.clear();
        gates.clear();
        return dropped;
    }
}
