package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import dev.preflight.checks.docker.daemonjson.DaemonValue.Effect;
import dev.preflight.checks.docker.daemonjson.DaemonValue.ListRule;
import dev.preflight.checks.docker.daemonjson.DaemonValue.Names;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.fact.Reason;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the values of a daemon.json, and which keys are set together, by the table of its keys. */
final class DaemonValueRules {
    private static final int SHOWN_CHARS = 80;

    private final DaemonSettings settings;
    private final DockerVersion version;
    private final boolean accepted;
    private final List<Judgement> found = new ArrayList<>();

    private DaemonValueRules(DaemonSettings settings, DockerVersion version, boolean accepted) {
        this.settings = settings;
        this.version = version;
        this.accepted = accepted;
    }

    /** Every fault for this version; what {@code --validate} sees is left out where it accepts the file. */
    static List<Judgement> faults(DaemonSettings settings, DockerVersion version, boolean accepted) {
        DaemonValueRules rules = new DaemonValueRules(settings, version, accepted);
        for (String name : settings.keys()) {
            DaemonKey.find(name).filter(key -> key.knownTo(version)).ifPresent(key -> {
                settings.last(name).ifPresent(value -> rules.values(key, value));
                key.relations().forEach(relation -> rules.relation(key, relation));
            });
        }
        return List.copyOf(rules.found);
    }

    private boolean asked(String since, String until, String validated) {
        boolean seen =
                accepted && !validated.isEmpty() && Releases.since(validated).hold(version);
        return Releases.of(since, until).hold(version) && !seen;
    }

    private void values(DaemonKey key, Node value) {
        // A value of the wrong type is said as such.
        if (!key.mismatches(value, version).isEmpty() || ValueType.isNull(value)) {
            return;
        }
        Set<Place> said = new HashSet<>();
        for (DaemonValue row : key.values()) {
            if (!asked(row.since(), row.until(), row.validated()) || !settings.hold(row.when())) {
                continue;
            }
            List<Node> each = each(row.format(), value);
            for (Node one : each) {
                int before = found.size();
                // What one row does not allow is said once.
                if (!said.contains(one.place())) {
                    value(key, row, one);
                }
                if (found.size() > before) {
                    said.add(one.place());
                }
            }
            if (said.isEmpty()) {
                together(row, each).ifPresent(one -> said("value", key, row, one));
            }
        }
    }

    /** The values that a row is about: the value itself, each in a list, each in an object or each name in it. */
    private static List<Node> each(ValueFormat format, Node value) {
        if (value instanceof Node.Sequence list) {
            return list.items();
        }
        if (value instanceof Node.Mapping map) {
            return map.entries().stream()
                    .map(entry -> format.ofObjects()
                            ? entry.value()
                            : new Node.Scalar(entry.key(), ScalarType.STRING, entry.keyPlace()))
                    .toList();
        }
        return List.of(value);
    }

    private void value(DaemonKey key, DaemonValue row, Node value) {
        String text = value instanceof Node.Scalar scalar ? scalar.text() : "";
        if (value instanceof Node.Scalar && row.words().contains(text)) {
            return;
        }
        if (row.names() != Names.NONE) {
            name(key, row, value, text);
        } else if (!row.allows(value, text) || !inside(row, text)) {
            said("value", key, row, value);
        }
    }

