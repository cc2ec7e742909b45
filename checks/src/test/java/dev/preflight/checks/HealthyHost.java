package dev.preflight.checks;

import dev.preflight.api.Check;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.HostSelector;
import dev.preflight.engine.CheckEvaluation;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.Readings;
import dev.preflight.fact.FactRequest;
import dev.preflight.node.Place;
import dev.preflight.profile.CheckInstance;
import dev.preflight.testing.FixtureEvidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A capture of one host below {@code healthy-families}: what all probes print there, those of {@code base} and over them
 * the family's own. Frames are named without the hash of their locators, for a site's settings are the same everywhere.
 *
 * @param family name of its folder
 * @param frames what each probe prints, by fact and context
 */
record HealthyHost(String family, SortedMap<String, String> frames) {
    private static final String BASE = "base";

    private static final String SUFFIX = ".out";

    /** What a site would fill in, by check; it is the same for all families. */
    private static final Map<String, String> SITE = Map.ofEntries(
            Map.entry(
                    "block-device",
                    "{min_count: 1, min_size: 1TB, require: {/dev/disk/by-id/wwn-0x5000c500a1b2c3d4: {unused: true}}}"),
            // What only cron runs has cron's short PATH on every family: scripts for it set their own (crontab(5)).
            Map.entry(
                    "command-path",
                    "{required_contexts: [exec, login, sudo, sudo-i, unit], install_units: [platform.service]}"),
            Map.entry("cgroups", "{version: [1, 2], controllers: [cpu, memory, pids], driver: same}"),
            Map.entry("apparmor", "{state: on, profiles: {docker-default: enforce}}"),
            Map.entry("command-output", "{require: {tar: {argv: [tar, --version], stdout: {matches: '^tar .*1[.]'}}}}"),
            Map.entry("command-version", "{require: {tar: {min: '1.26'}}}"),
            Map.entry("container-cpu-shares", "{scheduler_model: swarm-classic, planned_cpus: 2}"),
            Map.entry("container-log-limits", "{planned_containers: 40}"),
            Map.entry("cpu", "{min_count: 4, arch: [amd64, arm64], level: x86-64-v2, flags: [aes]}"),
            Map.entry("disk-latency", "{dir: /data/etcd}"),
            Map.entry("disk-space", "{require: {/data: {min_free: 20GiB, min_inodes: 100000}}}"),
            Map.entry("dns-port-53", "{platform_names: [db.platform.internal]}"),
            Map.entry(
                    "file-state",
                    "{require: {/etc/passwd: {type: file, mode: {eq: 0644}, owner: root, content: {contains: 'root:x:0:0'}}}}"),
            Map.entry(
                    "filesystem",
                    "{require: {/data: {type: [ext4, xfs], has: [noatime], own_mount: true, by: [LABEL], traversable_by: platform}}}"),
            Map.entry("firewall", "{state: any, open: {6443/tcp: {}}}"),
            Map.entry("fleet-total", "{measure: cpu, min: 4, spread: 10}"),
            Map.entry("host-log-rotation", "{platform_log_globs: ['/var/log/platform/*.log']}"),
            Map.entry("jq-usable", "{required_contexts: [exec, login, sudo, sudo-i]}"),
            Map.entry(
                    "kernel-modules",
                    "{require: {overlay: {}, br_netfilter: {state: loaded}}, options: {CGROUP_PIDS: any}}"),
            Map.entry("kernel-version", "{min: '3.10', below: '99.0', family: {rhel-7: 3.10.0-1160}}"),
            Map.entry(
                    "leftovers",
                    "{require: {old: {path: [/etc/old/*], data: [/var/lib/old], interface: [old0], chain: ['OLD-*'],"
                            + " process: [oldd], unit: [old.service], user: [old]}}}"),
            Map.entry(
                    "list-file-format",
                    "{list_files: [{path: /etc/platform/peers, item: ipv4, min: 2}], known_items: [10.16.11.1, 10.16.11.2]}"),
            Map.entry("log-growth", "{install_dirs: [/data/platform]}"),
            Map.entry(
                    "long-run-process",
                    "{expected_processes: [{pattern: platformd, min_runtime: 50s}], survival_test: true}"),
            Map.entry("memory", "{min: 16GiB}"),
            Map.entry("names-resolve", "{extra: [vip.platform.internal]}"),
            Map.entry("network-ranges", "{ranges: {pods: 10.244.0.0/16, services: 10.96.0.0/12}}"),
            Map.entry("nic-link", "{platform_nics: [eth1]}"),
            Map.entry("nic-mtu", "{platform_nics: [eth1], expected_mtu: 1500}"),
            Map.entry(
                    "os-supported",
                    "{require: {almalinux: '>= 8', centos: 7, kylin: V10, openEuler: '22.03', rocky: '>= 8', sles: 15, alpine: ,"
                            + " debian: [11, 12], ubuntu: ['20.04', '22.04']}}"),
            Map.entry("platform-kind", "{kinds: [vm, container], firmware: uefi, secure_boot: off, nested: true}"),
            Map.entry("ports-free", "{require: {6443/tcp: {}, 30000-32767/tcp: {}, 4789/udp: {}}}"),
            Map.entry("package-state", "{require: {tar: {min: '1.26'}}}"),
            Map.entry("raid-health", "{min_spares: 0}"),
            Map.entry("raid-scrub", "{install_window: 'Tue 09:00-17:00'}"),
            Map.entry("reachable", "{require: {https://registry.example/v2/: {}}, no_proxy_needs: [10.96.0.0/12]}"),
            Map.entry("resolv-conf-persistence", "{expected_nameservers: [10.0.0.53]}"),
            Map.entry("resolver-loopback", "{platform_names: [db.platform.internal]}"),
            Map.entry("resolver-rotate", "{platform_names: [db.platform.internal]}"),
            Map.entry("sysctl", "{require: {net.ipv4.ip_forward: 1, vm.max_map_count: {min: 262144}}}"),
            Map.entry("sysfs-setting", "{require: {/sys/kernel/mm/transparent_hugepage/enabled: {none_of: [always]}}}"),
            Map.entry(
                    "resource-limits",
                    "{require: {nofile: {soft: 65535}, nproc: {soft: 4096}}, units: [platform.service]}"),
            Map.entry("selinux", "{mode: [permissive, disabled]}"),
            Map.entry("service-state", "{require: {platform.service: {active: true, enabled: true}}}"),
            Map.entry("tool-identity", "{required_tools: [ping, ip, awk, tar, curl]}"),
            Map.entry(
                    "umask-effective",
                    "{required_contexts: [exec, login, sudo, sudo-i, upload, unit, cron], install_units: [platform.service],"
                            + " staging_dir: /opt/staging, install_dirs: [/data/platform]}"),
            Map.entry(
                    "user-account",
                    "{require: {platform: {uid: 1000, group: platform, member_of: [sudo], home: /home/platform, login: true,"
                            + " not_expired: true, subids: 65536, sudo: {nopasswd: true}}, 'group:docker': {gid: 998}}}"));

