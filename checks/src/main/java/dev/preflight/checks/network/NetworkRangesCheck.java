package dev.preflight.checks.network;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Rows.Row;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.Cidr;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Ranges of addresses that a platform will give to its containers and services are free on every host and between hosts.
 * One that overlaps takes the host's own traffic: the installer's SSH is cut, or pods alone cannot reach the name server.
 * Sources: ip-route(8), RFC 4632, the defaults of kubeadm, k3s and dockerd, cilium issue 42383.
 */
public final class NetworkRangesCheck implements FleetCheck<NetworkRangesCheck.Params> {
    private static final CheckSpec<Params> SPEC = CheckSpec.of("network-ranges", Params.class, Severity.BLOCKER)
            .code("overlaps-address")
            .code("overlaps-route")
            .code("overlaps-gateway")
            .code("overlaps-dns")
            .code("overlaps-each-other")
            .code("overlaps-other-host")
            .code("too-small")
            .code("not-private", Severity.WARNING)
            .code("no-default-route")
            .requires("ranges");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Ranges of addresses that the platform will use, by name",
                    example = "{pods: {value: 10.244.0.0/16, per_host_prefix: 24}, services: 10.96.0.0/12}",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            Rows<RangeLimits> ranges,

            @Param(
                    value = "Whether a range with public addresses is worth a warning",
                    defaultValue = "true",
                    example = "false",
                    kind = Kind.THRESHOLD)
            boolean onlyPrivate) {}

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(NetRanges.REQUEST);
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, Params params) {
        List<Scoped> said = new ArrayList<>();
        Map<String, NetRanges> read = new LinkedHashMap<>();
        facts.hosts().forEach((name, host) -> {
            Reading<NetRanges> reading = host.reading(NetRanges.REQUEST);
            reading.<Runnable>fold(
                            ranges -> () -> read.put(name, ranges),
                            missing -> () -> said.add(new Scoped(
                                    Scope.host(name),
                                    Judgement.unknown(missing, Subject.of("fact", NetRanges.FACT.id())))))
                    .run();
        });
        read.forEach((name, host) -> {
            if (host.routes().stream().noneMatch(NetRanges.Route::leadsOut)) {
                said.add(new Scoped(Scope.host(name), Judgement.fail("no-default-route", Subject.HOST)));
            }
        });
        List<Cidr> planned = new ArrayList<>(
                params.ranges().all().stream().map(row -> row.limits().value()).toList());
        for (Row<RangeLimits> row : params.ranges().all()) {
            List<Scoped> ofRow = new ArrayList<>(together(row, facts.hosts().values(), params));
            ofRow.addAll(byHost(row, facts, read));
            Optional<Cidr> free = FreeRange.like(row.limits().value(), taken(row, facts, read, planned));
            boolean used = ofRow.stream().anyMatch(one -> asksForAnother(one.judgement()));
            free.filter(range -> used).ifPresent(planned::add);
            ofRow.stream()
                    .map(one -> free.filter(range -> asksForAnother(one.judgement()))
                            .map(range ->
                                    new Scoped(one.scope(), one.judgement().with("free", range.toString())))
                            .orElse(one))
                    .forEach(said::add);
        }
        return said;
    }

    private static boolean asksForAnother(Judgement judgement) {
        return judgement.code().startsWith("overlaps-") || judgement.code().equals("not-private");
    }

    private static List<Scoped> byHost(Row<RangeLimits> row, FleetFacts facts, Map<String, NetRanges> read) {
        SortedMap<String, List<Cidr>> reachedAt = new TreeMap<>();
        facts.hosts().forEach((name, host) -> {
            Stream<Cidr> own = Optional.ofNullable(read.get(name)).stream()
                    .flatMap(ranges -> new RangeOnHost(row, ranges).outward());
            reachedAt.put(name, Stream.concat(reachedAt(host), own).distinct().toList());
        });
        List<Scoped> said = new ArrayList<>();
        read.forEach((name, ranges) -> {
            SortedMap<String, List<Cidr>> others = new TreeMap<>(reachedAt);
            others.remove(name);
            new RangeOnHost(row, ranges)
                    .judged(Collections.unmodifiableSortedMap(others))
                    .forEach(judgement -> said.add(new Scoped(Scope.host(name), judgement)));
        });
        return said;
    }

    private static Stream<Cidr> reachedAt(HostFacts host) {
        return Cidr.of(host.host().address()).stream();
    }

    /** What is to be said of a range whatever one host has. */
    private static List<Scoped> together(Row<RangeLimits> row, Collection<HostFacts> hosts, Params params) {
        List<Scoped> said = new ArrayList<>();
        Subject subject = Subject.of("range", row.key());
        Cidr range = row.limits().value();
        List<Row<RangeLimits>> behind = params.ranges().all();
        List<String> others = behind.subList(behind.indexOf(row) + 1, behind.size()).stream()
                .filter(other -> other.limits().value().overlaps(range) && onOneHost(row, other, hosts))
                .map(other -> other.key() + " " + other.limits().value())
                .toList();
        if (!others.isEmpty()) {
            said.add(new Scoped(
                    Scope.fleet(),
                    Judgement.fail("overlaps-each-other", subject).with("found", Arg.firstOf(others))));
        }
        long count = hosts.stream().filter(host -> row.looksAt(host.host())).count();
        row.limits().parts().stream()
                .filter(parts -> parts < count)
                .forEach(parts -> said.add(new Scoped(
                        Scope.fleet(),
                        Judgement.fail("too-small", subject)
                                .with("parts", Arg.count(parts))
                                .with(
                                        "prefix",
                                        Arg.count(row.limits().perHostPrefix().orElse(0)))
                                .with("hosts", Arg.count(count)))));
        if (params.onlyPrivate() && !FreeRange.isPrivate(range)) {
            said.add(new Scoped(Scope.fleet(), Judgement.warning("not-private", subject)));
        }
        return said.stream()
                .map(one -> new Scoped(one.scope(), one.judgement().with("range", range.toString())))
                .toList();
    }

    private static boolean onOneHost(Row<RangeLimits> one, Row<RangeLimits> other, Collection<HostFacts> hosts) {
        return hosts.stream().anyMatch(host -> one.looksAt(host.host()) && other.looksAt(host.host()));
    }

    private static List<Cidr> taken(
            Row<RangeLimits> row, FleetFacts facts, Map<String, NetRanges> read, List<Cidr> planned) {
        return Stream.of(
                        facts.hosts().values().stream().flatMap(NetworkRangesCheck::reachedAt),
                        read.values().stream().flatMap(host -> new RangeOnHost(row, host).taken()),
                        planned.stream())
                .flatMap(part -> part)
                .distinct()
                .toList();
    }
}
