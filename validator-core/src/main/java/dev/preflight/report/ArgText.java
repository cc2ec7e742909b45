package dev.preflight.report;

import dev.preflight.api.Arg;
import dev.preflight.probe.ShellQuote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Shows typed arguments: to people, and as words of shell text. */
final class ArgText {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

    private static final Arg.Cases<String> SHOWN = new Shown();
    private static final Arg.Cases<Optional<String>> QUOTED = new Quoted();

    private ArgText() {}

    /** For a sentence: with units, cleaned, cut at {@link CleanText#LIMIT}. */
    static String shown(Arg arg) {
        return arg.fold(SHOWN);
    }

    /**
     * For a command: text as one quoted word, several as several words; numbers bare, bytes as their count and time in
     * seconds. Empty if a text cannot be in a command that people copy from a screen, or would be an option of the
     * program there: then there is no command.
     */
    static Optional<String> quoted(Arg arg) {
        return arg.fold(QUOTED);
    }

    private static Optional<String> quotedText(String value) {
        // What would be shown otherwise than it is would be copied otherwise than it is; and quotes do not keep a
        // program
        // from taking a word with a dash in front for an option.
        if (!CleanText.of(value).equals(value) || value.startsWith("-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ShellQuote.quote(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String mode(int bits) {
        return String.format(Locale.ROOT, "%04o", bits);
    }

    /** In the largest binary unit that leaves at least 1, with one decimal where it is not whole. */
    static String bytes(long value) {
        BigDecimal rest = BigDecimal.valueOf(value);
        BigDecimal step = BigDecimal.valueOf(1024);
        int unit = 0;
        while (unit < UNITS.size() - 1 && rest.abs().compareTo(step) >= 0) {
            rest = rest.divide(step);
            unit++;
        }
        return rounded(rest) + " " + UNITS.get(unit);
    }

    /** In milliseconds below a second, in seconds below two minutes, and above that in the two largest units. */
    static String span(Duration value) {
        if (value.isNegative()) {
            return "-" + span(value.negated());
        }
        if (value.isZero()) {
            return "0 s";
        }
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            return value.toMillis() + " ms";
        }
        if (value.compareTo(Duration.ofMinutes(2)) < 0) {
            return rounded(seconds(value)) + " s";
        }
        if (value.compareTo(Duration.ofHours(1)) < 0) {
            return value.toMinutes() + " min" + (value.toSecondsPart() == 0 ? "" : " " + value.toSecondsPart() + " s");
        }
        if (value.compareTo(Duration.ofDays(2)) < 0) {
            return value.toHours() + " h" + (value.toMinutesPart() == 0 ? "" : " " + value.toMinutesPart() + " min");
        }
        return value.toDays() + " d" + (value.toHoursPart() == 0 ? "" : " " + value.toHoursPart() + " h");
    }

    private static BigDecimal seconds(Duration value) {
        return BigDecimal.valueOf(value.getSeconds())
                .add(BigDecimal.valueOf(value.getNano(), 9))
                .stripTrailingZeros();
    }

    private static String rounded(BigDecimal value) {
        BigDecimal one = value.setScale(1, RoundingMode.HALF_UP).stripTrailingZeros();
        return one.signum() == 0 ? "0" : one.toPlainString();
    }

    private static final class Shown implements Arg.Cases<String> {
        @Override
        public String text(String value) {
            return CleanText.of(value);
        }

        @Override
        public String count(long value) {
            return Long.toString(value);
        }

        @Override
        public String bytes(long value) {
            return ArgText.bytes(value);
        }

        @Override
        public String mode(int bits) {
            return ArgText.mode(bits);
        }

        @Override
        public String span(Duration value) {
            return ArgText.span(value);
        }

        @Override
        public String items(List<Arg> values) {
            return CleanText.of(values.stream().map(ArgText::shown).collect(Collectors.joining(", ")));
        }

        @Override
        public String words(SortedMap<String, String> byLanguage) {
            return CleanText.of(new Arg.Words(byLanguage).in("en"));
        }
    }

    private static final class Quoted implements Arg.Cases<Optional<String>> {
        @Override
        public Optional<String> text(String value) {
            return quotedText(value);
        }

        @Override
        public Optional<String> count(long value) {
            return Optional.of(Long.toString(value));
        }

        @Override
        public Optional<String> bytes(long value) {
            return Optional.of(Long.toString(value));
        }

        @Override
        public Optional<String> mode(int bits) {
            return Optional.of(ArgText.mode(bits));
        }

        @Override
        public Optional<String> span(Duration value) {
            return Optional.of(seconds(value).toPlainString());
        }

        @Override
        public Optional<String> items(List<Arg> values) {
            List<Optional<String>> words = values.stream().map(ArgText::quoted).toList();
            return words.stream().allMatch(Optional::isPresent)
                    ? Optional.of(words.stream().flatMap(Optional::stream).collect(Collectors.joining(" ")))
                    : Optional.empty();
        }

        @Override
        public Optional<String> words(SortedMap<String, String> byLanguage) {
            return Optional.empty();
        }
    }
}
