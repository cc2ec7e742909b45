package dev.preflight.api;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A table of requirements: what is required of several subjects, one row each. In a profile it is a mapping from the
 * subject to its limits; the rows of a profile add to those that it extends, {@code KEY: off} removes one, and a value
 * that is no mapping is that of the limits' component {@code value}.
 *
 * <p>A row may say by {@code groups} and {@code when} of which hosts it is required, by {@code severity} how grave it is
 * if it does not hold, and by {@code why} what it is required for. The engine sees to all of this: the judge of a host
 * check is given the rows that concern the host, and its judgement is about the row whose key is the name of its subject.
 *
 * @param all those that concern the host, in the order of the profile, each key once
 * @param table those of every host: what a host is asked for must not depend on which rows concern it
 * @param <R> type of the limits, a record whose components are annotated with {@link Param}
 */
public record Rows<R extends Record>(List<Row<R>> all, List<Row<R>> table) {

    /**
     * What is required of one subject.
     *
     * @param key the subject, such as a path
     * @param limits what is required of it
     * @param severity what it means that one of the limits does not hold; empty for what the code means
     * @param why what it is required for, by language ({@code en}, {@code zh})
     * @param groups only of hosts in one of these groups; empty: of every host
     * @param when only of hosts of which this is true
     * @param <R> type of the limits
     */
    public record Row<R extends Record>(
            String key,
            R limits,
            Optional<Severity> severity,
            SortedMap<String, String> why,
            List<String> groups,
            HostSelector when) {
        public Row {
            why = Collections.unmodifiableSortedMap(new TreeMap<>(why));
            groups = List.copyOf(groups);
        }

        /** Whether a host is in one of its groups. What its {@code when} says is the engine's to decide. */
        public boolean looksAt(HostInfo host) {
            return groups.isEmpty() || groups.stream().anyMatch(host.groups()::contains);
        }

        /** A row of every host that says nothing but its limits. */
        public static <R extends Record> Row<R> of(String key, R limits) {
            return new Row<>(key, limits, Optional.empty(), new TreeMap<>(), List.of(), HostSelector.ALL);
        }
    }

    /** Limits that say something: a row without any of them is an error of the profile. */
    public interface Needed {
        /** Whether none of them is given. */
        boolean requiresNothing();
    }

    /** Limits that not every subject can have, or whose subject may be misspelt. */
    public interface OfSubject {
        /**
         * Why these limits cannot be those of this subject, in the words of a message; empty if they can. What is wrong
         * with them whatever the subject, their constructor refuses.
         *
         * @param key the subject, such as {@code vm.swappiness}
         */
        Optional<String> refusal(String key);
    }

    public Rows {
        all = List.copyOf(all);
        table = List.copyOf(table);
    }

    /** A table of which all rows concern the host. */
    public Rows(List<Row<R>> all) {
        this(all, all);
    }

    /** No row. */
    public static <R extends Record> Rows<R> none() {
        return new Rows<>(List.of());
    }

    /** The subjects that a host is asked for, whichever of them concern it. */
    public List<String> asked() {
        return table.stream().map(Row::key).toList();
    }

    /**
     * What a host is asked for, each once and in order, whichever rows concern it: the arguments of a request that reads
     * all rows at once. A judge that made them of {@link #all} would look for another request than was sent.
     *
     * @param ofRow what is asked for a row
     */
    public List<String> asked(Function<Row<R>, Stream<String>> ofRow) {
        return table.stream().flatMap(ofRow).distinct().sorted().toList();
    }

    /** The row of a subject. */
    public Optional<Row<R>> of(String key) {
        return all.stream().filter(row -> row.key().equals(key)).findFirst();
    }

    /** Those rows of which this is true. */
    public Rows<R> where(Predicate<Row<R>> concerned) {
        return new Rows<>(all.stream().filter(concerned).toList(), table);
    }
}
