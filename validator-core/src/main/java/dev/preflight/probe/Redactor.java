package dev.preflight.probe;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Masks credentials in what a host prints, before anything else sees it. Works on bytes as Latin-1 text, so that what
 * it leaves alone stays the same byte for byte.
 */
public final class Redactor {
    /** What stands in place of a credential. */
    public static final String MASK = "***";

    /** {@code http://user:password@proxy}, in proxy settings and registry mirrors (specs section 1.11). */
    private static final Pattern URL_USER = Pattern.compile("(://)[^/\\s\"'@]*:[^/\\s\"'@]*@");

    /** The same, cut off before its {@code @}; only at the very end. */
    private static final Pattern URL_USER_CUT = Pattern.compile("(://)[^/\\s\"'@]*:[^/\\s\"'@]*\\z");

    /** Keys whose value is a credential: {@code "auth": "..."} of a registry, {@code password=...}, {@code token: ...}. */
    private static final Pattern KEYED = Pattern.compile(
            "(?i)((?:\"|\\b)(?:auth|identitytoken|registrytoken|password|passwd|passphrase|secret|token|api[_-]?key)\"?"
                    + "\\s*[:=]\\s*)(\"(?:[^\"\\\\\\n]|\\\\.)*\"?|'[^'\\n]*'?|[^\\s,;{}\\[\\]\"']+)");

    /** {@code Authorization: Bearer ...} and {@code Basic ...}. */
    private static final Pattern HEADER = Pattern.compile("(?i)\\b(bearer|basic) [A-Za-z0-9+/._~-]{8,}=*");

    private final List<String> secrets;

    /**
     * Masks these secrets as well, wherever they stand.
     *
     * @param secrets passwords and passphrases of this run; an empty one is ignored
     */
    public Redactor(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> !secret.isEmpty())
                .map(secret -> new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** The bytes with every credential masked. */
    public byte[] redact(byte[] bytes) {
        return mask(new String(bytes, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String mask(String latin) {
        String text = latin;
        for (String secret : secrets) {
            text = text.replace(secret, MASK);
        }
        text = URL_USER.matcher(text).replaceAll("$1" + MASK + "@");
        text = URL_USER_CUT.matcher(text).replaceAll("$1" + MASK);
        text = HEADER.matcher(text).replaceAll("$1 " + MASK);
        return KEYED.matcher(text).replaceAll(found -> {
            String value = found.group(2);
            String quote = value.startsWith("\"") || value.startsWith("'") ? value.substring(0, 1) : "";
            boolean closed = quote.isEmpty() || (value.length() > 1 && value.endsWith(quote));
            return java.util.regex.Matcher.quoteReplacement(found.group(1) + quote + MASK + (closed ? quote : ""));
        });
    }
}
