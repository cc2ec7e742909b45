package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds the text of a daemon.json against what one version of dockerd accepts: its form here, its keys by the table. */
final class DaemonJsonRules {
    /** From 23.0 on the whole file is one JSON text, may be empty, and may carry a mark: moby at v23.0. */
    private static final DockerVersion WHOLE_FILE = new DockerVersion(23, 0);

    private static final Set<String> PROXIES = Set.of("http-proxy", "https-proxy", "no-proxy");

    private final DockerVersion version;
    private final DaemonContext context;
    private final DaemonJsonRemedies remedies;
    private final List<Judgement> found = new ArrayList<>();

    private DaemonJsonRules(DockerVersion version, DaemonContext context, DaemonJsonRemedies remedies) {
        this.version = version;
        this.context = context;
        this.remedies = remedies;
    }

    /** Every fault of the text for this version; none if it is accepted and does what it says. */
    static List<Judgement> faults(
            DaemonJsonText text, DockerVersion version, DaemonContext context, DaemonJsonRemedies remedies) {
        DaemonJsonRules rules = new DaemonJsonRules(version, context, remedies);
        rules.text(text);
        return List.copyOf(rules.found);
    }

    /** What the flags alone say against the state of the engine, where there is no file. */
    static List<Judgement> withoutFile(DockerVersion version, DaemonContext context, DaemonJsonRemedies remedies) {
        DaemonJsonRules rules = new DaemonJsonRules(version, context, remedies);
        return rules.byTable(new Node.Mapping(List.of(), Place.of(remedies.path())));
    }

    private void text(DaemonJsonText text) {
        Subject file = Subject.of("file", remedies.path());
        if (text.blank()) {
            found.add(
                    Judgement.fail("empty", file).withRemedy(remedies.empty(context.requiredKeys(), context.flags())));
            return;
        }
        boolean wholeFile = version.compareTo(WHOLE_FILE) >= 0;
        boolean readAnyway = wholeFile && text.mark();
        if (!text.utf8()) {
            found.add((readAnyway ? Judgement.warning("utf-16", file) : Judgement.fail("utf-16", file))
                    .withRemedy(remedies.edit()));
        } else if (text.mark()) {
            found.add(
                    (readAnyway ? Judgement.warning("byte-order-mark", file) : Judgement.fail("byte-order-mark", file))
                            .withRemedy(remedies.mark()));
        }
        if (!text.wellEncoded() && wholeFile) {
            found.add(Judgement.fail("encoding", file).withRemedy(remedies.edit()));
        }
        text.fault().ifPresent(fault -> fault(fault, file));
        text.trailing().ifPresent(fault -> fault(fault, file));
        text.value().ifPresent(value -> value(value, file));
    }

    private void fault(DaemonJsonText.Fault fault, Subject file) {
        found.add(Judgement.fail(fault.code(), file)
                .with("line", Arg.count(fault.line()))
                .with("column", Arg.count(fault.column()))
                .with("found", fault.found())
                .with("expected", fault.expected())
                .withRemedy(remedies.edit()));
    }

    private void value(Node root, Subject file) {
        if (root instanceof Node.Mapping map) {
            duplicates("", map);
            map.entries().forEach(this::key);
            conflicts(map);
            found.addAll(byTable(map));
            required(Optional.of(map));
        } else if (ValueType.isNull(root)) {
            required(Optional.empty());
        } else {
            found.add(Judgement.fail("not-an-object", file).withRemedy(remedies.edit()));
        }
    }

