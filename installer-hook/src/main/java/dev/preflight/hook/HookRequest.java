package dev.preflight.hook;

import dev.preflight.app.Continuation;
import dev.preflight.app.ProfileChoice;
import dev.preflight.app.RequestReader;
import dev.preflight.app.RunLimits;
import dev.preflight.app.RunRequest;
import dev.preflight.app.Targets;
import dev.preflight.inventory.Host;
import dev.preflight.node.Node;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an installer asks: which hosts, by which profile, and how to log in. Immutable; nothing in it is read or checked
 * before {@link PreflightHook#prepare}.
 */
public final class HookRequest {
    /** The profile that is used unless another is named. */
    public static final String DEFAULT_PROFILE = ProfileChoice.DEFAULT;

    private final RunRequest request;

    private HookRequest(RunRequest request) {
        this.request = request;
    }

    RunRequest request() {
        return request;
    }

    /** A request that names no host yet and uses the default profile. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a request in JSON; its form is the schema {@code dev/preflight/schema/hook-request-1.schema.json}.
     *
     * @param source how problems call the text
     * @throws ProblemsException with every problem of the text
     */
    public static HookRequest parse(String source, String json) throws ProblemsException {
        return new HookRequest(RequestReader.read(source, json));
    }

    /** Builds a request. Repeated calls add up where the method adds something; otherwise the last call counts. */
    public static final class Builder {
        private final List<Host> hosts = new ArrayList<>();
        private final List<String> hostArguments = new ArrayList<>();
        private final List<String> inventories = new ArrayList<>();
        private Optional<String> limit = Optional.empty();
        private String profile = DEFAULT_PROFILE;
        private Optional<Node> settings = Optional.empty();
        private final List<String> sets = new ArrayList<>();
        private final List<String> only = new ArrayList<>();
        private final List<String> skip = new ArrayList<>();
        private boolean failOnWarning;
        private boolean commandsDenied;
        private Optional<Integer> concurrency = RunLimits.DEFAULT.concurrency();
        private Duration deadline = RunLimits.DEFAULT.deadline();
        private Duration hostDeadline = RunLimits.DEFAULT.hostDeadline();
        private Duration retryUntil = Duration.ZERO;
        private HookLogin login = HookLogin.defaults();
        private Optional<Path> saveEvidence = Optional.empty();
        private Optional<Path> resume = Optional.empty();
        private Optional<Path> onlyFailed = Optional.empty();
        private boolean profileNamed;
        private boolean hostDeadlineNamed;
        private Locale language = Locale.ENGLISH;

        private Builder() {}

        /**
         * Adds a host reached over SSH: {@code name}, {@code user@name}, {@code name:port} or {@code user@name:port}.
         */
        public Builder host(String argument) {
            hostArguments.add(argument);
            return this;
        }

        /** Adds a host with all its details. */
        public Builder host(Host host) {
            hosts.add(host);
            return this;
        }

        /** Adds this machine, without SSH. */
        public Builder local() {
            return host(Host.local());
        }

        /** Adds the hosts of an inventory in one of Ansible's forms; of several the later one counts. */
        public Builder inventory(Path file) {
            return inventory(file.toString());
        }

        /** Adds the hosts of what Ansible's {@code -i} takes: a file, a directory, or {@code host1,host2,}. */
        public Builder inventory(String source) {
            inventories.add(source);
            return this;
        }

        /** Selects hosts by a pattern such as {@code web*,!web3}. */
        public Builder limit(String pattern) {
            this.limit = Optional.of(pattern);
            return this;
        }

        /** The name of a shipped profile, or the path of a file. */
        public Builder profile(String nameOrPath) {
            this.profile = nameOrPath;
            this.profileNamed = true;
            return this;
        }

        /** A mapping of settings, over those of the profile and below {@link #set}. */
        public Builder settings(Node mapping) {
            this.settings = Optional.of(mapping);
            return this;
        }

        /** Adds one value over the profile's: {@code settings.x=..}, {@code vars.x=..} or {@code CHECK.param=..}. */
        public Builder set(String assignment) {
            sets.add(assignment);
            return this;
        }

        /** Adds a check of the profile to run; checks that are not added do not run. */
        public Builder only(String check) {
            only.add(check);
            return this;
        }

        /** Adds a check of the profile to skip. */
        public Builder skip(String check) {
            skip.add(check);
            return this;
        }

        /** Whether a warning blocks. */
        public Builder failOnWarning(boolean blocks) {
            this.failOnWarning = blocks;
            return this;
        }

        /** Whether commands that the profile itself names are not run; what they would tell is unknown. */
        public Builder denyDefinedCommands(boolean deny) {
            this.commandsDenied = deny;
            return this;
        }

        /** How many hosts are looked at side by side. Default: what this machine can carry, more on slow networks. */
        public Builder concurrency(int most) {
            this.concurrency = Optional.of(most);
            return this;
        }

        /** How long the whole run may take, in addition to the time that samplers watch hosts. */
        public Builder deadline(Duration most) {
            this.deadline = most;
            return this;
        }

        /** How long one host may take, in addition to the time that samplers watch it. */
        public Builder hostDeadline(Duration most) {
            this.hostDeadline = most;
            this.hostDeadlineNamed = true;
            return this;
        }

        /** For how long hosts are tried again that may still boot, in addition to the deadlines. */
        public Builder retryUntil(Duration most) {
            this.retryUntil = most;
            return this;
        }

        /** How to log in to hosts that name nothing of their own. */
        public Builder login(HookLogin how) {
            this.login = how;
            return this;
        }

        /** A new or empty directory for the evidence. */
        public Builder saveEvidence(Path directory) {
            this.saveEvidence = Optional.of(directory);
            return this;
        }

        /**
         * Goes on with the run whose evidence is in this directory: asks the hosts that it had not done, and reports all.
         * Hosts, profile and checks are those of that run; what is named beside it must be the same.
         */
        public Builder resume(Path directory) {
            this.resume = Optional.of(directory);
            return this;
        }

        /** Only the hosts that did not proceed in the run whose evidence is in this directory, by its profile and checks. */
        public Builder onlyFailed(Path directory) {
            this.onlyFailed = Optional.of(directory);
            return this;
        }

        private Optional<Continuation> continuation() {
            if (resume.isPresent() && onlyFailed.isPresent()) {
                throw new IllegalStateException("resume and onlyFailed: give one of the two");
            }
            boolean targets =
                    !hosts.isEmpty() || !hostArguments.isEmpty() || !inventories.isEmpty() || limit.isPresent();
            boolean choice = profileNamed
                    || settings.isPresent()
                    || !sets.isEmpty()
                    || !only.isEmpty()
                    || !skip.isEmpty()
                    || failOnWarning
                    || commandsDenied;
            Continuation.How how = resume.isPresent() ? Continuation.How.RESUME : Continuation.How.ONLY_FAILED;
            return resume.or(() -> onlyFailed)
                    .map(run -> new Continuation(how, run, targets, choice, hostDeadlineNamed));
        }

        /** The language of the texts: English or Chinese. */
        public Builder language(Locale locale) {
            this.language = locale;
            return this;
        }

        /** The request. */
        public HookRequest build() {
            return new HookRequest(new RunRequest(
                            new Targets(hosts, hostArguments, inventories, limit.map(Targets.Limit::of)),
                            new ProfileChoice(profile, settings, sets, only, skip, failOnWarning, commandsDenied),
                            new RunLimits(concurrency, deadline, hostDeadline, retryUntil),
                            login.login(),
                            saveEvidence,
                            language,
                            Map.of())
                    .after(continuation()));
        }
    }
}
