package dev.preflight.checks.docker;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.fact.Reason;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the text of a daemon.json against what one version of dockerd accepts. */
final class DaemonJsonRules {
    /** From 23.0 on the whole file is one JSON text, may be empty, and may carry a mark: moby at v23.0. */
    private static final DockerVersion WHOLE_FILE = new DockerVersion(23, 0);

    /** Storage drivers that are gone, by the version without them. Source: docker/cli docs/deprecated.md. */
    private static final Map<String, DockerVersion> GONE_DRIVERS = Map.of(
            "aufs", new DockerVersion(24, 0),
            "overlay", new DockerVersion(24, 0),
            "devicemapper", new DockerVersion(25, 0));

    private static final Set<String> PROXIES = Set.of("http-proxy", "https-proxy", "no-proxy");

    private final DockerVersion version;
    private final DaemonFlags flags;
    private final boolean byUnit;
    private final List<String> requiredKeys;
    private final DaemonJsonRemedies remedies;
    private final List<Judgement> found = new ArrayList<>();

    private DaemonJsonRules(
            DockerVersion version,
            DaemonFlags flags,
            boolean byUnit,
            List<String> requiredKeys,
            DaemonJsonRemedies remedies) {
        this.version = version;
        this.flags = flags;
        this.byUnit = byUnit;
        this.requiredKeys = requiredKeys;
        this.remedies = remedies;
    }

    /**
     * Every fault of the text for this version; none if it is accepted and does what it says.
     *
     * @param byUnit whether a systemd unit starts dockerd, so that a drop-in can change its flags
     */
    static List<Judgement> faults(
            DaemonJsonText text,
            DockerVersion version,
            DaemonFlags flags,
            boolean byUnit,
            List<String> requiredKeys,
            DaemonJsonRemedies remedies) {
        DaemonJsonRules rules = new DaemonJsonRules(version, flags, byUnit, requiredKeys, remedies);
        rules.text(text);
        return List.copyOf(rules.found);
    }

    private void text(DaemonJsonText text) {
        Subject file = Subject.of("file", remedies.path());
        if (text.blank()) {
            found.add(Judgement.fail("empty", file).mendedBy(remedies.empty(requiredKeys, flags)));
            return;
        }
        boolean wholeFile = version.compareTo(WHOLE_FILE) >= 0;
        if (text.mark()) {
            Judgement mark =
                    wholeFile ? Judgement.warning("byte-order-mark", file) : Judgement.fail("byte-order-mark", file);
            found.add(mark.mendedBy(remedies.mark(text.utf8())));
        }
        if (!text.wellEncoded() && wholeFile) {
            found.add(Judgement.fail("encoding", file).mendedBy(remedies.edit()));
        }
        text.fault().ifPresent(fault -> fault(fault, file));
        text.trailing().ifPresent(fault -> fault(fault, file));
        text.value().ifPresent(value -> value(value, file));
    }

    private void fault(DaemonJsonText.Fault fault, Subject file) {
        if (fault.code().equals(DaemonJsonText.TOO_DEEP)) {
            found.add(Judgement.unknown(Reason.MALFORMED, file).with("detail", "nested too deep"));
            return;
        }
        found.add(Judgement.fail(fault.code(), file)
                .with("line", Arg.count(fault.line()))
                .with("column", Arg.count(fault.column()))
                .with("found", fault.found())
                .with("expected", fault.expected())
                .mendedBy(remedies.edit()));
    }

    private void value(String value, Subject file) {
        Problems problems = new Problems();
        Optional<Node> root = JsonText.parse(remedies.path(), value, problems);
        if (root.isEmpty()) {
            found.add(Judgement.unknown(Reason.MALFORMED, file)
                    .with("detail", problems.all().get(0).message()));
            return;
        }
        if (root.get() instanceof Node.Mapping map) {
            duplicates("", map);
            map.entries().forEach(this::key);
            conflicts(map);
            logOptions(map);
            storageDriver(map);
            required(map);
        } else if (root.get() instanceof Node.Scalar scalar && scalar.type() == Node.ScalarType.NULL) {
            required(new Node.Mapping(List.of(), scalar.place()));
        } else {
            found.add(Judgement.fail("not-an-object", file).mendedBy(remedies.edit()));
        }
    }

