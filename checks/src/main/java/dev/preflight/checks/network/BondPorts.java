package dev.preflight.checks.network;

import static dev.preflight.api.Judgement.fail;
import static dev.preflight.api.Judgement.warning;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.Links.Aggregate;
import dev.preflight.checks.fact.Links.Nic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Part of nic-link: the ports of a bond or team.
 *
 * @param live those with link that the driver uses
 * @param dead the names of the others
 */
record BondPorts(String bond, Aggregate aggregate, List<Nic> live, List<String> dead) {
    BondPorts {
        live = List.copyOf(live);
        dead = List.copyOf(dead);
    }

    /**
     * What is wrong with them together; nothing if nothing is.
     *
     * @param least how many must have link; 0 means all
     */
    List<Judgement> judged(String neededFor, int least) {
        if (live.isEmpty()) {
            return List.of(fail("bond-no-live-port", subject())
                    .with("bond", bond)
                    .with("neededFor", neededFor)
                    .with("ports", Arg.texts(dead))
                    .withRemedy(Remedy.manual("cable")));
        }
        List<Judgement> said = new ArrayList<>();
        down(least == 0 ? aggregate.ports().size() : least).ifPresent(said::add);
        speeds().ifPresent(said::add);
        lacp().ifPresent(said::add);
        return said;
    }

    private Subject subject() {
        return Subject.of("nic", bond);
    }

    private Optional<Judgement> down(int wanted) {
        return live.size() >= wanted
                ? Optional.empty()
                : Optional.of(warning("bond-port-down", subject())
                        .with("bond", bond)
                        .with("down", Arg.texts(dead))
                        .with("up", Arg.count(live.size()))
                        .with("wanted", Arg.count(wanted))
                        .withRemedy(Remedy.manual("cable")));
    }

    private Optional<Judgement> speeds() {
        List<Nic> known =
                live.stream().filter(nic -> nic.knownSpeed().isPresent()).toList();
        List<OptionalInt> speeds =
                known.stream().map(Nic::knownSpeed).distinct().toList();
        return speeds.size() <= 1
                ? Optional.empty()
                : Optional.of(warning("bond-speeds-differ", subject())
                        .with("bond", bond)
                        .with(
                                "speeds",
                                Arg.texts(known.stream()
                                        .map(nic -> nic.name() + "=" + nic.speed())
                                        .toList())));
    }

    /** Ports that negotiate with no switch, or with several. */
    private Optional<Judgement> lacp() {
        List<String> ids = live.stream()
                .map(nic -> Optional.ofNullable(aggregate.aggregators().get(nic.name())))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        boolean alone = aggregate.partner().matches("00(:00)++");
        return aggregate.lacp() && (alone || ids.size() > 1)
                ? Optional.of(warning("no-lacp-partner", subject())
                        .with("bond", bond)
                        .with("partner", aggregate.partner().isEmpty() ? "-" : aggregate.partner())
                        .with("aggregators", Arg.texts(ids)))
                : Optional.empty();
    }
}
