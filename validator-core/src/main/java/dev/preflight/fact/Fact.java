package dev.preflight.fact;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A typed value that one probe reads on a host. The probe's text is the resource {@code <id>.sh} beside the class that
 * declares the fact. Checks share facts: each is collected once for the same context and locators.
 *
 * @param <T> the type its parser gives
 */
public final class Fact<T> {
    /** A word with hyphens; for a read of a check that a profile defines, the ids of both with a slash between them. */
    private static final Pattern ID =
            Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*+(/[a-z][a-z0-9]*([_-][a-z0-9]+)*+)?");

    private final String id;
    private final ProbeText script;
    private final FactParser<T> parser;
    private final Map<Integer, FactParser<T>> older;
    private final int format;
    private final Duration limit;
    private final int capBytes;
    private final Lane lane;
    private final boolean prefersRoot;
    private final boolean sideEffects;
    private final boolean alone;
    private final boolean runFirst;
    private final boolean looksForHosts;
    private final boolean logsInToHosts;

    private Fact(Builder builder, FactParser<T> parser, Map<Integer, FactParser<T>> older) {
        this.id = builder.id;
        this.script = builder.script;
        this.parser = parser;
        this.older = Map.copyOf(older);
        this.format = builder.format;
        this.limit = builder.limit;
        this.capBytes = builder.capBytes;
        this.lane = builder.lane;
        this.prefersRoot = builder.prefersRoot;
        this.sideEffects = builder.sideEffects;
        this.alone = builder.alone;
        this.runFirst = builder.runFirst;
        this.looksForHosts = builder.looksForHosts;
        this.logsInToHosts = builder.logsInToHosts;
    }

    /** Starts a fact whose probe is the resource {@code <id>.sh} beside {@code owner}. */
    public static Builder named(String id, Class<?> owner) {
        return new Builder(id, ProbeText.beside(owner, id));
    }

    /** Starts a fact with this text as its probe; empty for a fact that the script of a special lane reads. */
    public static Builder scripted(String id, String script) {
        return new Builder(id, ProbeText.of(script));
    }

    /** Kebab-case name, unique in the catalogue; {@code x-name/read} for what a profile defines. */
    public String id() {
        return id;
    }

    /**
     * The probe: plain POSIX sh, no templating.
     *
     * @throws IllegalStateException if it is the resource of a class, and there is no such resource
     */
    public String script() {
        return script.text();
    }

    /** Turns the probe's output into the fact. */
    public FactParser<T> parser() {
        return parser;
    }

    /** The parser for output of this format; empty if this version cannot read it. */
    public Optional<FactParser<T>> parser(int ofFormat) {
        return ofFormat == format ? Optional.of(parser) : Optional.ofNullable(older.get(ofFormat));
    }

    /** Number of the output's format; raised by hand when what the probe prints changes. */
    public int format() {
        return format;
    }

    /** How long the probe may run on the host. */
    public Duration limit() {
        return limit;
    }

    /** How many bytes of its output are kept; more is {@link Reason#TRUNCATED}. */
    public int capBytes() {
        return capBytes;
    }

    /** The lane it runs in without root. */
    public Lane lane() {
        return lane;
    }

    /** Whether it runs in the root lane if the run may become root. */
    public boolean prefersRoot() {
        return prefersRoot;
    }

    /** Whether the probe does more than read: it makes something and removes it again, or other hosts note that it was there. */
    public boolean sideEffects() {
        return sideEffects;
    }

    /** Whether its probe has a guard of its own, so that it runs once whatever happens to other probes. */
    public boolean alone() {
        return alone;
    }

    /** Whether the probe runs before all others of its lane, because any delay makes its value less exact. */
    public boolean runFirst() {
        return runFirst;
    }

    /** Whether the probe gets the names of the hosts of the run, see {@link FactRequest#hosts}. */
    public boolean looksForHosts() {
        return looksForHosts;
    }

