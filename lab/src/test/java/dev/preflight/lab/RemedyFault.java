package dev.preflight.lab;

import java.util.regex.Pattern;

/**
 * A fault in a host, and the remedy that is for it.
 *
 * @param remedy the check, and its remedy
 * @param host the host of the lab
 * @param put the shell that puts the fault in, or a fault of the lab's own behind an @
 * @param works the shell that succeeds before the next look: what still works, or what the next boot does
 * @param leaves what of the host's state a remedy changes for good
 */
record RemedyFault(String remedy, String host, String put, String works, Pattern leaves) {
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    static RemedyFault of(String remedy, String host, String put) {
        return new RemedyFault(remedy, host, put, "true", NOTHING);
    }

    RemedyFault and(String stillWorks) {
        return new RemedyFault(remedy, host, put, stillWorks, leaves);
    }

    RemedyFault leaving(String lines) {
        return new RemedyFault(remedy, host, put, works, Pattern.compile(lines));
    }
}
