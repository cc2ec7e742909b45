package dev.preflight.checks.fleet;

import dev.preflight.api.ByteSize;
import dev.preflight.api.PublishedFact;
import dev.preflight.checks.storage.BlockDevices;
import dev.preflight.define.value.Value;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Texts by which hosts are compared, of what checks of a profile may read too. */
final class PublishedValue {
    private static final long GIB = 1L << 30;

    private static final long MIB = 1L << 20;

    /** Makers name sizes of disks in these. */
    private static final long GB = 1_000_000_000;

    private PublishedValue() {}

    /** The fact of this name among those of an area. */
    static PublishedFact<?> named(String name, List<PublishedFact<?>> facts) {
        return facts.stream()
                .filter(fact -> fact.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A field of a row; empty if the host has no such row, missing if it does not tell the field. */
    static Reading<Optional<String>> field(Value value, String name) {
        if (value instanceof Value.Absent) {
            return Reading.got(Optional.empty());
        }
        return of(value, name)
                .map(field -> Reading.got(Optional.of(text(field))))
                .orElseGet(() -> Reading.missing(Reason.NOT_READABLE, name));
    }

    /** A value that is no row. */
    static Reading<Optional<String>> plain(Value value) {
        return Reading.got(value instanceof Value.Absent ? Optional.empty() : Optional.of(text(value)));
    }

    private static Optional<Value> of(Value value, String name) {
        return value instanceof Value.Row row ? Optional.ofNullable(row.fields().get(name)) : Optional.empty();
    }

    private static Optional<Long> number(Value value, String name) {
        return of(value, name)
                .flatMap(field -> field instanceof Value.Whole whole ? Optional.of(whole.number()) : Optional.empty());
    }

    private static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        if (value instanceof Value.Version version) {
            return version.text();
        }
        if (value instanceof Value.Whole whole) {
            return Long.toString(whole.number());
        }
        return value instanceof Value.Items items
                ? items.values().stream().map(PublishedValue::text).collect(Collectors.joining(" "))
                : value.toString();
    }

    /** What is installed; where only MemTotal is known, in whole GiB: twins differ by some pages. */
    static Reading<Optional<String>> memory(Value value) {
        Optional<Long> nominal = number(value, "nominal");
        return nominal.map(bytes -> new ByteSize(bytes).toString())
                .or(() -> number(value, "total").map(bytes -> "MemTotal " + (bytes + GIB / 2) / GIB + "GiB"))
                .map(text -> Reading.got(Optional.of(text)))
                .orElseGet(() -> Reading.missing(Reason.NOT_READABLE, "memory"));
    }

    /** Space to swap to, in MiB: some tools leave the page of the signature out. */
    static Reading<Optional<String>> swap(Value value) {
        return number(value, "total")
                .map(bytes -> Reading.got(Optional.of((bytes + MIB / 2) / MIB + "MiB")))
                .orElseGet(() -> Reading.missing(Reason.NOT_READABLE, "swap"));
    }

    /** How many disks of which size and kind stay in the host, the largest first. */
    static String disks(BlockDevices devices) {
        Map<String, Long> counts = devices.disks().stream()
                .collect(Collectors.groupingBy(
                        disk -> String.format(
                                "%08d %s", (disk.size() + GB / 2) / GB, disk.rotational() ? "HDD" : "SSD"),
                        TreeMap::new,
                        Collectors.counting()));
        return new TreeMap<>(counts)
                .descendingMap().entrySet().stream()
                        .map(one -> one.getValue() + " x "
                                + one.getKey().replaceFirst("^0+(?=\\d)", "").replace(" ", "GB "))
                        .collect(Collectors.joining(", "));
    }
}
