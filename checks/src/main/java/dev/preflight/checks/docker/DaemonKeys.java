package dev.preflight.checks.docker;

import dev.preflight.checks.fact.DockerVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that dockerd on Linux knows in daemon.json, with their types and versions.
 *
 * <p>dockerd knows a key if a flag has that name, or a flag says that it is called so in the file ({@code --host} is
 * {@code hosts}); a flag's own name is then accepted and read by nobody. Sources: moby {@code daemon/config/config.go},
 * {@code config_linux.go}, {@code cmd/dockerd/config*.go} at v23.0 and master, and the answers of dockerd 20.10.24 and
 * 26.1.5 themselves, which were asked for every key here. Of what came after 26.1 the release is not known to us: it is
 * taken as valid from 27.0 on, because a false alarm is worse than a miss.
 */
final class DaemonKeys {
    private static final DockerVersion ALWAYS = new DockerVersion(0, 0);
    private static final DockerVersion NEVER = new DockerVersion(Integer.MAX_VALUE, 0);
    private static final DockerVersion V17 = new DockerVersion(17, 0);
    private static final DockerVersion V19_03 = new DockerVersion(19, 3);
    private static final DockerVersion V23 = new DockerVersion(23, 0);
    /** docker/cli pull request 4639 documents it for 24.0. */
    private static final DockerVersion V24 = new DockerVersion(24, 0);
    /** moby pull request 48505 says so of log-format. */
    private static final DockerVersion V25 = new DockerVersion(25, 0);

    private static final DockerVersion V26 = new DockerVersion(26, 0);
    private static final DockerVersion AFTER_26 = new DockerVersion(27, 0);

    private static final Map<String, Key> KEYS = new LinkedHashMap<>();
    private static final Map<String, String> NAME_OF_FLAG = new LinkedHashMap<>();

    /** Keys whose objects dockerd takes as one value; it unpacks all other objects before it looks at names. */
    private static final List<String> FLAT = List.of(
            "cluster-store-opts",
            "default-network-opts",
            "log-opts",
            "runtimes",
            "default-ulimits",
            "features",
            "builder");

    /**
     * A key that dockerd knows.
     *
     * @param name the key
     * @param type what its value has to be
     * @param since the first version that knows it
     * @param until the first version that refuses it again
     * @param instead the key that is applied, if this one is accepted and ignored, or has gone
     * @param applied whether its value is read
     */
    record Key(
            String name,
            ValueType type,
            DockerVersion since,
            DockerVersion until,
            Optional<String> instead,
            boolean applied) {
        boolean knownTo(DockerVersion version) {
            return version.compareTo(since) >= 0 && version.compareTo(until) < 0;
        }

        boolean removedIn(DockerVersion version) {
            return version.compareTo(until) >= 0;
        }
    }

    static {
        texts();
        switches();
        lists();
        others();
        gone();
    }

    private DaemonKeys() {}

    /** The key of this name in any version. */
    static Optional<Key> find(String name) {
        return Optional.ofNullable(KEYS.get(name));
    }

    /** The keys that this version knows and applies. */
    static Collection<String> applied(DockerVersion version) {
        return KEYS.values().stream()
                .filter(key -> key.applied() && key.knownTo(version))
                .map(Key::name)
                .toList();
    }

    /** What a flag, without its dashes, is called in the file. */
    static String nameOfFlag(String flag) {
        return NAME_OF_FLAG.getOrDefault(flag, flag);
    }

    /** Whether dockerd takes an object under this key as one value. */
    static boolean flat(String name) {
        return FLAT.contains(name);
    }

    private static void texts() {
        for (String name : List.of(
                "bip",
                "bridge",
                "cgroup-parent",
                "containerd",
                "containerd-namespace",
                "containerd-plugins-namespace",
                "data-root",
                "default-cgroupns-mode",
                "default-gateway",
                "default-gateway-v6",
                "default-ipc-mode",
                "default-runtime",
                "default-shm-size",
                "exec-root",
                "fixed-cidr",
                "fixed-cidr-v6",
                "group",
                "host-gateway-ip",
                "init-path",
                "ip",
                "log-driver",
                "log-level",
                "metrics-addr",
                "pidfile",
                "seccomp-profile",
                "storage-driver",
                "swarm-default-advertise-addr",
                "tlscacert",
                "tlscert",
                "tlskey",
                "userland-proxy-path",
                "userns-remap",
                "deprecated-key-path")) {
            add(name, ValueType.TEXT, ALWAYS);
        }
        add("log-format", ValueType.TEXT, V25);
        for (String name : List.of("bip6", "bridge-accept-fwmark", "firewall-backend")) {
            add(name, ValueType.TEXT, AFTER_26);
        }
    }

