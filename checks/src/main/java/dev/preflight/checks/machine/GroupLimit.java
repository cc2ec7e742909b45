package dev.preflight.checks.machine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.FactFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a control group allows its processes (the kernel's admin-guide/cgroup-v2.rst, cgroup-v1/memory.rst,
 * scheduler/sched-bwc.rst).
 *
 * @param amount bytes, or thousandths of a processor
 * @param path below the mount
 */
public record GroupLimit(long amount, String path) {
    private static final Pattern LINE = Pattern.compile("(\\d{1,20}) (?:(\\d{1,9}) )?(/.*)");

    /** A petabyte, as many processors: v1 writes 2^63 for no limit. */
    private static final int DIGITS = 15;

    /** Whether it holds for all that runs here: the root of a hierarchy has no limit, so that this is a container's. */
    public boolean ofMachine() {
        return path.equals("/");
    }

    /** What {@code cgroup-limits.sh} printed. */
    static List<GroupLimit> read(HeadedText text) throws FactFormatException {
        List<GroupLimit> limits = new ArrayList<>();
        for (HeadedText.Part part : text.all("limit")) {
            Matcher m = LINE.matcher(part.argument());
            long period = m.matches() && m.group(2) != null ? Long.parseLong(m.group(2)) : 1000;
            if (!m.matches() || period == 0) {
                throw new FactFormatException("expected a limit and a group, found: " + part.argument());
            }
            if (m.group(1).length() <= DIGITS) {
                limits.add(new GroupLimit(Long.parseLong(m.group(1)) * 1000 / period, m.group(3)));
            }
        }
        return limits;
    }
}
