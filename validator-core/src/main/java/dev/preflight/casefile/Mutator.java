package dev.preflight.casefile;

import java.util.ArrayList;
import java.util.List;

/**
 * One kind of change that good cases notice. Another kind is another implementation in {@link Mutations#mutators}; whether
 * a case notices it says {@link Noticing}.
 */
interface Mutator {
    /** Tries its changes on these cases, each of which is as expected. */
    void run(List<FileRun.Judged> cases, Tried tried);

    /** What was tried, and what survived. */
    final class Tried {
        private final List<Survivor> survivors = new ArrayList<>();
        private int count;

        /** Counts changes that were tried. */
        void count(int more) {
            count += more;
        }

        void survived(Survivor survivor) {
            survivors.add(survivor);
        }

        int count() {
            return count;
        }

        List<Survivor> survivors() {
            return List.copyOf(survivors);
        }
    }
}
