package dev.preflight.checks.docker.daemonjson;

import com.google.re2j.Pattern;
import dev.preflight.node.Ascii;
import dev.preflight.node.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The form of a text in daemon.json, as dockerd reads it. Where the rows of the table name no source, each says its own. */
enum ValueFormat {
    /** Whatever there is. */
    ANY("", text -> true),
    /** An IP address. */
    ADDRESS("192.0.2.1", text -> Cidr.alone(text).isPresent()),
    /** An IPv4 address. */
    ADDRESS_V4("192.0.2.1", text -> Cidr.alone(text).filter(Cidr::v4).isPresent()),
    /** The same with space around it. */
    SPACED_ADDRESS("192.0.2.1", text -> Cidr.alone(text.strip()).isPresent()),
    /** An IPv4 network, by any address in it. */
    NETWORK("172.31.0.0/24", text -> Cidr.parse(text).filter(Cidr::v4).isPresent()),
    /** A network of either family. */
    ANY_NETWORK("fd00::/64", text -> Cidr.parse(text).isPresent()),
    /** An IPv6 network. */
    NETWORK_V6("fd00::/64", text -> Cidr.parse(text).filter(one -> !one.v4()).isPresent()),
    /** The same, of a kind that dockerd 28 takes: {@code ValidateFixedCIDRV6} of moby libnetwork/drivers/bridge. */
    UNICAST_NETWORK_V6(
            "fd00::/64",
            text -> Cidr.parse(text)
                    .filter(one -> !one.v4())
                    .filter(Cidr::unicast)
                    .isPresent()),
    /** The address of a host with its IPv4 network. */
    HOST_IN_NETWORK(
            "172.31.0.1/24",
            text -> Cidr.parse(text).filter(Cidr::v4).filter(Cidr::host).isPresent()),
    /** The address of a host with a network that has room for another. */
    HOST_IN_ANY_NETWORK(
            "172.31.0.1/24",
            text -> Cidr.parse(text)
                    .filter(one -> one.prefix() < one.size() - 1)
                    .filter(Cidr::host)
                    .isPresent()),
    /** The address of a host with its IPv6 network. */
    HOST_IN_NETWORK_V6(
            "fd00::1/64",
            text -> Cidr.parse(text).filter(one -> !one.v4()).filter(Cidr::host).isPresent()),
    /** A URL of a registry without a path: {@code ValidateMirror} of moby registry/config.go up to 24.0. */
    MIRROR_WITHOUT_PATH(
            "https://mirror.example.com",
            text -> mirror(
                    text, uri -> uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))),
    /** A URL of a registry: {@code ValidateMirror} of moby registry/config.go from 25.0 on. */
    MIRROR("https://mirror.example.com", text -> mirror(text, uri -> true)),
    /** A URL with a scheme, and not a host with a port. */
    SCHEMED("https://mirror.example.com", text -> text.indexOf("://") > 0),
    /** A registry's host with or without a port, or a network. */
    REGISTRY("registry.example.com:5000", ValueFormat::registry),
    /** The same behind {@code http://} or {@code https://}, which dockerd takes away. */
    REGISTRY_OR_URL(
            "registry.example.com:5000",
            text -> registry(Pattern.compile("^(?i:https?://)").matcher(text).replaceFirst(""))),
    /** A key-value store of classic Swarm. */
    STORE("etcd://192.0.2.1:2379", matching("(consul|etcd|zk|boltdb)://.+")),
    /** A name and a value, which may be empty. */
    LABEL("name=value", text -> text.indexOf('=') >= 0),
    /** The same, outside of the names that Docker keeps to itself. */
    FREE_LABEL(
            "name=value",
            text -> text.indexOf('=') >= 0
                    && !matching("(?i:com\\.docker\\.|io\\.docker\\.|org\\.dockerproject\\.).*")
                            .test(text)),
    /** Where Fluentd listens. */
    FLUENTD_ADDRESS("192.0.2.1:24224", text -> text.indexOf(' ') < 0),
    /** A name and a value, neither empty. */
    KEY_VALUE("name=value", text -> {
        int equals = text.indexOf('=');
        return equals > 0
                && !text.substring(0, equals).isBlank()
                && !text.substring(equals + 1).isBlank();
    }),
    /** A level of the log, in any case. */
    LEVEL(
            "debug | info | warn | error | fatal",
            text -> Set.of("", "panic", "fatal", "error", "warn", "info", "debug", "trace")
                    .contains(Ascii.lower(text))),
    /** A size: go-units {@code RAMInBytes}. */
    SIZE("64m", matching("\\d+(\\.\\d+)? ?[kKmMgGtTpP]?[iI]?[bB]?")),
    /** The same, and not nothing. */
    SIZE_ABOVE_ZERO("100m", text -> SIZE.takes.test(text) && text.chars().anyMatch(c -> c >= '1' && c <= '9')),
    /** What Go's {@code strconv.ParseBool} reads. */
    TRUTH("true | false", matching("[01tTfF]|TRUE|true|True|FALSE|false|False")),
    /** Where syslog listens: {@code parseAddress} of moby daemon/logger/syslog. */
    SYSLOG_ADDRESS("udp://192.0.2.1:514", matching("(udp|tcp|tcp\\+tls|unix|unixgram)://.*")),
    /** Where a GELF server listens. */
    GELF_ADDRESS("udp://192.0.2.1:12201", matching("(udp|tcp)://[^/]*:[0-9]+")),
    /** A domain to search in: {@code ValidateDNSSearch} of moby opts/opts.go. */
    DOMAIN(
            "example.com",
            text -> text.strip().equals(".")
                    || (text.chars().anyMatch(Character::isLetter)
                            && text.length() < 256
                            && matching("[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?"
                                            + "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*\\.?\\s*")
                                    .test(text.replaceAll("^ +", "")))),
    /** A socket to listen on: {@code ParseHost} of moby opts/hosts.go. */
    SOCKET("unix:///var/run/docker.sock | tcp://192.0.2.1:2376 | fd://", ValueFormat::socket),
    /** A host and a port. */
    HOST_PORT("127.0.0.1:9323", text -> {
        int colon = text.lastIndexOf(':');
        return colon >= 0 && port(text.substring(colon + 1)) && text.indexOf('/') < 0;
    }),
    /** A path from the root on. */
    ABSOLUTE_PATH("/usr/bin/name", text -> text.startsWith("/")),
    /** A slice of systemd. */
    SLICE("name.slice", text -> text.length() > 6 && text.endsWith(".slice")),
    /** Of one name either values or one count, none below 0: {@code ParseGenericResources} of moby daemon/cluster/convert. */
    RESOURCE(
            "gpu=2 | gpu=uuid",
            text -> text.indexOf('=') >= 0 && !matching("[^=]*=-[0-9]+").test(text)),
    /** An option of the execution driver. */
    EXEC_OPT(
            "native.cgroupdriver=systemd | cgroupfs",
            text -> !matching("\\s*(?i:native.cgroupdriver)\\s*=.*").test(text)
                    || matching("[^=]*=\\s*(systemd|cgroupfs)?\\s*").test(text)),
    /** The same, where no other option is taken. */
    KNOWN_EXEC_OPT(
            "native.cgroupdriver=systemd | cgroupfs", matching("\\s*(?i:native\\.cgroupdriver)\\s*=\\s*[^\\s].*")),
    /** A network and the size of the networks that are cut out of it. */
    POOL("{\"base\": \"10.10.0.0/16\", \"size\": 24}", text -> false),
    /** The same, where each has room for a gateway and a container. */
    SMALL_POOL("{\"base\": \"10.10.0.0/16\", \"size\": 24}", text -> false),
    /** A path, or a type and its options. */
    RUNTIME("{\"path\": \"/usr/bin/name\"}", text -> false),
    /** A runtime that containerd knows by its type. */
    SHIM("io.containerd.runc.v2", text -> text.indexOf('/') != 0 && text.indexOf('.') > 0);

    private final String form;

    @SuppressWarnings("ImmutableEnumChecker") // without state
    private final Predicate<String> takes;

    ValueFormat(String form, Predicate<String> takes) {
        this.form = form;
        this.takes = takes;
    }

    /** What it looks like, the same in every language. */
    String form() {
        return form;
    }

    /** Whether what it looks like is shown by an example, and not by all the values that there are. */
    boolean byExample() {
        return switch (this) {
            case ANY, LEVEL, TRUTH, EXEC_OPT, KNOWN_EXEC_OPT -> false;
            default -> true;
        };
    }

    /** Whether it is a form of objects, not of texts. */
    boolean ofObjects() {
        return this == POOL || this == SMALL_POOL || this == RUNTIME;
    }

    boolean takes(Node value) {
        if (value instanceof Node.Mapping map) {
            return switch (this) {
                case POOL -> pool(map, 0);
                case SMALL_POOL -> pool(map, 2);
                case RUNTIME -> runtime(map);
                default -> this == ANY;
            };
        }
        return value instanceof Node.Scalar scalar && takes.test(scalar.text());
    }

    /** {@code splitNetworks} of moby libnetwork/ipamutils. */
    private static boolean pool(Node.Mapping map, int room) {
        Optional<Cidr> base = Cidr.parse(text(map, "base"));
        String size = text(map, "size");
        return base.isPresent()
                && size.matches("\\d{1,3}")
                && Integer.parseInt(size) >= base.get().prefix()
                && Integer.parseInt(size) <= base.get().size() - room;
    }

    static boolean poolV4(Node node) {
        return node instanceof Node.Mapping map
                && Cidr.parse(text(map, "base")).filter(Cidr::v4).isPresent();
    }

    /** {@code setupRuntimes} of moby daemon/runtime_unix.go at v24.0. */
    private static boolean runtime(Node.Mapping map) {
        boolean path = !text(map, "path").isEmpty();
        boolean type = !text(map, "runtimeType").isEmpty();
        boolean args = map.get("runtimeArgs").isPresent();
        boolean options = map.get("options").isPresent();
        return path ? !type && !options : type && !args;
    }

    private static String text(Node.Mapping map, String key) {
        return map.get(key)
                .filter(Node.Scalar.class::isInstance)
                .map(one -> ((Node.Scalar) one).text())
                .orElse("");
    }

    private static Predicate<String> matching(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return compiled::matches;
    }

    private static boolean mirror(String text, Predicate<URI> path) {
        if (matching("(?i:https?):///?").test(text)) {
            // No host, which Go takes and the JDK does not.
            return true;
        }
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && !uri.isOpaque()
                    && uri.getRawUserInfo() == null
                    && String.valueOf(uri.getRawAuthority()).indexOf('@') < 0
                    && (uri.getRawQuery() == null || uri.getRawQuery().isEmpty())
                    && (uri.getRawFragment() == null || uri.getRawFragment().isEmpty())
                    && path.test(uri);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** {@code validateHostPort} and {@code ValidateIndexName} of moby registry/config.go. */
    private static boolean registry(String text) {
        if (text.startsWith("-") || text.endsWith("-")) {
            return false;
        }
        if (Cidr.parse(text).isPresent() || Cidr.alone(text).isPresent()) {
            return true;
        }
        int colon = text.lastIndexOf(':');
        boolean hostOnly = colon < 0;
        String host = hostOnly ? text : text.substring(0, colon);
        String label = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?";
        boolean known =
                matching(label + "(\\." + label + ")*|\\[[0-9a-fA-F:.]+\\]").test(host);
        return known && (hostOnly || port(text.substring(colon + 1)));
    }

    private static boolean socket(String text) {
        String given = text.strip();
        int scheme = given.indexOf("://");
        if (scheme < 0) {
            return given.isEmpty() || hostPort(given);
        }
        String rest = given.substring(scheme + 3);
        return switch (given.substring(0, scheme)) {
            case "unix", "fd" -> rest.indexOf("://") < 0;
            case "tcp" -> rest.isEmpty() || hostPort(rest);
            default -> false;
        };
    }

    private static boolean hostPort(String text) {
        int colon = text.lastIndexOf(':');
        boolean bare = colon < 0 || text.endsWith("]");
        return text.indexOf('/') < 0 && (bare || colon + 1 == text.length() || port(text.substring(colon + 1)));
    }

    private static boolean port(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
    }
}