    private List<Judgement> byTable(Node.Mapping map) {
        DaemonSettings settings = new DaemonSettings(map, context.flags(), context.state());
        List<Judgement> faults = new ArrayList<>(DaemonValueRules.faults(settings, version, context.accepted()));
        faults.addAll(DriverOption.faults(settings, version));
        faults.replaceAll(fault -> fault.withRemedy(remedies.edit()));
        return faults;
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
                        .withRemedy(remedies.edit()));
            }
            duplicates(path + ".", entry.value());
        }
    }

    private void key(Node.Entry entry) {
        String name = entry.key();
        Optional<DaemonKey> key = DaemonKey.find(name);
        Optional<DaemonKey> known = key.filter(one -> one.knownTo(version));
        Optional<DaemonKey> removed = key.filter(one -> one.removedIn(version));
        boolean whole = key.filter(DaemonKey::whole).isPresent();
        boolean unpacked = entry.value() instanceof Node.Mapping && !whole;
        if (known.isPresent() && name.equals("proxies")) {
            proxies(entry);
        } else if (known.isPresent() && !(known.get().ignored() && unpacked)) {
            knownKey(known.get(), entry);
        } else if (entry.value() instanceof Node.Mapping inner && !(removed.isPresent() && whole)) {
            unpacked(entry, inner);
        } else if (context.accepted()) {
            // The engine knows better than a table that may be behind it.
            return;
        } else if (removed.isPresent()) {
            removed(removed.get(), entry);
        } else {
            unknown(name, name, entry.keyPlace());
        }
    }

    private boolean known(String name) {
        return DaemonKey.find(name).filter(key -> key.knownTo(version)).isPresent();
    }

    private static boolean whole(String name) {
        return DaemonKey.find(name).filter(DaemonKey::whole).isPresent();
    }

    private void knownKey(DaemonKey key, Node.Entry entry) {
        // Of one key that dockerd ignores a value ends it: the table says so.
        boolean fatal = entry.value() instanceof Node.Scalar scalar
                && key.values().stream().anyMatch(row -> row.never().contains(scalar.text()));
        if (key.ignored() && fatal) {
            return;
        }
        if (key.ignored()) {
            found.add(at(Judgement.warning("ignored-key", subject(key.key())), key.key(), entry.keyPlace())
                    .with("instead", shown(key.instead()))
                    .withRemedy(remedies.edit()));
            return;
        }
        wrong(key.mismatches(entry.value(), version));
    }

    private void wrong(List<ValueType.Mismatch> mismatches) {
        if (context.accepted()) {
            return;
        }
        mismatches.forEach(wrong -> {
            Judgement fault = at(
                    Judgement.fail("type", subject(wrong.path())),
                    wrong.path(),
                    wrong.node().place());
            found.add(fault.with("found", wrong.found())
                    .with("expected", wrong.expected().exact())
                    .with("example", wrong.expected().example())
                    .withRemedy(remedies.edit()));
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
                wrong(ValueType.TEXT.mismatches(path, inner.value()));
            } else if (known(inner.key())) {
                found.add(at(Judgement.warning("nested-key", subject(path)), path, inner.keyPlace())
                        .withRemedy(remedies.edit()));
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
                    .withRemedy(remedies.edit()));
        }
    }

    private void removed(DaemonKey key, Node.Entry entry) {
        // An empty value of this one is let pass: moby config.go looks only whether there is a value.
        boolean empty = ValueType.isNull(entry.value())
                || (entry.value() instanceof Node.Scalar scalar && scalar.text().isEmpty());
        if (key.key().equals("api-cors-header") && empty) {
            return;
        }
        found.add(at(Judgement.fail("removed-key", subject(key.key())), key.key(), entry.keyPlace())
                .with("since", key.until())
                .with("instead", shown(key.instead()))
                .withRemedy(remedies.edit()));
    }

    private void unknown(String name, String path, Place place) {
        if (context.accepted()) {
            return;
        }
        String near = Suggestion.nearest(name, DaemonKey.applied(version)).orElse("-");
        found.add(at(Judgement.fail("unknown-key", subject(path)), path, place)
                .with("near", near)
                .withRemedy(remedies.edit()));
    }

    private void conflicts(Node.Mapping map) {
        Set<String> names = new LinkedHashSet<>();
        for (Node.Entry entry : map.entries()) {
            if (entry.value() instanceof Node.Mapping inner && !whole(entry.key())) {
                inner.entries().forEach(e -> names.add(e.key()));
            } else {
                names.add(entry.key());
            }
        }
        Set<String> said = new HashSet<>();
        for (DaemonFlags.Flag flag : context.flags().flags()) {
            String name = DaemonKey.nameOfFlag(flag.name());
            // dockerd adds the runtimes of both.
            if (!name.equals("runtimes") && names.contains(name) && said.add(name)) {
                found.add(Judgement.fail("flag-conflict", subject(name))
                        .with("key", name)
                        .with("flag", "--" + flag.name())
                        .with("value", flag.value())
                        .withRemedy(remedies.conflict(context.flags(), name, context.byUnit())));
            }
        }
    }

    private void required(Optional<Node.Mapping> map) {
        for (String wanted : context.requiredKeys()) {
            if (map.filter(object -> holds(object, wanted)).isEmpty()) {
                found.add(Judgement.fail("required-key", subject(wanted))
                        .with("key", wanted)
                        .withRemedy(remedies.edit()));
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

    private static String shown(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /** Adds to a fault its key, and the place of that key. */
    static Judgement at(Judgement judgement, String key, Place place) {
        return judgement
                .with("key", key)
                .with("line", Arg.count(place.line()))
                .with("column", Arg.count(place.column()));
    }

    private static Subject subject(String key) {
        return Subject.of("key", key);
    }
}
