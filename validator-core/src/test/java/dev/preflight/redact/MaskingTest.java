package dev.preflight.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of all rules together, whatever the bytes are. */
class MaskingTest {
    /** No text of the tests needs more; the rules are some ten, and there may be some passes. */
    private static final long READS_A_BYTE = 400;

    private static final List<String> PIECES = List.of(
            "password",
            "passwd",
            "=",
            ":",
            ": ",
            "://",
            "@",
            "\"",
            "'",
            "\\",
            "\n",
            "\0",
            " ",
            "\t",
            ",",
            ";",
            "&",
            "{",
            "}",
            "[",
            "]",
            "<",
            ">",
            "|",
            "***",
            "a",
            "Z9",
            "token",
            "secret",
            "auth",
            "authorization",
            "cookie",
            "bearer ",
            "basic ",
            "--",
            "-p",
            "mysql ",
            "curl ",
            "-u ",
            "machine ",
            "login ",
            "-----BEGIN PRIVATE KEY-----",
            "-----END PRIVATE KEY-----",
            "AKIA",
            "eyJ",
            "ghp_",
            "$6$",
            "abcdefghijklmnopqrst0123",
            "/",
            "//",
            ".",
            "_",
            "value",
            "name",
            "%3D",
            "%22",
            "\u00e5\u00af\u0086\u00e7\u00a0\u0081",
            "\u00ff",
            "export ",
            "pwd",
            "pass",
            "5432",
            "proxy=",
            "tcp(",
            "PSK",
            "yes",
            "api_key",
            "com2sec ",
            "requirepass ");

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String mask(Masking masking, String text) {
        return new String(masking.mask(latin(text), false), StandardCharsets.ISO_8859_1);
    }

