package dev.preflight.checks.network;

import static dev.preflight.api.Judgement.fail;
import static dev.preflight.api.Judgement.pass;
import static dev.preflight.api.Judgement.unknown;
import static dev.preflight.api.Judgement.warning;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Settings.ContainerNetwork;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.Links;
import dev.preflight.checks.fact.Links.Aggregate;
import dev.preflight.checks.fact.Links.Carrier;
import dev.preflight.checks.fact.Links.Nic;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Every interface that the platform's traffic passes has link. An address and a device that is "up" prove nothing:
 * servers are configured to keep both with the cable out.
 */
public final class NicLinkCheck implements HostCheck<NicLinkCheck.Params> {

    /** What the platform uses, and what is good enough for it. */
    public record Params(
            @Param(
                    value = "Network interfaces that the platform uses beside that of the default route",
                    example = "[eth1]",
                    shape = Shape.INTERFACE,
                    kind = Kind.THRESHOLD)
            List<String> platformNics,

            @Param(
                    value = "Networks of the containers, whose parent interfaces need link",
                    example = "[{mode: macvlan, parent: eth1, vlan: 7}]",
                    kind = Kind.LOCATOR)
            List<ContainerNetwork> containerNetworks,

            @Param(
                    value = "Slowest speed without a warning; interfaces that report none are not held against it",
                    def = "1000",
                    unit = "Mbit/s",
                    example = "10000",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minSpeed,

            @Param(
                    value = "How many ports of a bond or team must be up; 0 means all",
                    def = "0",
                    example = "1",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minUpSlaves,

            @Param(
                    value = "Judge the interfaces inside a container as on a host",
                    def = "false",
                    example = "true",
                    kind = Kind.THRESHOLD)
            boolean treatAsHost) {

        /** Copies what it is given, and wants numbers that are not negative. */
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
            .code("lacp-partner", Severity.WARNING)
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
        return Needs.none().deciding(LINKS, HostIdentity.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Links links = facts.get(LINKS);
        Map<String, String> required =
                RequiredNics.of(links, facts.host().address(), params.platformNics(), params.containerNetworks());
        Walk walk = new Walk(links, params);
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
        return List.copyOf(walk.said);
    }

    /** Goes from the required interfaces down to the ports, and judges each device once. */
    private static final class Walk {
        private final Links links;
        private final Params params;
        private final List<Judgement> said = new ArrayList<>();
        /** Devices that carry required traffic, and whether anything at or below them is wrong. */
        private final Map<String, Boolean> used = new HashMap<>();

        private final Set<String> measured = new HashSet<>();

        Walk(Links links, Params params) {
            this.links = links;
            this.params = params;
        }

        void say(Judgement judgement) {
            said.add(judgement.from(LINKS));
        }

        private static Subject subject(String nic) {
            return Subject.of("nic", nic);
        }

        boolean isBad(String name, String neededFor) {
            Boolean known = used.putIfAbsent(name, false);
            if (known != null) {
                return known;
            }
            boolean bad = judge(name, neededFor);
            used.put(name, bad);
            return bad;
        }

        private boolean judge(String name, String neededFor) {
            Nic nic = links.nics().get(name);
            Aggregate aggregate = links.aggregates().get(name);
            if (nic == null && aggregate == null) {
                say(fail("missing", subject(name)).with("nic", name).with("neededFor", neededFor));
                return true;
            }
            if (nic != null && nic.flags().isEmpty()) {
                say(unknown(Reason.NOT_READABLE, subject(name)).with("detail", "/sys/class/net/" + name + "/flags"));
                return true;
            }
            boolean up = nic == null || nic.isUp();
            if (!up) {
                say(fail("admin-down", subject(name))
                        .with("nic", name)
                        .with("neededFor", neededFor)
                        .mendedBy(linkUp(name)));
            }
            boolean bad = aggregate == null ? standsBadly(name, neededFor) : isDead(name, aggregate, up, neededFor);
            return !up || bad || (nic != null && hasNoCarrier(nic, neededFor));
        }

        /** Whether something below a device that is not an aggregate is wrong: it needs all of it. */
        private boolean standsBadly(String name, String neededFor) {
            Nic nic = links.nics().get(name);
            List<String> bridged = links.bridges().get(name);
            List<String> below;
            if (bridged != null) {
                List<String> wired = bridged.stream().filter(this::leadsToWire).toList();
                // Ports that Open vSwitch has been told of and that are not there matter only if no other is.
                below = wired.isEmpty()
                        ? bridged.stream()
                                .filter(b -> !links.nics().containsKey(b))
                                .toList()
                        : wired;
            } else if (nic == null || nic.physical()) {
                below = List.of();
            } else if (nic.lower().isEmpty() && links.blind().isPresent()) {
                // It may be a port of an Open vSwitch bridge: nothing else tells.
                Links.Blind blind = links.blind().get();
                say(unknown(blind.reason(), subject(name)).with("nic", name).with("detail", blind.detail()));
                return true;
            } else {
                below = nic.lower();
            }
            boolean bad = false;
            for (String lower : below) {
                bad |= isBad(lower, neededFor);
            }
            return bad;
        }

        /** Bridges hold the virtual ports of guests as well, whose link is no concern of ours. */
        private boolean leadsToWire(String name) {
            if (links.aggregates().containsKey(name)) {
                return true;
            }
            Nic nic = links.nics().get(name);
            return nic != null && (nic.physical() || !nic.lower().isEmpty());
        }

        private boolean hasNoCarrier(Nic nic, String neededFor) {
            switch (nic.carrier()) {
                case UP -> measure(nic);
                case DOWN ->
                    say(fail("no-carrier", subject(nic.name()))
                            .with("nic", nic.name())
                            .with("neededFor", neededFor)
                            .with("operstate", nic.operstate())
                            .mendedBy(Remedy.manual("cable")));
                case UNREADABLE ->
                    say(unknown(Reason.NOT_READABLE, subject(nic.name()))
                            .with("detail", "/sys/class/net/" + nic.name() + "/carrier"));
            }
            return nic.carrier() != Carrier.UP;
        }

        private boolean isDead(String name, Aggregate aggregate, boolean up, String neededFor) {
            List<Nic> live = new ArrayList<>();
            List<String> dead = new ArrayList<>();
            for (String port : aggregate.ports()) {
                Nic nic = links.nics().get(port);
                // The driver watches the ports only while the bond itself is up.
                boolean heldDown = up && aggregate.down().contains(port);
                if (nic != null && nic.isUp() && nic.carrier() == Carrier.UP && !heldDown) {
                    live.add(nic);
                    isBad(port, neededFor);
                } else {
                    dead.add(port);
                    measured.add(port);
                }
            }
            if (live.isEmpty()) {
                say(fail("bond-no-live-port", subject(name))
                        .with("bond", name)
                        .with("neededFor", neededFor)
                        .with("ports", Arg.texts(dead))
                        .mendedBy(Remedy.manual("cable")));
                return true;
            }
            int wanted = params.minUpSlaves() == 0 ? aggregate.ports().size() : params.minUpSlaves();
            if (live.size() < wanted) {
                say(warning("bond-port-down", subject(name))
                        .with("bond", name)
                        .with("down", Arg.texts(dead))
                        .with("up", Arg.count(live.size()))
                        .with("wanted", Arg.count(wanted))
                        .mendedBy(Remedy.manual("cable")));
            }
            List<String> speeds = live.stream()
                    .filter(nic -> nic.knownSpeed().isPresent())
                    .map(nic -> nic.name() + "=" + nic.speed())
                    .toList();
            if (live.stream()
                            .map(Nic::knownSpeed)
                            .filter(OptionalInt::isPresent)
                            .distinct()
                            .count()
                    > 1) {
                say(warning("bond-speeds-differ", subject(name))
                        .with("bond", name)
                        .with("speeds", Arg.texts(speeds)));
            }
            lacp(name, aggregate, live);
            return false;
        }

        private void lacp(String name, Aggregate aggregate, List<Nic> live) {
            List<String> ids = live.stream()
                    .map(nic -> Optional.ofNullable(aggregate.aggregators().get(nic.name())))
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
            boolean alone = aggregate.partner().matches("00(:00)++");
            if (aggregate.lacp() && (alone || ids.size() > 1)) {
                say(warning("lacp-partner", subject(name))
                        .with("bond", name)
                        .with("partner", aggregate.partner().isEmpty() ? "-" : aggregate.partner())
                        .with("aggregators", Arg.texts(ids)));
            }
        }

        /** What may still be wrong with a link that is there. */
        private void measure(Nic nic) {
            if (!measured.add(nic.name())) {
                return;
            }
            Subject subject = subject(nic.name());
            if (nic.duplex().equals("half")) {
                say(warning("half-duplex", subject).with("nic", nic.name()));
            }
            OptionalInt speed = nic.knownSpeed();
            if (speed.isPresent() && speed.getAsInt() < params.minSpeed()) {
                say(warning("slow", subject)
                        .with("nic", nic.name())
                        .with("speed", Arg.count(speed.getAsInt()))
                        .with("wanted", Arg.count(params.minSpeed())));
            }
            OptionalInt first = nic.changes().get(0);
            OptionalInt last = nic.changes().get(1);
            if (first.isPresent() && last.isPresent() && last.getAsInt() > first.getAsInt()) {
                say(warning("carrier-flapping", subject)
                        .with("nic", nic.name())
                        .with("before", Arg.count(first.getAsInt()))
                        .with("after", Arg.count(last.getAsInt())));
            }
            if (said.stream().noneMatch(other -> other.subject().equals(subject))) {
                say(pass(subject)
                        .with("nic", nic.name())
                        .with("speed", nic.speed())
                        .with("duplex", nic.duplex()));
            }
        }

        void speedTimeout() {
            List<String> unread = links.nics().values().stream()
                    .filter(nic -> nic.physical() && used.containsKey(nic.name()))
                    .filter(nic -> !links.speedsRead() && nic.speed().equals("-"))
                    .map(Nic::name)
                    .toList();
            if (!unread.isEmpty()) {
                say(warning("speed-timeout", Subject.HOST).with("nics", Arg.texts(unread)));
            }
        }

        /** Notes on hardware that nothing needs; a pass, so that no profile can make them count. */
        void spares() {
            links.nics().values().stream()
                    .filter(nic -> nic.physical() && !used.containsKey(nic.name()) && !measured.contains(nic.name()))
                    .forEach(nic -> {
                        if (nic.carrier() == Carrier.DOWN) {
                            say(pass("spare-no-carrier", subject(nic.name())).with("nic", nic.name()));
                        } else if (nic.carrier() == Carrier.UNREADABLE) {
                            say(pass("spare-cable-unknown", subject(nic.name())).with("nic", nic.name()));
                        }
                    });
        }

        private static Remedy linkUp(String nic) {
            return Remedy.confirm("link-up", Remedy.Privilege.ROOT).with("nic", Arg.text(nic));
        }
    }
}
