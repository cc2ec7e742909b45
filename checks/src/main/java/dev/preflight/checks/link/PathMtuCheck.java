package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Pair;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.settings.NetworkSettings;
import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ListenReport.Bind;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.SendReport.Sized;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Packets of the size that the hosts must carry cross between them unfragmented, in each direction. An MTU of 1350 on the
 * way swallowed only the large packets.
 *
 * <p>Datagrams that may not be fragmented are sent, and their arrival is counted at the other end. This also works where
 * ping is filtered, and where ping cannot forbid fragments (busybox's has no {@code -M}, and a large packet "passes" in
 * pieces).
 *
 * <p>Sources: RFC 1191, RFC 4821, RFC 8899, ip(7) and ipv6(7) on {@code IP_MTU_DISCOVER}.
 */
public final class PathMtuCheck implements LinkCheck<PathMtuCheck.Params> {
    /** The sizes that are tried where the wanted one does not arrive; 1280 is the least MTU of IPv6. */
    private static final List<Integer> SIZES = List.of(1500, 1450, 1400, 1350, 1280);

    /** Parameters. */
    public record Params(
            @FromSetting(in = NetworkSettings.class) int expectedMtu,

            @FromSetting(
                    value = "with any, a size that does not pass is a blocker",
                    example = "[{mode: vxlan, parent: eth1}]",
                    in = NetworkSettings.class)
            List<ContainerNetwork> containerNetworks) {
        public Params {
            containerNetworks = List.copyOf(containerNetworks);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("path-mtu", Params.class, Severity.WARNING)
            .code("local-mtu")
            .oldCode("local", "local-mtu")
            .code("hop-mtu")
            .oldCode("hop", "hop-mtu")
            .code("black-hole")
            .code("one-host", Severity.INFO)
            .explainedBy("nic-mtu")
            .explainedBy("nic-link");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none();
    }

    private static NavigableSet<Integer> sizes(Params params) {
        NavigableSet<Integer> sizes = new TreeSet<>(List.of(params.expectedMtu()));
        SIZES.stream().filter(size -> size < params.expectedMtu()).forEach(sizes::add);
        return sizes;
    }

    @Override
    public Traffic traffic(Params params) {
        return Traffic.none().sized(sizes(params));
    }

    @Override
    public List<Scoped> judge(LinkFacts facts, Params params) {
        return Pairs.each(
                facts, pair -> List.of(judge(facts, pair, params).with("size", Arg.count(params.expectedMtu()))));
    }

    private static Judgement judge(LinkFacts facts, Pair pair, Params params) {
        Subject subject = subject(params);
        Judgement said = facts.sent(pair)
                .fold(
                        peer -> facts.reading(pair.from(), SendReport.REQUEST)
                                        .fold(SendReport::unfragmented, missing -> false)
                                ? arrival(facts, pair, peer, params)
                                : Judgement.unknown(Reason.NO_TOOL, subject)
                                        .with("detail", "python, perl")
                                        .with("where", pair.from()),
                        missing -> Judgement.unknown(missing, subject));
        return params.containerNetworks().isEmpty() ? said : said.withSeverity(Severity.BLOCKER);
    }

    private static Subject subject(Params params) {
        return Subject.of("path", params.expectedMtu() + " bytes");
    }

    private static Judgement arrival(LinkFacts facts, Pair pair, SendReport.Peer peer, Params params) {
        Subject subject = subject(params);
        Sized wanted = peer.sizes().get(params.expectedMtu());
        if (wanted == null) {
            return Judgement.unknown(Reason.TIMEOUT, subject);
        }
        if (wanted.error().equals("too-long")) {
            // The kernel refused it: who listens where is of no account.
            return told(Judgement.fail("local-mtu", subject), peer, wanted.mtu());
        }
        return facts.ready(pair.to())
                .flatMap(ready -> ready.control() == Bind.IN_USE
                        ? Reading.missing(Reason.PORT_IN_USE, String.valueOf(ready.controlPort()))
                        : facts.heard(pair.to())
                                .flatMap(heard -> Reading.got(
                                        judge(peer, ready.controlPort(), arrived(pair, ready, heard, params), params))))
                .fold(said -> said, missing -> Judgement.unknown(missing, subject));
    }

    private static NavigableSet<Integer> arrived(Pair pair, ListenReport ready, ReceiveReport heard, Params params) {
        NavigableSet<Integer> arrived = new TreeSet<>();
        for (int size : sizes(params)) {
            if (heard.from(pair.from(), ready.controlPort())
                    .anyMatch(one -> one.sequence().equals("s" + size))) {
                arrived.add(size);
            }
        }
        return arrived;
    }

    private static Judgement judge(SendReport.Peer peer, int port, NavigableSet<Integer> arrived, Params params) {
        Subject subject = subject(params);
        if (arrived.contains(params.expectedMtu())) {
            return Judgement.pass(subject);
        }
        if (peer.hop().isPresent()) {
            return told(
                            Judgement.fail("hop-mtu", subject),
                            peer,
                            peer.hop().get().mtu())
                    .with("hop", peer.hop().get().address());
        }
        if (arrived.isEmpty()) {
            return Judgement.unknown(Reason.SAMPLE_TOO_SHORT, subject).with("detail", "UDP " + port);
        }
        return told(Judgement.fail("black-hole", subject), peer, 0).with("largest", Arg.count(arrived.last()));
    }

    private static Judgement told(Judgement judgement, SendReport.Peer peer, int mtu) {
        return judgement
                .with("mtu", mtu == 0 ? Arg.text("") : Arg.count(mtu))
                .with("address", peer.address())
                .withRemedy(Remedy.manual("switch"));
    }
}
