package dev.preflight.checks.files;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file, or what an address gives, byte for byte.
 *
 * @param state whether there is any
 * @param text its bytes, one char each: nothing is decoded, so that a byte-order mark and every line end are kept
 * @param said what the tool said that fetched it; empty if it was glad
 */
record ListFile(State state, String text, String said) {

    /** What there is. */
    public enum State {
        /** Content, which may be no byte at all. */
        CONTENT,
        /** No such file. */
        ABSENT,
        /** The address gives none. */
        NOT_SERVED,
        /** Another host is the one that uses the address. */
        ELSEWHERE
    }

    /** Files of up to 1 MiB are read. */
    private static final int LARGEST = 1024 * 1024;

    private static final Pattern FETCHED = Pattern.compile("fetched\\n(.*)\\nrc=(\\d+)\\n", Pattern.DOTALL);

    private static final Fact<ListFile> FACT = Fact.named("list-file", ListFile.class)
            .limit(Duration.ofSeconds(8))
            .cap(LARGEST + 1024)
            .prefersRoot()
            .parsedBy(ListFile::parse);

    /** A request for a file. */
    public static FactRequest<ListFile> at(String path) {
        return FACT.request().with("PATH", path).with("URL", "").with("CONSUMER", "");
    }

    /**
     * A request for what an address gives.
     *
     * @param consumer host name or address of the one host that is to fetch it; empty: every host that is asked
     */
    public static FactRequest<ListFile> from(String url, String consumer) {
        return FACT.request().with("PATH", "").with("URL", url).with("CONSUMER", consumer);
    }

    private static Reading<ListFile> parse(ProbeOutput output) throws FactFormatException {
        String all = new String(output.out(), StandardCharsets.ISO_8859_1);
        int end = all.indexOf('\n');
        String[] head = all.substring(0, Math.max(0, end)).split(" ", 2);
        String rest = all.substring(end + 1);
        return switch (head[0]) {
            case "content" ->
                rest.length() > LARGEST
                        ? Reading.missing(Reason.TRUNCATED, "> 1 MiB")
                        : Reading.got(new ListFile(State.CONTENT, rest, ""));
            case "absent" -> Reading.got(new ListFile(State.ABSENT, "", ""));
            case "elsewhere" -> Reading.got(new ListFile(State.ELSEWHERE, "", ""));
            case "unreadable" -> Reading.missing(Reason.NOT_READABLE, head.length > 1 ? head[1] : "");
            case "no-tool" -> Reading.missing(Reason.NO_TOOL, "curl, wget, python");
            case "fetched" -> fetched(all, output.firstError());
            default -> throw new FactFormatException("expected what the file is, found \"" + head[0] + "\"");
        };
    }

    private static Reading<ListFile> fetched(String all, String said) throws FactFormatException {
        Matcher m = FETCHED.matcher(all);
        if (!m.matches()) {
            throw new FactFormatException("expected how the fetch ended");
        }
        return Reading.got(
                m.group(2).equals("0")
                        ? new ListFile(State.CONTENT, m.group(1), "")
                        : new ListFile(State.NOT_SERVED, "", said.isEmpty() ? "rc=" + m.group(2) : said));
    }
}
