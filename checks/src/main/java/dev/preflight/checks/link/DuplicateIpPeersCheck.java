package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Pair;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.HostIds;
import dev.preflight.checks.fact.MacAddresses;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.SendReport.Neighbour;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The peers of a host reach this host at its address, and no other machine: the entry in the neighbour table of each peer is
 * one of the host's own MAC addresses. Two machines used one address, and some peers could not reach the right one.
 *
 * <p>Sources: RFC 5227, RFC 5798 section 7.3 (virtual routers), ip-neighbour(8).
 */
public final class DuplicateIpPeersCheck implements LinkCheck<NoParams> {
    /** What an interface without an address of its own shows, such as the loopback. */
    private static final String LOOPBACK = "00:00:00:00:00:00";

    private static final CheckSpec<NoParams> SPEC = CheckSpec.of("duplicate-ip-peers", NoParams.class, Severity.BLOCKER)
            .code("peer-sees-foreign-mac")
            .code("routed", Severity.INFO)
            .code("one-host", Severity.INFO)
            .explainedBy("duplicate-ip")
            .explainedBy("host-identity-duplicates")
            .explainedBy("nic-link");

    @Override
    public CheckSpec<NoParams> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(NoParams params) {
        return Needs.none().optional(HostIds.REQUEST);
    }

    @Override
    public Traffic traffic(NoParams params) {
        return Traffic.none();
    }

    @Override
    public List<Scoped> judge(LinkFacts facts, NoParams params) {
        if (facts.hosts().size() < 2) {
            return Pairs.ONE_HOST;
        }
        Map<String, List<Pair>> into = facts.pairs().stream().collect(Collectors.groupingBy(Pair::to));
        return facts.hosts().stream()
                .map(owner -> new Scoped(
                        Scope.host(owner),
                        judge(facts, owner, into.getOrDefault(owner, List.of()))
                                .basedOn(SendReport.REQUEST)
                                .basedOn(HostIds.REQUEST)))
                .toList();
    }

    /** By what the other ends of these pairs have of the host that all of them lead to. */
    private static Judgement judge(LinkFacts facts, String owner, List<Pair> into) {
        SortedMap<String, List<String>> seen = new TreeMap<>();
        into.forEach(pair -> macs(facts, pair)
                .forEach(mac ->
                        seen.computeIfAbsent(mac, key -> new ArrayList<>()).add(pair.from())));
        Reading<SendReport.Peer> view = into.stream()
                .map(facts::sent)
                .reduce((one, other) -> one.isMissing() && !other.isMissing() ? other : one)
                .orElseGet(() -> Reading.missing(Reason.PEER_UNREACHABLE, ""));
        String address = view.fold(SendReport.Peer::address, missing -> "");
        Subject subject = Subject.of("address", address.isEmpty() ? owner : address);
        if (seen.isEmpty()) {
            return view.fold(
                    peer -> Judgement.notApplicable("routed", subject), missing -> Judgement.unknown(missing, subject));
        }
        return facts.reading(owner, HostIds.REQUEST)
                .fold(
                        marks -> compared(facts, owner, seen, macs(marks), subject),
                        missing -> Judgement.unknown(missing, subject))
                .with("address", address);
    }

    private static Judgement compared(
            LinkFacts facts, String owner, SortedMap<String, List<String>> seen, Set<String> own, Subject subject) {
        List<String> foreign = seen.keySet().stream()
                .filter(mac -> !own.contains(mac))
                .filter(mac -> !MacAddresses.isVirtualRouter(mac))
                .toList();
        if (foreign.isEmpty()) {
            return Judgement.pass(subject)
                    .with(
                            "peers",
                            Arg.count(
                                    seen.values().stream().mapToInt(List::size).sum()));
        }
        Set<String> by = foreign.stream()
                .flatMap(mac -> seen.getOrDefault(mac, List.of()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return Judgement.fail("peer-sees-foreign-mac", subject)
                .withSome("macs", foreign)
                .withSome("by", by)
                .withSome("own", own)
                .withSome("twin", owners(facts, owner, foreign))
                .withRemedy(Remedy.manual("find-twin"));
    }

    /** Hosts of the inventory that have such an address themselves. */
    private static List<String> owners(LinkFacts facts, String owner, List<String> foreign) {
        return facts.hosts().stream()
                .filter(host -> !host.equals(owner))
                .filter(host -> facts.reading(host, HostIds.REQUEST)
                        .fold(marks -> foreign.stream().anyMatch(macs(marks)::contains), missing -> false))
                .toList();
    }

    private static Set<String> macs(LinkFacts facts, Pair pair) {
        return facts.sent(pair).fold(SendReport.Peer::neighbours, missing -> List.<Neighbour>of()).stream()
                .map(Neighbour::mac)
                .filter(mac -> !mac.isEmpty())
                .map(Ascii::lower)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> macs(HostIds marks) {
        return marks.nics().values().stream()
                .map(HostIds.Nic::mac)
                .filter(mac -> !mac.isEmpty() && !mac.equals(LOOPBACK))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
