package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.engine.Rejudging;
import dev.preflight.profile.CheckInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a case notices that an instance has another number. Looks at as little as tells: first at the row alone. */
final class Noticing {
    /** Longer tables are those of settings and modules, whose rows have nothing to do with each other. */
    private static final int LONGEST = 30;

    private final FileRun.Judged one;
    private final Threshold threshold;
    private final CheckInstance<?> was;
    private final CheckInstance<?> is;

    /**
     * Compares an instance with its like.
     *
     * @param changed the instance of the threshold with another number, and the settings of the case
     */
    Noticing(FileRun.Judged one, Threshold threshold, CheckInstance<?> changed) {
        this.one = one;
        this.threshold = threshold;
        this.was = one.instance(threshold.instance());
        this.is = changed;
    }

    /** Whether a case notices that an instance is another one: with other parameters, or with a check that finds less. */
    static boolean notices(FileRun.Judged one, CheckInstance<?> changed) {
        return differs(all(one, one.instance(changed)), all(one, changed))
                && !one.comparison().holds(one.judging().by(changed));
    }

    private static List<Finding> all(FileRun.Judged one, CheckInstance<?> instance) {
        Rejudging judging = one.judging();
        return instance.check() instanceof HostCheck
                ? one.hosts(instance).stream()
                        .flatMap(host -> judging.ofHost(instance, host).stream())
                        .toList()
                : judging.together(instance);
    }

    boolean notices() {
        if (!(is.check() instanceof HostCheck)) {
            return notices(one, is);
        }
        Rejudging judging = one.judging();
        boolean differs = false;
        for (String host : one.hosts(is)) {
            List<Finding> before = judging.ofHost(threshold.alone(was), host);
            List<Finding> after = judging.ofHost(threshold.alone(is), host);
            if (differs(before, after)) {
                if (unexpected(before, after)) {
                    return true;
                }
                differs = true;
            }
        }
        return differs ? !one.comparison().holds(judging.by(is)) : hasFewRows() && notices(one, is);
    }

    private static boolean differs(List<Finding> before, List<Finding> after) {
        return !Signature.of(before).equals(Signature.of(after));
    }

    /** Whether the findings of the row alone show it; what waivers accept is not known of them. */
    private boolean unexpected(List<Finding> before, List<Finding> after) {
        if (!one.prepared().profile().profile().waivers().isEmpty()) {
            return false;
        }
        Set<String> gone = Signature.of(before);
        List<Finding> all = new ArrayList<>(after);
        Comparison.all(one.judging().report()).stream()
                .filter(finding ->
                        !finding.instance().equals(is.name()) || !gone.containsAll(Signature.of(List.of(finding))))
                .forEach(all::add);
        return !one.comparison().holds(all);
    }

    /**
     * Rows may come to something together that none comes to alone, as paths of one file system do. Of a long table this is
     * not looked for: to judge all of it for each of its numbers takes the square of its length.
     */
    private boolean hasFewRows() {
        int rows = Params.schema(is).rows(is.params());
        return !threshold.row().isEmpty() && rows > 1 && rows <= LONGEST;
    }
}
