package dev.preflight.checks.fleet;

import dev.preflight.api.HostFacts;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.HostIds;
import dev.preflight.checks.fact.TimeSync;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.Optional;
import java.util.function.Function;

/** What hosts can be compared by. A new one is a constant, and a line that says of which fact and how. */
enum ComparedValue {
    /** Release of the running kernel. */
    KERNEL,
    /** Machine name of the processor. */
    ARCHITECTURE,
    /** Distribution and version. */
    OS,
    /** Version of control groups. */
    CGROUP_VERSION,
    /** Name of the time zone; its offset where the host has a file without a name. */
    TIME_ZONE,
    /** Version of the Docker engine. */
    DOCKER_VERSION,
    /** Largest IP packet of an interface. */
    MTU,
    /** Setting of the kernel. */
    SYSCTL;

    private Source<?> source(String name) {
        return switch (this) {
            case KERNEL -> Source.of(HostIdentity.REQUEST, HostIdentity::kernel);
            case ARCHITECTURE -> Source.of(HostIdentity.REQUEST, HostIdentity::arch);
            case OS -> Source.of(HostIdentity.REQUEST, host -> (host.id() + " " + host.version()).strip());
            case CGROUP_VERSION -> Source.of(HostIds.REQUEST, HostIds::cgroups);
            case TIME_ZONE -> Source.of(TimeSync.REQUEST, time -> time.zone().orElse(time.offset()));
            case DOCKER_VERSION -> new Source<>(DockerDaemon.FACT.request(), ComparedValue::docker);
            case MTU -> new Source<>(HostIds.REQUEST, marks -> mtu(marks, name));
            case SYSCTL -> new Source<>(Sysctl.request(name), setting -> Reading.got(setting.value()));
        };
    }

    private record Source<T>(FactRequest<T> request, Function<T, Reading<Optional<String>>> value) {
        static <T> Source<T> of(FactRequest<T> request, Function<T, String> value) {
            return new Source<>(request, fact -> Reading.got(Optional.of(value.apply(fact))));
        }

        Reading<Optional<String>> read(HostFacts facts) {
            return facts.reading(request).fold(value, missing -> missing.as());
        }
    }

    /** "Docker is not installed" is a value; an installed Docker that does not report its version gives no value. */
    private static Reading<Optional<String>> docker(DockerDaemon daemon) {
        if (!daemon.installed()) {
            return Reading.got(Optional.empty());
        }
        return daemon.banner()
                .lines()
                .filter(line -> line.startsWith("Docker version "))
                .findFirst()
                .<Reading<Optional<String>>>map(line -> Reading.got(Optional.of(line.split("[ ,]+", -1)[2])))
                .orElseGet(() -> Reading.missing(Reason.NO_TOOL, "dockerd --version"));
    }

    private static Reading<Optional<String>> mtu(HostIds marks, String name) {
        HostIds.Nic nic = marks.nics().get(name);
        if (nic == null) {
            return Reading.got(Optional.empty());
        }
        return nic.mtu().isPresent()
                ? Reading.got(Optional.of(Integer.toString(nic.mtu().getAsInt())))
                : Reading.missing(Reason.NOT_READABLE, name);
    }

    /** How a profile spells it. */
    public String id() {
        return CodeName.of(this);
    }

    /** Whether it is one of many of its kind, and has to be named. */
    public boolean takesName() {
        return this == MTU || this == SYSCTL;
    }

    /** The fact that it is taken from. */
    FactRequest<?> request(String name) {
        return source(name).request();
    }

    /** Whether only those that have it are compared: a host without Docker has no version that could differ. */
    boolean ofThoseThatHaveIt() {
        return this == DOCKER_VERSION;
    }

    /** What one host has; empty is a value too: it has no such thing. */
    Reading<Optional<String>> read(HostFacts facts, String name) {
        return source(name).read(facts);
    }
}
