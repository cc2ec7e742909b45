package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Scope;
import dev.preflight.fact.Reason;
import dev.preflight.fact.Refusal;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts on which sudo wanted a password, and got none or a wrong one. What only root can read is then undetermined for
 * that one reason, and the right password lets all of it be read.
 *
 * @param hosts on which root was wanted, and refused for that
 */
record PasswordWanted(Set<String> hosts) {
    static PasswordWanted of(RunReport run) {
        return new PasswordWanted(run.hosts().stream()
                .filter(host -> host.rootRefused()
                        .flatMap(said -> Refusal.of(said, true))
                        .filter(refusal -> refusal.reason() == Reason.SUDO_PASSWORD)
                        .isPresent())
                .filter(host -> host.findings().stream().noneMatch(PasswordWanted::otherwise))
                .map(HostReport::name)
                .collect(Collectors.toSet()));
    }

    /** A rule that names other commands makes sudo -n ask for a password, too, and none would help. */
    private static boolean otherwise(Finding finding) {
        return finding.reason()
                .filter(reason -> reason == Reason.SUDO_COMMANDS || reason == Reason.SUDO_DENIED)
                .isPresent();
    }

    /** Whether the missing password explains every finding of this undetermined group. */
    boolean explains(Group group) {
        return group.members().stream().allMatch(this::explains);
    }

    private boolean explains(Finding finding) {
        Reason reason = finding.reason().orElse(Reason.CHECK_ERROR);
        return reason == Reason.SUDO_PASSWORD
                || (finding.scope() instanceof Scope.OfHost of
                        && hosts.contains(of.host())
                        && (reason == Reason.NO_PERMISSION
                                || reason == Reason.NOT_READABLE
                                || reason == Reason.HIDDEN_PROC));
    }
}
