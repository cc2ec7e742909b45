package dev.preflight.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape of a credential in every place where it can stand. */
class MaskingShapesTest {
    private static final String SECRET = "Zq9kXw7vTb3";
    private static final String UPPER = "Q7XKW3VT";

    /** So much of a secret may be left: the end of one that is known by its beginning alone. */
    private static final int PIECE = 5;

    private static final Masking MASKING = new Masking(List.of());

    private enum Place {
        OWN_LINE("before\n%s\nafter\n"),
        JSON("{\"a\": \"%s\", \"b\": 1}\n") {
            @Override
            String of(String shape) {
                return shape.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\0", "\\u0000");
            }
        },
        YAML("a:\n  - b: 1\n    %s\n  - c\n") {
            @Override
            String of(String shape) {
                return shape.replace("\n", "\n    ");
            }
        },
        URL("https://h.example/path?a=1&%s&b=2\n"),
        COMMAND("/usr/bin/app --log-level info %s --verbose\n"),
        NUL_SEPARATED("A=1\0%s\0B=2\0"),
        ENVIRONMENT_FILE("# settings\nA=1\n%s\nB=\"2\"\n"),
        QUOTED("cmd '%s' x\n"),
        CUT_END("before\n%s"),
        AMID_BINARY("\u0001\u00ff\u0000\n\u0080%s\u0000\u00fe\u0002");

        private final String around;

        Place(String around) {
            this.around = around;
        }

        String of(String shape) {
            return shape;
        }
    }

    private record Shape(String text, List<String> secrets, String kind) {}

    private record Case(Shape shape, Place place) {
        String text() {
            String text = shape.text;
            if (place == Place.CUT_END) {
                String last = shape.secrets.get(shape.secrets.size() - 1);
                // Two bytes of it are missing, and all that stood behind.
                text = text.substring(0, text.lastIndexOf(last) + last.length() - 2);
            }
            return place.around.replace("%s", place.of(text));
        }

        @Override
        public String toString() {
            return place + ": " + shape.text.replace("\n", "\\n").replace("\0", "\\0");
        }
    }

    static List<String> lines(String resource) {
        try (InputStream in = MaskingShapesTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .map(line -> line.replace("\\n", "\n").replace("\\0", "\0").replace("\\t", "\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shape shape(String line) {
        String text =
                line.substring(line.indexOf(' ') + 1).replace("{S}", SECRET).replace("{U}", UPPER);
        int from = text.indexOf('«');
        List<String> secrets = from < 0 ? List.of(SECRET) : List.of(text.substring(from + 1, text.indexOf('»')));
        return new Shape(text.replace("«", "").replace("»", ""), secrets, line.substring(0, line.indexOf(' ')));
    }

    private static List<Shape> shapes() {
        return lines("shapes.txt").stream().map(MaskingShapesTest::shape).toList();
    }

    static Stream<Case> cases() {
        return shapes().stream()
                .flatMap(shape -> Arrays.stream(Place.values())
                        .filter(place -> suits(shape, place))
                        .map(place -> new Case(shape, place)));
    }

    /** What is known by its own line has one only in a file. A URL ends at a blank or a quote; JSON holds no NUL. */
    private static boolean suits(Shape shape, Place place) {
        return switch (place) {
            case OWN_LINE, ENVIRONMENT_FILE, YAML -> true;
            case CUT_END -> !shape.kind.equals("behind");
            case URL -> !shape.kind.equals("line") && shape.text.matches("(?s)[^\\s\"'\0<>]*");
            case QUOTED -> !shape.kind.equals("line") && !shape.text.contains("'");
            case JSON -> !shape.kind.equals("line") && !shape.text.contains("\0");
            case COMMAND, NUL_SEPARATED, AMID_BINARY -> !shape.kind.equals("line");
        };
    }

    private static String mask(String text, boolean cut) {
        return new String(MASKING.mask(text.getBytes(StandardCharsets.UTF_8), cut), StandardCharsets.UTF_8);
    }

    @Test
    void thereAreMoreThanTwoHundredShapes() {
        assertThat(shapes()).hasSizeGreaterThan(200).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noPieceOfTheSecretIsLeft(Case one) {
        String masked = mask(one.text(), one.place == Place.CUT_END);

        String secret = one.shape.secrets.get(0);
        for (int i = 0; i + PIECE <= secret.length(); i++) {
            assertThat(masked).doesNotContain(secret.substring(i, i + PIECE));
        }
        assertThat(masked).contains(Masking.MASK);
        assertThat(mask(masked, one.place == Place.CUT_END)).isEqualTo(masked);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void whatJudgesNeedStaysAsItIs(String line) {
        for (String around : List.of("%s", "%s\n", "before\n%s\nafter\n", "a\0%s\0b\n")) {
            String text = around.replace("%s", line);
            assertThat(mask(text, false)).isEqualTo(text);
        }
    }

    static List<String> kept() {
        return lines("kept.txt");
    }
}
