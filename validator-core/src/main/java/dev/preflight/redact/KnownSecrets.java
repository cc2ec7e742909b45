package dev.preflight.redact;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The passwords and passphrases of this run, wherever they are, and in the forms in which programs write them: as they
 * are in UTF-8 and Latin-1, in a URL, in JSON, in a shell's quotes, in XML and in base64. Searched for by the algorithm
 * of Knuth, Morris and Pratt: no byte of the text is read twice for one of them.
 */
final class KnownSecrets implements Rule {
    /** Shorter ones are masked only where no letter or digit is beside them: a single letter is in every word. */
    private static final int WORD_BELOW = 4;

    /** From so many bytes on, base64 of it alone tells it from chance: 6 bytes are 8 characters, of which 6 or 7 are sure. */
    private static final int BASE64_FROM = 6;

    private final List<Needle> needles;

    KnownSecrets(Collection<String> secrets) {
        Set<String> spellings = new LinkedHashSet<>();
        secrets.stream().filter(secret -> !secret.isEmpty()).forEach(secret -> spell(secret, spellings));
        this.needles = spellings.stream().map(Needle::new).toList();
    }

    @Override
    public void scan(Text text, Spans found) {
        needles.forEach(needle -> needle.scan(text, found));
    }

    private static void spell(String secret, Set<String> spellings) {
        spellings.add(latin(secret, StandardCharsets.UTF_8));
        if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(secret)) {
            spellings.add(secret);
        }
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        for (String encoded : List.of(url, url.replace("+", "%20"))) {
            spellings.add(encoded);
            spellings.add(lowerHex(encoded));
        }
        for (boolean ascii : List.of(true, false)) {
            String json = json(secret, ascii);
            spellings.add(latin(json, StandardCharsets.UTF_8));
            spellings.add(latin(json.replace("/", "\\/"), StandardCharsets.UTF_8));
        }
        spellings.add(latin(secret.replace("'", "'\\''"), StandardCharsets.UTF_8));
        spellings.add(latin(
                secret.replaceAll("([^A-Za-z0-9_@%+=:,./\\x80-\\x{10ffff}-])", "\\\\$1"), StandardCharsets.UTF_8));
        spellings.add(
                latin(secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), StandardCharsets.UTF_8));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= BASE64_FROM) {
            base64(bytes, spellings);
        }
    }

    /** Each byte as one char. */
    private static String latin(String text, Charset charset) {
        return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    private static String lowerHex(String url) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < url.length(); i++) {
            boolean hex = url.charAt(i) == '%' && i + 2 < url.length();
            text.append(hex ? url.substring(i, i + 3).toLowerCase(Locale.ROOT) : url.substring(i, i + 1));
            i += hex ? 2 : 0;
        }
        return text.toString();
    }

    private static String json(String secret, boolean ascii) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            char c = secret.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || (ascii && c > '~')) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Behind 0, 1 or 2 other bytes, such as {@code user:}: the characters that the secret alone decides. */
    private static void base64(byte[] secret, Set<String> spellings) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            String sure = encoded.substring(from, to);
            spellings.add(sure);
            spellings.add(sure.replace('+', '-').replace('/', '_'));
        }
    }

    /** One spelling of one secret. */
    private static final class Needle {
        private final int[] bytes;
        /** For each prefix, how long its longest own prefix is that is also its end. */
        private final int[] back;

        private Needle(String latin) {
            this.bytes = latin.chars().toArray();
            this.back = new int[bytes.length];
            int matched = 0;
            for (int i = 1; i < bytes.length; i++) {
                while (matched > 0 && bytes[i] != bytes[matched]) {
                    matched = back[matched - 1];
                }
                matched = bytes[i] == bytes[matched] ? matched + 1 : 0;
                back[i] = matched;
            }
        }

        private void scan(Text text, Spans found) {
            int matched = 0;
            for (int i = 0; i < text.length(); i++) {
                int c = text.at(i);
                while (matched > 0 && c != bytes[matched]) {
                    matched = back[matched - 1];
                }
                matched = c == bytes[matched] ? matched + 1 : 0;
                if (matched == bytes.length) {
                    add(text, i + 1, found);
                    matched = 0;
                }
            }
            // The beginning of a secret whose rest was cut off.
            if (matched >= WORD_BELOW && text.cutAt(text.length())) {
                found.add(text.length() - matched, text.length());
            }
        }

        private void add(Text text, int end, Spans found) {
            int from = end - bytes.length;
            boolean apart = !Text.isAlnum(text.at(from - 1)) && !Text.isAlnum(text.at(end));
            if (apart || bytes.length >= WORD_BELOW) {
                found.add(from, end);
            }
        }
    }
}
