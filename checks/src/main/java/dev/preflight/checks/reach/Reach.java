package dev.preflight.checks.reach;

import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a host gets from what it is asked to reach, in one context. The fact's arguments are, for each target, its URL,
 * whether it may go to a proxy, and a file of authorities or nothing.
 *
 * @param targets by URL
 * @param proxies of the context
 */
record Reach(SortedMap<String, Target> targets, Proxies proxies) {
    /** Four targets at once have some 30 s each at worst, and none begins after 75 s. */
    static final Fact<Reach> FACT = Fact.named("reach", Reach.class)
            .sharing(SharedShell.class, "timed")
            .limit(Duration.ofSeconds(130))
            .slow()
            .parsedBy(ReachText::parse);

    /** How a target answered. */
    enum Answer {
        /** By a status of HTTP, or by a connection of TCP. */
        GIVEN,
        /** Its name has no address. */
        NOT_RESOLVED,
        /** No connection, or one that was closed. */
        REFUSED,
        /** Nothing came in time. */
        TIMEOUT,
        /** The proxy was not reached, or would not do it. */
        PROXY_REFUSED,
        /** It does not speak TLS, or no version of it that the host does. */
        NO_TLS,
        /** Its certificate is not trusted. */
        UNTRUSTED,
        /** Its certificate is not valid at the host's time. */
        NOT_VALID_NOW,
        /** The tool failed in another way. */
        UNCLEAR,
        /** The time for all of them was over. */
        NOT_ASKED,
        /** The host has nothing to ask with. */
        NO_TOOL,
        /** The file of authorities could not be read. */
        NO_AUTHORITIES
    }

    /**
     * What came of one target.
     *
     * @param status of HTTP; 0 if there was none
     * @param time from the name to the whole answer
     * @param byProxy whether it went to a proxy
     * @param headers names of those of the answer, in small letters
     * @param type Content-Type; may be empty
     * @param certificate of the server; its issuer is empty if the tool does not show it
     * @param said what the tool said of a fault; may be empty
     */
    record Target(
            Answer answer,
            int status,
            Duration time,
            boolean byProxy,
            Set<String> headers,
            String type,
            Certificate certificate,
            String said) {
        Target {
            SortedSet<String> sorted = new TreeSet<>(headers);
            headers = Collections.unmodifiableSortedSet(sorted);
        }
    }

    /** Who issued a certificate, and when it is valid, as far as the tool shows it. */
    record Certificate(String issuer, Optional<Instant> from, Optional<Instant> until) {
        /** Whether it is known to be valid then. */
        boolean validAt(Instant time) {
            return from.filter(start -> !start.isAfter(time)).isPresent()
                    && until.filter(end -> !end.isBefore(time)).isPresent();
        }

        /** Whether it is known not to be valid then. */
        boolean invalidAt(Instant time) {
            return from.filter(start -> start.isAfter(time)).isPresent()
                    || until.filter(end -> end.isBefore(time)).isPresent();
        }
    }

    Reach {
        targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    }
}
