package dev.preflight.checks.reach;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Rows.Row;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A host gets to what the installer will fetch, by the way that it will go: with the proxy of each context, and with a
 * certificate that is trusted there. A gateway that answers for the registry, an authority that only the browser knows and a
 * proxy that sudo drops are seen before the installer fails on them. Sources: curl(1), the package httpproxy of Go, kubernetes
 * issue 48792, openshift/installer issue 2913.
 */
public final class ReachableCheck implements HostCheck<ReachableCheck.Params> {
    private static final CheckSpec<Params> SPEC = CheckSpec.of("reachable", Params.class, Severity.BLOCKER)
            .code("not-resolved")
            .code("refused")
            .code("timeout")
            .code("proxy-refused")
            .code("proxy-needed")
            .code("no-tls")
            .code("untrusted")
            .code("intercepted")
            .code("clock")
            .code("status")
            .code("portal")
            .code("no-proxy-gap", Severity.WARNING)
            .code("contexts-differ", Severity.WARNING)
            .code("slow", Severity.WARNING)
            .explainedBy("clock-sync", "clock")
            .explainedBy("resolver-loopback", "not-resolved")
            .explainedBy("resolver-rotate", "not-resolved")
            .explainedBy("dns-port-53", "not-resolved")
            .explainedBy("names-resolve", "not-resolved")
            .requires("require", "no_proxy_needs");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required by URL, or by tcp://HOST:PORT",
                    example = "{https://registry.example/v2/: {contexts: [exec, sudo]}, tcp://10.0.0.9:6443: {}}",
                    shape = Shape.ENDPOINT,
                    kind = Kind.LOCATOR)
            Rows<ReachLimits> require,

            @Param(
                    value = "Ranges, addresses and domains that must not be sent to a proxy, where there is one",
                    example = "[10.96.0.0/12, .svc]",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            List<String> noProxyNeeds) {
        public Params {
            noProxyNeeds = List.copyOf(noProxyNeeds);
        }

        /** Of the rows, and where there are none, that of the installer. */
        private List<Context> contexts() {
            List<Context> asked = require.table().stream()
                    .flatMap(row -> row.limits().contexts().stream())
                    .distinct()
                    .toList();
            return asked.isEmpty() ? List.of(Context.EXEC) : asked;
        }
    }

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none();
        for (Context context : params.contexts()) {
            needs = needs.each(reach(params, context));
        }
        return params.noProxyNeeds().isEmpty() ? needs.optional(UnitProxies.REQUEST) : needs.each(UnitProxies.REQUEST);
    }

    private static FactRequest<Reach> reach(Params params, Context context) {
        return Reach.FACT
                .in(context)
                .withArguments(params.require().table().stream()
                        .filter(row -> row.limits().contexts().contains(context))
                        .flatMap(row -> row.limits().asked(row.key()))
                        .toList());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        SortedMap<String, Proxies> places = places(facts, params);
        Optional<String> proxy = places.values().stream()
                .flatMap(one -> Stream.concat(one.of("https:").stream(), one.of("http:").stream()))
                .findFirst();
        List<Judgement> said = new ArrayList<>();
        params.require().all().forEach(row -> said.addAll(judged(row, facts, params, proxy)));
        params.noProxyNeeds().forEach(need -> said.addAll(excepted(need, facts, params, places)));
        return said;
    }

    /** Where programs have variables of proxies: in the contexts, and in the services of containers. */
    private static SortedMap<String, Proxies> places(HostFacts facts, Params params) {
        SortedMap<String, Proxies> places = new TreeMap<>();
        for (Context context : params.contexts()) {
            facts.reading(reach(params, context))
                    .<Optional<Proxies>>fold(reach -> Optional.of(reach.proxies()), missing -> Optional.empty())
                    .ifPresent(proxies -> places.put(context.id(), proxies));
        }
        places.putAll(facts.reading(UnitProxies.REQUEST).fold(UnitProxies::units, missing -> new TreeMap<>()));
        return places;
    }

    /** One finding per kind of fault, with what came in the contexts that have it. */
    private static List<Judgement> judged(
            Row<ReachLimits> row, HostFacts facts, Params params, Optional<String> proxy) {
        Subject subject = Subject.of("target", row.key());
        Map<String, Judgement> said = new LinkedHashMap<>();
        Map<String, List<String>> states = new LinkedHashMap<>();
        Set<String> ways = new HashSet<>();
        List<FactRequest<?>> asked = new ArrayList<>();
        for (Context context : row.limits().contexts()) {
            FactRequest<Reach> request = reach(params, context);
            asked.add(request);
            Reading<ReachVerdict> reading = facts.reading(request)
                    .flatMap(reach -> Reading.got(new ReachVerdict(row, reach, proxy, facts.collectedAt())));
            Judgement judgement = reading.fold(ReachVerdict::judged, missing -> Judgement.unknown(missing, subject));
            said.putIfAbsent(judgement.code(), judgement);
            String state = reading.fold(ReachVerdict::state, missing -> "");
            states.computeIfAbsent(judgement.code(), code -> new ArrayList<>())
                    .add(state.isEmpty() ? context.id() : context.id() + ": " + state);
            ways.add(reading.fold(ReachVerdict::way, missing -> ""));
        }
        if (said.size() > 1) {
            said.remove(Judgement.OK);
        } else if (said.containsKey(Judgement.OK) && ways.size() > 1) {
            said.put(Judgement.OK, Judgement.warning("contexts-differ", subject));
        }
        return said.entrySet().stream()
                .map(one -> one.getValue()
                        .with("target", row.key())
                        .with("state", Arg.texts(states.getOrDefault(one.getKey(), List.of())))
                        .orFrom(asked))
                .toList();
    }

    private static List<Judgement> excepted(
            String need, HostFacts facts, Params params, SortedMap<String, Proxies> places) {
        Subject subject = Subject.of("no-proxy", need);
        List<FactRequest<?>> asked = new ArrayList<>(List.of(UnitProxies.REQUEST));
        params.contexts().forEach(context -> asked.add(reach(params, context)));
        List<Judgement> said = new ArrayList<>();
        for (FactRequest<?> request : asked) {
            facts.reading(request)
                    .<Optional<Judgement>>fold(
                            read -> Optional.empty(), missing -> Optional.of(Judgement.unknown(missing, subject)))
                    .ifPresent(unknown -> said.add(unknown.basedOn(request)));
        }
        List<String> with = places.entrySet().stream()
                .filter(place -> place.getValue().any())
                .map(Map.Entry::getKey)
                .toList();
        List<String> gaps = places.entrySet().stream()
                .filter(place -> place.getValue().any())
                .filter(place -> !place.getValue().exceptions().covers(need))
                .map(place -> place.getKey() + ": "
                        + String.join(",", place.getValue().exceptions().entries()))
                .toList();
        if (!gaps.isEmpty()) {
            said.add(
                    0,
                    Judgement.warning("no-proxy-gap", subject)
                            .with("need", need)
                            .with("places", Arg.texts(gaps))
                            .orFrom(asked));
        } else if (said.isEmpty()) {
            said.add(Judgement.pass(subject)
                    .with("target", need)
                    .with("state", Arg.texts(with))
                    .orFrom(asked));
        }
        return said.stream().limit(1 + (gaps.isEmpty() ? 0 : 1)).toList();
    }
}
