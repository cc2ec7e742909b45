package dev.preflight.redact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Credentials that tell what they are by how they begin, whatever their name: keys of clouds and forges, JSON Web Tokens,
 * hashes of crypt(5). The prefixes are those that the issuers document for secret scanners.
 */
final class TokenShapes implements Rule {
    /**
     * One kind.
     *
     * @param prefix how it begins
     * @param least bytes behind the prefix; fewer are a word
     * @param most bytes behind the prefix that belong to it
     * @param body which bytes those may be
     */
    private record Shape(String prefix, int least, int most, String body) {}

    private static final int ANY = Integer.MAX_VALUE;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String ALNUM = UPPER + LETTERS;
    private static final String WORD = ALNUM + "_-";
    private static final String DOTTED = WORD + ".";
    private static final String BASE64 = ALNUM + "+/=";
    private static final String CRYPT = ALNUM + "./$=,+";

    private static final List<Shape> SHAPES = List.of(
            // Amazon: access keys and temporary ones.
            new Shape("AKIA", 12, 16, UPPER),
            new Shape("ASIA", 12, 16, UPPER),
            new Shape("ABIA", 12, 16, UPPER),
            new Shape("ACCA", 12, 16, UPPER),
            // Google: API keys, OAuth access tokens and client secrets.
            new Shape("AIza", 30, ANY, WORD),
            new Shape("ya29.", 16, ANY, DOTTED),
            new Shape("GOCSPX-", 16, ANY, WORD),
            // Alibaba Cloud.
            new Shape("LTAI", 12, ANY, ALNUM),
            // GitHub and GitLab.
            new Shape("ghp_", 16, ANY, ALNUM),
            new Shape("gho_", 16, ANY, ALNUM),
            new Shape("ghu_", 16, ANY, ALNUM),
            new Shape("ghs_", 16, ANY, DOTTED),
            new Shape("ghr_", 16, ANY, ALNUM),
            new Shape("github_pat_", 16, ANY, WORD),
            new Shape("glpat-", 16, ANY, DOTTED),
            new Shape("gldt-", 16, ANY, DOTTED),
            new Shape("glrt-", 16, ANY, DOTTED),
            new Shape("glcbt-", 16, ANY, DOTTED),
            new Shape("glptt-", 16, ANY, DOTTED),
            new Shape("glsoat-", 16, ANY, DOTTED),
            // Tokens of Slack, of its hooks and of Telegram's bots are recognized by the paths of their URLs.
            new Shape("xoxb-", 10, ANY, WORD),
            new Shape("xoxp-", 10, ANY, WORD),
            new Shape("xoxa-", 10, ANY, WORD),
            new Shape("xoxr-", 10, ANY, WORD),
            new Shape("xoxs-", 10, ANY, WORD),
            new Shape("xoxe-", 10, ANY, WORD),
            new Shape("xoxe.", 10, ANY, DOTTED),
            new Shape("xapp-", 10, ANY, WORD),
            new Shape("hooks.slack.com/services/", 10, ANY, BASE64),
            // Docker Hub, npm, PyPI, RubyGems.
            new Shape("dckr_pat_", 16, ANY, WORD),
            new Shape("dckr_oat_", 16, ANY, WORD),
            new Shape("npm_", 30, ANY, ALNUM),
            new Shape("pypi-AgE", 16, ANY, WORD),
            new Shape("rubygems_", 30, ANY, ALNUM),
            // HashiCorp Vault, Grafana, DigitalOcean, Hugging Face.
            new Shape("hvs.", 16, ANY, WORD),
            new Shape("hvb.", 16, ANY, WORD),
            new Shape("hvr.", 16, ANY, WORD),
            new Shape("glsa_", 20, ANY, WORD),
            new Shape("dop_v1_", 20, ANY, ALNUM),
            new Shape("doo_v1_", 20, ANY, ALNUM),
            new Shape("hf_", 30, ANY, ALNUM),
            // Stripe, SendGrid, Shopify, OpenAI, Anthropic, age.
            new Shape("sk_live_", 10, ANY, ALNUM),
            new Shape("sk_test_", 10, ANY, ALNUM),
            new Shape("rk_live_", 10, ANY, ALNUM),
            new Shape("whsec_", 16, ANY, BASE64),
            new Shape("SG.", 40, ANY, DOTTED),
            new Shape("shpat_", 20, ANY, ALNUM),
            new Shape("sk-proj-", 20, ANY, WORD),
            new Shape("sk-ant-", 20, ANY, WORD),
            new Shape("AGE-SECRET-KEY-1", 20, ANY, UPPER),
            // A JSON Web Token and its kin: base64 of {" (RFC 7519).
            new Shape("eyJ", 12, ANY, DOTTED),
            // Private keys in base64 once more, as in a kubeconfig: "-----BEGIN" and then PRIVATE, RSA, EC, OPENSSH,
            // ENCRYPTED.
            new Shape("LS0tLS1CRUdJTiBQUklWQVRF", 8, ANY, BASE64),
            new Shape("LS0tLS1CRUdJTiBSU0EgUFJJ", 8, ANY, BASE64),
            new Shape("LS0tLS1CRUdJTiBFQyBQUklW", 8, ANY, BASE64),
            new Shape("LS0tLS1CRUdJTiBPUEVOU1NI", 8, ANY, BASE64),
            new Shape("LS0tLS1CRUdJTiBFTkNSWVBU", 8, ANY, BASE64),
            // Hashes of crypt(5), of Apache and of GRUB: guessed at leisure by who has them.
            new Shape("$1$", 16, ANY, CRYPT),
            new Shape("$2a$", 20, ANY, CRYPT),
            new Shape("$2b$", 20, ANY, CRYPT),
            new Shape("$2y$", 20, ANY, CRYPT),
            new Shape("$5$", 20, ANY, CRYPT),
            new Shape("$6$", 20, ANY, CRYPT),
            new Shape("$7$", 20, ANY, CRYPT),
            new Shape("$y$", 20, ANY, CRYPT),
            new Shape("$gy$", 20, ANY, CRYPT),
            new Shape("$apr1$", 16, ANY, CRYPT),
            new Shape("{SSHA}", 16, ANY, BASE64),
            new Shape("grub.pbkdf2.sha512.", 20, ANY, DOTTED));

