package dev.preflight.checks.network;

import static dev.preflight.api.Judgement.fail;
import static dev.preflight.api.Judgement.pass;
import static dev.preflight.api.Judgement.unknown;
import static dev.preflight.api.Judgement.warning;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.Links;
import dev.preflight.checks.fact.Links.Aggregate;
import dev.preflight.checks.fact.Links.Carrier;
import dev.preflight.checks.fact.Links.Nic;
import dev.preflight.checks.network.NicLinkCheck.Params;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Part of nic-link: goes from the required interfaces down to the ports, and judges each device once. */
final class LinkWalk {
    private final Links links;
    private final Params params;
    private final List<Judgement> said = new ArrayList<>();

    /** Devices that carry required traffic, and whether anything at or below them is wrong. */
    private final Map<String, Boolean> used = new HashMap<>();

    private final Set<String> measured = new HashSet<>();

    LinkWalk(Links links, Params params) {
        this.links = links;
        this.params = params;
    }

    /** What was found so far. */
    List<Judgement> said() {
        return List.copyOf(said);
    }

    void say(Judgement judgement) {
        said.add(judgement.basedOn(NicLinkCheck.LINKS));
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
                    .withRemedy(linkUp(name)));
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
            // Ports that are configured in Open vSwitch but do not exist matter only if no other port leads to a wire.
            below = wired.isEmpty()
                    ? bridged.stream().filter(b -> !links.nics().containsKey(b)).toList()
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

    /** Bridges hold the virtual ports of guests, too; whether those have a link does not matter. */
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
                        .withRemedy(Remedy.manual("cable")));
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
        new BondPorts(name, aggregate, live, dead)
                .judged(neededFor, params.minUpSlaves())
                .forEach(this::say);
        return live.isEmpty();
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
            say(pass(subject).with("nic", nic.name()).with("speed", nic.speed()).with("duplex", nic.duplex()));
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
