package dev.preflight.checks.network;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.Links;
import dev.preflight.checks.fact.Links.Aggregate;
import dev.preflight.checks.fact.Links.Nic;
import dev.preflight.checks.network.ContainerMtu.Network;
import dev.preflight.checks.settings.NetworkSettings;
import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every interface carries the packets that containers send through it. Interfaces of 1350 bytes swallowed the full-size
 * packets of containers: ping and short SQL worked, transfers hung. How large packets are: {@link PacketSize}.
 *
 * <p>Sources: the kernel's bonding.rst; RFC 8200 section 5 for 1280.
 */
public final class NicMtuCheck implements HostCheck<NicMtuCheck.Params> {
    private static final FactRequest<Links> LINKS = Links.FACT.request();
    private static final FactRequest<ContainerMtu> CONTAINERS = ContainerMtu.FACT.request();

    /** The least that IPv6 asks of a link: RFC 8200 section 5. */
    private static final int LEAST = 1280;

    /** By code, what mends it without asking more of the path than it is known to carry. */
    private static final Map<String, String> FIRST = Map.of(
            "layer2", "lower-containers",
            "overlay", "lower-overlay",
            "below-expected", "expect-less");

    /** Parameters. */
    public record Params(
            @FromSetting(in = NetworkSettings.class) List<String> platformNics,

            @FromSetting(
                    value = "the interfaces must carry their packets",
                    example = "[{mode: macvlan, parent: eth1, mtu: 1500}]",
                    in = NetworkSettings.class)
            List<ContainerNetwork> containerNetworks,

            @FromSetting(in = NetworkSettings.class) int expectedMtu,
            @FromSetting boolean treatAsHost) {
        public Params {
            platformNics = List.copyOf(platformNics);
            containerNetworks = List.copyOf(containerNetworks);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("nic-mtu", Params.class, Severity.BLOCKER)
            .code("jumbo")
            .code("layer2")
            .code("overlay")
            .code("too-small")
            .code("nat-bridge", Severity.WARNING)
            .code("below-expected", Severity.WARNING)
            .code("bond-ports-differ", Severity.WARNING)
            .notInContainer(Params::treatAsHost);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, LINKS).each(CONTAINERS);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Links links = facts.get(LINKS);
        Set<Nic> required = new LinkedHashSet<>();
        RequiredNics.of(links, facts.host().address(), params.platformNics(), params.containerNetworks())
                .keySet()
                .forEach(nic -> required.addAll(RequiredNics.chain(links, nic)));
        List<Judgement> said = new ArrayList<>();
        required.forEach(nic -> said.add(nic(nic, params)));
        said.addAll(bonds(links, required));
        said.addAll(facts.reading(CONTAINERS)
                .fold(
                        mtus -> containers(links, mtus, params),
                        missing -> List.of(Judgement.unknown(missing, Subject.of("fact", "container-mtu")))));
        if (required.isEmpty()) {
            said.add(Judgement.unknown(Reason.AMBIGUOUS, Subject.HOST));
        }
        return said.stream().map(judgement -> judgement.basedOn(LINKS)).toList();
    }

