package dev.preflight.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Param.Kind;
import dev.preflight.engine.CheckEvaluation;
import dev.preflight.exchange.HostTag;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Place;
import dev.preflight.profile.CheckInstance;
import dev.preflight.testing.Printed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The API held against three checks that stretch it in three directions: several contexts of one fact, many subjects on
 * one host, and ordered pairs of hosts. Small stand-ins, so that a change of the API is felt here first.
 */
class ApiProofTest {

    /** Several contexts, one of which may be unknown. */
    private static final class UmaskToy implements HostCheck<UmaskToy.UmaskParams> {
        private record UmaskParams(
                @Param(value = "Contexts", kind = Kind.LOCATOR)
                List<Context> contexts) {}

        private static final Fact<Integer> UMASK =
                Fact.scripted("umask", "umask\n").parsedBy(UmaskToy::parse);

        private static Reading<Integer> parse(ProbeOutput output) throws FactFormatException {
            try {
                return Reading.got(Integer.parseInt(output.text().strip(), 8));
            } catch (NumberFormatException e) {
                throw new FactFormatException("expected an octal number");
            }
        }

        @Override
        public CheckSpec<UmaskParams> spec() {
            return CheckSpec.of("umask-effective", UmaskParams.class, Severity.BLOCKER)
                    .code("wrong-mode");
        }

        @Override
        public Needs needs(UmaskParams params) {
            Needs needs = Needs.none();
            for (Context context : params.contexts()) {
                needs = needs.each(UMASK.in(context));
            }
            return needs;
        }

        @Override
        public List<Judgement> judge(HostFacts facts, UmaskParams params) {
            return params.contexts().stream()
                    .map(context -> {
                        Subject subject = Subject.of("context", context.id());
                        return facts.reading(UMASK.in(context))
                                .fold(
                                        mask -> (mask & 0755) == 0
                                                ? Judgement.pass(subject)
                                                : Judgement.fail("wrong-mode", subject)
                                                        .with("umask", Arg.mode(mask)),
                                        missing -> Judgement.unknown(missing, subject));
                    })
                    .toList();
        }
    }

    /** Many subjects on one host. */
    private static final class NicToy implements HostCheck<NicToy.NicParams> {
        private record NicParams(
                @Param(value = "Interfaces", kind = Kind.THRESHOLD)
                List<String> required) {}

        private static final FactRequest<Map<String, Boolean>> CARRIERS =
                Fact.scripted("carriers", "true\n").parsedBy(NicToy::parse).request();

        private static Reading<Map<String, Boolean>> parse(ProbeOutput output) {
            Map<String, Boolean> carriers = new TreeMap<>();
            output.lines().forEach(line -> carriers.put(line.split(" ", -1)[0], line.endsWith("1")));
            return Reading.got(carriers);
        }

        @Override
        public CheckSpec<NicParams> spec() {
            return CheckSpec.of("nic-link", NicParams.class, Severity.BLOCKER)
                    .code("no-carrier")
                    .code("spare-unplugged", Severity.INFO);
        }

        @Override
        public Needs needs(NicParams params) {
            return Needs.none().required(CARRIERS);
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NicParams params) {
            List<Judgement> judgements = new ArrayList<>();
            facts.get(CARRIERS).forEach((nic, carrier) -> {
                Subject subject = Subject.of("nic", nic);
                if (carrier) {
                    judgements.add(Judgement.pass(subject));
                } else if (params.required().contains(nic)) {
                    judgements.add(Judgement.fail("no-carrier", subject));
                } else {
                    judgements.add(Judgement.pass("spare-unplugged", subject));
                }
            });
            return judgements;
        }
    }

    /** Ordered pairs of hosts. */
    private static final class VxlanToy implements LinkCheck<VxlanToy.VxlanParams> {
        private static final int PORT = 4789;

        private record VxlanParams(
                @Param(value = "Datagrams that must arrive", kind = Kind.THRESHOLD)
                int minReceived) {}

        @Override
        public CheckSpec<VxlanParams> spec() {
            return CheckSpec.of("vxlan-udp", VxlanParams.class, Severity.BLOCKER)
                    .code("dropped")
                    .code("asymmetric");
        }

