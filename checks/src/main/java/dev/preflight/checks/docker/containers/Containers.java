package dev.preflight.checks.docker.containers;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The containers of the host, running or not, as each runtime tells of its own. That there is no runtime is a value.
 *
 * @param runtimes every runtime on the host, whether it answered or not
 */
public record Containers(List<ContainerRuntime> runtimes) {

    /** What runs containers. */
    public enum Kind {
        /** dockerd. */
        DOCKER,
        /** podman, run by root. */
        PODMAN,
        /** What Kubernetes uses: containerd or CRI-O, as {@code crictl} sees it. */
        CRI;

        /** The name in findings. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One runtime.
     *
     * @param kind which
     * @param blind why its containers are not all known; empty if they are
     * @param detail what it said when it did not answer, untrusted, one line
     * @param containers those that are known
     */
    public record ContainerRuntime(Kind kind, Optional<Reason> blind, String detail, List<Container> containers) {
        public ContainerRuntime {
            containers = List.copyOf(containers);
        }
    }

    /**
     * One container.
     *
     * @param kind whose it is
     * @param id 64 hexadecimal digits
     * @param name what it is called, untrusted; its id where only the disk was read
     * @param running whether it runs
     * @param cpuShares its CPU shares; 0 if they are not set
     * @param logDriver its log driver, untrusted; {@code cri} where the kubelet keeps the logs
     * @param maxSize largest size of one log file as it was given; empty if it was not
     * @param maxFile how many log files as it was given; empty if it was not
     */
    public record Container(
            Kind kind,
            String id,
            String name,
            boolean running,
            long cpuShares,
            String logDriver,
            Optional<String> maxSize,
            Optional<String> maxFile) {

        /** Its id as {@code docker ps} shows it. */
        public String shortId() {
            return id.substring(0, 12);
        }
    }

    /** Read in a clean environment. A container takes about 200 bytes, and crictl 50 ms for each. */
    public static final Fact<Containers> FACT = Fact.named("containers", Containers.class)
            .sharing(SharedShell.class, "find-tool", "own-process", "indent", "own-dockerd")
            .sharing(Containers.class, "docker-root")
            .prefersRoot()
            .limit(Duration.ofSeconds(20))
            .cap(1024 * 1024)
            .format(2)
            .parsedBy(Containers::parse);

    public Containers {
        runtimes = List.copyOf(runtimes);
    }

    /** The runtime of this kind, if it is on the host. */
    public Optional<ContainerRuntime> runtime(Kind kind) {
        return runtimes.stream().filter(one -> one.kind() == kind).findFirst();
    }

    /** Every container that a runtime listed. */
    public List<Container> all() {
        return runtimes.stream().flatMap(one -> one.containers().stream()).toList();
    }

    static Reading<Containers> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        HeadedText.Part uid =
                text.first("uid").orElseThrow(() -> new FactFormatException("expected who asked the runtimes"));
        boolean root = uid.argument().equals("0");
        List<String> processes = text.arguments("process");
        boolean kubelet = processes.contains("kubelet");
        boolean dockerd = processes.stream().anyMatch(name -> name.startsWith("dockerd"));
        List<ContainerRuntime> runtimes = new ArrayList<>();
        docker(text, dockerd).ifPresent(runtimes::add);
        podman(text, root).ifPresent(runtimes::add);
        cri(text, kubelet, dockerd).ifPresent(runtimes::add);
        return Reading.got(new Containers(runtimes));
    }

    private static Optional<ContainerRuntime> docker(HeadedText text, boolean running) throws FactFormatException {
        Optional<HeadedText.Part> answer = answer(text, "docker");
        Optional<HeadedText.Part> stored = text.first("stored");
        boolean installed = running || text.first("installed").isPresent();
        if (answer.isPresent() && answer.get().name().equals("answered")) {
            return Optional.of(answered(Kind.DOCKER, answer.get()));
        }
        String said = answer.map(HeadedText.Part::text).orElse("");
        boolean notListening = said.contains("Cannot connect to the Docker daemon");
        if (!installed && (answer.isEmpty() || notListening)) {
            return Optional.empty();
        }
        if (stored.isPresent() && (notListening || answer.isEmpty())) {
            return Optional.of(answered(Kind.DOCKER, stored.get()));
        }
        return Optional.of(
                answer.isEmpty()
                        ? new ContainerRuntime(Kind.DOCKER, Optional.of(Reason.NO_TOOL), "docker", List.of())
                        // Its containers are on the disk, where only root may look.
                        : blind(Kind.DOCKER, said, notListening ? Reason.NO_PERMISSION : Reason.NOT_READABLE));
    }

    private static Optional<ContainerRuntime> podman(HeadedText text, boolean root) throws FactFormatException {
        Optional<HeadedText.Part> answer = answer(text, "podman");
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        if (answer.get().name().equals("failed")) {
            return Optional.of(blind(Kind.PODMAN, answer.get().text(), Reason.NOT_READABLE));
        }
        ContainerRuntime seen = answered(Kind.PODMAN, answer.get());
        // Another user's podman tells of that user's own containers only.
        return Optional.of(
                root
                        ? seen
                        : new ContainerRuntime(
                                Kind.PODMAN,
                                Optional.of(Reason.NO_PERMISSION),
                                "podman shows its own containers to each user",
                                seen.containers()));
    }

    private static Optional<ContainerRuntime> cri(HeadedText text, boolean kubelet, boolean dockerd)
            throws FactFormatException {
        Optional<HeadedText.Part> answer = answer(text, "crictl");
        if (answer.isPresent() && answer.get().name().equals("answered")) {
            return Optional.of(answered(Kind.CRI, answer.get()));
        }
        if (!kubelet) {
            return Optional.empty();
        }
        if (answer.isPresent()) {
            return Optional.of(blind(Kind.CRI, answer.get().text(), Reason.NOT_READABLE));
        }
        // Where there is a dockerd, the kubelet may use that one.
        return dockerd
                ? Optional.empty()
                : Optional.of(new ContainerRuntime(Kind.CRI, Optional.of(Reason.NO_TOOL), "crictl", List.of()));
    }

    /** How the tool answered: the part behind the one that names it. */
    private static Optional<HeadedText.Part> answer(HeadedText text, String tool) throws FactFormatException {
        for (int i = 0; i < text.parts().size(); i++) {
            if (text.parts().get(i).name().equals(tool)) {
                HeadedText.Part next =
                        i + 1 < text.parts().size() ? text.parts().get(i + 1) : null;
                if (next == null || !List.of("answered", "failed").contains(next.name())) {
                    throw new FactFormatException("expected how " + tool + " answered");
                }
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private static ContainerRuntime answered(Kind kind, HeadedText.Part part) throws FactFormatException {
        List<Container> containers = new ArrayList<>();
        for (String line : part.lines()) {
            if (!line.isEmpty()) {
                containers.add(ContainerLine.parse(kind, line));
            }
        }
        return new ContainerRuntime(kind, Optional.empty(), "", containers);
    }

    private static ContainerRuntime blind(Kind kind, String said, Reason otherwise) {
        boolean notListening = said.contains("Cannot connect to the Docker daemon");
        boolean denied = !notListening && Ascii.lower(said).contains("permission denied");
        // The last line is the error; warnings precede it.
        String last = said.lines().reduce((before, after) -> after).orElse("");
        return new ContainerRuntime(kind, Optional.of(denied ? Reason.NO_PERMISSION : otherwise), last, List.of());
    }
}
