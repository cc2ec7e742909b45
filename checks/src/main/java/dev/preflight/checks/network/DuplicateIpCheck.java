package dev.preflight.checks.network;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.MacAddresses;
import dev.preflight.checks.network.AddressClaims.Claim;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Set;

/**
 * No other machine replies to ARP for an address of the host. Two machines had one address: the switch had two MACs for
 * it, and some peers became unreachable. A pass means that no reply came now: a machine that is off is not found.
 *
 * <p>Sources: RFC 5227, iputils {@code arping.c}, bonding.rst; RFC 5798 section 7.3 for the addresses of VRRP.
 */
public final class DuplicateIpCheck implements HostCheck<NoParams> {
    private static final FactRequest<AddressClaims> CLAIMS = AddressClaims.FACT.request();

    private static final CheckSpec<NoParams> SPEC = CheckSpec.of("duplicate-ip", NoParams.class, Severity.BLOCKER)
            .code("foreign-mac")
            .code("arp-flux", Severity.WARNING)
            .oldCode("own-other-nic", "arp-flux")
            .code("no-address", Severity.INFO)
            .code("no-link", Severity.INFO)
            .explainedBy("nic-link");

    @Override
    public CheckSpec<NoParams> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(NoParams params) {
        return Needs.none().required(CLAIMS);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, NoParams params) {
        AddressClaims claims = facts.get(CLAIMS);
        if (claims.claims().isEmpty()) {
            return List.of(Judgement.notApplicable("no-address", Subject.HOST));
        }
        return claims.claims().stream()
                .map(claim -> claim(claim, claims.macs())
                        .with("address", claim.address())
                        .with("nic", claim.device()))
                .toList();
    }

    private static Judgement claim(Claim claim, Set<String> own) {
        Subject subject = Subject.of("address", claim.address() + "%" + claim.device());
        List<String> others = claim.answeredBy().stream()
                .filter(mac -> !MacAddresses.isVirtualRouter(mac))
                .toList();
        List<String> foreign = others.stream().filter(mac -> !own.contains(mac)).toList();
        if (!foreign.isEmpty()) {
            return Judgement.fail("foreign-mac", subject)
                    .with("macs", Arg.texts(foreign))
                    .withRemedy(Remedy.manual("find-twin"));
        }
        if (claim.noLink()) {
            // Whether the link is needed, and what that means, is for nic-link to say.
            return Judgement.notApplicable("no-link", subject);
        }
        if (claim.denied()) {
            return Judgement.unknown(Reason.NO_PERMISSION, subject).with("detail", claim.said());
        }
        if (claim.sent().orElse(0) == 0) {
            return Judgement.unknown(Reason.NOTHING_SENT, subject).with("detail", claim.said());
        }
        return others.isEmpty()
                ? Judgement.pass(subject)
                : Judgement.warning("arp-flux", subject).with("macs", Arg.texts(others));
    }
}