        @Override
        public Needs needs(VxlanParams params) {
            return Needs.none();
        }

        @Override
        public Traffic traffic(VxlanParams params) {
            return Traffic.none().udp(List.of(PORT), 1500);
        }

        @Override
        public List<Scoped> judge(LinkFacts facts, VxlanParams params) {
            List<Scoped> judgements = new ArrayList<>();
            for (Pair pair : facts.pairs()) {
                Judgement judgement = facts.sent(pair)
                        .fold(
                                sent -> arrived(facts, pair) >= params.minReceived()
                                        ? Judgement.pass(Subject.HOST)
                                        : Judgement.fail(code(facts, pair, params), Subject.HOST),
                                missing -> Judgement.unknown(missing, Subject.HOST));
                judgements.add(new Scoped(Scope.pair(pair), judgement));
            }
            return judgements;
        }

        private static long arrived(LinkFacts facts, Pair pair) {
            return facts.heard(pair.to())
                    .fold(heard -> heard.from(pair.from(), PORT).count(), missing -> 0L);
        }

        private static String code(LinkFacts facts, Pair pair, VxlanParams params) {
            boolean backWorks = arrived(facts, new Pair(pair.to(), pair.from())) >= params.minReceived();
            return backWorks ? "asymmetric" : "dropped";
        }
    }

    /** Says that it passes, whatever came. */
    private static final class CarelessLinkToy implements LinkCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("careless", NoParams.class, Severity.BLOCKER);
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public Traffic traffic(NoParams params) {
            return Traffic.none();
        }

