package dev.preflight.checks.network;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Subject;
import dev.preflight.checks.network.VlanGateways.Answer;
import dev.preflight.fact.Reason;
import java.util.Optional;

/** What the answer of a container network's gateway on its VLAN says. */
final class VlanGatewayVerdict {
    /** Fewer requests without a reply prove little: one may be lost. */
    private static final int PROBES = 3;

    private VlanGatewayVerdict() {}

    /**
     * Judges one network.
     *
     * @param network parent, VLAN and gateway
     */
    static Judgement of(String network, Optional<Answer> answer) {
        Subject subject = Subject.of("container-vlan", network);
        if (answer.isEmpty()) {
            return Judgement.unknown(Reason.NOT_COLLECTED, subject);
        }
        Answer given = answer.get();
        if (given.on().isEmpty()) {
            return notAsked(subject, given.why());
        }
        Judgement judgement = judged(subject, given, network.substring(network.lastIndexOf(' ') + 1));
        return judgement.with("network", network).with("nic", given.on().orElse(""));
    }

    private static Judgement judged(Subject subject, Answer given, String gateway) {
        if (given.macs().size() > 1) {
            return Judgement.warning("two-macs", subject)
                    .with("gateway", gateway)
                    .with("macs", Arg.texts(given.macs()))
                    .withRemedy(Remedy.manual("two-routers"));
        }
        // That it ends with 1 is good news in this mode; on an interface without ARP it sends nothing and ends with 0.
        int sent = given.sent().orElse(0);
        if (!given.macs().isEmpty() && sent > 0) {
            return Judgement.pass(subject).with("macs", Arg.texts(given.macs()));
        }
        return sent >= PROBES
                ? Judgement.fail("vlan-unanswered", subject)
                        .with("sent", Arg.count(sent))
                        .withRemedy(Remedy.manual("ask-network"))
                : Judgement.unknown(Reason.NOTHING_SENT, subject).with("detail", Integer.toString(sent));
    }

    private static Judgement notAsked(Subject subject, String why) {
        return switch (why) {
            case "denied" -> Judgement.unknown(Reason.NO_PERMISSION, subject);
            case "no-tool" -> Judgement.unknown(Reason.NO_TOOL, subject).with("detail", "arping, ip");
            case "shared" -> Judgement.unknown(Reason.AMBIGUOUS, subject);
            // What the host said when the interface was to be made, if the parent is there at all.
            default ->
                Judgement.unknown(Reason.NOT_READABLE, subject)
                        .with("detail", why.equals("absent") ? "" : why.replaceFirst("^failed ", ""));
        };
    }
}
