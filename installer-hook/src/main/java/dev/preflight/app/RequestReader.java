package dev.preflight.app;

import static dev.preflight.app.RequestField.ACCEPT_NEW;
import static dev.preflight.app.RequestField.BECOME_PASSWORD_COMMAND;
import static dev.preflight.app.RequestField.BECOME_PASSWORD_FILE;
import static dev.preflight.app.RequestField.CONCURRENCY;
import static dev.preflight.app.RequestField.CONNECT_TIMEOUT;
import static dev.preflight.app.RequestField.DEADLINE;
import static dev.preflight.app.RequestField.DEFINED_COMMANDS;
import static dev.preflight.app.RequestField.FAIL_ON;
import static dev.preflight.app.RequestField.HOSTS;
import static dev.preflight.app.RequestField.HOST_DEADLINE;
import static dev.preflight.app.RequestField.INVENTORY;
import static dev.preflight.app.RequestField.KEY_FILE;
import static dev.preflight.app.RequestField.KNOWN_HOSTS;
import static dev.preflight.app.RequestField.LANGUAGE;
import static dev.preflight.app.RequestField.LIMIT;
import static dev.preflight.app.RequestField.ONLY;
import static dev.preflight.app.RequestField.ONLY_FAILED;
import static dev.preflight.app.RequestField.PASSPHRASE_COMMAND;
import static dev.preflight.app.RequestField.PASSPHRASE_FILE;
import static dev.preflight.app.RequestField.PASSWORD_COMMAND;
import static dev.preflight.app.RequestField.PASSWORD_FILE;
import static dev.preflight.app.RequestField.PROFILE;
import static dev.preflight.app.RequestField.RESUME;
import static dev.preflight.app.RequestField.RETRY_UNTIL;
import static dev.preflight.app.RequestField.SAVE_EVIDENCE;
import static dev.preflight.app.RequestField.SCHEMA_VERSION;
import static dev.preflight.app.RequestField.SET;
import static dev.preflight.app.RequestField.SETTINGS;
import static dev.preflight.app.RequestField.SKIP;
import static dev.preflight.app.RequestField.SSH_CONFIG;
import static dev.preflight.app.RequestField.USER;

import dev.preflight.app.Targets.Limit;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.Values;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a request in JSON, strictly, and reports all its problems. The form is the schema {@code
 * dev/preflight/schema/hook-request-1.schema.json}.
 */
public final class RequestReader {
    /** The only version of the form so far. */
    private static final int VERSION = 1;

    /** The longest deadline: a day. */
    private static final int MAX_SECONDS = 86_400;

    /** More hosts at once only make each of them slower. */
    private static final int MAX_CONCURRENCY = 1024;

    private static final String PASSWORD = "password";

    private final Fields fields;
    private final Problems problems;
    private final Place place;

    private RequestReader(Node.Mapping object, Problems problems) {
        this.fields = new Fields(withoutPassword(object, problems), RequestField.values(), "field", problems);
        this.problems = problems;
        this.place = object.place();
    }

    /**
     * Reads a request.
     *
     * @param source how problems call the text
     * @throws ProblemsException with every problem of the text
     */
    public static RunRequest read(String source, String json) throws ProblemsException {
        Problems problems = new Problems();
        Optional<RunRequest> request = JsonText.parse(source, json, problems)
                .flatMap(node -> Values.mapping("the request", node, problems))
                .map(object -> new RequestReader(object, problems).request());
        problems.throwIfAny();
        return request.orElseThrow();
    }

    /**
     * Reports a password in an object, and returns the other fields. Requests are often logged, so they hold no
     * secrets.
     */
    static Node.Mapping withoutPassword(Node.Mapping object, Problems problems) {
        object.entries().stream()
                .filter(entry -> entry.key().equals(PASSWORD))
                .forEach(entry -> problems.add(
                        entry.keyPlace(), "a request holds no password", "log in with a key, or name a passwordFile"));
        return new Node.Mapping(
                object.entries().stream()
                        .filter(entry -> !entry.key().equals(PASSWORD))
                        .toList(),
                object.place());
    }