        @Override
        public List<Scoped> judge(LinkFacts facts, NoParams params) {
            return facts.pairs().stream()
                    .map(pair -> new Scoped(Scope.pair(pair), Judgement.pass(Subject.HOST)))
                    .toList();
        }
    }

    /** Hosts of which each sent to some, and heard so many datagrams of others. */
    private static LinkFacts exchange(Map<String, List<String>> sentTo, Map<Pair, Integer> heard, String... names) {
        TreeMap<String, HostFacts> hosts = new TreeMap<>();
        for (String name : names) {
            StringBuilder sent = new StringBuilder("tool python\n");
            sentTo.getOrDefault(name, List.of()).forEach(peer -> sent.append("to " + HostTag.of(peer) + " 10.0.0.1\n"));
            StringBuilder lines = new StringBuilder();
            heard.forEach((pair, count) -> {
                for (int i = 0; i < count && pair.to().equals(name); i++) {
                    lines.append("udp 4789 10.0.0.1 64 " + HostTag.of(pair.from()) + " " + i + "\n");
                }
            });
            hosts.put(
                    name,
                    facts(
                            name,
                            Map.of(
                                    SendReport.REQUEST.key(), Printed.reading(SendReport.REQUEST, sent + "sent\n"),
                                    ReceiveReport.REQUEST.key(),
                                            Printed.reading(ReceiveReport.REQUEST, lines + "heard\n"))));
        }
        return new LinkFacts(new FleetFacts(hosts), Traffic.none(), List.of(names));
    }

    private static HostFacts facts(String name, Map<String, Reading<?>> readings) {
        return new HostFacts(new HostInfo(name, "", List.of()), Instant.EPOCH, readings);
    }

    private static <P extends Record> CheckInstance<P> instance(Check<P> check, P params) {
        return new CheckInstance<>(
                check.spec().id(),
                check,
                params,
                Optional.empty(),
                Map.of(),
                List.of(),
                HostSelector.ALL,
                Place.of("test"));
    }

    private static List<String> said(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.scope() + " " + f.subject() + " " + f.outcome().code() + " " + f.code())
                .toList();
    }

    @Test
    void contextsAreJudgedEachForItselfAndOneMayBeUnknown() {
        UmaskToy check = new UmaskToy();
        var params = new UmaskToy.UmaskParams(List.of(Context.EXEC, Context.LOGIN, Context.SUDO));
        HostFacts facts = facts(
                "h1",
                Map.of(
                        UmaskToy.UMASK.in(Context.EXEC).key(), Reading.got(0022),
                        UmaskToy.UMASK.in(Context.LOGIN).key(), Reading.got(0027),
                        UmaskToy.UMASK.in(Context.SUDO).key(),
                                Reading.missing(Reason.NO_PERMISSION, "sudo: a password is required")));
        List<Finding> findings = CheckEvaluation.host(instance(check, params), check, facts);
        assertThat(said(findings))
                .containsExactly(
                        "host:h1 context:exec pass ok",
                        "host:h1 context:login fail wrong-mode",
                        "host:h1 context:sudo unknown no-permission");
        assertThat(findings.get(2).args()).containsEntry("detail", Arg.text("sudo: a password is required"));
    }

    @Test
    void oneFactGivesAFindingForEverySubject() {
        NicToy check = new NicToy();
        HostFacts facts = facts("h1", Map.of(NicToy.CARRIERS.key(), Reading.got(Map.of("eth0", true, "eth1", false))));
        List<String> required = List.of("eth1");
        assertThat(said(CheckEvaluation.host(instance(check, new NicToy.NicParams(required)), check, facts)))
                .containsExactlyInAnyOrder("host:h1 nic:eth0 pass ok", "host:h1 nic:eth1 fail no-carrier");
        List<Finding> spare = CheckEvaluation.host(instance(check, new NicToy.NicParams(List.of())), check, facts);
        assertThat(said(spare)).contains("host:h1 nic:eth1 pass spare-unplugged");
        assertThat(spare)
                .filteredOn(f -> f.code().equals("spare-unplugged"))
                .extracting(Finding::severity)
                .containsExactly(Severity.INFO);
    }

    @Test
    void everyDirectionOfAPairIsItsOwnFinding() {
        VxlanToy check = new VxlanToy();
        LinkFacts facts = exchange(
                Map.of("h1", List.of("h2"), "h2", List.of("h1", "h3"), "h3", List.of("h1", "h2")),
                Map.of(new Pair("h1", "h2"), 5, new Pair("h2", "h3"), 5, new Pair("h3", "h2"), 4),
                "h1",
                "h2",
                "h3");
        List<Finding> findings = CheckEvaluation.link(instance(check, new VxlanToy.VxlanParams(4)), check, facts);
        assertThat(said(findings))
                .containsExactly(
                        "pair:h1>h2 host pass ok",
                        "pair:h1>h3 host unknown peer-unreachable",
                        "pair:h2>h1 host fail asymmetric",
                        "pair:h2>h3 host pass ok",
                        "pair:h3>h1 host fail dropped",
                        "pair:h3>h2 host pass ok");
        assertThat(findings).extracting(Finding::fingerprint).doesNotHaveDuplicates();
    }

    @Test
    void noDirectionPassesOfWhichNothingIsKnown() {
        CarelessLinkToy check = new CarelessLinkToy();
        LinkFacts facts = exchange(Map.of("h1", List.of("h2")), Map.of(), "h1", "h2");
        assertThat(said(CheckEvaluation.link(instance(check, new NoParams()), check, facts)))
                .containsExactly("pair:h1>h2 host pass ok", "pair:h2>h1 host unknown check-error");
    }

    @Test
    void aFingerprintIsOfWhoAndWhatAndNeverOfValues() {
        NicToy check = new NicToy();
        CheckInstance<NicToy.NicParams> instance = instance(check, new NicToy.NicParams(List.of()));
        Judgement judgement = Judgement.fail("no-carrier", Subject.of("nic", "eth1"));
        Finding finding = Finding.of("nic-link", instance.name(), Scope.host("h1"), judgement, Severity.BLOCKER);
        Finding worded = Finding.of("nic-link", "nic-link", Scope.host("h1"), judgement.with("x", "y"), Severity.INFO);
        Finding elsewhere = Finding.of("nic-link", "nic-link", Scope.host("h2"), judgement, Severity.BLOCKER);
        assertThat(finding.fingerprint()).matches("[0-9a-f]{16}").isEqualTo(worded.fingerprint());
        assertThat(elsewhere.fingerprint()).isNotEqualTo(finding.fingerprint());
    }
}
