package dev.preflight.result;

import dev.preflight.api.Finding;
import dev.preflight.fact.Excerpt;
import dev.preflight.transport.HostFailure;
import dev.preflight.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was found on one host.
 *
 * @param name its name in the inventory
 * @param transport how it was reached, for people: {@code ssh ops@10.0.0.7:22}, {@code local}
 * @param system what it is, such as {@code Debian GNU/Linux 12 (bookworm), x86_64}; empty if that was not read; untrusted
 * @param verdict may the installer touch it
 * @param unreachable why it was not reached, or not to the end
 * @param findings one or more for every check of the host; those of an unreachable host are {@code unknown}
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
    /** What the engine itself adds to an unknown; a check that has its say adds more. */
    private static final Set<String> DETAIL_ONLY = Set.of("detail");

    /** Keeps an {@link Excerpt} of the texts from the host: they decide nothing here. */
    public HostReport {
        system = Excerpt.of(system);
        unreachable = unreachable.map(HostFailure::excerpt);
        noise = Excerpt.of(noise);
        rootRefused = rootRefused.map(Excerpt::of);
        findings = List.copyOf(findings);
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
     * Whether a finding of this host says no more than {@link #unreachable} does: that its facts did not come, for the
     * reason that holds for the whole host.
     */
    public boolean repeatsFailure(Finding finding) {
        return unreachable.isPresent()
                && !finding.waived()
                && finding.reason().equals(unreachable.map(why -> why.failure().reason()))
                && DETAIL_ONLY.containsAll(finding.args().keySet());
    }
}
