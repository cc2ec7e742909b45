package dev.preflight.checks.network;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.IpAddress;
import dev.preflight.checks.network.Sockets.Owner;
import dev.preflight.checks.network.Sockets.Socket;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Ports that the platform will listen on are free, and no outgoing connection can get them before it does. Nothing is
 * bound to find out: that would take the port, and would not say who holds it. Sources: ip(7), ipv6(7), the kernel's
 * ip-sysctl.rst.
 */
public final class PortsFreeCheck implements HostCheck<PortsFreeCheck.Params> {

    /** What is required of ports. */
    public record Limits(
            @Param(
                    value = "The address to listen on; all addresses without it",
                    example = "10.0.0.5",
                    shape = Shape.ADDRESS,
                    kind = Kind.THRESHOLD)
            Optional<String> address,

            @Param(
                    value = "Processes that may hold the port, such as those of an earlier installation",
                    example = "[kubelet]",
                    kind = Kind.THRESHOLD)
            List<String> ownerOk,

            @Param(
                    value = "Whether outgoing connections must not get the port",
                    defaultValue = "true",
                    example = "false",
                    kind = Kind.THRESHOLD)
            boolean ephemeral) {
        public Limits {
            ownerOk = List.copyOf(ownerOk);
        }
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Ports that must be free",
                    example = "{6443/tcp: {}, 30000-32767/tcp: {ephemeral: false}}",
                    shape = Shape.PORTS,
                    kind = Kind.THRESHOLD)
            Rows<Limits> require) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("ports-free", Params.class, Severity.BLOCKER)
            .requires("require")
            .explainedBy("leftovers")
            .code("taken")
            .code("ours", Severity.INFO)
            .code("in-ephemeral-range", Severity.WARNING)
            .code("range-overlap", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(Sockets.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Sockets sockets = facts.get(Sockets.REQUEST);
        List<Judgement> said = new ArrayList<>();
        for (Rows.Row<Limits> row : params.require().all()) {
            Subject subject = Subject.of("port", row.key());
            PortKey key = PortKey.of(row.key());
            List<Judgement> ofRow = Stream.concat(
                            held(subject, key, row.limits(), sockets).stream(),
                            outgoing(subject, key, row.limits(), sockets).stream())
                    .map(judgement -> judgement.with("port", row.key()))
                    .toList();
            said.addAll(ofRow.isEmpty() ? List.of(Judgement.pass(subject)) : ofRow);
        }
        return said;
    }

    private static Optional<Judgement> held(Subject subject, PortKey key, Limits limits, Sockets sockets) {
        // All addresses, in another spelling.
        Optional<String> address = limits.address().map(IpAddress::canonical).filter(one -> !one.matches("[0.:]+"));
        TreeSet<Integer> ports = new TreeSet<>();
        sockets.all().stream()
                .filter(socket -> inTheWay(socket, key, address))
                .forEach(socket -> ports.add(socket.port()));
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        List<Owner> owners = new ArrayList<>();
        boolean ours = true;
        for (int port : ports) {
            List<Owner> ofPort = sockets.owners().getOrDefault(key.protocol() + "/" + port, List.of());
            owners.addAll(ofPort);
            ours &= !ofPort.isEmpty()
                    && ofPort.stream()
                            .allMatch(owner ->
                                    !owner.names().isEmpty() && limits.ownerOk().containsAll(owner.names()));
        }
        Judgement held = (ours ? Judgement.pass("ours", subject) : Judgement.fail("taken", subject))
                .with("ports", Arg.firstOf(ports.stream().map(String::valueOf).toList()));
        return Optional.of(named(
                named(held, "owner", owners.stream().map(Owner::names).toList()),
                "group",
                owners.stream().map(Owner::groups).toList()));
    }

    private static Judgement named(Judgement judgement, String name, List<List<String>> texts) {
        List<String> once =
                texts.stream().flatMap(Collection::stream).distinct().sorted().toList();
        return once.isEmpty() ? judgement : judgement.with(name, Arg.firstOf(once));
    }

    /**
     * Whether a socket keeps another one from listening there. One on all addresses of IPv6 takes those of IPv4 too, unless
     * its program asked for IPv6 alone, which the kernel's tables do not show (ipv6(7), IPV6_V6ONLY).
     */
    private static boolean inTheWay(Socket socket, PortKey key, Optional<String> address) {
        if (!socket.protocol().equals(key.protocol()) || !key.has(socket.port())) {
            return false;
        }
        boolean all = socket.addresses().isEmpty();
        if (address.isPresent()) {
            boolean v6 = address.get().indexOf(':') >= 0;
            return all ? socket.v6() || !v6 : socket.addresses().contains(address.get());
        }
        boolean v4 = !socket.v6() || all || socket.addresses().stream().anyMatch(one -> one.indexOf('.') >= 0);
        return (key.v6() && socket.v6()) || (key.v4() && v4);
    }

    private static Optional<Judgement> outgoing(Subject subject, PortKey key, Limits limits, Sockets sockets) {
        BitSet ports = key.ports();
        ports.and(sockets.outgoing());
        if (!limits.ephemeral() || ports.isEmpty()) {
            return Optional.empty();
        }
        Judgement said = Judgement.warning(key.first() == key.last() ? "in-ephemeral-range" : "range-overlap", subject);
        return Optional.of(said.with("from", Arg.count(sockets.outgoing().nextSetBit(0)))
                .with("to", Arg.count(sockets.outgoing().length() - 1L))
                .with("first", Arg.count(ports.nextSetBit(0)))
                .with("last", Arg.count(ports.length() - 1L)));
    }
}
