package dev.preflight.casefile;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Outcome;
import dev.preflight.casefile.Case.FactOfHost;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.ParamSchema;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Holds the names in a test file against its profile and evidence: checks, codes, hosts and facts. A name that is nothing's
 * would expect or withhold nothing, and no message would say so.
 */
final class NamesOfCase {
    /** What the engine finds where a profile leaves a host out. */
    private static final String NOT_SELECTED = "not-selected";

    private final Problems problems;

    NamesOfCase(Problems problems) {
        this.problems = problems;
    }

    /** The names of one case. */
    void check(PreparedCase prepared) {
        Profile profile = prepared.profile().profile();
        Case test = prepared.test();
        Optional<List<String>> hosts = prepared.opened()
                .map(open -> open.evidence().hosts().stream().map(Host::name).toList());
        test.only().forEach(name -> instance(profile, name, test.place()));
        for (Expectation.Wanted wanted : test.expected().findings()) {
            Optional<CheckInstance<?>> instance = instance(profile, wanted.check(), wanted.place());
            instance.ifPresent(found -> wanted.code().ifPresent(code -> code(found, code, wanted.place())));
            wanted.host().ifPresent(host -> hosts.ifPresent(all -> host(host, all, wanted.place())));
        }
        Stream.concat(
                        test.changes().stream().map(Case.Change::of),
                        test.withheld().stream().map(Case.Withheld::of))
                .forEach(of -> prepared.opened().ifPresent(open -> fact(of, open, hosts.orElse(List.of()))));
    }

    /** The names of what may survive. */
    void check(MutationChoice mutations, Profile profile) {
        for (MutationChoice.Spared spared : mutations.except()) {
            instance(profile, spared.check(), spared.place()).ifPresent(instance -> {
                ParamSchema schema = Params.schema(instance);
                spared.fact().ifPresent(fact -> known(spared, "fact", fact, facts(instance)));
                spared.row().ifPresent(row -> known(spared, "row", row, schema.rowKeys(instance.params())));
                spared.limit().ifPresent(limit -> known(spared, "limit", limit, limits(instance)));
                spared.code().ifPresent(code -> known(spared, "expectation", code, instance.expectations()));
            });
        }
    }

    private static Collection<String> limits(CheckInstance<?> instance) {
        Set<String> limits = new TreeSet<>(Params.schema(instance).limits());
        instance.limits().forEach(limit -> limits.add(limit.name()));
        return limits;
    }

    private void known(MutationChoice.Spared spared, String what, String name, Collection<String> valid) {
        if (!valid.contains(name)) {
            problems.add(
                    spared.place(),
                    spared.check() + " has no " + what + " '" + name + "'",
                    Suggestion.hint(name, valid));
        }
    }

    private static <P extends Record> Collection<String> facts(CheckInstance<P> instance) {
        Set<String> facts = new TreeSet<>();
        Stream.concat(
                        instance.check().needs(instance.params()).all().stream(),
                        instance.check() instanceof LinkCheck ? LinkFacts.EXCHANGED.stream() : Stream.empty())
                .forEach(request -> facts.add(request.fact().id()));
        return facts;
    }

    private Optional<CheckInstance<?>> instance(Profile profile, String name, Place place) {
        Optional<CheckInstance<?>> found =
                profile.checks().stream().filter(one -> one.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            List<String> names =
                    profile.checks().stream().map(CheckInstance::name).toList();
            problems.add(
                    place, "profile " + profile.name() + " has no check '" + name + "'", Suggestion.hint(name, names));
        }
        return found;
    }

    private void code(CheckInstance<?> instance, String code, Place place) {
        Collection<String> valid = codes(instance);
        if (!valid.contains(code)) {
            problems.add(
                    place,
                    instance.name() + " has no code '" + code + "'",
                    Suggestion.nearest(code, valid)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElseGet(() -> Suggestion.hint(
                                    code, instance.check().spec().codes().keySet())));
        }
    }

    /** Every code that a finding of an instance may have. */
    private static Collection<String> codes(CheckInstance<?> instance) {
        CheckSpec<?> spec = instance.check().spec();
        Set<String> codes = new TreeSet<>(spec.codes().keySet());
        codes.addAll(List.of(Judgement.OK, NOT_SELECTED, Outcome.SKIPPED.code()));
        Stream.of(Reason.values()).map(Reason::code).forEach(codes::add);
        return codes;
    }

    private void host(String host, List<String> hosts, Place place) {
        if (!hosts.contains(host)) {
            problems.add(place, "the evidence has no host '" + host + "'", Suggestion.hint(host, hosts));
        }
    }

    private void fact(FactOfHost of, PreparedCase.Opened open, List<String> hosts) {
        if (!hosts.contains(of.host())) {
            host(of.host(), hosts, of.hostPlace());
            return;
        }
        List<String> keys =
                open.requests(of.host()).stream().map(request -> request.key()).toList();
        if (keys.stream().noneMatch(of::names)) {
            Set<String> facts = new TreeSet<>();
            keys.forEach(key -> facts.add(FactKey.fact(key)));
            problems.add(
                    of.place(),
                    "no check of the profile reads a fact '" + of.fact() + "' of host " + of.host(),
                    Suggestion.hint(of.fact(), facts));
        }
    }
}
