package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.node.Node;
import dev.preflight.table.DataTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A key of daemon.json: a row of the shipped table {@code docker-daemon-json.yaml}, which says how a row is written and
 * where its words come from.
 */
record DaemonKey(
        @Param(value = "Its name in the file", example = "hosts", kind = Kind.THRESHOLD)
        String key,

        @Param(
                value = "The flag that gives it, where that is called otherwise; its name in the file is ignored then",
                example = "host",
                kind = Kind.THRESHOLD)
        String flag,

        @Param(value = "What JSON its value is", example = "texts", kind = Kind.THRESHOLD)
        ValueType type,

        @Param(
                value = "The first release that knows it",
                defaultValue = "'1.13'",
                example = "'20.10'",
                kind = Kind.THRESHOLD)
        String since,

        @Param(value = "The first release that refuses it again", example = "'23.0'", kind = Kind.THRESHOLD)
        String until,

        @Param(value = "The first release that looks at it no more", example = "'24.0'", kind = Kind.THRESHOLD)
        String untyped,

        @Param(value = "The key that takes its place", example = "data-root", kind = Kind.THRESHOLD)
        String instead,

        @Param(value = "dockerd accepts it and does nothing with it", example = "true", kind = Kind.THRESHOLD)
        boolean ignored,

        @Param(
                value = "Its object is one value: dockerd unpacks all others before it compares names",
                example = "true",
                kind = Kind.THRESHOLD)
        boolean whole,

        @Param(
                value = "What JSON is inside of its objects, by path",
                example = "[gc.enabled truth]",
                kind = Kind.THRESHOLD)
        List<String> fields,

        @Param(value = "What its values have to be", example = "[{format: address}]", kind = Kind.THRESHOLD)
        List<DaemonValue> values,

        @Param(value = "What it needs and excludes", example = "[{excludes: [bridge]}]", kind = Kind.THRESHOLD)
        List<DaemonRelation> relations,

        @Param(value = "Where this can be read", example = "moby daemon/config/config.go", kind = Kind.THRESHOLD)
        String source) {

    /** The rows that ship. */
    static final List<DaemonKey> SHIPPED = DataTable.named("docker-daemon-json", DaemonKey.class, DaemonKey.class);

    private static final Map<String, DaemonKey> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, DaemonKey> BY_FLAG = new LinkedHashMap<>();

    static {
        for (DaemonKey row : SHIPPED) {
            if (BY_NAME.put(row.key, row) != null) {
                throw new IllegalStateException("docker-daemon-json.yaml has two rows for " + row.key);
            }
            BY_FLAG.put(row.flag.isEmpty() ? row.key : row.flag, row);
        }
    }

    /** Releases and a source are required. */
    DaemonKey {
        fields = List.copyOf(fields);
        fields.forEach(DaemonKey::typeOfField);
        values = List.copyOf(values);
        relations = List.copyOf(relations);
        Releases.of(since, until);
        Releases.until(untyped);
        if (source.isBlank()) {
            throw new IllegalArgumentException("source: say where this can be read");
        }
    }

    /**
     * The key of this name in any release: that of a row, or the name of its flag, which dockerd accepts in the file and
     * ignores.
     */
    static Optional<DaemonKey> find(String name) {
        DaemonKey row = BY_NAME.get(name);
        DaemonKey byFlag = BY_FLAG.get(name);
        if (row != null || byFlag == null) {
            return Optional.ofNullable(row);
        }
        return Optional.of(new DaemonKey(
                name,
                "",
                ValueType.ANY,
                byFlag.since,
                byFlag.until,
                "",
                byFlag.key,
                true,
                false,
                List.of(),
                List.of(),
                List.of(),
                byFlag.source));
    }

    /** The keys that this release knows and applies. */
    static Collection<String> applied(DockerVersion version) {
        return SHIPPED.stream()
                .filter(row -> !row.ignored && row.knownTo(version))
                .map(DaemonKey::key)
                .toList();
    }

    /** What a flag, without its dashes, is called in the file. */
    static String nameOfFlag(String flag) {
        return Optional.ofNullable(BY_FLAG.get(flag)).map(DaemonKey::key).orElse(flag);
    }

    /** Whether a flag may be given without a value. */
    static boolean isSwitch(String flag) {
        return Optional.ofNullable(BY_FLAG.get(flag))
                .filter(row -> row.type == ValueType.TRUTH)
                .isPresent();
    }

    /** Every release in which something of either table begins or ends, oldest first: between two of them all are alike. */
    static List<DockerVersion> turns() {
        return turns(SHIPPED, DriverOption.SHIPPED);
    }

    static List<DockerVersion> turns(List<DaemonKey> keys, List<DriverOption> options) {
        return Stream.concat(
                        keys.stream().flatMap(DaemonKey::releasesNamed),
                        options.stream().flatMap(DriverOption::releasesNamed))
                .map(DockerVersion::parse)
                .flatMap(Optional::stream)
                .collect(TreeSet<DockerVersion>::new, TreeSet::add, TreeSet::addAll)
                .stream()
                .toList();
    }

    private Stream<String> releasesNamed() {
        return Stream.of(
                        Stream.of(since, until, untyped),
                        values.stream().flatMap(DaemonValue::releasesNamed),
                        relations.stream().flatMap(one -> Stream.of(one.since(), one.until())))
                .flatMap(releases -> releases);
    }

    /** Where the value, or what is inside of it, is not what it has to be. */
    List<ValueType.Mismatch> mismatches(Node value, DockerVersion version) {
        if (Releases.until(untyped).before(version)) {
            return List.of();
        }
        List<ValueType.Mismatch> found = new ArrayList<>(type.mismatches(key, value));
        for (String field : fields) {
            String path = field.substring(0, field.indexOf(' '));
            inside(value, path, node -> found.addAll(typeOfField(field).mismatches(key + "." + path, node)));
        }
        return found;
    }

    /** Passes on the values under a path: in each item of a list, and at its beginning under each name of a map. */
    private void inside(Node node, String path, Consumer<Node> to) {
        List<Node> objects = node instanceof Node.Sequence list
                ? list.items()
                : node instanceof Node.Mapping map && type == ValueType.OBJECT_MAP
                        ? map.entries().stream().map(Node.Entry::value).toList()
                        : List.of(node);
        objects.forEach(object -> step(object, path, to));
    }

    private static void step(Node node, String path, Consumer<Node> to) {
        if (node instanceof Node.Sequence list) {
            list.items().forEach(item -> step(item, path, to));
        } else if (node instanceof Node.Mapping map) {
            int dot = path.indexOf('.');
            // Go compares names without case.
            map.entries().stream()
                    .filter(entry -> entry.key().equalsIgnoreCase(dot < 0 ? path : path.substring(0, dot)))
                    .forEach(entry -> {
                        if (dot < 0) {
                            to.accept(entry.value());
                        } else {
                            step(entry.value(), path.substring(dot + 1), to);
                        }
                    });
        }
    }

    private static ValueType typeOfField(String field) {
        int space = field.indexOf(' ');
        String type = field.substring(space + 1).replace('-', '_').toUpperCase(Locale.ROOT);
        if (space < 1
                || Stream.of(ValueType.values()).noneMatch(one -> one.name().equals(type))) {
            throw new IllegalArgumentException(
                    "fields: expected a path and a type such as 'gc.enabled truth', found " + field);
        }
        return ValueType.valueOf(type);
    }

    boolean knownTo(DockerVersion version) {
        return releases().hold(version);
    }

    boolean removedIn(DockerVersion version) {
        return releases().before(version);
    }

    private Releases releases() {
        return Releases.of(since, until);
    }
}
