package dev.preflight.testing;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.engine.CheckEvaluation;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ProfileSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Checks that a profile defines, judged of what their probes might print. */
public final class Definitions {
    private Definitions() {}

    /** A profile of one file. */
    public static ProfileLoader loader(Catalogue catalogue, String yaml) {
        ProfileSource source = (reference, at, from, problems) ->
                Optional.of(new ProfileSource.Text("a.yaml", "a", Optional.empty(), yaml));
        return new ProfileLoader(catalogue, source);
    }

    /** What lint says is wrong with it. */
    public static List<String> problems(Catalogue catalogue, String yaml) {
        return loader(catalogue, yaml).lint("a.yaml", List.of(), Instant.EPOCH).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    /** What lint says of it, warnings too. */
    public static List<String> lint(Catalogue catalogue, String yaml) {
        var linted = loader(catalogue, yaml).lint("a.yaml", List.of(), Instant.EPOCH);
        List<Problem> all = new ArrayList<>(linted.problems());
        all.addAll(linted.warnings());
        return all.stream().map(Problem::toString).toList();
    }

    /** The profile; one with problems fails the test. */
    public static Profile profile(Catalogue catalogue, String yaml) {
        try {
            return loader(catalogue, yaml).load("a.yaml", List.of());
        } catch (ProblemsException e) {
            throw new AssertionError(e);
        }
    }

    /** The check of this name in a profile. */
    public static CheckInstance<?> instance(Profile profile, String name) {
        return profile.checks().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What a check is asked for. */
    public static <P extends Record> List<FactRequest<?>> requests(CheckInstance<P> instance) {
        return instance.check().needs(instance.params()).all();
    }

    /**
     * The findings about one host.
     *
     * @param printed what probes printed, by the id of the fact, or by that, an at sign and the context
     */
    public static <P extends Record> List<Finding> judged(CheckInstance<P> instance, Map<String, String> printed) {
        HostCheck<P> check = (HostCheck<P>) instance.check();
        return CheckEvaluation.host(instance, check, facts("h", instance, printed));
    }

    /** The findings about several hosts together. */
    public static <P extends Record> List<Finding> fleet(
            CheckInstance<P> instance, Map<String, Map<String, String>> printed) {
        SortedMap<String, HostFacts> hosts = new TreeMap<>();
        printed.forEach((name, one) -> hosts.put(name, facts(name, instance, one)));
        return CheckEvaluation.fleet(instance, (FleetCheck<P>) instance.check(), new FleetFacts(hosts));
    }

    /** What is known of a host. */
    public static HostFacts facts(String host, CheckInstance<?> instance, Map<String, String> printed) {
        Map<String, Reading<?>> readings = new TreeMap<>();
        for (FactRequest<?> request : requests(instance)) {
            String id = request.fact().id();
            String text = printed.getOrDefault(id + "@" + request.context().id(), printed.get(id));
            if (text != null) {
                readings.put(request.key(), Printed.reading(request, text));
            }
        }
        return new HostFacts(new HostInfo(host, "", List.of()), Instant.parse("2026-11-30T00:00:00Z"), readings);
    }

    /** What the probe of a file prints. */
    public static String file(String path, String text) {
        return "at " + path + "\ntext\n" + indented(text) + " 0\ndone\n";
    }

    /** What the probe of a command prints. */
    public static String ran(String text, int status) {
        return "ran\n" + indented(text) + " " + status + "\ndone\n";
    }

    /** What a probe prints where there is nothing. */
    public static String absent() {
        return "absent\ndone\n";
    }

    private static String indented(String text) {
        return text.lines().map(line -> " " + line + "\n").collect(Collectors.joining()) + " \n";
    }

    /** Findings in one line: the outcomes and codes, sorted. */
    public static String said(List<Finding> findings) {
        return findings.stream()
                .map(one -> one.outcome().code() + " " + one.code() + " " + one.subject())
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