    private static long reads(byte[] bytes) {
        AtomicLong reads = new AtomicLong();
        byte[] unused = new Masking(List.of("aaaaaaaaaaaab")).mask(bytes, true, reads::addAndGet);
        return reads.get();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=\"|a|",
                "://|:|",
                "://|a:b@|",
                "://|@|",
                "://a|://a:|",
                "|password=|",
                "|password=\"|",
                "|password:|",
                "|password: [|",
                "|password= |",
                "|password=\\|",
                "password='|''|",
                "password='|'\\''|",
                "password=\"|\\\\|",
                "|pwd=/|",
                "|pwd=\"/|",
                "|--token -|",
                "|--password |",
                "|--token \"-|",
                "|token: {|",
                "|name: token\n|",
                "|\"token\",|",
                "|-----BEGIN PRIVATE KEY-----\n|",
                "|-----BEGIN PRIVATE KEY-----|",
                "|-----BEGIN |",
                "|-----BEGIN PRIVATE KEY-----\nabcdefghijklmnopqrst\n|",
                "|AKIA|",
                "|eyJ|",
                "|ghp_|",
                "|$6$|",
                "|Bearer |",
                "|basic a|",
                "|authorization: |",
                "|authorization: basic |",
                "|cookie: |",
                "|:|",
                "|a:1:|",
                "|*:1:*:b:|",
                "|a|",
                "|aaaaaaaaaaaa|",
                "|-|",
                "|_|",
                "|aB|",
                "| |",
                "|\n|",
                "|\0|",
                "|\"|",
                "|'|",
                "|\\|",
                "|\\\"|",
                "|,|",
                "password=|,a|",
                "password=|, |",
                "password=|\"|",
                "|mysql -p |",
                "|curl -u |",
                "|curl -u a|",
                "|password\n|",
                "|machine a password |",
                "|password b\n|",
                "|password> |",
                "|<password>|",
                "|<password><|",
                "|password%3D|",
                "|x=a:|",
                "|proxy=a:|",
                "|\u00e5\u00af\u0086\u00e7\u00a0\u0081=|",
                "|password:                               |",
                "|password                         |",
                "|LS0tLS1CRUdJTi|",
                "password=|<|",
                "password: ||\n|",
                "|requirepass |"
            })
    void aTextTwiceAsLongTakesTwiceTheReads(String bomb) {
        String head = bomb.substring(0, bomb.indexOf('|'));
        String again = bomb.substring(bomb.indexOf('|') + 1, bomb.length() - 1);
        byte[] one = latin(head + again.repeat(20_000 / again.length()));
        byte[] two = latin(head + again.repeat(40_000 / again.length()));

        assertThat(reads(two)).isLessThan(reads(one) * 5 / 2).isLessThan(READS_A_BYTE * two.length);
    }

    @Test
    void twentyThousandRandomTextsStayTheSameWhenTheyAreMaskedTwice() {
        Masking masking = new Masking(List.of("geheim99"));
        Random random = new Random(14);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(20);
            for (int j = 0; j < length; j++) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String once = mask(masking, text.toString());

            assertThat(mask(masking, once)).as("%s", text).isEqualTo(once);
        }
    }

    @Test
    void allBytesStayWhatTheyAreWhereNothingIsMasked() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(new Masking(List.of()).mask(bytes, false)).isEqualTo(bytes);
    }

    @Test
    void whatIsAroundACredentialStaysByteForByte() {
        String around = "\u00ff\u0080\u0000\r\n\u0001";

        assertThat(mask(new Masking(List.of()), around + "password=abc\n" + around))
                .isEqualTo(around + "password=***\n" + around);
    }

    @Test
    void aSecretOfTheRunIsMaskedInEverySpelling() {
        String secret = "p\u00e4ss/w\"o'rd +1&<x>";
        byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        List<String> spellings = List.of(
                new String(utf8, StandardCharsets.ISO_8859_1),
                secret,
                url,
                url.replace("+", "%20"),
                Pattern.compile("%..")
                        .matcher(url)
                        .replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT)),
                "p\\u00e4ss/w\\\"o'rd +1&<x>",
                "p\\u00e4ss\\/w\\\"o'rd +1&<x>",
                new String(
                        "p\u00e4ss/w\"o'\\''rd +1&<x>".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                new String(
                        "p\u00e4ss/w\\\"o\\'rd\\ +1\\&\\<x\\>".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1),
                new String(
                        "p\u00e4ss/w\"o'rd +1&amp;&lt;x&gt;".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1));
        Masking masking = new Masking(List.of(secret));

        for (String spelling : spellings) {
            assertThat(mask(masking, "it is " + spelling + " here")).isEqualTo("it is *** here");
        }
    }

    @Test
    void aSecretOfTheRunIsMaskedInBase64WhateverStandsBeforeIt() {
        String secret = "hunter2-und-mehr";
        for (String before : List.of("", "a", "ab", "user:")) {
            String encoded = Base64.getEncoder().encodeToString((before + secret).getBytes(StandardCharsets.UTF_8));
            String masked = mask(new Masking(List.of(secret)), "x " + encoded + " y");

            assertThat(masked).contains("***").hasSizeLessThan(8 + encoded.length() - secret.length());
        }
    }

    @Test
    void theBeginningOfASecretIsMaskedWhereTheTextWasCut() {
        Masking masking = new Masking(List.of("hunter2hunter3"));

        assertThat(masking.mask(latin("it is hunter2hunt"), true)).isEqualTo(latin("it is ***"));
        assertThat(masking.mask(latin("it is hunter2hunt"), false)).isEqualTo(latin("it is hunter2hunt"));
        assertThat(masking.mask(latin("http://bob:123"), true)).isEqualTo(latin("http://***"));
    }

    @Test
    void aShortSecretIsMaskedAsAWordAndNotInsideOthers() {
        assertThat(mask(new Masking(List.of("abc")), "abc abcd (abc)")).isEqualTo("*** abcd (***)");
        assertThat(mask(new Masking(List.of("abcd")), "xabcdx")).isEqualTo("x***x");
        assertThat(mask(new Masking(List.of("")), "a b")).isEqualTo("a b");
    }

    @Test
    void aLogKeepsWhatStandsBehindAKeyThatNeverEnds() {
        String log = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nkernel: Oops: 1\nkernel: panic\n";

        assertThat(mask(new Masking(List.of()), log))
                .isEqualTo("-----BEGIN PRIVATE KEY-----***\nkernel: Oops: 1\nkernel: panic\n");
        assertThat(Arrays.asList(log.split("\n"))).hasSize(4);
    }
}