    private static final Map<Integer, List<Shape>> BY_FIRST = byFirst();

    private static Map<Integer, List<Shape>> byFirst() {
        Map<Integer, List<Shape>> shapes = new HashMap<>();
        for (Shape shape : SHAPES) {
            int first = shape.prefix.charAt(0);
            shapes.merge(
                    first,
                    List.of(shape),
                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        }
        return shapes;
    }

    @Override
    public void scan(Text text, Spans found) {
        int before = Text.NONE;
        int i = 0;
        while (i < text.length()) {
            int c = text.at(i);
            int end = Text.isAlnum(before) && Text.isAlnum(c) ? i : end(text, i, c);
            if (end > i) {
                found.add(i, end);
            }
            before = c;
            i = Math.max(i + 1, end);
        }
    }

    /** Behind the credential that begins there; the same index if none does. */
    private static int end(Text text, int from, int first) {
        for (Shape shape : BY_FIRST.getOrDefault(first, List.of())) {
            if (text.hasExactly(from, shape.prefix)) {
                int body = from + shape.prefix.length();
                int end = bodyEnd(text, body, shape);
                if (end - body >= shape.least || (text.cutAt(end) && end > body)) {
                    return end;
                }
            }
        }
        return from;
    }

    private static int bodyEnd(Text text, int from, Shape shape) {
        int i = from;
        while (i - from < shape.most && text.at(i) != Text.NONE && shape.body.indexOf(text.at(i)) >= 0) {
            i++;
        }
        return i;
    }
}