    private static Judgement nic(Nic nic, Params params) {
        Subject subject = Subject.of("nic", nic.name());
        if (nic.mtu().isEmpty()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject)
                    .with("detail", "/sys/class/net/" + nic.name() + "/mtu");
        }
        int mtu = nic.mtu().getAsInt();
        Judgement judgement = mtu < LEAST
                ? Judgement.fail("too-small", subject)
                : mtu < params.expectedMtu()
                        ? Judgement.warning("below-expected", subject)
                        : mtu > PacketSize.USUAL ? Judgement.pass("jumbo", subject) : Judgement.pass(subject);
        return sized(judgement, nic.name(), Math.max(LEAST, params.expectedMtu()), mtu);
    }

    /** The command that raises comes last: the path may carry no more, and then full-size packets vanish at the switch. */
    private static Judgement sized(Judgement judgement, String nic, int need, int have) {
        Judgement named =
                judgement.with("nic", nic).with("need", Arg.count(need)).with("have", Arg.count(have));
        if (judgement.outcome() == Outcome.PASS) {
            return named;
        }
        return named.withRemedy(Remedy.manual(FIRST.getOrDefault(judgement.code(), "prove")))
                .withRemedy(Remedy.confirm("raise", Privilege.ROOT)
                        .with("nic", Arg.text(nic))
                        .with("need", Arg.count(need))
                        .with("have", Arg.count(have)));
    }

    private static List<Judgement> bonds(Links links, Set<Nic> required) {
        List<Judgement> said = new ArrayList<>();
        for (Nic nic : required) {
            Aggregate aggregate = links.aggregates().get(nic.name());
            List<Nic> ports = aggregate == null
                    ? List.of()
                    : aggregate.ports().stream()
                            .flatMap(port -> Optional.ofNullable(links.nics().get(port)).stream())
                            .toList();
            if (ports.stream().map(Nic::mtu).distinct().count() > 1) {
                said.add(Judgement.warning("bond-ports-differ", Subject.of("nic", nic.name()))
                        .with("nic", nic.name())
                        .with(
                                "ports",
                                Arg.texts(ports.stream()
                                        .map(port ->
                                                port.name() + "=" + port.mtu().orElse(0))
                                        .toList())));
            }
        }
        return said;
    }

    private static List<Judgement> containers(Links links, ContainerMtu mtus, Params params) {
        List<Judgement> said = new ArrayList<>();
        int seen = mtus.containers().values().stream()
                .max(Comparator.naturalOrder())
                .orElse(PacketSize.USUAL);
        for (ContainerNetwork network : params.containerNetworks()) {
            String entry = RequiredNics.entry(links, network);
            PacketSize size = PacketSize.of(network, mtu(links, entry), seen);
            carried(links, entry, size, network.mode() + "@" + network.parent()).ifPresent(said::add);
        }
        Optional<String> egress = links.defaultDevices().stream().findFirst();
        for (Network network : mtus.networks()) {
            if (network.driver().equals("overlay")) {
                PacketSize size = PacketSize.of(network, PacketSize.USUAL, seen);
                egress.flatMap(nic -> carried(links, nic, size, network.name())).ifPresent(said::add);
            } else if (!network.parent().equals("-")) {
                // Docker makes the interface of a VLAN when the network's first container starts.
                String parent = links.nics().containsKey(network.parent())
                        ? network.parent()
                        : network.parent().replaceFirst("\\.\\d+$", "");
                PacketSize size = PacketSize.of(network, mtu(links, parent), seen);
                carried(links, parent, size, network.name()).ifPresent(said::add);
            }
        }
        egress.ifPresent(nic -> said.addAll(bridges(links, nic)));
        return said.stream().map(judgement -> judgement.basedOn(CONTAINERS)).toList();
    }

    private static int mtu(Links links, String device) {
        Nic nic = links.nics().get(device);
        return nic == null ? PacketSize.USUAL : nic.mtu().orElse(PacketSize.USUAL);
    }

    /** What is wrong with the way that packets of this size take; empty if they pass, or if there is no such device. */
    private static Optional<Judgement> carried(Links links, String device, PacketSize size, String name) {
        int need = size.outside();
        int overhead = need - size.inside();
        return RequiredNics.chain(links, device).stream()
                .filter(nic -> nic.mtu().isPresent() && nic.mtu().getAsInt() < need)
                .min(Comparator.comparingInt(nic -> nic.mtu().getAsInt()))
                .map(nic -> {
                    int have = nic.mtu().getAsInt();
                    Subject subject = Subject.of("container-network", name);
                    Judgement said = Judgement.fail(overhead > 0 ? "overlay" : "layer2", subject)
                            .with("network", name)
                            .with("mtu", Arg.count(size.inside()))
                            .with("fits", Arg.count(have - overhead));
                    return sized(said, nic.name(), need, have);
                });
    }

    /** Bridges with address translation work as long as the ICMP that asks for smaller packets comes through. */
    private static List<Judgement> bridges(Links links, String egress) {
        Nic out = links.nics().get(egress);
        if (out == null || out.mtu().isEmpty()) {
            return List.of();
        }
        return links.nics().values().stream()
                .filter(nic -> nic.name().matches("docker0|br-[0-9a-f]{12}|podman\\d+|cni\\d+"))
                .filter(nic -> nic.mtu().orElse(0) > out.mtu().getAsInt())
                .map(nic -> Judgement.warning("nat-bridge", Subject.of("nic", nic.name()))
                        .with("nic", nic.name())
                        .with("mtu", Arg.count(nic.mtu().orElse(0)))
                        .with("egress", egress)
                        .with("have", Arg.count(out.mtu().getAsInt()))
                        .withRemedy(Remedy.manual("lower-bridge")))
                .toList();
    }
}
