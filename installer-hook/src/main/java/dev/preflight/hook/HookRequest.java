package dev.preflight.hook;

import dev.preflight.engine.RunOptions;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.HostPattern;
import dev.preflight.inventory.Secret;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an installer wants to know: which hosts, by which profile, and how to reach them. Immutable; nothing in it is
 * looked at before {@link PreflightHook#prepare}.
 */
public final class HookRequest {
    /** The profile that is used unless another is named. */
    public static final String DEFAULT_PROFILE = "container-host";

    final List<Host> hosts;
    final List<String> hostArguments;
    final Optional<Path> inventory;
    final Optional<String> limit;
    final Place limitPlace;
    final String profile;
    final Map<String, Place> places;
    final Optional<Node> settings;
    final List<String> sets;
    final List<String> only;
    final List<String> skip;
    final int concurrency;
    final Duration deadline;
    final Duration hostDeadline;
    final boolean failOnWarning;
    final Login login;
    final Optional<Path> saveEvidence;
    final Locale language;

    /** How to log in where a host itself says nothing. */
    record Login(
            Optional<String> user,
            Optional<Path> keyFile,
            Optional<Path> passwordFile,
            Supplier<Optional<Secret>> password,
            Optional<Path> becomePasswordFile,
            Supplier<Optional<Secret>> becomePassword,
            Function<Path, Optional<Secret>> passphrase,
            boolean acceptNew,
            List<Path> knownHosts,
            Optional<Duration> connectTimeout) {}

    private HookRequest(Builder b) {
        this.hosts = List.copyOf(b.hosts);
        this.hostArguments = List.copyOf(b.hostArguments);
        this.inventory = b.inventory;
        this.limit = b.limit;
        this.limitPlace = b.limitPlace;
        this.profile = b.profile;
        this.places = Map.copyOf(b.places);
        this.settings = b.settings;
        this.sets = List.copyOf(b.sets);
        this.only = List.copyOf(b.only);
        this.skip = List.copyOf(b.skip);
        this.concurrency = b.concurrency;
        this.deadline = b.deadline;
        this.hostDeadline = b.hostDeadline;
        this.failOnWarning = b.failOnWarning;
        this.login = new Login(
                b.user,
                b.keyFile,
                b.passwordFile,
                b.password,
                b.becomePasswordFile,
                b.becomePassword,
                b.passphrase,
                b.acceptNew,
                List.copyOf(b.knownHosts),
                b.connectTimeout);
        this.saveEvidence = b.saveEvidence;
        this.language = b.language;
    }

    /** A request that names no host yet and uses the default profile. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a request in JSON; its form is the schema {@code dev/preflight/schema/hook-request-1.schema.json}.
     *
     * @param source what to call the text in the places of problems
     * @throws ProblemsException with every problem of the text
     */
    public static HookRequest parse(String source, String json) throws ProblemsException {
        return HookRequestReader.read(source, json);
    }

    /** Puts a request together. What is said twice is added up for lists, and the last word counts for the rest. */
    public static final class Builder {
        private final List<Host> hosts = new ArrayList<>();
        private final List<String> hostArguments = new ArrayList<>();
        private Optional<Path> inventory = Optional.empty();
        private Optional<String> limit = Optional.empty();
        private Place limitPlace = HostPattern.PLACE;
        private final Map<String, Place> places = new HashMap<>();
        private String profile = DEFAULT_PROFILE;
        private Optional<Node> settings = Optional.empty();
        private final List<String> sets = new ArrayList<>();
        private final List<String> only = new ArrayList<>();
        private final List<String> skip = new ArrayList<>();
        private int concurrency = RunOptions.DEFAULT_CONCURRENCY;
        private Duration deadline = RunOptions.DEFAULT_RUN_DEADLINE;
        private Duration hostDeadline = RunOptions.DEFAULT_HOST_DEADLINE;
        private boolean failOnWarning;
        private Optional<String> user = Optional.empty();
        private Optional<Path> keyFile = Optional.empty();
        private Optional<Path> passwordFile = Optional.empty();
        private Supplier<Optional<Secret>> password = Optional::empty;
        private Optional<Path> becomePasswordFile = Optional.empty();
        private Supplier<Optional<Secret>> becomePassword = Optional::empty;
        private Function<Path, Optional<Secret>> passphrase = file -> Optional.empty();
        private boolean acceptNew;
        private final List<Path> knownHosts = new ArrayList<>();
        private Optional<Duration> connectTimeout = Optional.empty();
        private Optional<Path> saveEvidence = Optional.empty();
        private Locale language = Locale.ENGLISH;

        private Builder() {}

        /** Adds a host reached over SSH: {@code name}, {@code user@name}, {@code name:port} or {@code user@name:port}. */
        public Builder host(String argument) {
            hostArguments.add(argument);
            return this;
        }

        /** Adds a host with everything that is known of it. */
        public Builder host(Host host) {
            hosts.add(host);
            return this;
        }

        /** Adds the machine that runs us, without SSH. */
        public Builder local() {
            return host(Host.local());
        }

        /** Adds the hosts of an inventory in one of Ansible's forms. */
        public Builder inventory(Path file) {
            this.inventory = Optional.of(file);
            return this;
        }

        /** Looks only at hosts that this pattern names, such as {@code web*,!web3}. */
        public Builder limit(String pattern) {
            this.limit = Optional.of(pattern);
            return this;
        }

        /** The same, with the place where the pattern stands. */
        Builder limit(String pattern, Place place) {
            this.limitPlace = place;
            return limit(pattern);
        }

        /** Where in the request stands what the command line has this option for. */
        Builder place(String option, Place place) {
            this.places.put(option, place);
            return this;
        }

        /** The name of a shipped profile, or the path of a file. */
        public Builder profile(String nameOrPath) {
            this.profile = nameOrPath;
            return this;
        }

        /** A mapping of settings, over those of the profile and below {@link #set}. */
        public Builder settings(Node mapping) {
            this.settings = Optional.of(mapping);
            return this;
        }

        /** One value over the profile's: {@code settings.x=..}, {@code vars.x=..} or {@code CHECK.param=..}. */
        public Builder set(String assignment) {
            sets.add(assignment);
            return this;
        }

        /** Runs this check of the profile and the others that are named so. */
        public Builder only(String check) {
            only.add(check);
            return this;
        }

        /** Does not run this check of the profile. */
        public Builder skip(String check) {
            skip.add(check);
            return this;
        }

        /** How many hosts are looked at side by side. */
        public Builder concurrency(int most) {
            this.concurrency = most;
            return this;
        }

        /** How long all of it may take. */
        public Builder deadline(Duration most) {
            this.deadline = most;
            return this;
        }

        /** How long one host may take. */
        public Builder hostDeadline(Duration most) {
            this.hostDeadline = most;
            return this;
        }

        /** Whether a warning blocks. */
        public Builder failOnWarning(boolean blocks) {
            this.failOnWarning = blocks;
            return this;
        }

        /** Login user of hosts that name none; otherwise the user who runs us. */
        public Builder user(String name) {
            this.user = Optional.of(name);
            return this;
        }

        /** Private key for hosts that name none; otherwise the usual ones in {@code ~/.ssh}. */
        public Builder keyFile(Path file) {
            this.keyFile = Optional.of(file);
            return this;
        }

        /** File whose first line is the password of hosts that have none of their own. */
        public Builder passwordFile(Path file) {
            this.passwordFile = Optional.of(file);
            return this;
        }

        /** Asked once for the password, after everything else was found right, and only if a host is reached over SSH. */
        public Builder password(Supplier<Optional<Secret>> ask) {
            this.password = ask;
            return this;
        }

        /** File whose first line is the password for sudo, su or doas on hosts that have none of their own. */
        public Builder becomePasswordFile(Path file) {
            this.becomePasswordFile = Optional.of(file);
            return this;
        }

        /** Asked once for the password for sudo, su or doas, after everything else was found right. */
        public Builder becomePassword(Supplier<Optional<Secret>> ask) {
            this.becomePassword = ask;
            return this;
        }

        /** Asked for the passphrase of each encrypted key file that is needed; from threads of the run. */
        public Builder passphrase(Function<Path, Optional<Secret>> ask) {
            this.passphrase = ask;
            return this;
        }

        /** Whether the key of a host that is not known yet is accepted and written down. */
        public Builder acceptNew(boolean accept) {
            this.acceptNew = accept;
            return this;
        }

        /** Adds a known_hosts file; once one is named, the usual ones are not read. */
        public Builder knownHosts(Path file) {
            knownHosts.add(file);
            return this;
        }

        /** How long name, connection and key exchange may take together. */
        public Builder connectTimeout(Duration most) {
            this.connectTimeout = Optional.of(most);
            return this;
        }

        /** A new or empty directory in which the evidence is kept. */
        public Builder saveEvidence(Path directory) {
            this.saveEvidence = Optional.of(directory);
            return this;
        }

        /** The language of the texts: English or Chinese. */
        public Builder language(Locale locale) {
            this.language = locale;
            return this;
        }

        /** The request. */
        public HookRequest build() {
            return new HookRequest(this);
        }
    }
}
