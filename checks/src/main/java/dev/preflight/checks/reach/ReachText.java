package dev.preflight.checks.reach;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.reach.Reach.Answer;
import dev.preflight.checks.reach.Reach.Certificate;
import dev.preflight.checks.reach.Reach.Target;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.node.Ascii;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads what the probe of {@link Reach} prints. The statuses are those of curl(1), the words those of the tools. */
final class ReachText {
    private static final int NAME_OF_PROXY = 5;
    private static final int NAME = 6;
    private static final int CONNECT = 7;
    private static final int TIME = 28;
    private static final int HANDSHAKE_OF_PROXY = 97;

    private static final int HANDSHAKE = 35;

    /** Certificate of the peer (three numbers over the years), its issuer, the client's authorities. */
    private static final Set<Integer> CERTIFICATE = Set.of(51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91);

    /** Nothing came back, sending or receiving failed, HTTP/2 failed. */
    private static final Set<Integer> BROKEN = Set.of(16, 52, 55, 56, 92);

    /** A program that a signal ended: here only the probe does, at its limit. */
    private static final Set<Integer> ENDED = Set.of(137, 143);

    private static final int FIRST_STATUS = 100;
    private static final int PROXY_WANTS_USER = 407;
    private static final int CONNECTED = 200;

    /** How OpenSSL prints times: {@code Nov  3 12:00:00 2026 GMT}. */
    private static final DateTimeFormatter OF_OPENSSL = DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ROOT);

    private ReachText() {}

    static Reading<Reach> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        SortedMap<String, String> variables = new TreeMap<>();
        for (String line : text.arguments("proxy")) {
            String[] words = line.split(" ", 2);
            variables.put(words[0], words.length > 1 ? words[1] : "");
        }
        SortedMap<String, Target> targets = new TreeMap<>();
        for (Part part : text.all("target")) {
            targets.put(part.argument(), target(part));
        }
        return Reading.got(new Reach(targets, new Proxies(variables)));
    }

    private static Target target(Part part) throws FactFormatException {
        boolean byProxy = part.lines().contains("proxy");
        int code = number(part, "code");
        return new Target(
                answer(part, code, byProxy),
                code,
                time(part),
                byProxy,
                new HashSet<>(part.values("header")),
                first(part, "type"),
                new Certificate(first(part, "issuer"), instant(first(part, "from")), instant(first(part, "until"))),
                first(part, "error"));
    }

    private static Answer answer(Part part, int code, boolean byProxy) throws FactFormatException {
        if (part.lines().contains("no-tool")) {
            return Answer.NO_TOOL;
        }
        if (part.lines().contains("not-asked")) {
            return Answer.NOT_ASKED;
        }
        if (part.lines().contains("no-authorities")) {
            return Answer.NO_AUTHORITIES;
        }
        int connect = number(part, "connect");
        if (code == PROXY_WANTS_USER || (connect != 0 && connect != CONNECTED)) {
            return Answer.PROXY_REFUSED;
        }
        String status = first(part, "status");
        boolean tcp = part.argument().startsWith("tcp:");
        if (code >= FIRST_STATUS || (tcp && status.equals("0"))) {
            return Answer.GIVEN;
        }
        if (status.isEmpty()) {
            throw new FactFormatException("expected the status of " + part.argument());
        }
        int ended = Numbers.small(status);
        return ENDED.contains(ended) ? Answer.TIMEOUT : failed(part, ended, byProxy);
    }

    private static Answer failed(Part part, int ended, boolean byProxy) {
        String said = Ascii.lower(first(part, "error"));
        if (!first(part, "by").equals("curl")) {
            return inWords(said, byProxy);
        }
        return switch (ended) {
            case NAME_OF_PROXY, HANDSHAKE_OF_PROXY -> Answer.PROXY_REFUSED;
            case NAME -> Answer.NOT_RESOLVED;
            case CONNECT -> byProxy ? Answer.PROXY_REFUSED : Answer.REFUSED;
            case TIME -> Answer.TIMEOUT;
            default -> {
                boolean certified = ended == HANDSHAKE && has(said, "certificate");
                if (certified || CERTIFICATE.contains(ended)) {
                    yield timely(said) ? Answer.UNTRUSTED : Answer.NOT_VALID_NOW;
                }
                if (ended == HANDSHAKE) {
                    yield cut(said) ? Answer.REFUSED : Answer.NO_TLS;
                }
                yield BROKEN.contains(ended) && !has(said, "header") ? Answer.REFUSED : Answer.UNCLEAR;
            }
        };
    }

    /** By what wget, Python, bash and nc print. */
    private static Answer inWords(String said, boolean byProxy) {
        if (!timely(said)) {
            return Answer.NOT_VALID_NOW;
        }
        if (has(said, "certificate")) {
            return Answer.UNTRUSTED;
        }
        if (has(said, "ssl", "tls") && !cut(said)) {
            return Answer.NO_TLS;
        }
        if (has(said, "407 ", "tunnel")) {
            return Answer.PROXY_REFUSED;
        }
        if (has(said, "resolve", "resolution", "not known", "getaddrinfo", "bad address", "no address")) {
            return byProxy ? Answer.PROXY_REFUSED : Answer.NOT_RESOLVED;
        }
        if (has(said, "timed out", "timeout")) {
            return Answer.TIMEOUT;
        }
        if (has(
                said,
                "refused",
                "no route",
                "unreachable",
                "reset",
                "closed",
                "eof",
                "syscall",
                "non-properly terminated",
                "can't connect")) {
            return byProxy ? Answer.PROXY_REFUSED : Answer.REFUSED;
        }
        return Answer.UNCLEAR;
    }

    /** A handshake that no answer came to says nothing of TLS: a firewall may have ended it. */
    private static boolean cut(String said) {
        return has(said, "reset", "eof", "syscall", "closed", "non-properly terminated");
    }

    private static boolean timely(String said) {
        return !has(said, "expired", "not yet valid", "not yet activated");
    }

    private static boolean has(String said, String... words) {
        return Stream.of(words).anyMatch(said::contains);
    }

    private static Duration time(Part part) throws FactFormatException {
        String seconds = first(part, "seconds").replace(',', '.');
        if (seconds.isEmpty()) {
            return Duration.ZERO;
        }
        if (!seconds.matches("\\d{1,6}(\\.\\d{1,9})?")) {
            throw new FactFormatException("expected seconds, found: " + seconds);
        }
        return Duration.ofNanos(new BigDecimal(seconds).movePointRight(9).longValue());
    }

    private static Optional<Instant> instant(String text) {
        try {
            String time = text.replace(" GMT", "").replaceAll(" +", " ").strip();
            return Optional.of(LocalDateTime.parse(time, OF_OPENSSL).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Part part, String word) throws FactFormatException {
        String value = first(part, word);
        return value.isEmpty() ? 0 : Numbers.small(value);
    }

    private static String first(Part part, String word) {
        List<String> values = part.values(word);
        return values.isEmpty() ? "" : values.get(0);
    }
}
