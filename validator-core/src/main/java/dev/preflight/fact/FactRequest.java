package dev.preflight.fact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request for one fact in one context, at given places. Requests with the same {@link #key()} are the same request,
 * whose probe runs once.
 *
 * @param fact what to read
 * @param context in which environment
 * @param locators where to read: the probe sees {@code PORT} as {@code $PARAM_PORT}
 * @param arguments where to read, when that is a list: the probe sees it as {@code "$@"}
 * @param hosts what is said of the hosts of the run, which the probe sees behind its arguments: their names, or where to
 *     log in to them; no part of the key, so that the answer is found whichever hosts are judged
 * @param <T> the fact's type
 */
public record FactRequest<T>(
        Fact<T> fact, Context context, SortedMap<String, String> locators, List<String> arguments, List<String> hosts) {

    private static final String USER = "AS_USER";

    private static final String SECONDS = "SECONDS";

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    public FactRequest {
        locators.keySet().forEach(name -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a locator's name is upper case: " + name);
            }
        });
        locators = Collections.unmodifiableSortedMap(new TreeMap<>(locators));
        arguments = List.copyOf(arguments);
        hosts = List.copyOf(hosts);
    }

    /** A request without names of hosts. */
    public FactRequest(Fact<T> fact, Context context, SortedMap<String, String> locators, List<String> arguments) {
        this(fact, context, locators, arguments, List.of());
    }

    /** The same request with one locator more. */
    public FactRequest<T> with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(locators);
        more.put(name, value);
        return new FactRequest<>(fact, context, more, arguments, hosts);
    }

    /**
     * The same request, to be answered as this user: only by a session of that user, or by one that may become the user
     * in the way of the context.
     */
    public FactRequest<T> as(String user) {
        return with(USER, user);
    }

    /** The user whose answer is wanted; empty: the login user. */
    public Optional<String> user() {
        return Optional.ofNullable(locators.get(USER));
    }

    /**
     * The same request, for a probe that watches the host for this long: it sees the time as {@code $PARAM_SECONDS},
     * and its limit is longer by this time.
     *
     * @param time whole seconds; what is below one is dropped
     */
    public FactRequest<T> sampling(Duration time) {
        return with(SECONDS, Long.toString(time.toSeconds()));
    }

    /** How long its probe watches the host; zero for one that only looks. */
    public Duration sampleTime() {
        return Duration.ofSeconds(Long.parseLong(locators.getOrDefault(SECONDS, "0")));
    }

    /** How long its probe may run on the host. */
    public Duration limit() {
        return fact.limit().plus(sampleTime());
    }

    /** The locators that the probe sees: all but the user. */
    public SortedMap<String, String> probeLocators() {
        SortedMap<String, String> seen = new TreeMap<>(locators);
        seen.remove(USER);
        return seen;
    }

    /** The same request with this list of places. */
    public FactRequest<T> withArguments(List<String> places) {
        return new FactRequest<>(fact, context, locators, places, hosts);
    }

    /** The same request, with these names of hosts if its probe looks for them. */
    public FactRequest<T> naming(List<String> names) {
        return fact.looksForHosts() ? new FactRequest<>(fact, context, locators, arguments, names) : this;
    }

    /** The same request, with these places to log in to if its probe does so: of each host its name, address and port. */
    public FactRequest<T> loggingIn(List<String> targets) {
        return fact.logsInToHosts() ? new FactRequest<>(fact, context, locators, arguments, targets) : this;
    }

    /**
     * The name of this request in evidence, which can be used as a file name: {@code umask-modes@login}. With locators
     * it ends with a hash of them: {@code umask-modes@login~1f3a9c04}. A slash in the fact's id is a dot here.
     */
    public String key() {
        String name = fact.id().replace('/', '.') + "@" + context.id();
        if (locators.isEmpty() && arguments.isEmpty()) {
            return name;
        }
        return name + "~" + hash();
    }

    /** The context in such a key; empty if it names none. */
    public static Optional<Context> contextOf(String key) {
        String behind = key.substring(key.lastIndexOf('@') + 1);
        int hash = behind.indexOf('~');
        return Context.ofId(hash < 0 ? behind : behind.substring(0, hash));
    }

    private String hash() {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, String> e : locators.entrySet()) {
            parts.add(e.getKey() + "=" + e.getValue());
        }
        parts.add("");
        parts.addAll(arguments);
        return Sha256.hex(String.join("\0", parts), 4);
    }

    @Override
    public String toString() {
        return key();
    }
}