    /** Whether the probe gets the other hosts of the run to log in to, see {@link FactRequest#loggingIn}. */
    public boolean logsInToHosts() {
        return logsInToHosts;
    }

    /** A request for this fact in a clean environment. */
    public FactRequest<T> request() {
        return in(Context.CLEAN);
    }

    /** A request for this fact in the given context. */
    public FactRequest<T> in(Context context) {
        SortedMap<String, String> none = new TreeMap<>();
        return new FactRequest<>(this, context, none, List.of());
    }

    @Override
    public String toString() {
        return "fact " + id;
    }

    /** Collects what a fact is made of. */
    public static final class Builder {
        private final String id;
        private ProbeText script;
        private int format = 1;
        /** Enough for a probe that reads a few files. */
        private Duration limit = Duration.ofSeconds(10);
        /** Keeps a host from filling the memory of the machine that runs Preflight. */
        private int capBytes = 256 * 1024;

        private Lane lane = Lane.USER;
        private boolean prefersRoot;
        private boolean sideEffects;
        private boolean alone;
        private boolean runFirst;
        private boolean looksForHosts;
        private boolean logsInToHosts;

        private Builder(String id, ProbeText script) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("a fact's id is kebab-case: " + id);
            }
            this.id = id;
            this.script = script;
        }

        /**
         * Puts shell functions that several probes share before the probe's text.
         *
         * @param beside the class that the resources lie beside
         * @param names of the resources {@code <name>.sh}, in this order
         */
        public Builder sharing(Class<?> beside, String... names) {
            script = script.sharing(beside, List.of(names));
            return this;
        }

        /** See {@link Fact#format()}; 1 unless said. */
        public Builder format(int number) {
            this.format = number;
            return this;
        }

        /** See {@link Fact#limit()}; 10 s unless said, whole seconds. */
        public Builder limit(Duration duration) {
            this.limit = duration;
            return this;
        }

        /** See {@link Fact#capBytes()}; 256 KiB unless said. */
        public Builder cap(int bytes) {
            this.capBytes = bytes;
            return this;
        }

        /** Puts it into the slow lane, for what samples or waits. */
        public Builder slow() {
            this.lane = Lane.SLOW;
            return this;
        }

        /** Puts it into another lane than that of the login user; {@link #slow()} for the slow one. */
        public Builder lane(Lane where) {
            this.lane = where;
            return this;
        }

        /** See {@link Fact#prefersRoot()}. */
        public Builder prefersRoot() {
            this.prefersRoot = true;
            return this;
        }

        /** See {@link Fact#sideEffects()}. */
        public Builder sideEffects() {
            this.sideEffects = true;
            this.alone = true;
            return this;
        }

        /** What it does has no harm if it is done twice: it need not run {@link #alone()}. */
        public Builder mayRunTwice() {
            this.alone = false;
            return this;
        }

        /** See {@link Fact#alone()}. */
        public Builder alone() {
            this.alone = true;
            return this;
        }

        /** See {@link Fact#runFirst()}. */
        public Builder runFirst() {
            this.runFirst = true;
            return this;
        }

        /** See {@link Fact#looksForHosts()}. */
        public Builder looksForHosts() {
            this.looksForHosts = true;
            return this;
        }

        /** See {@link Fact#logsInToHosts()}. */
        public Builder logsInToHosts() {
            this.logsInToHosts = true;
            return this;
        }

        /** Ends the description. */
        public <T> Fact<T> parsedBy(FactParser<T> parser) {
            return parsedBy(parser, Map.of());
        }

        /**
         * Ends the description of a fact that is read from older evidence, too.
         *
         * @param older parsers for earlier output, by its {@link Fact#format()}
         */
        public <T> Fact<T> parsedBy(FactParser<T> parser, Map<Integer, FactParser<T>> older) {
            return new Fact<>(this, parser, older);
        }
    }
}
