package dev.preflight.api;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A typed value for a placeholder in a text. A judge returns a code and such values; only the report makes sentences of
 * them.
 */
public sealed interface Arg {

    /**
     * An answer for each kind of argument: what shows arguments does not compile until it has one for a new kind.
     *
     * @param <R> type of the answer
     */
    interface Cases<R> {
        /** Of a {@link Text}. */
        R text(String value);

        /** Of a {@link Count}. */
        R count(long value);

        /** Of {@link Bytes}. */
        R bytes(long value);

        /** Of a {@link Mode}. */
        R mode(int bits);

        /** Of a {@link Span}. */
        R span(Duration value);

        /** Of {@link Items}. */
        R items(List<Arg> values);

        /** Of {@link Words}. */
        R words(SortedMap<String, String> byLanguage);
    }

    /** The answer for this kind. */
    <R> R fold(Cases<R> cases);

    /** Text, often from a host and then untrusted. */
    record Text(String value) implements Arg {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.text(value);
        }
    }

    /** A count of things, without unit. */
    record Count(long value) implements Arg {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.count(value);
        }
    }

    /** A size in bytes. */
    record Bytes(long value) implements Arg {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.bytes(value);
        }
    }

    /** A file mode, permission bits only; shown as four octal digits. */
    record Mode(int bits) implements Arg {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.mode(bits);
        }
    }

    /** A length of time. */
    record Span(Duration value) implements Arg {
        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.span(value);
        }
    }

    /** Several arguments, shown with commas between. */
    record Items(List<Arg> values) implements Arg {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.items(values);
        }
    }

    /** The user's own words, by language ({@code en}, {@code zh}); there is at least one. */
    record Words(SortedMap<String, String> byLanguage) implements Arg {
        public Words {
            byLanguage = Collections.unmodifiableSortedMap(new TreeMap<>(byLanguage));
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.words(byLanguage);
        }

        /** In this language, or else in English, or else in the first one. */
        public String in(String language) {
            return Stream.of(language, "en", byLanguage.firstKey())
                    .flatMap(one -> Optional.ofNullable(byLanguage.get(one)).stream())
                    .findFirst()
                    .orElse("");
        }
    }

    /** A {@link Text}. */
    static Arg text(String value) {
        return new Text(value);
    }

    /** A {@link Count}. */
    static Arg count(long value) {
        return new Count(value);
    }

    /** A {@link Bytes}. */
    static Arg bytes(long value) {
        return new Bytes(value);
    }

    /** A {@link Mode}. */
    static Arg mode(int bits) {
        return new Mode(bits);
    }

    /** A {@link Span}. */
    static Arg span(Duration value) {
        return new Span(value);
    }

    /** {@link Items} of texts. */
    static Arg texts(List<String> values) {
        return new Items(values.stream().map(Arg::text).toList());
    }

    /** {@link Items} of the first ten of these texts, and of three dots if there are more. */
    static Arg firstOf(List<String> values) {
        int most = 10;
        Stream<String> dots = values.size() > most ? Stream.of("...") : Stream.empty();
        return texts(Stream.concat(values.stream().limit(most), dots).toList());
    }
}
