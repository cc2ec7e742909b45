package dev.preflight.checks.docker.daemonjson;

import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The log driver and options that dockerd gives to new containers, by its flags and its configuration file.
 *
 * @param driver the log driver
 * @param options its options; those of a container with another driver are not these
 * @param content what the file looks like
 * @param byFlags whether a flag of dockerd says something about logs, which the file then must not
 */
public record DockerLogDefault(String driver, Map<String, String> options, Content content, boolean byFlags) {

    /** Docker's own default: moby {@code daemon/config}. */
    static final String DEFAULT_DRIVER = "json-file";

    /** The state of a configuration file, which decides how a key can be added to it. */
    public enum Content {
        /** There is none. */
        ABSENT,
        /** It has no bytes, or only blank ones. */
        BLANK,
        /** An object without any key. */
        NO_KEYS,
        /** An object that says nothing of logs and has other keys. */
        OTHER_KEYS,
        /** An object that says something of logs, or no object that more could be put into. */
        LOG_KEYS,
        /** It is no JSON: dockerd does not start with it. */
        BROKEN("broken-file"),
        /** It is nested deeper than we read. */
        TOO_DEEP("too-deep"),
        /** A link to nothing, a directory or another thing that is no file. */
        NO_FILE("not-a-file");

        private final String code;

        Content() {
            this("");
        }

        Content(String code) {
            this.code = code;
        }

        /** The code of a file that says nothing of logs because it cannot be read; empty for one that can. */
        public String code() {
            return code;
        }
    }

    public DockerLogDefault {
        options = Map.copyOf(options);
    }

    public static DockerLogDefault of(DaemonFlags flags, DockerDaemonJson file) {
        Map<String, String> options = new LinkedHashMap<>();
        flags.flags().stream()
                .filter(flag -> flag.name().equals("log-opt"))
                .map(flag -> flag.value().split("=", 2))
                .forEach(pair -> options.put(pair[0], pair.length > 1 ? pair[1] : ""));
        Optional<String> flag = flags.last("log-driver");
        boolean byFlags = flag.isPresent() || !options.isEmpty();
        Content content = content(file);
        Optional<String> named = Optional.empty();
        boolean readable = file.state() == DockerDaemonJson.State.FILE;
        if (readable && root(file).orElse(null) instanceof Node.Mapping map) {
            for (Node.Entry entry : map.entries()) {
                if (entry.key().equals("log-driver")) {
                    named = text(entry.value());
                } else if (entry.key().equals("log-opts") && entry.value() instanceof Node.Mapping inner) {
                    inner.entries().forEach(e -> text(e.value()).ifPresent(value -> options.put(e.key(), value)));
                }
            }
        }
        String driver = named.or(() -> flag).filter(name -> !name.isEmpty()).orElse(DEFAULT_DRIVER);
        return new DockerLogDefault(driver, options, content, byFlags);
    }

    private static Content content(DockerDaemonJson file) {
        return switch (file.state()) {
            case ABSENT -> Content.ABSENT;
            case DANGLING, IRREGULAR -> Content.NO_FILE;
            case FILE -> {
                DaemonJsonText text = DaemonJsonText.of(file.content());
                if (text.blank()) {
                    yield Content.BLANK;
                }
                Optional<Node> root = text.value();
                if (root.isEmpty()) {
                    boolean deep = text.fault()
                            .filter(one -> one.code().equals("too-deep"))
                            .isPresent();
                    yield deep ? Content.TOO_DEEP : Content.BROKEN;
                }
                if (!(root.get() instanceof Node.Mapping map)
                        || map.get("log-driver").isPresent()
                        || map.get("log-opts").isPresent()) {
                    yield Content.LOG_KEYS;
                }
                yield map.entries().isEmpty() ? Content.NO_KEYS : Content.OTHER_KEYS;
            }
        };
    }

    private static Optional<Node> root(DockerDaemonJson file) {
        return DaemonJsonText.of(file.content()).value();
    }

    private static Optional<String> text(Node node) {
        return node instanceof Node.Scalar scalar && scalar.type() == ScalarType.STRING
                ? Optional.of(scalar.text())
                : Optional.empty();
    }
}
