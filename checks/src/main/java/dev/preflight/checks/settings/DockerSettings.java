package dev.preflight.checks.settings;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;

/** The planned version of Docker, and what places containers. */
public record DockerSettings(
        @Param(
                value = "Version of Docker that will be installed; if set, Docker is planned",
                example = "26.1.3",
                shape = Shape.VERSION,
                kind = Kind.THRESHOLD)
        String targetDockerVersion,

        @Param(
                value = "Scheduler that places containers on the hosts; it decides what CPU shares mean",
                defaultValue = "unset",
                example = "swarm-classic",
                kind = Kind.THRESHOLD)
        SchedulerModel schedulerModel,

        @Param(
                value = "CPUs that the planned containers will reserve on each host; -1 means not set",
                defaultValue = "-1",
                example = "8",
                shape = Shape.COUNT,
                kind = Kind.THRESHOLD)
        int plannedCpus) {

    /** What places containers on hosts. */
    public enum SchedulerModel {
        /** Not set. */
        UNSET,
        /** Standalone Swarm, which takes 1024 CPU shares for a whole host. */
        SWARM_CLASSIC,
        /** Kubernetes, where 1024 CPU shares are one core. */
        KUBERNETES,
        /** Nothing that reads CPU shares: Docker or Podman alone, or Swarm mode. */
        NONE
    }
}
