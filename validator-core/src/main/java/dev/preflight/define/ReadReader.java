package dev.preflight.define;

import dev.preflight.api.PublishedFact;
import dev.preflight.define.read.Answer;
import dev.preflight.define.read.Asked;
import dev.preflight.define.read.Form;
import dev.preflight.define.read.Locators;
import dev.preflight.define.read.Read;
import dev.preflight.define.read.Reads;
import dev.preflight.define.read.Source;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reading;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Values;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads one entry of {@code reads:}. */
final class ReadReader {
    private static final List<String> SOURCES = List.of("file", "stat", "glob", "command", "sysctl", "env", "fact");
    private static final List<String> COMMON =
            List.of("context", "contexts", "timeout", "as_root", "secret", "absent", "as");
    private static final List<String> OF_COMMANDS = List.of("exit", "stream");

    private final String id;
    private final String installUser;
    private final SortedMap<String, PublishedFact<?>> published;
    private final Problems problems;

    /**
     * A reader.
     *
     * @param id of the fact that is read: the definition, a slash, the read
     * @param installUser whose session {@code su} starts; empty if the profile does not say
     */
    ReadReader(String id, String installUser, SortedMap<String, PublishedFact<?>> published, Problems problems) {
        this.id = id;
        this.installUser = installUser;
        this.published = published;
        this.problems = problems;
    }

    /** What a read reads: one of the probes here, or a fact that a pack of checks publishes. */
    private record Asking(ValueType type, DefinedRead.Asker asker, Map<String, Use> uses, List<String> argv) {}

    Optional<DefinedRead> read(Node.Entry entry) {
        if (!(entry.value() instanceof Node.Mapping mapping)) {
            Values.wrong("a mapping such as {file: /etc/hosts, as: lines}", entry.key(), entry.value(), "", problems);
            return Optional.empty();
        }
        Entries keys = Entries.known(mapping, keys(), "key", problems);
        List<String> sources =
                keys.byKey().keySet().stream().filter(sources()::contains).toList();
        if (sources.size() != 1) {
            boolean whole = keys.byKey().size() == mapping.entries().size();
            if (whole || sources.size() > 1) {
                problems.add(
                        entry.keyPlace(),
                        sources.isEmpty() ? "nothing is read" : "two things are read: " + String.join(", ", sources),
                        "give one of " + String.join(", ", sources()));
            }
            ofUnknown(keys);
            return Optional.empty();
        }
        String source = sources.get(0);
        boolean command = source.equals("command");
        OF_COMMANDS.stream()
                .filter(key -> !command && keys.has(key))
                .forEach(key -> problems.add(keys.entry(key).keyPlace(), "'" + key + "' is for commands"));
        ReadOptions options = new ReadOptions(keys, problems);
        List<Context> contexts = options.contexts(source.equals("env"));
        Optional<Asking> asking = published.containsKey(source) || source.equals("fact")
                ? fact(source, keys)
                : probe(source, keys, options);
        if (asking.isEmpty()) {
            options.absence(Simple.ANY);
        }
        return asking.map(made -> new DefinedRead(
                entry.key(),
                made.type(),
                contexts,
                options.absence(made.type()),
                made.uses(),
                made.argv(),
                made.asker(),
                entry.keyPlace(),
                true));
    }

    /** Also where it is not known what is read, the rest may be wrong. */
    private void ofUnknown(Entries keys) {
        ReadOptions options = new ReadOptions(keys, problems);
        options.contexts(false);
        options.absence(Simple.ANY);
        options.limit();
        options.exits();
        options.stream();
        new FormReader(keys, problems).read(Form.Plain.TEXT);
    }

    private Set<String> sources() {
        return sources(published.values());
    }

    /** What a read may read, those facts among it that are about something that it names. */
    static Set<String> sources(Collection<PublishedFact<?>> published) {
        Set<String> all = new LinkedHashSet<>(SOURCES);
        published.stream().filter(fact -> fact.subject().isPresent()).forEach(fact -> all.add(fact.name()));
        return all;
    }

    private Set<String> keys() {
        return keys(published.values());
    }

    /** Every key of a read. */
    static Set<String> keys(Collection<PublishedFact<?>> published) {
        Set<String> all = sources(published);
        all.addAll(COMMON);
        all.addAll(OF_COMMANDS);
        all.addAll(FormReader.options());
        return all;
    }

