package dev.preflight.checks.fleet;

import dev.preflight.api.HostFacts;
import dev.preflight.api.PublishedFact;
import dev.preflight.api.Shape;
import dev.preflight.checks.accounts.AccountFacts;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.HostIds;
import dev.preflight.checks.fact.TimeSync;
import dev.preflight.checks.machine.MachineFacts;
import dev.preflight.checks.security.SecurityFacts;
import dev.preflight.checks.software.SoftwareFacts;
import dev.preflight.checks.storage.BlockDevices;
import dev.preflight.define.value.Value;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    SYSCTL,
    /** What the first processor is called. */
    CPU_MODEL,
    /** What the first processor can do. */
    CPU_FLAGS,
    /** How much memory is installed. */
    MEMORY,
    /** How many disks of which size. */
    DISKS,
    /** How much there is to swap to. */
    SWAP,
    /** Number of a user. */
    UID,
    /** Content of a file. */
    FILE_DIGEST,
    /** Versions of a package. */
    PACKAGE,
    /** What a command says of its version. */
    COMMAND,
    /** Locale of what the login user calls. */
    LOCALE,
    /** Mode of SELinux. */
    SELINUX,
    /** Limit of what the login user calls, soft and hard. */
    LIMITS;

    /** How many flags of a processor are named that make the difference. */
    private static final int FLAGS_NAMED = 8;

    private Source<?> source(String name) {
        return switch (this) {
            case KERNEL -> Source.of(HostIdentity.REQUEST, HostIdentity::kernel);
            case ARCHITECTURE -> Source.of(HostIdentity.REQUEST, HostIdentity::arch);
            case OS -> Source.of(HostIdentity.REQUEST, host -> (host.id() + " " + host.version()).strip());
            case CGROUP_VERSION -> Source.of(HostIds.REQUEST, HostIds::cgroups);
            case TIME_ZONE -> Source.of(TimeSync.REQUEST, time -> time.zone().orElse(time.offset()));
            case DOCKER_VERSION -> new Source<>(DockerDaemon.FACT.request(), ComparedValue::docker);
            case MTU -> new Source<>(HostIds.REQUEST, marks -> mtu(marks, name));
            case SYSCTL -> new Source<>(Sysctl.request(name), settings -> settings.of(name));
            case CPU_MODEL -> machine("cpu", value -> PublishedValue.field(value, "model"));
            case CPU_FLAGS -> machine("cpu", value -> PublishedValue.field(value, "flags"));
            case MEMORY -> machine("memory", PublishedValue::memory);
            case SWAP -> machine("swap", PublishedValue::swap);
            case DISKS -> Source.of(BlockDevices.REQUEST, PublishedValue::disks);
            case UID ->
                Source.published(
                        PublishedValue.named("account", AccountFacts.published()),
                        name,
                        value -> PublishedValue.field(value, "uid"));
            case FILE_DIGEST -> new Source<>(FileDigest.request(name), file -> Reading.got(file.digest()));
            case PACKAGE ->
                Source.published(
                        PublishedValue.named("package", SoftwareFacts.published()),
                        name,
                        value -> PublishedValue.field(value, "versions"));
            case COMMAND -> Source.published(SoftwareFacts.commandVersion(), name, PublishedValue::plain);
            case LOCALE -> Source.published(AccountFacts.locale(), name, PublishedValue::plain);
            case SELINUX -> Source.published(SecurityFacts.selinux(), name, PublishedValue::plain);
            case LIMITS -> Source.published(AccountFacts.limit(), name, PublishedValue::plain);
        };
    }

    private static Source<?> machine(String fact, Function<Value, Reading<Optional<String>>> text) {
        return Source.published(PublishedValue.named(fact, MachineFacts.published()), "", text);
    }

    private record Source<T>(FactRequest<T> request, Function<T, Reading<Optional<String>>> value) {
        static <T> Source<T> of(FactRequest<T> request, Function<T, String> value) {
            return new Source<>(request, fact -> Reading.got(Optional.of(value.apply(fact))));
        }

        static <T> Source<T> published(
                PublishedFact<T> fact, String name, Function<Value, Reading<Optional<String>>> text) {
            return new Source<>(
                    fact.request().apply(name),
                    read -> fact.value().apply(read, name).flatMap(text));
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
        return switch (this) {
            case MTU, SYSCTL, UID, FILE_DIGEST, PACKAGE, COMMAND, LIMITS -> true;
            default -> false;
        };
    }

    /** What its name has to be. */
    Shape shape() {
        return switch (this) {
            case UID -> Shape.USER;
            case FILE_DIGEST -> Shape.PATH;
            case PACKAGE -> Shape.PACKAGE;
            case COMMAND -> Shape.PROGRAM;
            case LIMITS -> Shape.LIMIT;
            default -> Shape.ANY;
        };
    }

    /** A value for people, beside that of most: of a hundred flags only those that make the difference. */
    String shown(String value, String most) {
        if (this != CPU_FLAGS || value.isEmpty()) {
            return value;
        }
        Set<String> own = new TreeSet<>(List.of(value.split(" ", -1)));
        Set<String> theirs = new TreeSet<>(List.of(most.split(" ", -1)));
        List<String> difference = new ArrayList<>();
        theirs.stream().filter(flag -> !own.contains(flag)).forEach(flag -> difference.add("-" + flag));
        own.stream().filter(flag -> !theirs.contains(flag)).forEach(flag -> difference.add("+" + flag));
        String named = difference.stream().limit(FLAGS_NAMED).collect(Collectors.joining(" "));
        int more = difference.size() - FLAGS_NAMED;
        return own.size() + (named.isEmpty() ? "" : ": " + named) + (more > 0 ? " +" + more : "");
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
