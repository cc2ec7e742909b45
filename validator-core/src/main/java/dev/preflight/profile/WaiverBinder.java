package dev.preflight.profile;

import dev.preflight.node.Mention;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads the waivers of a profile. */
final class WaiverBinder {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

    private final Collection<String> instances;
    private final Map<String, String> replaced;
    private final Problems problems;
    private final Problems absences;
    private final Consumer<Mention> mentions;

    /**
     * Reads waivers.
     *
     * @param replaced the present id of each check by each that it had before
     * @param mentions gets each host that a waiver names
     */
    WaiverBinder(
            Collection<String> instances,
            Map<String, String> replaced,
            Problems problems,
            Problems absences,
            Consumer<Mention> mentions) {
        this.instances = instances;
        this.replaced = replaced;
        this.problems = problems;
        this.absences = absences;
        this.mentions = mentions;
    }

    List<Waiver> bind(Node waivers) {
        if (!(waivers instanceof Node.Sequence sequence)) {
            Values.wrong("a list of waivers", "waivers", waivers, "", problems);
            return List.of();
        }
        return sequence.items().stream().flatMap(w -> one(w).stream()).toList();
    }

    private Optional<Waiver> one(Node node) {
        Optional<Node.Mapping> mapping = Values.mapping("waiver", node, problems);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Node.Entry> entries = Keys.known(mapping.get(), ProfileKeys.WAIVER, "key of a waiver", problems);
        checkForm(node, entries);
        Optional<String> fingerprint = text(entries, "fingerprint").filter(f -> checkFingerprint(f, entries));
        Optional<String> check = text(entries, "check").filter(c -> checkInstance(c, entries));
        Optional<List<String>> hosts = hosts(entries);
        Optional<String> reason = required(node, entries, "reason");
        Optional<String> owner = required(node, entries, "owner");
        Optional<OffsetDateTime> until = required(node, entries, "until").flatMap(u -> until(u, entries));
        if (reason.isEmpty() || owner.isEmpty() || until.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Waiver(
                fingerprint, check, hosts.orElse(List.of()), reason.get(), owner.get(), until.get(), node.place()));
    }

    private void checkForm(Node node, Map<String, Node.Entry> entries) {
        boolean byFingerprint = entries.containsKey("fingerprint");
        boolean byCheck = entries.containsKey("check") && entries.containsKey("hosts");
        boolean mixed = byFingerprint && (entries.containsKey("check") || entries.containsKey("hosts"));
        if (mixed || byFingerprint == byCheck) {
            problems.add(node.place(), "a waiver names either 'fingerprint', or 'check' and 'hosts'");
        }
    }

    private boolean checkFingerprint(String fingerprint, Map<String, Node.Entry> entries) {
        boolean good = FINGERPRINT.matcher(fingerprint).matches();
        if (!good) {
            Values.wrong(
                    "16 hexadecimal digits, lower case",
                    "fingerprint",
                    value(entries, "fingerprint"),
                    "copy it from a report",
                    problems);
        }
        return good;
    }

    private boolean checkInstance(String name, Map<String, Node.Entry> entries) {
        boolean good = instances.contains(name);
        if (!good) {
            absences.add(
                    value(entries, "check").place(),
                    "the profile has no check '" + name + "'",
                    () -> Suggestion.hint(name, instances, replaced));
        }
        return good;
    }

    private Optional<List<String>> hosts(Map<String, Node.Entry> entries) {
        Node.Entry entry = entries.get("hosts");
        if (entry == null) {
            return Optional.empty();
        }
        Optional<List<String>> hosts = Values.texts("hosts", entry.value(), problems);
        if (hosts.isPresent() && hosts.get().isEmpty()) {
            problems.add(entry.value().place(), "hosts: expected at least one host");
        }
        if (hosts.isPresent() && entry.value() instanceof Node.Sequence sequence) {
            for (int i = 0; i < hosts.get().size(); i++) {
                mentions.accept(new Mention(
                        Mention.Kind.HOST,
                        hosts.get().get(i),
                        sequence.items().get(i).place()));
            }
        }
        return hosts;
    }

    private Optional<OffsetDateTime> until(String text, Map<String, Node.Entry> entries) {
        try {
            return Optional.of(OffsetDateTime.parse(text));
        } catch (DateTimeParseException e) {
            Values.wrong(
                    "an instant with its zone",
                    "until",
                    value(entries, "until"),
                    "write it like 2027-01-31T00:00:00+01:00",
                    problems);
            return Optional.empty();
        }
    }

    private Optional<String> required(Node waiver, Map<String, Node.Entry> entries, String key) {
        if (!entries.containsKey(key)) {
            problems.add(waiver.place(), "the waiver lacks '" + key + "'");
            return Optional.empty();
        }
        Optional<String> text = text(entries, key);
        if (text.isPresent() && text.get().isBlank()) {
            problems.add(value(entries, key).place(), key + ": expected text, found nothing but blanks");
        }
        return text.filter(t -> !t.isBlank());
    }

    private Optional<String> text(Map<String, Node.Entry> entries, String key) {
        Node.Entry entry = entries.get(key);
        return entry == null ? Optional.empty() : Values.text(key, entry.value(), problems);
    }

    private static Node value(Map<String, Node.Entry> entries, String key) {
        Node.Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException("no " + key);
        }
        return entry.value();
    }
}
