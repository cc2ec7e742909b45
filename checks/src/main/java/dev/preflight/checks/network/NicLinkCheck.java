package dev.preflight.checks.network;

import static dev.preflight.api.Judgement.unknown;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.Links;
import dev.preflight.checks.fact.Links.Carrier;
import dev.preflight.checks.fact.Links.Nic;
import dev.preflight.checks.settings.NetworkSettings;
import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Map;

/**
 * Every interface that the platform's traffic passes has link. An address and a device that is "up" prove nothing:
 * servers are configured to keep both with the cable out.
 */
public final class NicLinkCheck implements HostCheck<NicLinkCheck.Params> {

    /** What the platform uses, and what is good enough for it. */
    public record Params(
            @FromSetting(in = NetworkSettings.class) List<String> platformNics,

            @FromSetting(value = "their parent interfaces need link", in = NetworkSettings.class)
            List<ContainerNetwork> containerNetworks,

            @Param(
                    value = "Slowest speed without a warning; interfaces that report no speed are not judged",
                    defaultValue = "1000",
                    unit = "Mbit/s",
                    example = "10000",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minSpeed,

            @Param(
                    value = "How many ports of a bond or team must be up; 0 means all",
                    defaultValue = "0",
                    example = "1",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minUpSlaves,

            @FromSetting boolean treatAsHost) {

        /** The numbers must not be negative. */
        public Params {
            platformNics = List.copyOf(platformNics);
            containerNetworks = List.copyOf(containerNetworks);
        }
    }

    static final FactRequest<Links> LINKS = Links.FACT.request();

    private static final CheckSpec<Params> SPEC = CheckSpec.of("nic-link", Params.class, Severity.BLOCKER)
            .code("missing")
            .code("admin-down")
            .code("no-carrier")
            .code("bond-no-live-port")
            .code("bond-port-down", Severity.WARNING)
            .code("bond-speeds-differ", Severity.WARNING)
            .code("no-lacp-partner", Severity.WARNING)
            .oldCode("lacp-partner", "no-lacp-partner")
            .code("half-duplex", Severity.WARNING)
            .code("slow", Severity.WARNING)
            .code("speed-timeout", Severity.WARNING)
            .code("carrier-flapping", Severity.WARNING)
            .code("spare-no-carrier", Severity.INFO)
            .code("spare-cable-unknown", Severity.INFO)
            .notInContainer(Params::treatAsHost);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(LINKS, HostIdentity.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Links links = facts.get(LINKS);
        Map<String, String> required =
                RequiredNics.of(links, facts.host().address(), params.platformNics(), params.containerNetworks());
        LinkWalk walk = new LinkWalk(links, params);
        if (required.isEmpty()) {
            List<String> withLink = links.nics().values().stream()
                    .filter(nic -> nic.physical() && nic.carrier() == Carrier.UP)
                    .map(Nic::name)
                    .toList();
            walk.say(unknown(Reason.AMBIGUOUS, Subject.HOST).with("candidates", Arg.texts(withLink)));
        }
        required.forEach(walk::isBad);
        walk.speedTimeout();
        walk.spares();
        return walk.said();
    }
}
