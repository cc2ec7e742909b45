package dev.preflight.checks.fleet;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.HostIds;
import dev.preflight.checks.fact.Links;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every host finds every other under its name, at an address of its own, and the same everywhere. What only the search
 * domains of one host, or a stale line in /etc/hosts, make right is seen before a cluster forms half way. Sources: getent(1),
 * nsswitch.conf(5), hosts(5).
 */
public final class NamesResolveCheck implements FleetCheck<NamesResolveCheck.Params> {
    private static final FactRequest<Links> LINKS = Links.FACT.request();

    private static final CheckSpec<Params> SPEC = CheckSpec.of("names-resolve", Params.class, Severity.BLOCKER)
            .code("not-resolved")
            .code("wrong-address")
            .code("loopback")
            .code("no-reverse", Severity.WARNING)
            .code("reverse-differs", Severity.WARNING)
            .code("answers-differ", Severity.WARNING)
            .code("hosts-files-differ", Severity.WARNING)
            .code("slow", Severity.WARNING)
            .code("one-host", Severity.INFO)
            .code("no-names", Severity.INFO)
            .explainedBy("resolver-loopback", "not-resolved")
            .explainedBy("resolver-rotate", "not-resolved")
            .explainedBy("dns-port-53", "not-resolved");

    /** Which names a host is looked for by. */
    public enum Names {
        /** As the inventory has it. */
        INVENTORY,
        /** Up to its first dot. */
        SHORT,
        /** With its domain. */
        FQDN,
        /** With and without its domain. */
        BOTH
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Names by which hosts look for each other: as in the inventory, short, fqdn or both",
                    defaultValue = "inventory",
                    example = "both",
                    kind = Kind.LOCATOR)
            Names names,

            @Param(
                    value = "More names that every host must find",
                    example = "[vip.platform.internal]",
                    shape = Shape.HOST,
                    kind = Kind.LOCATOR)
            List<String> extra,

            @Param(
                    value = "Whether an address must lead back to its name",
                    defaultValue = "false",
                    example = "true",
                    kind = Kind.LOCATOR)
            boolean reverse,

            @Param(
                    value = "Longer is a warning",
                    defaultValue = "1s",
                    example = "500ms",
                    least = "1ms",
                    most = "2s",
                    kind = Kind.THRESHOLD)
            Duration maxTime) {
        public Params {
            extra = List.copyOf(extra);
        }

        FactRequest<NamesOfHosts> request() {
            return NamesOfHosts.request(CodeName.of(names), extra, reverse);
        }

        /** The names of a host; none if the inventory has its address only, or no domain where one is asked for. */
        List<String> of(String host) {
            if (host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
                return List.of();
            }
            String first = host.replaceFirst("\\..*", "");
            boolean domain = host.indexOf('.') > 0;
            return switch (names) {
                case INVENTORY -> List.of(host);
                case SHORT -> List.of(first);
                case FQDN -> domain ? List.of(host) : List.of();
                case BOTH -> domain ? List.of(first, host) : List.of(first);
            };
        }

        /** Whether a host has a name, and lacks the domain that is asked for. */
        boolean lacksDomain(String host) {
            return (names == Names.FQDN || names == Names.BOTH) && host.indexOf('.') < 0 && host.indexOf(':') < 0;
        }
    }

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(params.request(), LINKS, HostIds.REQUEST);
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, Params params) {
        if (facts.hosts().size() == 1 && params.extra().isEmpty()) {
            Scope only = Scope.host(facts.hosts().firstKey());
            return List.of(new Scoped(only, Judgement.notApplicable("one-host", Subject.HOST)));
        }
        List<Scoped> said = new ArrayList<>();
        SortedMap<String, NamesOfHosts> read = new TreeMap<>();
        SortedMap<String, List<String>> own = new TreeMap<>();
        facts.hosts().forEach((name, host) -> {
            missing(host, params).forEach(judgement -> said.add(new Scoped(Scope.host(name), judgement)));
            host.reading(params.request())
                    .<Runnable>fold(fact -> () -> read.put(name, fact), none -> () -> {})
                    .run();
            own.put(name, addresses(host));
            if (params.lacksDomain(name)) {
                said.add(new Scoped(
                        Scope.host(name),
                        Judgement.unknown(Reason.AMBIGUOUS, Subject.of("name", name))
                                .with("detail", name)));
            }
        });
        SortedMap<String, String> names = new TreeMap<>();
        params.extra().forEach(name -> names.put(name, ""));
        facts.hosts().keySet().forEach(host -> params.of(host).forEach(name -> names.put(name, host)));
        if (names.isEmpty() && said.isEmpty()) {
            return List.of(new Scoped(Scope.fleet(), Judgement.notApplicable("no-names", Subject.HOST)));
        }
        FoundNames found = new FoundNames(names, read, own, params);
        said.addAll(found.judged());
        return said;
    }

    private static Stream<Judgement> missing(HostFacts host, Params params) {
        return Stream.of(params.request(), LINKS, HostIds.REQUEST)
                .filter(request -> host.reading(request).isMissing())
                .map(request -> host.reading(request)
                        .fold(
                                fact -> Judgement.pass(Subject.HOST),
                                none -> Judgement.unknown(
                                                none,
                                                Subject.of(
                                                        "fact", request.fact().id()))
                                        .basedOn(request)));
    }

    /** Addresses that a host may be found at; none where they are not known. */
    private static List<String> addresses(HostFacts host) {
        Reading<Links> links = host.reading(LINKS);
        Reading<HostIds> marks = host.reading(HostIds.REQUEST);
        if (links.isMissing() || marks.isMissing()) {
            return List.of();
        }
        Map<String, String> own = Identity.of(
                        host.get(HostIds.REQUEST), host.get(LINKS), host.host().address())
                .addresses();
        return Stream.concat(own.keySet().stream(), Stream.of(host.host().address()))
                .filter(address -> !address.isEmpty())
                .distinct()
                .toList();
    }
}
