package dev.preflight.checks.fleet;

import dev.preflight.api.HostFacts;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.checks.fact.HostMarks;
import dev.preflight.checks.fact.Sysctl;
import dev.preflight.checks.fact.TimeSync;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What hosts can be compared by. A new one is a line here: the fact that it is taken from, and how. */
public enum ComparedValue {
    /** Release of the running kernel. */
    KERNEL(HostIdentity.REQUEST, host -> Optional.of(host.kernel())),
    /** Machine name of the processor. */
    ARCHITECTURE(HostIdentity.REQUEST, host -> Optional.of(host.arch())),
    /** Distribution and version. */
    OS(HostIdentity.REQUEST, host -> Optional.of((host.id() + " " + host.version()).strip())),
    /** Version of control groups. */
    CGROUP_VERSION(HostMarks.REQUEST, marks -> Optional.of(marks.cgroups())),
    /** Name of the time zone; its offset where the host has a file without a name. */
    TIME_ZONE(TimeSync.REQUEST, time -> Optional.of(time.zone().orElse(time.offset()))),
    /** Version of dockerd as it tells it itself. */
    DOCKER_VERSION(DockerDaemon.FACT.request(), null) {
        @Override
        Reading<Optional<String>> read(HostFacts facts, String name) {
            return facts.reading(DockerDaemon.FACT.request())
                    .fold(
                            daemon -> !daemon.installed() || daemon.version().isPresent()
                                    ? Reading.got(daemon.version().map(version -> full(daemon, version)))
                                    : Reading.missing(Reason.MALFORMED, daemon.banner()),
                            Reading.Missing::as);
        }
    },
    /** Largest IP packet of an interface. */
    MTU(HostMarks.REQUEST, null) {
        @Override
        Reading<Optional<String>> read(HostFacts facts, String name) {
            return facts.reading(HostMarks.REQUEST)
                    .fold(
                            marks -> !marks.nics().containsKey(name)
                                            || marks.nics().get(name).mtu().isPresent()
                                    ? Reading.got(Optional.ofNullable(marks.nics().get(name))
                                            .map(nic -> Integer.toString(nic.mtu().orElseThrow())))
                                    : Reading.missing(Reason.NOT_READABLE, name),
                            Reading.Missing::as);
        }
    },
    /** Setting of the kernel. */
    SYSCTL(null, null) {
        @Override
        FactRequest<?> request(String name) {
            return Sysctl.request(name);
        }

        @Override
        Reading<Optional<String>> read(HostFacts facts, String name) {
            return facts.reading(Sysctl.request(name)).fold(setting -> Reading.got(setting.value()), Reading.Missing::as);
        }
    };

    private final Source<?> source;

    <T> ComparedValue(FactRequest<T> request, Function<T, Optional<String>> value) {
        this.source = new Source<>(request, value);
    }

    private record Source<T>(FactRequest<T> request, Function<T, Optional<String>> value) {
        Reading<Optional<String>> read(HostFacts facts) {
            return facts.reading(request).fold(fact -> Reading.got(value.apply(fact)), Reading.Missing::as);
        }
    }

    private static String full(DockerDaemon daemon, DockerVersion version) {
        return version.toString();
    }

    /** How a profile spells it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is one of many, and has to be named. */
    public boolean takesName() {
        return this == MTU || this == SYSCTL;
    }

    /** The fact that it is taken from. */
    FactRequest<?> request(String name) {
        return source.request();
    }

    /** What one host has; empty is a value too: it has none. */
    Reading<Optional<String>> read(HostFacts facts, String name) {
        return source.read(facts);
    }
}