    /** Every family that has a capture. */
    static List<String> families() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals(BASE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The capture of this family. */
    static HealthyHost of(String family) {
        SortedMap<String, String> frames = new TreeMap<>();
        read(BASE, frames);
        read(family, frames);
        return new HealthyHost(family, frames);
    }

    /** Over what is there already, and over the family that its file {@code over} names. */
    private static void read(String name, Map<String, String> frames) {
        Path folder = root().resolve(name);
        try {
            Path over = folder.resolve("over");
            if (Files.exists(over)) {
                read(Files.readString(over).strip(), frames);
            }
            try (Stream<Path> files = Files.list(folder.resolve("frames"))) {
                for (Path file : files.toList()) {
                    frames.put(
                            file.getFileName().toString().replaceFirst("\\" + SUFFIX + "$", ""),
                            Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        var url = HealthyHost.class.getResource("healthy-families");
        if (url == null) {
            throw new IllegalStateException("no captures");
        }
        return Path.of(url.getPath());
    }

    /** The same host, with one frame changed. */
    HealthyHost but(String frame, UnaryOperator<String> change) {
        SortedMap<String, String> changed = new TreeMap<>(frames);
        changed.computeIfPresent(frame, (name, text) -> change.apply(text));
        return new HealthyHost(family, changed);
    }

    /** What a frame is called here: the request's key without the hash. */
    static String name(FactRequest<?> request) {
        return request.fact().id() + "@" + request.context().id();
    }

    /** What a check asks for, with the site's settings. */
    static List<FactRequest<?>> needs(Check<?> check) {
        return needs(check, params(check));
    }

    private static <P extends Record> List<FactRequest<?>> needs(Check<P> check, Record params) {
        return check.needs(check.spec().params().cast(params)).all();
    }

    private static Record params(Check<?> check) {
        return SpecFixture.bind(check, site(check));
    }

    /** The parameters that the site gives a check, as YAML. */
    static String site(Check<?> check) {
        return SITE.getOrDefault(check.spec().id(), "{}");
    }

    /** What these requests got. */
    List<Frame> recorded(Collection<? extends FactRequest<?>> requests) {
        SortedMap<String, Frame> byKey = new TreeMap<>();
        for (FactRequest<?> request : requests) {
            String text = frames.get(name(request));
            if (text != null) {
                byKey.put(request.key(), frame(request, text));
            }
        }
        return List.copyOf(byKey.values());
    }

    /** What a check says of the host. */
    List<Finding> findings(Check<?> check) {
        return judged(check, params(check));
    }

    private <P extends Record> List<Finding> judged(Check<P> check, Record params) {
        CheckInstance<P> instance = instance(check, params);
        return check instanceof HostCheck<P> one
                ? CheckEvaluation.host(
                        instance, one, facts(check.needs(instance.params()).all()))
                : together(check, List.of(this));
    }

    /** What a check of a fleet says of these hosts. */
    static List<Finding> together(Check<?> check, List<HealthyHost> hosts) {
        return together(check, params(check), hosts);
    }

    private static <P extends Record> List<Finding> together(Check<P> check, Record params, List<HealthyHost> hosts) {
        CheckInstance<P> instance = instance(check, params);
        SortedMap<String, HostFacts> facts = new TreeMap<>();
        hosts.forEach(host -> facts.put(
                host.family(), host.facts(check.needs(instance.params()).all())));
        return CheckEvaluation.fleet(instance, (FleetCheck<P>) check, new FleetFacts(facts));
    }

    private static <P extends Record> CheckInstance<P> instance(Check<P> check, Record params) {
        return new CheckInstance<>(
                check.spec().id(),
                check,
                check.spec().params().cast(params),
                Optional.empty(),
                Map.of(),
                List.of(),
                HostSelector.ALL,
                Place.of("test"));
    }

    private HostFacts facts(Collection<? extends FactRequest<?>> requests) {
        HostEvidence evidence = FixtureEvidence.of(recorded(requests));
        HostInfo host = new HostInfo(family, "10.0.0.7", List.of("all"));
        return Readings.of(
                new HostEvidence(
                        host, evidence.transport(), evidence.collectedAt(), evidence.lanes(), evidence.failure()),
                requests);
    }

    /** A frame that came whole. */
    static Frame frame(FactRequest<?> request, String text) {
        return new Frame(
                request.key(),
                request.fact().format(),
                FrameEnd.COMPLETE,
                OptionalInt.of(0),
                Optional.of(Duration.ofMillis(10)),
                Optional.of(FixtureEvidence.COLLECTED_AT.plusMillis(200)),
                text.getBytes(StandardCharsets.UTF_8),
                new byte[0]);
    }
}
