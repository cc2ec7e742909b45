package dev.preflight.checks.firewall;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Rows;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.firewall.FirewallCheck.Limits;
import dev.preflight.checks.network.PortKey;
import dev.preflight.checks.software.ServiceUnit.Boot;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether required ports are let in, now and after the next boot.
 *
 * @param host the address at which the host was reached; may be empty
 */
record OpenPorts(Filters filters, Reading<Managers> managers, List<At> at, String host) {

    Judgement judge(Rows.Row<Limits> row) {
        Subject subject = Subject.of("port", row.key());
        String from = row.limits().from().orElse("");
        List<Packet> packets = PortRow.packets(row.key(), from, host);
        List<Layer> now = at.contains(At.NOW)
                ? packets.stream()
                        .flatMap(packet -> filters.layers(packet).stream())
                        .toList()
                : List.of();
        Optional<Layer> refused = now.stream().filter(Layer::refuses).findFirst();
        if (refused.isPresent()) {
            return told(Judgement.fail("blocks-port", subject), refused.get(), row);
        }
        Optional<Judgement> open = undecided(now, subject);
        return open.orElseGet(() -> afterBoot(row, packets, subject)).with("port", row.key());
    }

    private Optional<Judgement> undecided(List<Layer> layers, Subject subject) {
        Optional<Layer> unsure = layers.stream().filter(Layer::mayRefuse).findFirst();
        if (unsure.isPresent()) {
            return Optional.of(Judgement.unknown(Reason.AMBIGUOUS, subject)
                    .with("detail", unsure.get().name()));
        }
        if (filters.cut()) {
            return Optional.of(Judgement.unknown(Reason.TRUNCATED, subject));
        }
        return filters.failed().isEmpty() || !at.contains(At.NOW)
                ? Optional.empty()
                : Optional.of(
                        Judgement.unknown(Reason.NO_TOOL, subject).with("detail", String.join(", ", filters.failed())));
    }

    /** What is opened until the next start of firewalld only; ufw has one set of rules. */
    private Judgement afterBoot(Rows.Row<Limits> row, List<Packet> packets, Subject subject) {
        Predicate<Managers> starts = units -> units.starts("firewalld", filters.ufwEnabled()) != Boot.NO;
        if (!at.contains(At.BOOT) || !managers.fold(starts::test, missing -> true)) {
            return Judgement.pass(subject);
        }
        List<Layer> later = packets.stream()
                .flatMap(packet -> filters.afterStart(packet).stream())
                .toList();
        Optional<Layer> refused = later.stream().filter(Layer::refuses).findFirst();
        return refused.map(layer -> told(Judgement.warning("wrong-after-boot", subject), layer, row)
                        .with("layer", layer.name()))
                .or(() -> undecided(later, subject))
                .orElseGet(() -> Judgement.pass(subject));
    }

    private static Judgement told(Judgement judgement, Layer layer, Rows.Row<Limits> row) {
        Judgement told = judgement.with("layer", layer.name()).with("port", row.key());
        String from = row.limits().from().orElse("");
        if (!from.isEmpty()) {
            return told.with("from", from).withRemedy(Remedy.manual("allow-from"));
        }
        PortKey key = PortKey.of(row.key());
        String separator = layer.manager().equals("ufw") ? ":" : "-";
        String ports = key.first() == key.last() ? "" + key.first() : key.first() + separator + key.last();
        boolean known = Stream.of("firewalld", "ufw").anyMatch(layer.manager()::equals);
        return told.withRemedy(
                known
                        ? Remedy.confirm(layer.manager(), Privilege.ROOT)
                                .with("ports", Arg.text(ports))
                                .with("protocol", Arg.text(key.protocol()))
                                .with("zone", Arg.text(layer.zone()))
                        : Remedy.manual("allow"));
    }
}
