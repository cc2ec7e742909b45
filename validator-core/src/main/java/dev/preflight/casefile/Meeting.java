package dev.preflight.casefile;

import dev.preflight.api.Finding;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which expectations are met. A finding meets one of them at most: of two that are written, one alone would otherwise do for
 * both, and the test would pass where one of them is lost. As many as can be are met (Kuhn's matching, by breadth).
 */
final class Meeting {
    private static final int NONE = -1;

    private final List<Expectation.Wanted> wanted;
    private final List<Finding> findings;

    /** Which finding meets an expectation, and which expectation a finding meets. */
    private final int[] findingOf;

    private final int[] wantedOf;

    private Meeting(List<Expectation.Wanted> wanted, List<Finding> findings) {
        this.wanted = wanted;
        this.findings = findings;
        this.findingOf = none(wanted.size());
        this.wantedOf = none(findings.size());
    }

    /** The expectations that no finding meets. */
    static List<Expectation.Wanted> unmet(List<Expectation.Wanted> wanted, List<Finding> findings) {
        Meeting meeting = new Meeting(wanted, findings);
        return IntStream.range(0, wanted.size())
                .filter(one -> !meeting.meets(one))
                .mapToObj(wanted::get)
                .toList();
    }

    private static int[] none(int size) {
        int[] all = new int[size];
        Arrays.fill(all, NONE);
        return all;
    }

    /** Whether a finding is left for it; nearly always one is that nothing else has taken. */
    private boolean meets(int one) {
        boolean taken = false;
        for (int at = 0; at < findings.size(); at++) {
            if (wanted.get(one).matches(findings.get(at))) {
                if (wantedOf[at] == NONE) {
                    pair(one, at);
                    return true;
                }
                taken = true;
            }
        }
        return taken && byMoving(one);
    }

    private void pair(int one, int at) {
        findingOf[one] = at;
        wantedOf[at] = one;
    }

    /** Whether a finding becomes free where those that hold one take another. */
    private boolean byMoving(int start) {
        int[] reachedFrom = none(findings.size());
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int one = open.remove();
            for (int at = 0; at < findings.size(); at++) {
                if (reachedFrom[at] == NONE && wanted.get(one).matches(findings.get(at))) {
                    reachedFrom[at] = one;
                    if (wantedOf[at] == NONE) {
                        move(start, at, reachedFrom);
                        return true;
                    }
                    open.add(wantedOf[at]);
                }
            }
        }
        return false;
    }

    private void move(int start, int free, int[] reachedFrom) {
        int at = free;
        while (true) {
            int one = reachedFrom[at];
            int before = findingOf[one];
            pair(one, at);
            if (one == start) {
                return;
            }
            at = before;
        }
    }
}
