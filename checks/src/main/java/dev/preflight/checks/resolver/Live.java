package dev.preflight.checks.resolver;

import java.util.List;
import java.util.Map;

/** Whether a command of a hook of dhclient-script is carried out, or holds. */
enum Live {
    YES,
    MAYBE,
    NO;

    /**
     * Whether a command succeeds.
     *
     * @param tests what the tests gave that the host made, by their text
     */
    static Live of(List<String> command, Map<String, Boolean> tests) {
        String text = String.join(" ", command);
        if (text.equals(":") || text.equals("true")) {
            return YES;
        }
        if (text.equals("false")) {
            return NO;
        }
        String test = text.replaceFirst("^\\[\\[? (.*) \\]\\]?$", "$1").replaceFirst("^test ", "");
        if (test.equals(text)) {
            return MAYBE;
        }
        boolean not = test.startsWith("! ");
        Boolean holds = tests.get(not ? test.substring(2) : test);
        return holds == null ? MAYBE : holds != not ? YES : NO;
    }

    Live and(Live other) {
        return this == NO || other == NO ? NO : this == YES && other == YES ? YES : MAYBE;
    }

    Live not() {
        return this == YES ? NO : this == NO ? YES : MAYBE;
    }
}
