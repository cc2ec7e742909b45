package dev.preflight.checks.docker.containers;

import static dev.preflight.api.Judgement.pass;
import static dev.preflight.api.Judgement.warning;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Subject;
import dev.preflight.checks.docker.containers.ContainerCpuSharesCheck.Params;
import dev.preflight.checks.docker.containers.CpuDemand.Share;
import dev.preflight.checks.settings.DockerSettings.SchedulerModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Part of container-cpu-shares: to all schedulers but classic Swarm, shares are weights. */
record WeightVerdict(int cpus, Params params) {
    /** Shares of a full core in Kubernetes, and of a container without shares: kernel documentation, cgroup v1. */
    private static final long ONE_CORE = 1024;

    List<Judgement> judged(List<Share> shares) {
        List<Judgement> found = new ArrayList<>();
        List<Share> strange = those(
                shares,
                share -> share.shares() != 0
                        && (share.shares() < CpuWeight.MIN_SHARES || share.shares() > CpuWeight.MAX_SHARES));
        if (!strange.isEmpty()) {
            found.add(ContainerCpuSharesCheck.naming(warning("out-of-range", Subject.HOST), strange)
                    .withRemedy(Remedy.manual("recreate")));
        }
        List<Share> few = those(shares, share -> share.shares() != 0 && share.shares() <= params.fewShares());
        List<Share> unset = those(shares, share -> share.shares() == 0);
        if (!few.isEmpty() && !unset.isEmpty()) {
            found.add(ContainerCpuSharesCheck.naming(warning("starvation", Subject.HOST), few)
                    .with("unset", Arg.count(unset.size()))
                    .withRemedy(Remedy.manual("recreate")));
        }
        long sum =
                shares.stream().filter(Share::running).mapToLong(Share::shares).sum();
        if (params.schedulerModel() == SchedulerModel.KUBERNETES && sum > ONE_CORE * cpus) {
            found.add(warning("more-than-cores", Subject.HOST)
                    .with("sum", Arg.count(sum))
                    .with("limit", Arg.count(ONE_CORE * cpus))
                    .withRemedy(Remedy.manual("plan-less")));
        }
        if (found.isEmpty()) {
            found.add(pass("weights", Subject.HOST));
        }
        return found;
    }

    private static List<Share> those(List<Share> shares, Predicate<Share> which) {
        return shares.stream().filter(which).toList();
    }
}
