package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Judgement;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.node.Ascii;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Suggestion;
import dev.preflight.table.DataTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Options that a driver takes: a row of the shipped table {@code docker-driver-options.yaml}. Drivers that are not in it,
 * plugins among them, are not judged.
 */
record DriverOption(
        @Param(value = "The key that holds the options", example = "log-opts", kind = Kind.THRESHOLD)
        String key,

        @Param(value = "The driver; * means each of the table", example = "json-file", kind = Kind.THRESHOLD)
        String driver,

        @Param(value = "Their names; one may end in *", example = "[max-size]", kind = Kind.THRESHOLD)
        List<String> options,

        @Param(value = "The first release that has them", example = "'23.0'", kind = Kind.THRESHOLD)
        String since,

        @Param(value = "The first release that has them no more", example = "'24.0'", kind = Kind.THRESHOLD)
        String until,

        @Param(value = "What their values have to be", example = "[{format: size}]", kind = Kind.THRESHOLD)
        List<DaemonValue> values,

        @Param(value = "Where this can be read", example = "moby daemon/logger", kind = Kind.THRESHOLD)
        String source) {

    /** The rows that ship. */
    static final List<DriverOption> SHIPPED =
            DataTable.named("docker-driver-options", DriverOption.class, DriverOption.class);

    private static final String EACH = "*";
    private static final String LOGS = "log-opts";
    private static final String STORAGE = "storage-opts";

    DriverOption {
        options = List.copyOf(options);
        values = List.copyOf(values);
        Releases.of(since, until);
        if (source.isBlank()) {
            throw new IllegalArgumentException("source: say where this can be read");
        }
    }

    /** What the drivers of logs and of storage refuse. */
    static List<Judgement> faults(DaemonSettings settings, DockerVersion version) {
        List<Judgement> found = new ArrayList<>();
        String logs =
                settings.value("log-driver").filter(name -> !name.isEmpty()).orElse("json-file");
        Map<String, String> logOptions = logOptions(settings);
        found.addAll(refused(LOGS, logs, logOptions, version));
        RotationOptions.faults(logs, logOptions).forEach(found::add);
        // The default driver: dockerd takes overlay2 wherever the file system has it.
        String storage =
                settings.value("storage-driver").filter(name -> !name.isEmpty()).orElse("overlay2");
        Map<String, String> storageOptions = new LinkedHashMap<>();
        for (String option : settings.values(STORAGE)) {
            int equals = option.indexOf('=');
            if (equals < 0) {
                found.add(option("storage-opt", STORAGE, storage, option, "").with("hint", "name=value"));
            } else {
                storageOptions.put(
                        option.substring(0, equals).strip(),
                        option.substring(equals + 1).strip());
            }
        }
        found.addAll(refused(STORAGE, storage, storageOptions, version));
        return found;
    }

    private static List<Judgement> refused(
            String key, String driver, Map<String, String> given, DockerVersion version) {
        List<DriverOption> ofDriver = SHIPPED.stream()
                .filter(row -> row.key.equals(key) && row.driver.equals(driver))
                .toList();
        if (ofDriver.isEmpty()) {
            return List.of();
        }
        List<DriverOption> rows = new ArrayList<>(ofDriver);
        SHIPPED.stream()
                .filter(row -> row.key.equals(key) && row.driver.equals(EACH))
                .forEach(rows::add);
        List<Judgement> found = new ArrayList<>();
        given.forEach((name, value) -> {
            List<DriverOption> named =
                    rows.stream().filter(row -> row.names(name)).toList();
            Optional<DriverOption> row =
                    named.stream().filter(one -> one.releases().hold(version)).findFirst();
            if (row.isPresent()) {
                String code = key.equals(LOGS) ? "log-opt-value" : "storage-opt-value";
                row.get()
                        .refusing(value)
                        .ifPresent(rule -> found.add(option(code, key, driver, name, value)
                                .with("hint", rule.exact())
                                .with("example", rule.example())));
            } else {
                String gone = removedIn(named, version);
                String code = !gone.isEmpty() ? "removed-option" : key.equals(LOGS) ? "log-opt" : "storage-opt";
                found.add(option(code, key, driver, name, value)
                        .with("hint", !gone.isEmpty() ? "" : nearest(name, rows, version))
                        .with("since", gone));
            }
        });
        return found;
    }

    /** The release that first lacked an option; empty if this one is not behind it. */
    private static String removedIn(List<DriverOption> named, DockerVersion version) {
        return named.stream()
                .filter(one -> one.releases().before(version))
                .max(Comparator.comparing(one -> one.releases().until()))
                .map(DriverOption::until)
                .orElse("");
    }

    /** The first rule for values that does not allow this one. */
    private Optional<DaemonValue> refusing(String value) {
        Node node = new Node.Scalar(value, ScalarType.STRING, Place.of(key));
        return values.stream()
                .filter(one -> !one.words().contains(value) && !one.allows(node, value))
                .findFirst();
    }

    Stream<String> releasesNamed() {
        return Stream.concat(Stream.of(since, until), values.stream().flatMap(DaemonValue::releasesNamed));
    }

    private Releases releases() {
        return Releases.of(since, until);
    }

    static Judgement option(String code, String key, String driver, String option, String value) {
        return Judgement.fail(code, Subject.of("key", key + "." + option))
                .with("driver", driver)
                .with("option", option)
                .with("value", value);
    }

    private static String nearest(String name, List<DriverOption> rows, DockerVersion version) {
        List<String> names = rows.stream()
                .filter(row -> row.releases().hold(version))
                .flatMap(row -> row.options.stream())
                .filter(one -> !one.endsWith("*"))
                .toList();
        return Suggestion.nearest(name, names).orElse("");
    }

    private boolean names(String option) {
        return options.stream()
                .anyMatch(one -> one.endsWith("*")
                        ? option.startsWith(one.substring(0, one.length() - 1))
                        : one.equals(key.equals(STORAGE) ? Ascii.lower(option) : option));
    }

    /** Of two log-opts Go keeps the keys of both. */
    private static Map<String, String> logOptions(DaemonSettings settings) {
        Map<String, String> options = new LinkedHashMap<>();
        for (Node.Entry entry : settings.file().entries()) {
            if (entry.key().equals(LOGS) && entry.value() instanceof Node.Mapping inner) {
                for (Node.Entry one : inner.entries()) {
                    if (one.value() instanceof Node.Scalar scalar && scalar.type() == ScalarType.STRING) {
                        options.put(one.key(), scalar.text());
                    }
                }
            }
        }
        return options;
    }
}
