package dev.preflight.checks.docker.containers;

import static dev.preflight.api.Judgement.fail;
import static dev.preflight.api.Judgement.pass;
import static dev.preflight.api.Judgement.warning;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.docker.containers.ContainerCpuSharesCheck.Params;
import dev.preflight.checks.docker.containers.CpuDemand.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Part of container-cpu-shares: to classic Swarm, shares are CPUs that it gives away of a host. */
record SwarmVerdict(SwarmCapacity host, Params params) {

    List<Judgement> judged(List<Share> shares) {
        long reserved = host.reserved(shares);
        long wanted = reserved + Math.max(0, params.plannedCpus());
        List<Share> heavy = shares.stream()
                .filter(share -> host.reserved(share.shares()) > 0)
                .sorted(Comparator.comparingLong(Share::shares).reversed())
                .toList();
        List<Judgement> found = new ArrayList<>();
        if (wanted > host.capacity()) {
            boolean whole = heavy.stream().anyMatch(SwarmCapacity::wholeHost);
            found.add(mended(fail(whole ? "explicit-1024" : "no-capacity", Subject.HOST), heavy));
        } else {
            List<Share> large = heavy.stream()
                    .filter(share ->
                            host.reserved(share.shares()) * 100 >= (long) params.maxShareOfHost() * host.cpus())
                    .toList();
            if (wanted * 100 > host.capacity() * params.maxReserved()) {
                found.add(mended(warning("nearly-full", Subject.HOST), heavy));
            }
            if (!large.isEmpty()) {
                found.add(mended(warning("large-share", Subject.HOST), large)
                        .with("limit", Arg.count(params.maxShareOfHost())));
            }
            if (params.plannedCpus() < 0) {
                found.add(ContainerCpuSharesCheck.missing("planned_cpus"));
            } else if (found.isEmpty()) {
                found.add(pass(Subject.HOST));
            }
        }
        found.replaceAll(one -> one.with("reserved", Arg.count(reserved))
                .with("planned", Arg.count(Math.max(0, params.plannedCpus())))
                .with("capacity", Arg.count(host.capacity())));
        return found;
    }

    /** A finding with the containers that it is about and, where there are any, what is done about them. */
    private static Judgement mended(Judgement found, List<Share> about) {
        Judgement named = ContainerCpuSharesCheck.naming(found, about);
        if (about.isEmpty()) {
            return named.withRemedy(Remedy.manual("plan-less"));
        }
        List<String> before = about.stream()
                .filter(Share::docker)
                .map(share -> share.id() + "=" + share.shares())
                .toList();
        return named.withRemedy(
                before.isEmpty()
                        ? Remedy.manual("recreate")
                        : Remedy.confirm("lower-shares", Privilege.ROOT).with("before", Arg.texts(before)));
    }
}
