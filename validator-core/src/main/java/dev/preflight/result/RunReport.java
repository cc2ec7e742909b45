package dev.preflight.result;

import dev.preflight.api.Finding;
import dev.preflight.inventory.InventoryReader;
import dev.preflight.profile.Waiver;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run found: all that the renderers see.
 *
 * @param toolVersion version of Preflight
 * @param profile name of the profile
 * @param startedAt when the run began; for saved evidence, when that was collected
 * @param endedAt when the run ended; for saved evidence, the same instant
 * @param verdict may the installer proceed
 * @param exit the exit code that goes with it
 * @param policy how strictly it was judged
 * @param hosts the hosts, in the inventory's order
 * @param fleet findings that no single host can be named for
 * @param idle checks of the profile that looked at no host, and rows that applied to none
 * @param unmeasured names of hosts that were reached and on which nothing was measured
 * @param expiredWaivers waivers of the profile that have ended; they have no effect
 * @param unusedWaivers waivers in force that covered nothing
 * @param evidence what was judged, if it was saved evidence; empty for a run that looked at the hosts itself
 * @param earlier what it owes to an earlier run, if it goes on with one
 * @param inventoryReadBy who read the inventory; empty if there was none, or where that is not known
 */
public record RunReport(
        String toolVersion,
        String profile,
        Instant startedAt,
        Instant endedAt,
        Verdict verdict,
        ExitCode exit,
        Policy policy,
        List<HostReport> hosts,
        List<Finding> fleet,
        List<IdleCheck> idle,
        List<String> unmeasured,
        List<Waiver> expiredWaivers,
        List<Waiver> unusedWaivers,
        Optional<EvidenceNote> evidence,
        Optional<EarlierPart> earlier,
        Optional<InventoryReader> inventoryReadBy) {
    public RunReport {
        hosts = List.copyOf(hosts);
        fleet = List.copyOf(fleet);
        idle = List.copyOf(idle);
        unmeasured = List.copyOf(unmeasured);
        expiredWaivers = List.copyOf(expiredWaivers);
        unusedWaivers = List.copyOf(unusedWaivers);
    }

    /** The checks that looked at no host. */
    public List<IdleCheck> idleChecks() {
        return idle.stream().filter(one -> one.rows().isEmpty()).toList();
    }

    /** The rows that applied to no host, of checks that looked at some. */
    public List<IdleCheck> idleRows() {
        return idle.stream().filter(one -> !one.rows().isEmpty()).toList();
    }

    /** The same, judged of this evidence. */
    public RunReport judgedOf(EvidenceNote note) {
        return with(exit, Optional.of(note), earlier, inventoryReadBy);
    }

    /** The same, which goes on with an earlier run. */
    public RunReport after(EarlierPart part) {
        return with(exit, evidence, Optional.of(part), inventoryReadBy);
    }

    /** The same run, ending with another code: something beside the hosts went wrong. */
    public RunReport ending(ExitCode code) {
        return with(code, evidence, earlier, inventoryReadBy);
    }

    /** The same, of an inventory that this reader read. */
    public RunReport inventoryReadBy(Optional<InventoryReader> reader) {
        return with(exit, evidence, earlier, reader);
    }

    private RunReport with(
            ExitCode code, Optional<EvidenceNote> note, Optional<EarlierPart> part, Optional<InventoryReader> reader) {
        return new RunReport(
                toolVersion,
                profile,
                startedAt,
                endedAt,
                verdict,
                code,
                policy,
                hosts,
                fleet,
                idle,
                unmeasured,
                expiredWaivers,
                unusedWaivers,
                note,
                part,
                reader);
    }
}
