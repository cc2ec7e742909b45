package dev.preflight.checks.network;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Rows.Row;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.Cidr;
import dev.preflight.checks.network.NetRanges.Address;
import dev.preflight.checks.network.NetRanges.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** A planned range beside what one host has. Arithmetic only: whether a route is ever taken is not asked. */
record RangeOnHost(Row<RangeLimits> row, NetRanges host) {

    private Cidr range() {
        return row.limits().value();
    }

    /**
     * What is said of the range; at least one judgement.
     *
     * @param others addresses of other hosts, by what they are called
     */
    List<Judgement> judged(SortedMap<String, List<Cidr>> others) {
        List<Judgement> said = new ArrayList<>();
        fault("overlaps-address", addresses().map(a -> a.device() + " " + plain(a.address())), said);
        fault("overlaps-route", routes().map(Route::words), said);
        fault("overlaps-gateway", gateways().map(RangeOnHost::plain), said);
        // What a host has there itself is between it and the others too; that is said already.
        if (said.isEmpty()) {
            fault("overlaps-other-host", within(others), said);
        }
        fault(
                "overlaps-dns",
                host.nameservers().stream().filter(range()::overlaps).map(RangeOnHost::plain),
                said);
        return said.isEmpty() ? List.of(Judgement.pass(subject()).with("range", range().toString())) : said;
    }

    private void fault(String code, Stream<String> found, List<Judgement> said) {
        List<String> all = found.distinct().toList();
        if (!all.isEmpty()) {
            said.add(Judgement.fail(code, subject())
                    .with("range", range().toString())
                    .with("found", Arg.firstOf(all)));
        }
    }

    private Subject subject() {
        return Subject.of("range", row.key());
    }

    private Stream<Address> addresses() {
        return host.addresses().stream()
                .filter(address -> range().overlaps(address.network()))
                .filter(address -> !row.limits().owns(List.of(address.device())));
    }

    /** But those that an address brings with it, of which enough is said. */
    private Stream<Route> routes() {
        return host.routes().stream()
                .filter(route -> !route.byDefault() && range().overlaps(route.to()))
                .filter(route -> !row.limits().owns(route.devices()))
                .filter(route -> addresses()
                        .noneMatch(address -> route.gateways().isEmpty()
                                && route.devices().contains(address.device())
                                && route.to().equals(address.network())));
    }

    private Stream<Cidr> gateways() {
        return host.routes().stream()
                .filter(route -> !row.limits().owns(route.devices()))
                .flatMap(route -> route.gateways().stream())
                .filter(range()::overlaps);
    }

    private Stream<String> within(SortedMap<String, List<Cidr>> others) {
        return others.entrySet().stream()
                .flatMap(other -> other.getValue().stream()
                        .filter(range()::overlaps)
                        .map(address -> other.getKey() + " " + plain(address)));
    }

    /** What of the host another range must keep clear of. */
    Stream<Cidr> taken() {
        return Stream.of(
                        host.addresses().stream()
                                .filter(address -> !row.limits().owns(List.of(address.device())))
                                .map(Address::network),
                        host.routes().stream()
                                .filter(route ->
                                        !route.byDefault() && !row.limits().owns(route.devices()))
                                .map(Route::to),
                        host.routes().stream().flatMap(route -> route.gateways().stream()),
                        host.nameservers().stream())
                .flatMap(part -> part);
    }

    /** Addresses at which other hosts reach this one: those of the devices by which it reaches others. */
    Stream<Cidr> outward() {
        return host.addresses().stream()
                .filter(address -> !row.limits().owns(List.of(address.device())))
                .filter(address -> host.routes().stream()
                        .anyMatch(route -> route.leadsOut() && route.devices().contains(address.device())))
                .map(Address::address);
    }

    private static String plain(Cidr address) {
        return address.toString().replaceFirst("/.*", "");
    }
}
