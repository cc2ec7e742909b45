package dev.preflight.checks.time;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.TimeSync;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Optional;

/** Whether one service, and one only, keeps the time of a host. */
final class TimeService {
    private static final Subject SERVICE = Subject.of("clock", "service");

    private TimeService() {}

    /**
     * Judges one host.
     *
     * @param compared whether the clock is compared with those of other hosts, which shows whether a hypervisor has set
     *     it
     */
    static Judgement judge(HostFacts host, boolean compared) {
        return host.reading(TimeSync.REQUEST)
                .fold(time -> judgement(time, host, compared), missing -> Judgement.unknown(missing, SERVICE))
                .basedOn(TimeSync.REQUEST);
    }

    private static Judgement judgement(TimeSync time, HostFacts host, boolean compared) {
        Judgement judgement;
        boolean none = time.services().isEmpty();
        if (time.services().size() > 1) {
            judgement = Judgement.warning("two-services", SERVICE).withRemedy(Remedy.manual("one-service"));
        } else if (time.synchronised().equals(Optional.of(true))) {
            judgement = Judgement.pass(SERVICE);
        } else if (none && time.hypervisor() && compared) {
            judgement = Judgement.pass("by-hypervisor", SERVICE);
        } else if (none && time.hiddenProcesses()) {
            judgement = Judgement.unknown(Reason.HIDDEN_PROC, SERVICE).with("detail", "");
        } else if (time.synchronised().isPresent()) {
            judgement = Judgement.warning("unsynchronised", SERVICE).withRemedy(remedy(host, none));
        } else if (none) {
            judgement = Judgement.warning("no-service", SERVICE).withRemedy(remedy(host, true));
        } else {
            judgement = Judgement.unknown(Reason.NO_TOOL, SERVICE).with("detail", time.said());
        }
        return judgement
                .with("services", Arg.texts(List.copyOf(time.services())))
                .with("said", time.said());
    }

    /** The unit's name differs: Debian calls chrony's after the package. Without systemd a person does it. */
    private static Remedy remedy(HostFacts host, boolean none) {
        if (!none) {
            return Remedy.manual("look-at-service");
        }
        return host.reading(HostIdentity.REQUEST)
                .fold(
                        identity -> identity.isLike(List.of("alpine"))
                                ? Remedy.manual("some-service")
                                : Remedy.confirm("enable-service", Privilege.ROOT)
                                        .with(
                                                "unit",
                                                Arg.text(identity.isLike(List.of("debian")) ? "chrony" : "chronyd")),
                        missing -> Remedy.manual("some-service"));
    }
}
