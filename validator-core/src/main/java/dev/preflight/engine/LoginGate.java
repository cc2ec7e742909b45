package dev.preflight.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The logins in progress that one door lets through: an address, or a jump host. No server says how many it takes at once,
 * so it is found out: a login that is turned away halves the limit, and as many logins as the limit raise it by one (additive
 * increase, multiplicative decrease, as in TCP, RFC 5681).
 *
 * <p>Not safe for threads; {@link HostQueue} is.
 */
final class LoginGate {
    /** What sshd takes at once before it begins to refuse ({@code MaxStartups 10:30:100}, sshd_config(5)). */
    static final int FIRST_LIMIT = 10;

    private final Deque<HostQueue.Entry> waiting = new ArrayDeque<>();
    private int limit;
    private int hosts;
    private int underWay;
    private int passedSinceRaised;
    private int cuts;
    private boolean passed;

    private LoginGate(int limit) {
        this.limit = limit;
    }

    /** A door of which nothing is known. */
    static LoginGate unknown() {
        return new LoginGate(FIRST_LIMIT);
    }

    /** No door at all: what is not reached over a network. */
    static LoginGate open() {
        return new LoginGate(Integer.MAX_VALUE);
    }

    /** How many may log in at once now. */
    int limit() {
        return limit;
    }

    /** Whether as many log in as may. */
    boolean full() {
        return underWay >= limit;
    }

    /** Whether anybody got in. */
    boolean passed() {
        return passed;
    }

    /** One host more is behind this door. */
    void meant() {
        hosts++;
    }

    /** Whether several hosts are behind this door. */
    boolean shared() {
        return hosts > 1;
    }

    /** A host got in, if not by this gate's leave. */
    void opened() {
        passed = true;
    }

    /** Puts a host in front of the door. */
    void queue(HostQueue.Entry entry) {
        waiting.add(entry);
    }

    /** Takes those out of the queue in front of the door for which there is room. */
    List<HostQueue.Entry> takeWaiting() {
        List<HostQueue.Entry> next = new ArrayList<>();
        while (next.size() < limit - underWay && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        return next;
    }

    /** Begins a login. */
    Passage enter() {
        underWay++;
        return new Passage(this, cuts);
    }

    private void leave(Passage passage, End how) {
        if (how == End.TURNED_AWAY && passage.cutsBefore == cuts) {
            // Those that came together with it tell no more than it did.
            limit = Math.max(1, Math.min(limit, underWay) / 2);
            cuts++;
            passedSinceRaised = 0;
        }
        if (how == End.LOGGED_IN) {
            passed = true;
            passedSinceRaised++;
            if (passedSinceRaised >= limit) {
                limit++;
                passedSinceRaised = 0;
            }
        }
        underWay--;
    }

    /** How a login ended. */
    enum End {
        /** The host is logged in. */
        LOGGED_IN,
        /** The door has too many at once. */
        TURNED_AWAY,
        /** Anything else, which tells nothing of the door. */
        OTHER
    }

    /** One login on its way through the door. It ends once; what is said of it later is ignored. */
    static final class Passage {
        private final LoginGate gate;
        private final int cutsBefore;
        private boolean over;

        private Passage(LoginGate gate, int cutsBefore) {
            this.gate = gate;
            this.cutsBefore = cutsBefore;
        }

        /** Ends it, and says whether that was news. */
        boolean end(End how) {
            if (over) {
                return false;
            }
            over = true;
            gate.leave(this, how);
            return true;
        }

        LoginGate gate() {
            return gate;
        }
    }
}