    private void duplicates(String prefix, Node node) {
        if (node instanceof Node.Sequence list) {
            list.items().forEach(item -> duplicates(prefix, item));
            return;
        }
        if (!(node instanceof Node.Mapping map)) {
            return;
        }
        Set<String> seen = new HashSet<>();
        Set<String> said = new HashSet<>();
        for (Node.Entry entry : map.entries()) {
            String path = prefix + entry.key();
            if (!seen.add(entry.key()) && said.add(entry.key())) {
                found.add(at(Judgement.warning("duplicate-key", subject(path)), path, entry.keyPlace())
                        .mendedBy(remedies.edit()));
            }
            duplicates(path + ".", entry.value());
        }
    }

    private void key(Node.Entry entry) {
        String name = entry.key();
        Optional<DaemonKeys.Key> key = DaemonKeys.find(name);
        boolean known = known(name);
        boolean removed = key.isPresent() && key.get().removedIn(version);
        if (known && name.equals("proxies")) {
            proxies(entry);
        } else if (known && key.isPresent()) {
            knownKey(key.get(), entry);
        } else if (entry.value() instanceof Node.Mapping inner && !(removed && DaemonKeys.flat(name))) {
            unpacked(entry, inner);
        } else if (removed && key.isPresent()) {
            removed(key.get(), entry);
        } else {
            unknown(name, name, entry.keyPlace());
        }
    }

    private boolean known(String name) {
        return DaemonKeys.find(name).filter(key -> key.knownTo(version)).isPresent();
    }

    private void knownKey(DaemonKeys.Key key, Node.Entry entry) {
        if (!key.applied()) {
            found.add(at(Judgement.warning("ignored-key", subject(key.name())), key.name(), entry.keyPlace())
                    .with("instead", key.instead().orElse("-"))
                    .mendedBy(remedies.edit()));
            return;
        }
        types(key.type(), key.name(), entry.value());
    }

    private void types(ValueType type, String path, Node value) {
        type.mismatches(path, value).forEach(wrong -> {
            Judgement fault = at(
                    Judgement.fail("type", subject(wrong.path())),
                    wrong.path(),
                    wrong.node().place());
            found.add(fault.with("found", wrong.found())
                    .with("expected", wrong.expected().form())
                    .mendedBy(remedies.edit()));
        });
    }

    private void proxies(Node.Entry entry) {
        if (!(entry.value() instanceof Node.Mapping map)) {
            // dockerd has no flag of this name: only an object under it is unpacked.
            unknown("proxies", "proxies", entry.keyPlace());
            return;
        }
        for (Node.Entry inner : map.entries()) {
            String path = "proxies." + inner.key();
            if (PROXIES.contains(inner.key())) {
                types(ValueType.TEXT, path, inner.value());
            } else if (known(inner.key())) {
                found.add(at(Judgement.warning("nested-key", subject(path)), path, inner.keyPlace())
                        .mendedBy(remedies.edit()));
            } else {
                unknown(inner.key(), path, inner.keyPlace());
            }
        }
    }

    private void unpacked(Node.Entry entry, Node.Mapping inner) {
        List<Node.Entry> strangers =
                inner.entries().stream().filter(e -> !known(e.key())).toList();
        strangers.forEach(e -> unknown(e.key(), entry.key() + "." + e.key(), e.keyPlace()));
        if (strangers.isEmpty()) {
            found.add(at(Judgement.warning("nested-key", subject(entry.key())), entry.key(), entry.keyPlace())
                    .mendedBy(remedies.edit()));
        }
    }

    private void removed(DaemonKeys.Key key, Node.Entry entry) {
        // An empty value of this one is let pass: moby config.go looks only whether there is a value.
        boolean empty =
                entry.value() instanceof Node.Scalar scalar && scalar.text().isEmpty();
        if (key.name().equals("api-cors-header") && empty) {
            return;
        }
        found.add(at(Judgement.fail("removed-key", subject(key.name())), key.name(), entry.keyPlace())
                .with("since", key.until().toString())
                .with("instead", key.instead().orElse("-"))
                .mendedBy(remedies.edit()));
    }

