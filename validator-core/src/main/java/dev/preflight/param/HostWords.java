package dev.preflight.param;

import dev.preflight.api.Shape;
import dev.preflight.host.KnownSystems;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Warns of words for distributions and machines that no known host has. A selector with such a word selects no host, and
 * nothing else would say so: a check would silently judge nowhere. Warns too of devices by names that another one may
 * have after the next boot, and of names of packages and units that are misspelt by all appearance.
 */
public final class HostWords {
    /** No ID: os-supported calls CentOS Stream so, whose ID is that of CentOS. */
    private static final String CENTOS_STREAM = "centos-stream";

    /** Numbered in the order in which they are found: the kernel's admin-guide/devices.txt. */
    private static final String MOVING = "/dev/((s|v|h|xv)d[a-z]+\\d*|nvme.+|mmcblk.+|dm-\\d+)";

    /** Of systemd.unit(5). */
    private static final Set<String> UNIT_TYPES = Set.of(
            "service", "socket", "device", "mount", "automount", "swap", "target", "path", "timer", "slice", "scope");

    private final Problems warnings;

    /** Notes its warnings here. */
    public HostWords(Problems warnings) {
        this.warnings = warnings;
    }

    /** Looks at the value of {@code when}, which may be of a wrong form. */
    public void when(Node when) {
        if (when instanceof Node.Mapping mapping) {
            mapping.get("os_family")
                    .ifPresent(value -> scalars(value)
                            .forEach(word -> distribution("os_family", word.text(), word.place(), "ID or ID_LIKE")));
            mapping.get("arch").ifPresent(value -> scalars(value).forEach(this::machine));
        }
    }

    /** Looks at the parameters that are distributions by their {@link Shape}, and at {@code when} of each row. */
    public void parameters(ParamSchema schema, Node.Mapping given) {
        new Words().lookAt(schema, given);
    }

    private final class Words implements GivenParams {
        @Override
        public void value(ParamField field, Node.Scalar value) {
            if (field.limits().shape() == Shape.DISTRIBUTION && !value.text().isEmpty()) {
                distribution(field.name(), value.text(), value.place(), "ID or ID_LIKE");
            }
        }

        @Override
        public void row(ParamField table, Node.Entry row) {
            if (table.limits().shape() == Shape.DISTRIBUTION && !row.key().equals(CENTOS_STREAM)) {
                distribution(table.name(), row.key(), row.keyPlace(), "ID");
            }
            if (table.limits().shape() == Shape.DEVICE && row.key().matches(MOVING)) {
                warnings.add(
                        row.keyPlace(),
                        table.name() + ": after a boot '" + row.key() + "' may be another device",
                        "name it as in /dev/disk/by-id");
            }
            if (table.limits().shape() == Shape.PACKAGE) {
                Subjects.packageName(row.key())
                        .ifPresent(meant -> warnings.add(
                                row.keyPlace(),
                                table.name() + ": '" + row.key()
                                        + "' looks like a package with its version or machine in its name",
                                "write " + meant));
            }
            if (table.limits().shape() == Shape.UNIT) {
                unit(table.name(), row.key(), row.keyPlace());
            }
            if (row.value() instanceof Node.Mapping mapping) {
                mapping.get("when").ifPresent(HostWords.this::when);
            }
        }
    }

    /** A name without a type is that of a service; one with a misspelt type is that of a service with a dot in its name. */
    private void unit(String name, String unit, Place place) {
        String type = unit.substring(unit.lastIndexOf('.') + 1);
        if (!type.equals(unit) && !UNIT_TYPES.contains(type)) {
            Suggestion.nearest(type, UNIT_TYPES)
                    .map(near -> unit.substring(0, unit.length() - type.length()) + near)
                    .ifPresent(near -> warnings.add(
                            place,
                            name + ": '" + unit + "' is the service '" + unit + ".service'",
                            "did you mean '" + near + "'?"));
        }
    }

    private void distribution(String name, String word, Place place, String what) {
        if (!KnownSystems.isDistribution(word)) {
            warnings.add(
                    place,
                    name + ": no distribution known to Preflight has the " + what + " '" + word + "'",
                    hint(KnownSystems.nearestDistribution(word), "compare with /etc/os-release of a host"));
        }
    }

    private void machine(Node.Scalar word) {
        if (!KnownSystems.isMachine(word.text())) {
            warnings.add(
                    word.place(),
                    "arch: no machine known to Preflight has the name '" + word.text() + "'",
                    hint(KnownSystems.nearestMachine(word.text()), "compare with 'uname -m' on a host"));
        }
    }

    private static String hint(Optional<String> near, String otherwise) {
        return near.map(word -> "did you mean '" + word + "'?").orElse(otherwise);
    }

    private static Stream<Node.Scalar> scalars(Node value) {
        Stream<Node> items = value instanceof Node.Sequence list ? list.items().stream() : Stream.of(value);
        return items.flatMap(item -> item instanceof Node.Scalar scalar ? Stream.of(scalar) : Stream.of());
    }
}
