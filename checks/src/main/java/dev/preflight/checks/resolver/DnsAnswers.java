package dev.preflight.checks.resolver;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What each name server answered.
 *
 * @param servers those of resolv.conf, in its order, three at most as glibc reads
 * @param extra others that the profile names
 * @param queries what came of each query
 * @param pings by server, whether it answered a ping; a server is missing where none could be sent
 * @param lookups by name, what libc gave: the address, or nothing for a look-up that failed
 */
record DnsAnswers(
        List<String> servers,
        List<String> extra,
        List<Query> queries,
        Map<String, Boolean> pings,
        Map<String, List<String>> lookups) {

    /** In place of a name, where the profile gives none: every server has an answer for the root, if only a refusal. */
    public static final String ROOT = ".";

    /** As much of a tool's line as says something; the bytes of what is no reply go on and on. */
    private static final int SHOWN = 80;

    /** Statuses from here on tell of a signal: POSIX.1-2017, Shell Command Language, 2.8.2. */
    private static final int SIGNAL = 128;

    private static final Fact<DnsAnswers> FACT = Fact.named("dns-answers", DnsAnswers.class)
            .limit(Duration.ofSeconds(15))
            .slow()
            .parsedBy(DnsAnswers::parse);

    /** What came of a query. */
    public enum End {
        /** A reply to it, whatever it says. */
        ANSWERED,
        /** A reply from another address than the one that was asked. */
        OTHER_SOURCE,
        /** Nothing. */
        SILENCE,
        /** The host said that nothing listens there (ICMP port unreachable, or a reset). */
        REFUSED,
        /** No route to it. */
        NO_ROUTE,
        /** What a proxy or a web server answers. */
        HTTP,
        /** Something that is no reply. */
        UNTOLD
    }

    /**
     * One query.
     *
     * @param tcp by TCP, or else by UDP
     * @param rcode the response code; empty if there was no reply
     * @param address the first address of the answer; empty if there was none
     * @param said what the tool said
     */
    public record Query(
            String server, String name, boolean tcp, End end, OptionalInt rcode, String address, String said) {
        /** Whether port 53 works there. */
        public boolean answered() {
            return end == End.ANSWERED || end == End.OTHER_SOURCE;
        }

        /** In one word what it says of the name: the address, or the code. */
        public String verdict() {
            return rcode.isEmpty()
                    ? "-"
                    : rcode.getAsInt() != 0 ? "rcode=" + rcode.getAsInt() : address.isEmpty() ? "rcode=0" : address;
        }
    }

    public DnsAnswers {
        servers = List.copyOf(servers);
        extra = List.copyOf(extra);
        queries = List.copyOf(queries);
        pings = Map.copyOf(pings);
        lookups = Map.copyOf(lookups);
    }

    /**
     * Asks the servers of resolv.conf for these names.
     *
     * @param names what the platform looks up; none: the root is asked for, and libc is not
     */
    public static FactRequest<DnsAnswers> of(List<String> names) {
        return of(names, List.of());
    }

    /**
     * Asks these servers for these names, and neither those of resolv.conf nor libc: none is asked twice.
     *
     * @param names what the platform looks up; none: the root is asked for
     * @param extra servers beside those of resolv.conf; none: those of resolv.conf are asked
     */
    public static FactRequest<DnsAnswers> of(List<String> names, List<String> extra) {
        List<String> pairs = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of(ROOT) : names) {
            pairs.add(name);
            pairs.add(DnsMessage.query(name));
        }
        return FACT.request()
                .with("EXTRA", String.join(" ", extra))
                .with("LIBC", names.isEmpty() || !extra.isEmpty() ? "no" : "yes")
                .withArguments(pairs);
    }

    /** The query for this name, if it was made. */
    public Optional<Query> query(String server, String name, boolean tcp) {
        return queries.stream()
                .filter(q -> q.server().equals(server) && q.name().equals(name) && q.tcp() == tcp)
                .findFirst();
    }

    private static Reading<DnsAnswers> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/etc/resolv.conf");
        }
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected \"done\" at the end");
        }
        String tool = text.argument("tool").orElse("");
        List<String> servers = text.arguments("server");
        List<String> extra = text.arguments("extra");
        if (tool.equals("none") && !(servers.isEmpty() && extra.isEmpty())) {
            return Reading.missing(Reason.NO_TOOL, "dig, python, perl, bash + timeout, nslookup");
        }
        List<Query> queries = new ArrayList<>();
        for (HeadedText.Part part : text.all("query")) {
            queries.add(query(part));
        }
        Map<String, Boolean> pings = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("ping")) {
            String[] word = words(part, 2);
            // "Operation not permitted" is no word about the server.
            if (!part.text().contains("ermitted")) {
                pings.put(word[1], word[0].equals("0"));
            }
        }
        return Reading.got(new DnsAnswers(servers, extra, queries, pings, lookups(text)));
    }

    /** What the C library answered, by name. */
    private static Map<String, List<String>> lookups(HeadedText text) throws FactFormatException {
        Map<String, List<String>> lookups = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("libc")) {
            String[] word = words(part, 2);
            // One that we ended after a while has said nothing, neither way.
            if (word[0].matches("\\d{3}") && Integer.parseInt(word[0]) >= SIGNAL) {
                continue;
            }
            String[] found = word[1].split(" ", 2);
            lookups.computeIfAbsent(found[0], name -> new ArrayList<>())
                    .add(word[0].equals("0") && found.length > 1 ? found[1].strip() : "");
        }
        return lookups;
    }

    private static String[] words(HeadedText.Part part, int count) throws FactFormatException {
        String[] word = part.argument().split(" ", count);
        if (word.length < count) {
            throw new FactFormatException("expected " + count + " words: " + part.argument());
        }
        return word;
    }

    private static Query query(HeadedText.Part part) throws FactFormatException {
        String[] word = words(part, 4);
        boolean tcp = word[1].equals("tcp");
        String said = part.text();
        Optional<DnsMessage> reply = switch (word[0]) {
            case "dig" -> DnsToolText.dig(said);
            case "nslookup" -> DnsToolText.nslookup(said);
            default ->
                said.lines()
                        .filter(line -> line.strip().matches("[0-9a-f]{2}( +[0-9a-f]{2})*+"))
                        .reduce(String::concat)
                        .flatMap(hex -> DnsMessage.reply(hex, tcp));
        };
        Optional<String> http = reply.isPresent() ? Optional.empty() : DnsMessage.http(said);
        // dig goes on waiting after it has said so, and then shows no reply.
        End end = said.contains("unexpected source")
                ? End.OTHER_SOURCE
                : reply.isPresent() ? End.ANSWERED : http.isPresent() ? End.HTTP : DnsToolText.failure(said);
        return new Query(
                word[2],
                word[3],
                tcp,
                end,
                reply.map(r -> OptionalInt.of(r.rcode())).orElse(OptionalInt.empty()),
                reply.map(DnsMessage::address).orElse(""),
                http.orElseGet(() -> word(said)));
    }

    /** The line that says most: of a refusal first, which a second try may bring after a silence. */
    private static String word(String said) {
        return said.lines()
                .filter(line -> line.contains("refused"))
                .findFirst()
                .or(() -> said.lines().findFirst())
                .map(String::strip)
                .map(line -> line.substring(0, Math.min(SHOWN, line.length())))
                .orElse("");
    }
}
