package dev.preflight.hook;

import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a request in JSON, strictly: what is not understood is a problem, and all of them are named. */
final class HookRequestReader {
    /** The only form there is so far. */
    static final int SCHEMA_VERSION = 1;

    /** Longest that a deadline may be, in seconds: a day. */
    private static final long LONGEST = 86_400;

    /** More hosts at once than this only make each of them slower. */
    private static final long MOST_AT_ONCE = 1024;

    private static final List<String> FIELDS = List.of(
            "schemaVersion",
            "hosts",
            "inventory",
            "limit",
            "profile",
            "settings",
            "set",
            "only",
            "skip",
            "deadlineSeconds",
            "hostDeadlineSeconds",
            "connectTimeoutSeconds",
            "concurrency",
            "failOn",
            "user",
            "keyFile",
            "passwordFile",
            "becomePasswordFile",
            "acceptNew",
            "knownHosts",
            "saveEvidence",
            "language");

    /** What the command line calls the fields, and so do problems that are found after the request was read. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("profile", "--profile"),
            Map.entry("set", "--set"),
            Map.entry("only", "--only"),
            Map.entry("skip", "--skip"),
            Map.entry("deadlineSeconds", "--deadline"),
            Map.entry("hostDeadlineSeconds", "--host-deadline"),
            Map.entry("connectTimeoutSeconds", "--connect-timeout"),
            Map.entry("concurrency", "--concurrency"),
            Map.entry("keyFile", "--identity"),
            Map.entry("saveEvidence", "--save-evidence"));

    private static final List<String> HOST_FIELDS =
            List.of("name", "address", "port", "user", "keyFile", "connection", "become", "groups");

    private final Problems problems = new Problems();
    private final HookRequest.Builder request = HookRequest.builder();

    private HookRequestReader() {}

    static HookRequest read(String source, String json) throws ProblemsException {
        HookRequestReader reader = new HookRequestReader();
        JsonText.parse(source, json, reader.problems).ifPresent(reader::root);
        reader.problems.throwIfAny();
        return reader.request.build();
    }

    private void root(Node node) {
        Optional<Node.Mapping> mapping = Values.mapping("the request", node, problems);
        if (mapping.isEmpty()) {
            return;
        }
        OPTIONS.forEach(
                (field, option) -> mapping.get().get(field).ifPresent(value -> request.place(option, value.place())));
        Fields fields = new Fields(mapping.get(), FIELDS, "field");
        version(fields, node.place());
        fields.with("hosts", this::hosts);
        fields.path("inventory", request::inventory);
        if (!fields.has("hosts") && !fields.has("inventory")) {
            problems.add(node.place(), "the request names no host", "give 'hosts' or 'inventory'");
        }
        fields.with(
                "limit",
                value -> fields.nonEmpty("limit", value).ifPresent(text -> request.limit(text, value.place())));
        fields.text("profile", request::profile);
        fields.with(
                "settings", value -> Values.mapping("settings", value, problems).ifPresent(request::settings));
        fields.texts("set", request::set);
        fields.texts("only", request::only);
        fields.texts("skip", request::skip);
        fields.seconds("deadlineSeconds", request::deadline);
        fields.seconds("hostDeadlineSeconds", request::hostDeadline);
        fields.seconds("connectTimeoutSeconds", request::connectTimeout);
        fields.number("concurrency", 1, MOST_AT_ONCE, most -> request.concurrency((int) (long) most));
        fields.word("failOn", List.of("blocker", "warning"), word -> request.failOnWarning(word.equals("warning")));
        fields.text("user", request::user);
        fields.path("keyFile", request::keyFile);
        fields.path("passwordFile", request::passwordFile);
        fields.path("becomePasswordFile", request::becomePasswordFile);
        fields.flag("acceptNew", request::acceptNew);
        fields.paths("knownHosts", request::knownHosts);
        fields.path("saveEvidence", request::saveEvidence);
        fields.word("language", List.of("en", "zh"), word -> request.language(Locale.forLanguageTag(word)));
    }

    private void version(Fields fields, Place place) {
        if (!fields.has("schemaVersion")) {
            problems.add(place, "schemaVersion is missing", "this version reads schemaVersion " + SCHEMA_VERSION);
        }
        fields.number("schemaVersion", SCHEMA_VERSION, SCHEMA_VERSION, version -> {});
    }

    private void hosts(Node node) {
        if (!(node instanceof Node.Sequence sequence)) {
            Values.wrong("a list of hosts", "hosts", node, "", problems);
            return;
        }
        if (sequence.items().isEmpty()) {
            problems.add(node.place(), "hosts: the list is empty", "name at least one host");
        }
        Map<String, Place> seen = new HashMap<>();
        for (Node item : sequence.items()) {
            Values.mapping("a host", item, problems).flatMap(this::host).ifPresent(host -> {
                Place before = seen.putIfAbsent(host.name(), host.place());
                if (before != null) {
                    problems.add(host.place(), "the host '" + host.name() + "' is named twice, first at " + before);
                }
                request.host(host);
            });
        }
    }

    private Optional<Host> host(Node.Mapping mapping) {
        Fields fields = new Fields(mapping, HOST_FIELDS, "field of a host");
        Draft draft = new Draft();
        fields.text("name", draft::name);
        fields.text("address", draft::address);
        fields.number("port", 1, 65_535, port -> draft.port = (int) (long) port);
        fields.text("user", user -> draft.user = Optional.of(user));
        fields.path("keyFile", file -> draft.keyFile = Optional.of(file.toString()));
        fields.word(
                "connection",
                List.of("ssh", "local"),
                word -> draft.connection = Connection.valueOf(word.toUpperCase(Locale.ROOT)));
        fields.flag("become", become -> draft.become = become);
        fields.texts("groups", draft.groups::add);
        if (!fields.has("name")) {
            problems.add(mapping.place(), "the host has no name", "give it one");
        }
        return draft.host(mapping.place());
    }

    /** A host while its fields are read. */
    private static final class Draft {
        private String name = "";
        private String address = "";
        private int port = Host.DEFAULT_PORT;
        private Optional<String> user = Optional.empty();
        private Optional<String> keyFile = Optional.empty();
        private Connection connection = Connection.SSH;
        private boolean become;
        private final List<String> groups = new ArrayList<>(List.of("all"));