    private RunRequest request() {
        checkVersion();
        return new RunRequest(
                        targets(),
                        profile(),
                        limits(),
                        login(),
                        fields.path(SAVE_EVIDENCE),
                        fields.word(LANGUAGE, List.of("en", "zh"))
                                .map(Locale::forLanguageTag)
                                .orElse(Locale.ENGLISH),
                        places())
                .after(continuation());
    }

    private Optional<Continuation> continuation() {
        if (fields.has(RESUME) && fields.has(ONLY_FAILED)) {
            problems.add(fields.place(ONLY_FAILED).orElse(place), "there is a 'resume' already", "give one of the two");
        }
        Continuation.How how = fields.has(RESUME) ? Continuation.How.RESUME : Continuation.How.ONLY_FAILED;
        return fields.path(RESUME)
                .or(() -> fields.path(ONLY_FAILED))
                .map(run -> new Continuation(
                        how,
                        run,
                        named(HOSTS, INVENTORY, LIMIT),
                        named(PROFILE, SETTINGS, SET, ONLY, SKIP, FAIL_ON, DEFINED_COMMANDS),
                        named(HOST_DEADLINE)));
    }

    private boolean named(RequestField... some) {
        return Stream.of(some).anyMatch(fields::has);
    }

    private void checkVersion() {
        if (!fields.has(SCHEMA_VERSION)) {
            problems.add(place, "schemaVersion is missing", "this version reads schemaVersion " + VERSION);
        }
        Optional<Integer> unused = fields.number(SCHEMA_VERSION, VERSION, VERSION);
    }

    private Targets targets() {
        if (!named(HOSTS, INVENTORY, RESUME, ONLY_FAILED)) {
            problems.add(place, "the request names no host", "give 'hosts' or 'inventory'");
        }
        return new Targets(
                fields.node(HOSTS).map(new RequestHosts(problems)::read).orElse(List.of()),
                List.of(),
                fields.oneOrMore(INVENTORY),
                fields.text(LIMIT)
                        .map(pattern -> new Limit(pattern, fields.place(LIMIT).orElseThrow())));
    }

    private ProfileChoice profile() {
        return new ProfileChoice(
                fields.text(PROFILE).orElse(ProfileChoice.DEFAULT),
                fields.mapping(SETTINGS).map(Node.class::cast),
                fields.texts(SET),
                fields.texts(ONLY),
                fields.texts(SKIP),
                fields.word(FAIL_ON, List.of("blocker", "warning"))
                        .filter("warning"::equals)
                        .isPresent(),
                fields.word(DEFINED_COMMANDS, List.of("run", "deny"))
                        .filter("deny"::equals)
                        .isPresent());
    }

    private RunLimits limits() {
        return new RunLimits(
                fields.number(CONCURRENCY, 1, MAX_CONCURRENCY),
                fields.seconds(DEADLINE, MAX_SECONDS).orElse(RunLimits.DEFAULT.deadline()),
                fields.seconds(HOST_DEADLINE, MAX_SECONDS).orElse(RunLimits.DEFAULT.hostDeadline()),
                fields.seconds(RETRY_UNTIL, MAX_SECONDS).orElse(Duration.ZERO));
    }

    private Login login() {
        return new Login(
                fields.text(USER),
                fields.path(KEY_FILE),
                source(PASSWORD_FILE, PASSWORD_COMMAND),
                source(BECOME_PASSWORD_FILE, BECOME_PASSWORD_COMMAND),
                source(PASSPHRASE_FILE, PASSPHRASE_COMMAND),
                file -> Optional.empty(),
                question -> Optional.empty(),
                fields.flag(ACCEPT_NEW).orElse(false),
                fields.paths(KNOWN_HOSTS),
                fields.seconds(CONNECT_TIMEOUT, MAX_SECONDS),
                fields.path(SSH_CONFIG));
    }

    private PasswordSource source(RequestField file, RequestField command) {
        if (fields.has(file) && fields.has(command)) {
            problems.add(
                    fields.place(command).orElse(place), "there is '" + file.key() + "' too", "give one of the two");
        }
        return PasswordSource.NONE.withSources(fields.path(file), fields.text(command));
    }

    private Map<String, Place> places() {
        Map<String, Place> places = new HashMap<>();
        for (RequestField field : RequestField.values()) {
            field.option().ifPresent(option -> fields.place(field).ifPresent(at -> places.put(option, at)));
        }
        return places;
    }
}