    private static void switches() {
        for (String name : DaemonFlags.SWITCHES) {
            add(name, ValueType.TRUTH, ALWAYS);
        }
        for (String name : List.of("allow-direct-routing", "ip-forward-no-drop")) {
            add(name, ValueType.TRUTH, AFTER_26);
        }
        for (String name : List.of("help", "version", "restart")) {
            ignored(name, "", ALWAYS);
        }
        ignored("config-file", "", ALWAYS);
        ignored("validate", "", V23);
    }

    private static void lists() {
        add("dns", ValueType.TEXTS, ALWAYS);
        add("dns-search", ValueType.TEXTS, ALWAYS);
        add("allow-nondistributable-artifacts", ValueType.TEXTS, ALWAYS);
        named("authorization-plugin", "authorization-plugins", ValueType.TEXTS, ALWAYS);
        named("cdi-spec-dir", "cdi-spec-dirs", ValueType.TEXTS, V25);
        named("dns-opt", "dns-opts", ValueType.TEXTS, ALWAYS);
        named("exec-opt", "exec-opts", ValueType.TEXTS, ALWAYS);
        named("host", "hosts", ValueType.TEXTS, ALWAYS);
        named("insecure-registry", "insecure-registries", ValueType.TEXTS, ALWAYS);
        named("label", "labels", ValueType.TEXTS, ALWAYS);
        named("node-generic-resource", "node-generic-resources", ValueType.TEXTS, ALWAYS);
        named("registry-mirror", "registry-mirrors", ValueType.TEXTS, ALWAYS);
        named("storage-opt", "storage-opts", ValueType.TEXTS, ALWAYS);
        add("host-gateway-ips", ValueType.TEXTS, AFTER_26);
    }

    private static void others() {
        for (String name : List.of(
                "cpu-rt-period",
                "cpu-rt-runtime",
                "max-concurrent-downloads",
                "max-concurrent-uploads",
                "max-download-attempts",
                "mtu",
                "network-control-plane-mtu",
                "network-diagnostic-port",
                "shutdown-timeout")) {
            add(name, ValueType.WHOLE, ALWAYS);
        }
        add("default-subnet-size", ValueType.WHOLE, AFTER_26);
        named("log-opt", "log-opts", ValueType.TEXT_MAP, ALWAYS);
        named("default-ulimit", "default-ulimits", ValueType.OBJECT_MAP, ALWAYS);
        named("add-runtime", "runtimes", ValueType.OBJECT_MAP, ALWAYS);
        named("default-address-pool", "default-address-pools", ValueType.OBJECTS, ALWAYS);
        named("default-network-opt", "default-network-opts", ValueType.TEXT_MAP_MAP, V24);
        add("features", ValueType.TRUTH_MAP, ALWAYS);
        add("builder", ValueType.OBJECT, ALWAYS);
        ignored("feature", "features", AFTER_26);
        NAME_OF_FLAG.put("feature", "features");
        add("nri-opts", ValueType.ANY, AFTER_26);
        add("proxies", ValueType.OBJECT, V23);
        for (String name : List.of("http-proxy", "https-proxy", "no-proxy")) {
            ignored(name, "proxies." + name, V23);
        }
    }

    private static void gone() {
        removed("graph", ValueType.TEXT, V23, "data-root");
        removed("cluster-store", ValueType.TEXT, V23, "");
        removed("cluster-advertise", ValueType.TEXT, V23, "");
        removed("cluster-store-opts", ValueType.TEXT_MAP, V23, "");
        removed("cluster-store-opt", ValueType.ANY, V23, "");
        NAME_OF_FLAG.put("cluster-store-opt", "cluster-store-opts");
        removed("oom-score-adjust", ValueType.WHOLE, V26, "");
        // docker/cli docs/deprecated.md: an error once it has a value.
        removed("api-cors-header", ValueType.TEXT, new DockerVersion(28, 0), "");
        removed("disable-legacy-registry", ValueType.TRUTH, V19_03, "");
        // Additions of the docker package of EL7.
        for (String name : List.of("add-registry", "block-registry", "signature-verification", "enable-secrets")) {
            removed(name, ValueType.ANY, V17, "");
        }
    }

    private static void add(String name, ValueType type, DockerVersion since) {
        KEYS.put(name, new Key(name, type, since, NEVER, Optional.empty(), true));
    }

    private static void named(String flag, String name, ValueType type, DockerVersion since) {
        add(name, type, since);
        ignored(flag, name, since);
        NAME_OF_FLAG.put(flag, name);
    }

    private static void ignored(String name, String instead, DockerVersion since) {
        Optional<String> other = Optional.of(instead).filter(s -> !s.isEmpty());
        KEYS.put(name, new Key(name, ValueType.ANY, since, NEVER, other, false));
    }

    private static void removed(String name, ValueType type, DockerVersion until, String instead) {
        Optional<String> other = Optional.of(instead).filter(s -> !s.isEmpty());
        KEYS.put(name, new Key(name, type, ALWAYS, until, other, true));
    }

    /** Every name in the table, for tests. */
    static List<String> names() {
        return new ArrayList<>(KEYS.keySet());
    }
}
