package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Pair;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import java.util.List;

/** Where nothing arrived: which way it is, and where it was lost. */
final class Unheard {
    /** Words in the sender's error that mean that the datagram was refused. */
    private static final List<String> REFUSALS = List.of("refused", "unreachable");

    private Unheard() {}

    static Judgement judge(LinkFacts facts, Pair pair, int port, Crossing crossing, Subject subject) {
        String error = crossing.sent().error();
        if (crossing.sent().small() + crossing.sent().full() == 0 && error.isEmpty()) {
            return Judgement.unknown(Reason.NOTHING_SENT, subject);
        }
        Pair back = new Pair(pair.to(), pair.from());
        boolean backWorks = Crossing.of(facts, back, port).fold(Crossing::any, missing -> false);
        String code = REFUSALS.contains(error) ? "rejected" : backWorks ? "asymmetric" : "dropped";
        boolean own = error.equals("denied");
        Judgement said = Judgement.fail(code, subject)
                .with("received", Arg.count(0))
                .with("denied", own ? "EPERM" : "")
                .with("error", error);
        Judgement placed = own ? said : placed(said, crossing);
        Judgement told = own ? placed : control(placed, facts, pair);
        return new FirewallMending(own ? pair.from() : pair.to(), port, "udp", own).of(told, facts);
    }

    /** Whether it came as far as the receiver's interface. */
    private static Judgement placed(Judgement said, Crossing crossing) {
        if (crossing.atInterface().isEmpty()) {
            return said;
        }
        int seen = crossing.atInterface().getAsInt();
        return seen > 0 ? said.with("wire", Arg.count(seen)) : said.with("nowire", Arg.count(0));
    }

    private static Judgement control(Judgement said, LinkFacts facts, Pair pair) {
        String port = facts.ready(pair.to()).fold(ready -> String.valueOf(ready.controlPort()), missing -> "");
        return Crossing.control(facts, pair)
                .fold(crossing -> said.with(crossing.any() ? "control" : "nocontrol", port), missing -> said);
    }
}
