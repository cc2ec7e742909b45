package dev.preflight.report;

import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What failed at a jump host: one failure, whatever the number of hosts behind it.
 *
 * @param jump its name and port
 * @param code what failed
 * @param texts the same in words
 * @param hosts those behind it that were not reached, or not fully checked, because of it; at least one
 */
record JumpFailure(String jump, String code, ReachTexts texts, List<String> hosts) {

    /** The jump host at which the way to a host ended; empty if it was not at one. */
    static Optional<String> jumpOf(HostReport host) {
        return host.unreachable().map(why -> why.details().get(HostFailure.JUMP));
    }

    /** All of a run, in the order of the hosts. */
    static List<JumpFailure> of(RunReport run, Texts texts) {
        record Likeness(String jump, String code, ReachTexts texts) {}
        Map<Likeness, List<String>> alike = new LinkedHashMap<>();
        for (HostReport host : run.hosts()) {
            jumpOf(host).ifPresent(jump -> {
                HostFailure why = host.unreachable().orElseThrow();
                var likeness = new Likeness(jump, why.failure().code(), texts.of(host.name(), why));
                alike.computeIfAbsent(likeness, key -> new ArrayList<>()).add(host.name());
            });
        }
        return alike.entrySet().stream()
                .map(entry -> new JumpFailure(
                        entry.getKey().jump(),
                        entry.getKey().code(),
                        entry.getKey().texts(),
                        entry.getValue()))
                .toList();
    }

    /** For people, one line. */
    String title(Texts texts) {
        return texts.page(
                hosts.size() == 1 ? "unreached.jump.one" : "unreached.jump",
                "jump",
                jump,
                "code",
                code,
                "n",
                hosts.size());
    }
}