    /** The first value that a rule for the whole list does not allow. */
    private static Optional<Node> together(DaemonValue row, List<Node> each) {
        if (row.list() == ListRule.SOME_V4) {
            return each.stream().anyMatch(ValueFormat::poolV4)
                    ? Optional.empty()
                    : each.stream().findFirst();
        }
        Map<String, String> seen = new HashMap<>();
        for (Node one : each) {
            String text = one instanceof Node.Scalar scalar ? scalar.text() : "";
            int equals = Math.max(0, text.indexOf('='));
            String value = text.substring(equals);
            String before = switch (row.list()) {
                case ANY, SOME_V4 -> null;
                case FAMILIES -> seen.put(text.indexOf(':') < 0 ? "v4" : "v6", text);
                case NAMES, NUMBERS -> seen.put(text.substring(0, equals), value);
            };
            boolean other = switch (row.list()) {
                case NUMBERS -> before != null && (before.matches("=\\d+") || value.matches("=\\d+"));
                case FAMILIES -> before != null;
                default -> before != null && !before.equals(value);
            };
            if (other) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private boolean inside(DaemonValue row, String text) {
        Optional<Cidr> network = settings.value(row.inside()).flatMap(Cidr::parse);
        Optional<Cidr> address = Cidr.alone(text);
        return network.isEmpty()
                || address.isEmpty()
                || (network.get().contains(address.get())
                        && !network.get().address().equals(address.get().address()));
    }

    private void name(DaemonKey key, DaemonValue row, Node value, String text) {
        boolean byForm = row.format() != ValueFormat.ANY && row.format().takes(value);
        Optional<Boolean> there = switch (row.names()) {
            case RUNTIMES_OF_FILE ->
                Optional.of(settings.last("runtimes")
                        .filter(one ->
                                one instanceof Node.Mapping map && map.get(text).isPresent())
                        .isPresent());
            case RUNTIMES -> Optional.of(byForm || runtimes().contains(text));
            case GROUPS ->
                text.matches("\\d{1,10}")
                        ? Optional.of(true)
                        : settings.state().flatMap(state -> state.account("group", text));
            case USERS -> settings.state().flatMap(state -> state.account("user", text));
            case PLUGINS -> settings.state().flatMap(state -> state.plugin(text));
            case NONE -> Optional.of(true);
        };
        if (there.isPresent() && !there.get()) {
            said("unknown-name", key, row, value);
        } else if (there.isEmpty() && row.effect() == Effect.REFUSES) {
            found.add(unseen(key).with("detail", text));
        }
    }

    /** What the probe did not see, or evidence of before does not hold. */
    private Judgement unseen(DaemonKey key) {
        Reason reason = settings.state().isPresent() ? Reason.NO_PERMISSION : Reason.NOT_COLLECTED;
        return Judgement.unknown(reason, subject(key));
    }

    /** A flag names its runtime before an equals sign. */
    private Set<String> runtimes() {
        Set<String> names = new LinkedHashSet<>();
        settings.values("runtimes")
                .forEach(one -> names.add(one.indexOf('=') < 0 ? one : one.substring(0, one.indexOf('='))));
        return names;
    }

    private void relation(DaemonKey key, DaemonRelation relation) {
        List<String> own = settings.values(key.key());
        boolean concerned = relation.value().isEmpty()
                ? own.stream().anyMatch(value -> !value.isEmpty())
                : own.contains(relation.value());
        if (!concerned
                || !asked(relation.since(), relation.until(), relation.validated())
                || (relation.ofFile() && settings.last(key.key()).isEmpty())) {
            return;
        }
        if (!relation.needs().isEmpty()) {
            if (relation.needs().stream().noneMatch(one -> settings.holds(one).orElse(true))) {
                found.add(Judgement.fail("needed", subject(key))
                        .with("key", said(key, relation))
                        .with("other", String.join(" | ", relation.needs())));
            }
            return;
        }
        List<Optional<Boolean>> states =
                relation.excludes().stream().map(settings::holds).toList();
        boolean swarm = relation.excludes().contains(DaemonRelation.SWARM);
        if (states.stream().allMatch(state -> state.orElse(false))) {
            found.add(Judgement.fail(swarm ? "swarm" : "excluded", subject(key))
                    .with("key", said(key, relation))
                    .with("other", String.join(", ", relation.excludes())));
        } else if (states.stream().allMatch(state -> state.orElse(true))) {
            found.add(unseen(key).with("detail", "swarm"));
        }
    }

    private static String said(DaemonKey key, DaemonRelation relation) {
        return relation.value().isEmpty() ? key.key() : key.key() + ": " + relation.value();
    }

    private void said(String code, DaemonKey key, DaemonValue row, Node value) {
        String text = ValueType.shown(value);
        Judgement judgement = switch (row.effect()) {
            case REFUSES -> Judgement.fail(code, subject(key));
            case GONE ->
                Judgement.fail("removed-driver", subject(key))
                        .with("driver", ((Node.Scalar) value).text())
                        .with("since", row.since());
            case CONTAINERS -> Judgement.fail("no-container", subject(key));
            case WARNS -> Judgement.warning("value-changed", subject(key));
        };
        found.add(DaemonJsonRules.at(judgement, key.key(), value.place())
                .with("found", text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS))
                .with("expected", row.exact())
                .with("example", row.example()));
    }

    private static Subject subject(DaemonKey key) {
        return Subject.of("key", key.key());
    }
}
