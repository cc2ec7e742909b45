package dev.preflight.evidence;

import dev.preflight.fact.Sha256;
import dev.preflight.json.JsonOut;
import dev.preflight.transport.TransportFailure;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last field of a manifest: the digest of the manifest's bytes with zeros in the seal's place. It shows what an
 * accident did to a manifest. It is not a signature: anyone who can write the evidence can make another seal.
 */
final class Seal {
    private static final String FIELD = "seal";
    private static final String ZEROS = "0".repeat(64);
    private static final Pattern END = Pattern.compile("\"" + FIELD + "\": \"([0-9a-f]{64})\"\n}\n\\z");

    private Seal() {}

    /** A JSON document of these fields, sealed. */
    static String sealed(Consumer<JsonOut.Fields> fields) {
        String open = JsonOut.object(o -> {
            fields.accept(o);
            o.field(FIELD, ZEROS);
        });
        int at = open.lastIndexOf(ZEROS);
        return open.substring(0, at) + Sha256.hex(open) + open.substring(at + ZEROS.length());
    }

    /** Throws if the manifest has no seal, or not the one of its bytes. */
    static void check(String file, byte[] bytes) throws EvidenceFault {
        // One char for each byte, so that bytes that are no UTF-8 count as they are.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher end = END.matcher(text);
        if (!end.find()) {
            throw new EvidenceFault(TransportFailure.EVIDENCE_CUT, file);
        }
        String open = text.substring(0, end.start(1)) + ZEROS + text.substring(end.end(1));
        if (!Sha256.hex(open.getBytes(StandardCharsets.ISO_8859_1)).equals(end.group(1))) {
            throw new EvidenceFault(TransportFailure.EVIDENCE_ALTERED, file);
        }
    }
}
