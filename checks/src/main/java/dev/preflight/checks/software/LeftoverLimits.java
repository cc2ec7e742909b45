package dev.preflight.checks.software;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an installation of one product leaves. In all names {@code *} and {@code ?} stand for other characters. */
record LeftoverLimits(
        @Param(
                value = "Paths that must not be there, also names with a dot in front; an empty directory is nothing",
                example = "[/etc/kubernetes/manifests/*.yaml]",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        List<String> path,

        @Param(
                value = "Paths of data that must not be there; no removal is offered for them",
                example = "[/var/lib/etcd]",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        List<String> data,

        @Param(
                value = "Network interfaces that must not be there",
                yaml = "interface",
                example = "[cni0, flannel.1]",
                shape = Shape.WORD,
                kind = Kind.LOCATOR)
        List<String> networkInterface,

        @Param(
                value = "Chains and tables of the packet filter that must not be there",
                example = "['KUBE-*']",
                shape = Shape.WORD,
                kind = Kind.LOCATOR)
        List<String> chain,

        @Param(value = "Processes that must not run", example = "[kubelet]", shape = Shape.WORD, kind = Kind.LOCATOR)
        List<String> process,

        @Param(
                value = "Units of systemd, and services of OpenRC, that must not be there",
                example = "[kubelet.service]",
                shape = Shape.WORD,
                kind = Kind.LOCATOR)
        List<String> unit,

        @Param(
                value = "Mount points that must not be there",
                example = "['/var/lib/kubelet/*']",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        List<String> mount,

        @Param(
                value = "Users in /etc/passwd that must not be there",
                example = "[etcd]",
                shape = Shape.WORD,
                kind = Kind.LOCATOR)
        List<String> user,

        @Param(
                value =
                        "Containers that must not be there, running or stopped, by their names in docker, podman and crictl",
                example = "['etcd*']",
                shape = Shape.WORD,
                kind = Kind.THRESHOLD)
        List<String> container,

        @Param(
                value = "The product's name for people; left out: the key",
                example = "Kubernetes",
                kind = Kind.THRESHOLD)
        Optional<String> product,

        @Param(
                value = "Packages of the product; a path of another package is a warning",
                example = "['kube*']",
                shape = Shape.WORD,
                kind = Kind.THRESHOLD)
        List<String> packages,

        @Param(
                value = "What may be there nevertheless, by its whole name",
                example = "[/etc/cni/net.d/87-podman-bridge.conflist]",
                kind = Kind.THRESHOLD)
        List<String> allow,

        @Param(value = "The product's own command that removes it", example = "kubeadm reset", kind = Kind.THRESHOLD)
        Optional<String> uninstall)
        implements Rows.Needed {

    /** TASK_COMM_LEN of the kernel less its end: of longer names no pattern matches. */
    private static final int COMM = 15;

    LeftoverLimits {
        path = List.copyOf(path);
        data = List.copyOf(data);
        networkInterface = List.copyOf(networkInterface);
        chain = List.copyOf(chain);
        process = List.copyOf(process);
        unit = List.copyOf(unit);
        mount = List.copyOf(mount);
        user = List.copyOf(user);
        container = List.copyOf(container);
        packages = List.copyOf(packages);
        allow = List.copyOf(allow);
        Stream.concat(path.stream(), data.stream())
                .filter(one -> one.matches("(?s)/*[^/]*[*?].*|.*/\\.\\.?(/.*)?") || one.matches("/*"))
                .findFirst()
                .ifPresent(one -> {
                    throw new IllegalArgumentException(
                            "path: expected a directory without * and ? first, and no . or .., found " + one);
                });
        Stream.of(path, data, networkInterface, chain, process, unit, mount, user, container)
                .flatMap(List::stream)
                .filter(one -> one.matches("(?s).*[\\[\\]\\\\\n].*"))
                .findFirst()
                .ifPresent(one -> {
                    throw new IllegalArgumentException("expected * and ? as the only wildcards, found " + one);
                });
        Stream.of(networkInterface, process, unit)
                .flatMap(List::stream)
                .filter(one -> one.indexOf('/') >= 0)
                .findFirst()
                .ifPresent(one -> {
                    throw new IllegalArgumentException("expected a name without a slash, found " + one);
                });
        process.stream()
                .filter(one -> one.length() > COMM && (one.indexOf('*') >= 0 || one.indexOf('?') >= 0))
                .findFirst()
                .ifPresent(one -> {
                    throw new IllegalArgumentException(
                            "process: a name with * or ? has 15 characters at most, found " + one);
                });
        // The end of a longer name is not there to be compared.
        process.stream()
                .filter(one -> one.indexOf('*') >= 0 && one.indexOf('*') < one.length() - 1)
                .findFirst()
                .ifPresent(one -> {
                    throw new IllegalArgumentException(
                            "process: expected * at the end only, as the kernel keeps 15 characters of a name, found "
                                    + one);
                });
    }

    @Override
    public boolean requiresNothing() {
        return container.isEmpty() && byKind().values().stream().allMatch(List::isEmpty);
    }

    /** The names that a host is asked for, by what they are names of, in the order in which they are reported. */
    Map<String, List<String>> byKind() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("unit", unit);
        all.put("process", process);
        all.put("path", path);
        all.put("data", data);
        all.put("mount", mount);
        all.put("interface", networkInterface);
        all.put("chain", chain);
        all.put("user", user);
        return all;
    }

    /** What a host is asked for. */
    Stream<String> asked() {
        return byKind().entrySet().stream()
                .flatMap(kind -> kind.getValue().stream().map(name -> kind.getKey() + ":" + name));
    }
}
