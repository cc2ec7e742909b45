package dev.preflight.result;

import dev.preflight.api.Finding;
import dev.preflight.fact.Excerpt;
import dev.preflight.fact.Reason;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was found on one host.
 *
 * @param name its name in the inventory
 * @param transport how it was reached, for people: {@code ssh ops@10.0.0.7:22}, {@code local}
 * @param system what it is, such as {@code Debian GNU/Linux 12 (bookworm), x86_64}; empty if that was not read; untrusted
 * @param verdict may the installer touch it
 * @param unreachable why it was not reached, or not to the end
 * @param findings one or more for every check of the host; those of an unreachable host are {@code unknown}, but for checks
 *     that apply to no host by their parameters
 * @param noise what the host printed outside the frames; redacted, untrusted
 * @param rootRefused what was said when root was wanted and refused; untrusted. What the login user may read was read
 * @param took from the first connection attempt to the last byte
 */
public record HostReport(
        String name,
        String transport,
        String system,
        Verdict verdict,
        Optional<HostFailure> unreachable,
        List<Finding> findings,
        String noise,
        Optional<String> rootRefused,
        Duration took) {
    /** How {@code transport} ends for a host whose key was not verified, as its ssh_config says. */
    public static final String UNVERIFIED = " (host key not verified)";

    /** What the engine itself adds to an unknown; a check that has its say adds more. */
    private static final Set<String> DETAIL_ONLY = Set.of("detail");

    /** What a transport failure makes of the facts that did not come; a single probe may lack a tool as well. */
    private static final Set<Reason> OF_REACHING = Stream.of(TransportFailure.values())
            .map(TransportFailure::reason)
            .filter(reason -> reason != Reason.NO_TOOL && reason != Reason.NOT_COLLECTED)
            .collect(Collectors.toUnmodifiableSet());

    /** Keeps an {@link Excerpt} of the texts from the host: they decide nothing here. */
    public HostReport {
        system = Excerpt.of(system);
        unreachable = unreachable.map(HostFailure::excerpt);
        noise = Excerpt.of(noise);
        rootRefused = rootRefused.map(Excerpt::of);
        findings = List.copyOf(findings);
    }

    /** Whether its key was not verified, so that it may be another machine. */
    public boolean unverified() {
        return transport.endsWith(UNVERIFIED);
    }

    /** The same host with another verdict. */
    public HostReport with(Verdict other) {
        return new HostReport(name, transport, system, other, unreachable, findings, noise, rootRefused, took);
    }

    /** The same host with other findings. */
    public HostReport with(List<Finding> others) {
        return new HostReport(name, transport, system, verdict, unreachable, others, noise, rootRefused, took);
    }

    /**
     * Whether a finding is unknown because this host was not reached, or not to the end. A page for people names such
     * findings once, as the host's failure: what would mend that is what would mend them. They may say more, such as which
     * lane of the session broke first.
     */
    public boolean followsFromFailure(Finding finding) {
        return unreachable.isPresent()
                && !finding.waived()
                && finding.reason()
                        .filter(reason -> OF_REACHING.contains(reason) || ofFailure(reason))
                        .isPresent();
    }

    /**
     * Whether a finding that follows from the failure says no more than {@link #unreachable} does. Only these are shortened
     * where programs read: nothing is lost.
     */
    public boolean repeatsFailure(Finding finding) {
        return followsFromFailure(finding)
                && finding.reason().filter(this::ofFailure).isPresent()
                && DETAIL_ONLY.containsAll(finding.args().keySet());
    }

    private boolean ofFailure(Reason reason) {
        return unreachable.filter(why -> why.failure().reason() == reason).isPresent();
    }
}
