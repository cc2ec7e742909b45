package dev.preflight.checks.firewall;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
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
import dev.preflight.checks.fact.At;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which firewalls act on the host, and whether they let in what the platform needs. A stopped unit is not a stopped
 * firewall: tables of nft have no manager at all, and a port that was opened until the next reload is closed after the next
 * boot. What a rule asks that is not known here (a mark, a set, one source of several) leaves the result undetermined;
 * {@code tcp-ports} and {@code vxlan-udp} then measure what arrives. Sources: firewalld(1), ufw(8), nft(8), iptables(8).
 */
public final class FirewallCheck implements HostCheck<FirewallCheck.Params> {

    /** What is required of a firewall. */
    public enum State {
        /** Nothing. */
        ANY,
        /** That none acts. */
        INACTIVE,
        /** That one acts. */
        ACTIVE
    }

    /** Who has to reach a port. */
    public record Limits(
            @Param(
                    value = "Who has to reach the port: an address, a network or a group of hosts; anyone without it",
                    example = "10.0.0.0/8",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            Optional<String> from) {
        public Limits {
            from.filter(who -> (who.matches("[0-9.]+") || who.contains(":") || who.contains("/"))
                            && PortRow.network(who).isEmpty())
                    .ifPresent(who -> {
                        throw new IllegalArgumentException(
                                "from: expected an address, a network or a group, found: " + who);
                    });
        }
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Whether a firewall has to act on the host, or must not",
                    example = "inactive",
                    kind = Kind.THRESHOLD)
            Optional<State> state,

            @Param(
                    value = "Ports that must not be refused; on IPv4 unless the row ends with /v6",
                    example = "{6443/tcp: {}, 2379-2380/tcp: {from: 10.0.0.0/8}}",
                    shape = Shape.PORTS,
                    kind = Kind.THRESHOLD)
            Rows<Limits> open,

            @Param(
                    value = "Whether it is required now, after the next boot, or both",
                    defaultValue = "[now, boot]",
                    example = "[now]",
                    filled = true,
                    kind = Kind.LOCATOR)
            List<At> at,

            @FromSetting boolean treatAsHost) {
        public Params {
            at = List.copyOf(at);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("firewall", Params.class, Severity.BLOCKER)
            .requires("state", "open")
            .notInContainer(Params::treatAsHost)
            .code("active")
            .code("inactive")
            .code("blocks-port")
            .code("two-managers", Severity.WARNING)
            .code("wrong-after-boot", Severity.WARNING)
            .code("hidden-rules", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs rules = Needs.none().required(HostIdentity.REQUEST).each(Firewall.REQUEST);
        // What acts now, its rules say; units only whether two make them.
        return params.at().contains(At.BOOT) ? rules.each(Managers.REQUEST) : rules.optional(Managers.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Reading<Managers> managers = Managers.of(facts.reading(Managers.REQUEST));
        List<Judgement> said = facts.reading(Firewall.REQUEST)
                .fold(
                        firewall -> firewall.filters()
                                .map(filters -> judged(facts, params, filters, managers))
                                .orElseGet(() ->
                                        unknown(subject -> Judgement.unknown(Reason.FORMAT_MISMATCH, subject), params)),
                        missing -> unknown(subject -> seen(Judgement.unknown(missing, subject), managers), params));
        return said.isEmpty() ? List.of(Judgement.pass(Subject.HOST)) : said;
    }

    /** Without the rules: what of the managers is known to all users. */
    private static Judgement seen(Judgement judgement, Reading<Managers> managers) {
        return managers.fold(units -> judgement.withSome("active", units.running()), missing -> judgement);
    }

    private static List<Judgement> unknown(Function<Subject, Judgement> of, Params params) {
        Stream<Subject> host = params.state().stream().map(any -> Subject.HOST);
        Stream<Subject> rows = params.open().all().stream().map(row -> Subject.of("port", row.key()));
        return Stream.concat(host, rows).map(of).toList();
    }

    private static List<Judgement> judged(HostFacts facts, Params params, Filters filters, Reading<Managers> managers) {
        List<Judgement> said = new ArrayList<>();
        FirewallState state = new FirewallState(filters, managers, params.at());
        said.addAll(state.judge(
                params.state().orElse(State.ANY), !params.open().all().isEmpty()));
        boolean whole = said.isEmpty() && params.state().isPresent();
        if (whole) {
            said.add(Judgement.pass(Subject.HOST).withSome("managers", filters.refusing()));
        }
        OpenPorts ports =
                new OpenPorts(filters, managers, params.at(), facts.host().address());
        params.open().all().forEach(row -> said.add(ports.judge(row)));
        return said;
    }
}
