package dev.preflight.checks.software;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.checks.docker.containers.Containers;
import dev.preflight.fact.FactRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Nothing is left of an earlier installation. Chains of the packet filter and files of the network plugins stay when
 * kubeadm resets a node (kubeadm#689, flannel#820), and old data joins a new cluster. A tool that fails has not found
 * nothing: that is unknown.
 */
public final class LeftoversCheck implements HostCheck<LeftoversCheck.Params> {
    private static final CheckSpec<Params> SPEC = CheckSpec.of("leftovers", Params.class, Severity.BLOCKER)
            .requires("require")
            .code("found")
            .code("found-data")
            .code("owned-by-other", Severity.WARNING);

    /** All of them; which are left is decided here. */
    private static final FactRequest<Containers> CONTAINERS = Containers.FACT.request();

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What must not be left, by product",
                    example = "{k8s: {interface: [cni0, flannel.1], path: [/etc/kubernetes/manifests/*.yaml]}}",
                    shape = Shape.WORD,
                    kind = Kind.LOCATOR)
            Rows<LeftoverLimits> require) {
        /** The key is no path: the paths of a product are among its limits. */
        public Params {
            require.asked().stream()
                    .filter(key -> key.startsWith("/") || key.indexOf(':') >= 0)
                    .findFirst()
                    .ifPresent(key -> {
                        throw new IllegalArgumentException(
                                "require: " + key + ": expected the name of a product; give its paths in path");
                    });
        }
    }

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(leftovers(params));
        return asksForContainers(params) ? needs.each(CONTAINERS) : needs;
    }

    private static boolean asksForContainers(Params params) {
        return !params.require().asked(row -> row.limits().container().stream()).isEmpty();
    }

    /** The products' names tell who reads the script on a host what is looked for. */
    private static FactRequest<Leftovers> leftovers(Params params) {
        return Leftovers.FACT
                .request()
                .withArguments(params.require()
                        .asked(row ->
                                Stream.concat(Stream.of(row.key()), row.limits().asked())));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Leftovers leftovers = facts.get(leftovers(params));
        return params.require().all().stream()
                .flatMap(row -> {
                    LeftoversRow judged = new LeftoversRow(row.key(), row.limits(), leftovers);
                    if (!row.limits().container().isEmpty()) {
                        judged.among(facts.reading(CONTAINERS));
                    }
                    return judged.judged();
                })
                .toList();
    }
}