    private void unknown(String name, String path, Place place) {
        String near = Suggestion.nearest(name, DaemonKeys.applied(version)).orElse("-");
        found.add(at(Judgement.fail("unknown-key", subject(path)), path, place)
                .with("near", near)
                .mendedBy(remedies.edit()));
    }

    private void conflicts(Node.Mapping map) {
        Set<String> names = new LinkedHashSet<>();
        for (Node.Entry entry : map.entries()) {
            if (entry.value() instanceof Node.Mapping inner && !DaemonKeys.flat(entry.key())) {
                inner.entries().forEach(e -> names.add(e.key()));
            } else {
                names.add(entry.key());
            }
        }
        Set<String> said = new HashSet<>();
        for (DaemonFlags.Flag flag : flags.flags()) {
            String name = DaemonKeys.nameOfFlag(flag.name());
            if (!name.equals("runtimes") && names.contains(name) && said.add(name)) {
                found.add(Judgement.fail("flag-conflict", subject(name))
                        .with("key", name)
                        .with("flag", "--" + flag.name())
                        .with("value", flag.value())
                        .mendedBy(remedies.conflict(flags, name, byUnit)));
            }
        }
    }

    private void logOptions(Node.Mapping map) {
        String driver = last(map, "log-driver")
                .or(() -> flags.last("log-driver"))
                .filter(name -> !name.isEmpty())
                .orElse("json-file");
        Map<String, String> options = new LinkedHashMap<>();
        for (Node.Entry entry : map.entries()) {
            // Of two log-opts Go keeps the keys of both.
            if (entry.key().equals("log-opts") && entry.value() instanceof Node.Mapping inner) {
                inner.entries().forEach(e -> text(e.value()).ifPresent(value -> options.put(e.key(), value)));
            }
        }
        LogOptions.refusals(driver, options)
                .forEach(refusal -> found.add(Judgement.fail(refusal.code(), subject("log-opts." + refusal.option()))
                        .with("driver", driver)
                        .with("option", refusal.option())
                        .with("value", refusal.value())
                        .with("hint", refusal.hint())
                        .mendedBy(remedies.edit())));
    }

    private void storageDriver(Node.Mapping map) {
        last(map, "storage-driver").ifPresent(driver -> {
            DockerVersion gone = GONE_DRIVERS.get(driver);
            if (gone != null && version.compareTo(gone) >= 0) {
                found.add(Judgement.fail("removed-driver", subject("storage-driver"))
                        .with("driver", driver)
                        .with("since", gone.toString())
                        .mendedBy(remedies.edit()));
            }
        });
    }

    private void required(Node.Mapping map) {
        for (String wanted : requiredKeys) {
            if (!holds(map, wanted)) {
                found.add(Judgement.fail("required-key", subject(wanted))
                        .with("key", wanted)
                        .mendedBy(remedies.edit()));
            }
        }
    }

    /** Whether a key is there, {@code log-opts.max-size} meaning one inside another. */
    private static boolean holds(Node.Mapping map, String wanted) {
        if (map.get(wanted).isPresent()) {
            return true;
        }
        int dot = wanted.indexOf('.');
        return dot > 0
                && map.entries().stream()
                        .filter(e -> e.key().equals(wanted.substring(0, dot)))
                        .anyMatch(e ->
                                e.value() instanceof Node.Mapping inner && holds(inner, wanted.substring(dot + 1)));
    }

    private static Optional<String> last(Node.Mapping map, String key) {
        return map.entries().stream()
                .filter(e -> e.key().equals(key))
                .map(e -> text(e.value()))
                .flatMap(Optional::stream)
                .reduce((before, after) -> after);
    }

    private static Optional<String> text(Node node) {
        return node instanceof Node.Scalar scalar && scalar.type() == Node.ScalarType.STRING
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    private Judgement at(Judgement judgement, String key, Place place) {
        return judgement
                .with("key", key)
                .with("line", Arg.count(place.line()))
                .with("column", Arg.count(place.column()));
    }

    private static Subject subject(String key) {
        return Subject.of("key", key);
    }
}
