package dev.preflight.checks.logs;

import java.util.regex.Pattern;

/** Whether a rule of logrotate covers a path or a glob. */
final class LogGlob {
    private LogGlob() {}

    /**
     * Whether every file that {@code wanted} names is named by {@code rule} too: the rule is the same text, or matches
     * it letter by letter, so that {@code /var/log/app/*} covers {@code /var/log/app/*.log}. A rule for some of the
     * files only does not count.
     */
    static boolean covers(String rule, String wanted) {
        return rule.equals(wanted) || regex(rule).matcher(wanted).matches();
    }

    /** glob(7) without the braces, which logrotate takes apart itself. */
    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/*]");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