        private void name(String text) {
            this.name = text;
        }

        private void address(String text) {
            this.address = text;
        }

        private Optional<Host> host(Place place) {
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Host(
                            name,
                            address.isEmpty() ? name : address,
                            port,
                            user,
                            keyFile,
                            Optional.empty(),
                            connection,
                            become ? Become.SUDO : Become.NONE,
                            groups,
                            Map.of(),
                            place));
        }
    }

    /** The known fields of one object. */
    private final class Fields {
        private final Map<String, Node.Entry> entries;

        private Fields(Node.Mapping mapping, List<String> valid, String what) {
            for (Node.Entry entry : mapping.entries()) {
                if (entry.key().equals("password")) {
                    problems.add(
                            entry.keyPlace(),
                            "a request holds no password",
                            "log in with a key, or name a passwordFile");
                }
            }
            Node.Mapping others = new Node.Mapping(
                    mapping.entries().stream()
                            .filter(entry -> !entry.key().equals("password"))
                            .toList(),
                    mapping.place());
            this.entries = Keys.known(others, valid, what, problems);
        }

        private boolean has(String name) {
            return entries.containsKey(name);
        }

        private void with(String name, Consumer<Node> use) {
            Node.Entry entry = entries.get(name);
            if (entry != null) {
                use.accept(entry.value());
            }
        }

        private void text(String name, Consumer<String> use) {
            with(name, value -> nonEmpty(name, value).ifPresent(use));
        }

        private Optional<String> nonEmpty(String name, Node value) {
            if (!(value instanceof Node.Scalar scalar) || scalar.type() != ScalarType.STRING) {
                Values.wrong("text", name, value, "", problems);
                return Optional.empty();
            }
            Optional<String> text = Values.text(name, value, problems);
            if (text.isPresent() && text.get().isBlank()) {
                problems.add(value.place(), name + ": the text is empty", "give a value, or remove the field");
                return Optional.empty();
            }
            return text;
        }

        private void path(String name, Consumer<Path> use) {
            with(
                    name,
                    value -> nonEmpty(name, value)
                            .flatMap(text -> path(name, text, value.place()))
                            .ifPresent(use));
        }

        private void paths(String name, Consumer<Path> use) {
            with(
                    name,
                    value -> items(name, value)
                            .forEach(item -> nonEmpty(name, item)
                                    .flatMap(text -> path(name, text, item.place()))
                                    .ifPresent(use)));
        }

        private Optional<Path> path(String name, String text, Place place) {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                problems.add(place, name + ": '" + text + "' is not a path");
                return Optional.empty();
            }
        }

        private void texts(String name, Consumer<String> use) {
            with(
                    name,
                    value -> items(name, value)
                            .forEach(item -> nonEmpty(name, item).ifPresent(use)));
        }

        private List<Node> items(String name, Node value) {
            if (value instanceof Node.Sequence sequence) {
                return sequence.items();
            }
            Values.wrong("a list", name, value, "", problems);
            return List.of();
        }

        private void flag(String name, Consumer<Boolean> use) {
            with(name, value -> Values.flag(name, value, problems).ifPresent(use));
        }

        private void seconds(String name, Consumer<Duration> use) {
            number(name, 1, LONGEST, seconds -> use.accept(Duration.ofSeconds(seconds)));
        }

        private void number(String name, long least, long most, Consumer<Long> use) {
            with(name, value -> {
                boolean whole = value instanceof Node.Scalar scalar
                        && scalar.type() == ScalarType.INTEGER
                        && scalar.text().matches("-?\\d{1,15}");
                long number = whole ? Long.parseLong(((Node.Scalar) value).text()) : least - 1;
                if (number < least || number > most) {
                    String expected =
                            least == most ? "the number " + least : "a whole number between " + least + " and " + most;
                    Values.wrong(expected, name, value, "", problems);
                } else {
                    use.accept(number);
                }
            });
        }

        private void word(String name, List<String> valid, Consumer<String> use) {
            with(
                    name,
                    value -> nonEmpty(name, value).ifPresent(text -> {
                        if (valid.contains(text)) {
                            use.accept(text);
                        } else {
                            problems.add(
                                    value.place(),
                                    name + ": no such word '" + text + "'",
                                    Suggestion.hint(text, valid));
                        }
                    }));
        }
    }
}
