package dev.preflight.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Changes good input into bad: bytes, words, lines and the text as a whole, up to eight changes one upon the other. Two
 * generators in the same state give the same input.
 */
final class Mutator {
    /** No input is longer: half of the usual cap of an answer. */
    static final int LONGEST = 128 * 1024;

    /** As long as a line may be that some program's buffer takes whole. */
    private static final int LONG_TOKEN = 64 * 1024;

    /** Most inputs stay short enough that a million of them are read in minutes. */
    private static final int ONE_IN_LONG = 100;

    private final List<byte[]> seeds;
    private final List<byte[]> words = new ArrayList<>();

    Mutator(List<byte[]> seeds, List<String> words) {
        this.seeds = List.copyOf(seeds);
        for (List<String> some : List.of(words, Pieces.NUMBERS, Pieces.TEXTS)) {
            some.forEach(word -> this.words.add(word.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The next input of this generator. */
    byte[] mutate(Random random) {
        byte[] input = seed(random);
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            input = bounded(change(input, random));
        }
        return random.nextInt(ONE_IN_LONG) == 0 ? bounded(LongText.into(input, word(random), random)) : input;
    }

    private byte[] seed(Random random) {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] word(Random random) {
        return words.get(random.nextInt(words.size()));
    }

    private byte[] change(byte[] in, Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> flip(in, random);
            case 1 -> replaced(in, at(in, random), 1, new byte[] {(byte) random.nextInt(256)});
            case 2 -> replaced(in, at(in, random), 0, noise(random));
            case 3 -> replaced(in, at(in, random), 1 + random.nextInt(20), new byte[0]);
            case 4, 5 -> replaced(in, at(in, random), 0, word(random));
            case 6, 7 -> token(in, random, word(random));
            case 8 -> token(in, random, someToken(seed(random), random));
            case 9 ->
                token(
                        in,
                        random,
                        Pieces.NUMBERS
                                .get(random.nextInt(Pieces.NUMBERS.size()))
                                .getBytes(StandardCharsets.UTF_8));
            case 10 -> Arrays.copyOf(in, at(in, random));
            case 11 -> spliced(in, seed(random), random);
            case 12 -> repeated(in, random);
            case 13 -> line(in, random);
            case 14 -> lineOf(in, seed(random), random);
            default -> whole(in, random);
        };
    }

    private static byte[] flip(byte[] in, Random random) {
        if (in.length == 0) {
            return in;
        }
        byte[] out = in.clone();
        out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        return out;
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(8)];
        random.nextBytes(noise);
        return noise;
    }

    /** The beginning of one and the end of another. */
    private static byte[] spliced(byte[] in, byte[] other, Random random) {
        int from = at(other, random);
        return replaced(in, at(in, random), in.length, Arrays.copyOfRange(other, from, other.length));
    }

    private static byte[] repeated(byte[] in, Random random) {
        int from = at(in, random);
        int to = Math.min(in.length, from + 1 + random.nextInt(40));
        byte[] part = Arrays.copyOfRange(in, from, to);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 1 + random.nextInt(30); i > 0; i--) {
            many.writeBytes(part);
        }
        return replaced(in, to, 0, many.toByteArray());
    }

    /** A line away, twice, or before another. */
    private static byte[] line(byte[] in, Random random) {
        int[] one = line(in, at(in, random));
        byte[] text = Arrays.copyOfRange(in, one[0], one[1]);
        return switch (random.nextInt(3)) {
            case 0 -> replaced(in, one[0], text.length, new byte[0]);
            case 1 -> replaced(in, one[0], 0, text);
            default -> {
                byte[] less = replaced(in, one[0], text.length, new byte[0]);
                yield replaced(less, line(less, at(less, random))[0], 0, text);
            }
        };
    }

    private static byte[] lineOf(byte[] in, byte[] other, Random random) {
        int[] one = line(other, at(other, random));
        return replaced(in, line(in, at(in, random))[0], 0, Arrays.copyOfRange(other, one[0], one[1]));
    }

    /** Another form of the whole text. */
    private static byte[] whole(byte[] in, Random random) {
        String text = new String(in, StandardCharsets.UTF_8);
        return switch (random.nextInt(8)) {
            case 0 -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
            case 1 -> text.getBytes(random.nextBoolean() ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16);
            case 2 -> text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            case 3 -> text.replace("\n", random.nextBoolean() ? "\r" : " ").getBytes(StandardCharsets.UTF_8);
            case 4 -> text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            case 5 -> text.replace(' ', '\t').getBytes(StandardCharsets.UTF_8);
            case 6 -> text.strip().getBytes(StandardCharsets.UTF_8);
            default -> new byte[0];
        };
    }

    private static byte[] token(byte[] in, Random random, byte[] by) {
        int[] old = token(in, at(in, random));
        return replaced(in, old[0], old[1] - old[0], by);
    }

    private static byte[] someToken(byte[] in, Random random) {
        int[] one = token(in, at(in, random));
        return Arrays.copyOfRange(in, one[0], one[1]);
    }

    /** Bounds of the letters and digits about a place; of what stands between words, one byte. */
    private static int[] token(byte[] in, int at) {
        int from = at;
        int to = at;
        while (from > 0 && isWord(in[from - 1])) {
            from--;
        }
        while (to < in.length && isWord(in[to])) {
            to++;
        }
        return new int[] {from, from == to ? Math.min(in.length, to + 1) : to};
    }

    private static boolean isWord(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || b < 0;
    }

    /** Bounds of the line about a place, its line feed among it. */
    private static int[] line(byte[] in, int at) {
        int from = at;
        int to = at;
        while (from > 0 && in[from - 1] != '\n') {
            from--;
        }
        while (to < in.length && in[to] != '\n') {
            to++;
        }
        return new int[] {from, Math.min(in.length, to + 1)};
    }

    private static int at(byte[] in, Random random) {
        return random.nextInt(in.length + 1);
    }

    /** The bytes with some of them replaced. */
    static byte[] replaced(byte[] in, int at, int length, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length + by.length);
        out.write(in, 0, at);
        out.writeBytes(by);
        int rest = Math.min(in.length, at + length);
        out.write(in, rest, in.length - rest);
        return out.toByteArray();
    }

    private static byte[] bounded(byte[] in) {
        return in.length <= LONGEST ? in : Arrays.copyOf(in, LONGEST);
    }

    /** What makes a reader with a loop inside a loop slow, and one that calls itself overflow. */
    private static final class LongText {
        private static final List<String> NESTS = List.of(
                "[", "{\"a\":", "- ", "? ", "{", "(", "a:\n ", "*", "&a [", "!", "\\", "\"", "x=", "1,", "a b ",
                "://u:");

        private LongText() {}

        static byte[] into(byte[] in, byte[] word, Random random) {
            byte[] unit = random.nextBoolean()
                    ? word
                    : NESTS.get(random.nextInt(NESTS.size())).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(2) == 0) {
                int at = at(in, random);
                int[] own = random.nextBoolean() ? token(in, at) : line(in, at);
                unit = Arrays.copyOfRange(in, own[0], own[1]);
            }
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            int size = random.nextBoolean() ? LONG_TOKEN : 2000;
            while (unit.length > 0 && many.size() < size) {
                many.writeBytes(unit);
            }
            return replaced(in, at(in, random), random.nextInt(2), many.toByteArray());
        }
    }
}
