package dev.preflight.casefile;

import dev.preflight.casefile.Case.Change;
import dev.preflight.casefile.Case.FactOfHost;
import dev.preflight.casefile.Case.Withheld;
import dev.preflight.fact.Reason;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a case changes in what hosts said, and what it withholds. */
final class AlterationReader {
    private static final String REASON = "reason";

    private final Problems problems;

    AlterationReader(Problems problems) {
        this.problems = problems;
    }

    /** What is empty changes and withholds nothing: the case would be the one without it. */
    private void something(Node node) {
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> something(entry.value()));
        }
        boolean empty =
                (node instanceof Node.Mapping mapping && mapping.entries().isEmpty())
                        || (node instanceof Node.Sequence list && list.items().isEmpty());
        if (empty) {
            nothing(node);
        }
    }

    private void nothing(Node node) {
        problems.add(node.place(), "nothing is named here", "name a fact of a host, or leave it out");
    }

    /** What is changed, by host and fact. */
    List<Change> changes(Node.Mapping byHost) {
        something(byHost);
        List<Change> all = new ArrayList<>();
        for (Node.Entry host : Keys.unique(byHost, problems).values()) {
            Values.mapping("change of " + host.key(), host.value(), problems)
                    .ifPresent(facts ->
                            Keys.unique(facts, problems).values().forEach(fact -> all.addAll(changes(host, fact))));
        }
        return all;
    }

    private List<Change> changes(Node.Entry host, Node.Entry fact) {
        FactOfHost of = new FactOfHost(host.key(), host.keyPlace(), fact.key(), fact.keyPlace());
        List<Node> items = fact.value() instanceof Node.Sequence list ? list.items() : List.of(fact.value());
        return items.stream()
                .flatMap(item -> Values.mapping("change of " + fact.key(), item, problems).stream())
                .flatMap(item -> change(of, item).stream())
                .toList();
    }

    private Optional<Change> change(FactOfHost of, Node.Mapping mapping) {
        Fields fields = new Fields(mapping, CaseKeys.CHANGE, "key of a change", problems);
        fields.require("replace", "the change");
        fields.require("with", "the change");
        Optional<String> replace = plain(fields, "replace");
        Optional<String> with = plain(fields, "with");
        if (replace.filter(String::isEmpty).isPresent()) {
            problems.add(fields.place("replace"), "replace: an empty text is everywhere", "name what the host said");
            return Optional.empty();
        }
        if (replace.isPresent() && replace.equals(with)) {
            problems.add(
                    fields.place("with"),
                    "with: this is what 'replace' says, so nothing is changed",
                    "write what the host would have said");
            return Optional.empty();
        }
        return replace.flatMap(old -> with.map(fresh -> new Change(of, old, fresh, fields.place("replace"))));
    }

    /** What a host said may be of any kind and on several lines. */
    private Optional<String> plain(Fields fields, String key) {
        Optional<Node> node = fields.node(key);
        if (node.isPresent() && !(node.get() instanceof Node.Scalar)) {
            Values.wrong("text", key, node.get(), "", problems);
        }
        return node.filter(Node.Scalar.class::isInstance).map(found -> ((Node.Scalar) found).text());
    }

    /** What is withheld, by host, and the reason. */
    List<Withheld> withheld(Node.Mapping mapping) {
        something(mapping);
        Map<String, Node.Entry> entries = Keys.unique(mapping, problems);
        List<String> hosts =
                entries.keySet().stream().filter(key -> !key.equals(REASON)).toList();
        Fields fields = new Fields(
                mapping, Stream.concat(hosts.stream(), Stream.of(REASON)).toList(), "host", new Problems());
        Fields own = new Fields(
                new Node.Mapping(
                        mapping.entries().stream()
                                .filter(e -> e.key().equals(REASON))
                                .toList(),
                        mapping.place()),
                List.of(REASON),
                "key of withhold",
                problems);
        Reason reason =
                own.word(REASON, Stream.of(Reason.values()), Reason::code).orElse(Reason.NOT_COLLECTED);
        if (hosts.isEmpty() && !entries.isEmpty()) {
            nothing(mapping);
        }
        List<Withheld> all = new ArrayList<>();
        for (String host : hosts) {
            Node.Entry entry = entries.get(host);
            if (entry == null || !(entry.value() instanceof Node.Sequence list)) {
                fields.node(host).ifPresent(node -> Values.wrong("a list of facts", host, node, "", problems));
                continue;
            }
            list.items()
                    .forEach(item -> Values.text("fact", item, problems)
                            .ifPresent(fact -> all.add(
                                    new Withheld(new FactOfHost(host, entry.keyPlace(), fact, item.place()), reason))));
        }
        return all;
    }
}