    private Optional<Asking> probe(String source, Entries keys, ReadOptions options) {
        Node at = keys.value(source);
        TargetReader reader = new TargetReader(problems);
        Optional<Target> target = switch (source) {
            case "file" -> reader.files(at);
            case "stat" -> reader.stat(at);
            case "glob" -> reader.glob(at);
            case "sysctl" -> reader.one(source, at, Source.Sysctl::new, Locators::sysctl);
            case "env" -> reader.one(source, at, Source.Env::new, Locators::variable);
            default -> reader.command(at, options.exits(), options.stream());
        };
        if (source.equals("stat")) {
            Stream.concat(Stream.of("as"), FormReader.options().stream())
                    .filter(keys::has)
                    .forEach(key -> problems.add(
                            keys.entry(key).keyPlace(), "'" + key + "' is not for stat: it has fields of its own"));
        }
        Form usual = source.equals("sysctl") ? new Form.Auto() : Form.Plain.TEXT;
        Optional<Form> form = new FormReader(keys, problems).read(usual);
        boolean several = source.equals("stat") || source.equals("glob");
        boolean asked = options.flag("secret");
        boolean secret = asked && !several;
        if (asked && several) {
            problems.add(
                    keys.entry("secret").keyPlace(), "secret: only one text can be, and " + source + " reads none");
        }
        boolean root = options.flag("as_root");
        Duration limit = options.limit();
        return target.flatMap(where ->
                form.map(how -> asking(where, made -> new Read(made, how, root, secret, limit))));
    }

    private Asking asking(Target where, Function<Source, Read> made) {
        Function<Map<String, String>, Read> read =
                params -> made.apply(where.source().apply(params));
        Map<String, String> some = new LinkedHashMap<>();
        where.uses().keySet().forEach(name -> some.put(name, "x"));
        return new Asking(
                read.apply(some).type(),
                (params, context) ->
                        Reads.asked(id, read.apply(params), context).by(installUser),
                where.uses(),
                where.argv());
    }

    private Optional<Asking> fact(String source, Entries keys) {
        Stream.of(Stream.of("context", "contexts", "timeout", "as_root", "secret", "as"), FormReader.options().stream())
                .flatMap(options -> options)
                .filter(keys::has)
                .forEach(key -> problems.add(
                        keys.entry(key).keyPlace(),
                        "'" + key + "' is not for " + source + ": it has values of its own"));
        Node at = keys.value(source);
        Optional<String> text = Values.text(source, at, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (source.equals("fact")) {
            return ofHost(text.get(), at);
        }
        PublishedFact<?> fact = named(source);
        TargetReader.Refusal refusal =
                name -> fact.subject().flatMap(subject -> subject.refusal().apply(name));
        return Word.read(
                        text.get(),
                        fact.subject().map(PublishedFact.Subject::form).orElse("a name"),
                        at,
                        problems)
                .filter(word -> word.param() || harmless(refusal.apply(word.text()), at))
                .map(word -> new Asking(
                        fact.type(),
                        (params, context) -> asked(fact, checked(word.in(params), refusal)),
                        word.param() ? Map.of(word.text(), new Use(refusal, word.place())) : Map.of(),
                        List.of()));
    }

    private Optional<Asking> ofHost(String name, Node at) {
        List<String> names = published.values().stream()
                .filter(fact -> fact.subject().isEmpty())
                .map(PublishedFact::name)
                .toList();
        if (!names.contains(name)) {
            problems.add(at.place(), "fact: there is no fact '" + name + "'", Suggestion.hint(name, names));
            return Optional.empty();
        }
        PublishedFact<?> fact = named(name);
        return Optional.of(new Asking(fact.type(), (params, context) -> asked(fact, ""), Map.of(), List.of()));
    }

    private PublishedFact<?> named(String name) {
        return Optional.ofNullable(published.get(name)).orElseThrow();
    }

    private static String checked(String name, TargetReader.Refusal refusal) {
        refusal.apply(name).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return name;
    }

    private boolean harmless(Optional<String> refusal, Node at) {
        refusal.ifPresent(why -> problems.add(at.place(), why));
        return refusal.isEmpty();
    }

    private static <T> Asked<T> asked(PublishedFact<T> fact, String subject) {
        return new Asked<>(
                fact.request().apply(subject),
                fact.type(),
                read -> fact.value().apply(read, subject).flatMap(value -> Reading.got(Answer.of(value))));
    }
}
