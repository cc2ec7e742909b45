package dev.preflight.checks.firewall;

import dev.preflight.checks.software.ServiceUnit;
import dev.preflight.checks.software.ServiceUnit.Boot;
import dev.preflight.checks.software.Services;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The services that make rules of a firewall: firewalld, ufw, nftables.service of nftables, iptables.service of EL's
 * iptables-services and Alpine's iptables, netfilter-persistent.service of Debian's iptables-persistent. That a unit is
 * active says little of the last ones, which end when the rules are made.
 *
 * @param units by name
 */
record Managers(SortedMap<String, ServiceUnit> units) {
    private static final List<String> LOADERS =
            List.of("iptables.service", "netfilter-persistent.service", "nftables.service");

    private static final List<String> UNITS = Stream.concat(
                    LOADERS.stream(), Stream.of("firewalld.service", "ufw.service"))
            .sorted()
            .toList();

    static final FactRequest<Services> REQUEST = Services.FACT.request().withArguments(UNITS);

    static Reading<Managers> of(Reading<Services> services) {
        return services.fold(
                read -> Reading.got(new Managers(read.units())),
                missing -> Reading.missing(missing.reason(), missing.detail()));
    }

    private Optional<ServiceUnit> unit(String name) {
        return Optional.ofNullable(units.get(name));
    }

    /** Units that are active. */
    List<String> running() {
        return UNITS.stream()
                .filter(name -> unit(name).filter(ServiceUnit::runs).isPresent())
                .toList();
    }

    /** Units that load rules of their own, and are active. */
    List<String> loading() {
        return running().stream().filter(LOADERS::contains).toList();
    }

    private Boot boot(String name) {
        return unit(name).map(ServiceUnit::boot).orElse(Boot.NO);
    }

    /** Whether this makes rules at the next boot: {@code firewalld}, {@code ufw}, {@code nft} or {@code iptables}. */
    Boot starts(String manager, boolean ufwEnabled) {
        return switch (manager) {
            case "firewalld" -> boot("firewalld.service");
            case "ufw" -> ufwEnabled ? boot("ufw.service") : Boot.NO;
            default -> {
                List<Boot> all = LOADERS.stream().map(this::boot).toList();
                yield all.contains(Boot.YES) ? Boot.YES : all.contains(Boot.UNSURE) ? Boot.UNSURE : Boot.NO;
            }
        };
    }

    /** Units that load rules of their own at the next boot, and have not done so yet. */
    List<String> pending() {
        return LOADERS.stream()
                .filter(name -> boot(name) == Boot.YES && !running().contains(name))
                .toList();
    }
}
