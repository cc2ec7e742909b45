package dev.preflight.checks.logs;

import dev.preflight.node.Glob;

/** Whether a rule of logrotate covers a path or a glob. */
final class LogGlob {
    private LogGlob() {}

    /**
     * Whether every file that {@code wanted} names is named by {@code rule} too: the rule is the same text, or matches
     * it letter by letter, so that {@code /var/log/app/*} covers {@code /var/log/app/*.log}. A rule for some of the
     * files only does not count. As in glob(7), only a slash matches a slash; braces logrotate takes apart itself.
     */
    static boolean covers(String rule, String wanted) {
        if (rule.equals(wanted)) {
            return true;
        }
        String[] rules = rule.split("/", -1);
        String[] names = wanted.split("/", -1);
        boolean covers = rules.length == names.length;
        for (int i = 0; covers && i < rules.length; i++) {
            covers = Glob.ofGlobs(rules[i]).matches(names[i]);
        }
        return covers;
    }
}
