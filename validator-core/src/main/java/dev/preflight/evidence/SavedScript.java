package dev.preflight.evidence;

import dev.preflight.fact.Sha256;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script apart from what is each host's own in it, so that the text that many hosts share is kept once.
 *
 * @param shared the text, with nothing behind the names of what is taken out
 * @param sha256 digest of that text, in hex
 * @param own what stood there: the nonce of the markers, and the host's tag in an exchange
 */
record SavedScript(String shared, String sha256, SortedMap<String, String> own) {
    private static final List<String> OWN = List.of("N", "PARAM_SELF");

    /** Takes out what is the host's own. */
    static SavedScript of(String script) {
        String shared = script;
        SortedMap<String, String> own = new TreeMap<>();
        for (String name : OWN) {
            Matcher line = line(name, "[^\\n]+").matcher(shared);
            if (line.find()) {
                own.put(name, line.group(1));
                shared = shared.substring(0, line.start(1)) + shared.substring(line.end(1));
            }
        }
        SavedScript saved = of(shared, own);
        return saved.whole().equals(script) ? saved : of(script, new TreeMap<>());
    }

    private static SavedScript of(String shared, SortedMap<String, String> own) {
        return new SavedScript(shared, Sha256.hex(shared), own);
    }

    /** The script as it was sent. */
    String whole() {
        String whole = shared;
        for (Map.Entry<String, String> e : own.entrySet()) {
            Matcher line = line(e.getKey(), "").matcher(whole);
            if (line.find()) {
                whole = whole.substring(0, line.start(1)) + e.getValue() + whole.substring(line.end(1));
            }
        }
        return whole;
    }

    /** The first line that assigns this name. */
    private static Pattern line(String name, String value) {
        return Pattern.compile("^" + Pattern.quote(name) + "=(" + value + ")$", Pattern.MULTILINE);
    }
}
